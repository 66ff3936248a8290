"""What Accord can show, described once. Pure.

A card says what is meant, never which widget draws it. Each adapter draws every part with one `match` that
ends in `assert_never`. No part has an option that only one platform honours: such a wish belongs in that
adapter. Words in a card are plain text, never markup: whoever draws them escapes them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Mark = Literal["common", "improving", "concern", "uneven"]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. Line breaks are kept."""

    words: str


@dataclass(frozen=True, slots=True)
class SmallText:
    """Small print: true and findable, but not what the card is for."""

    words: str


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Names and values, a row each."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BulletList:
    """Things of one kind, in an order that means nothing unless the title says so."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One round in a panel. `value` is None where nothing may be shown; `hollow` where few replied."""

    on: date
    value: float | None
    mark: Mark = "common"
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class ControlLimits:
    """The process limits that hold from `start` to `end`, both given as positions in the panel's points."""

    start: int
    end: int
    mean: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Annotation:
    """Something that happened on a day of the picture: a line there, under its `label`, which stands before
    the `words` beneath."""

    label: str
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One theme over time, on the scale of 1 to 5. Where it has `sides` it is the gap between two instead,
    from -4 to 4, and these say what a point above none means, and what one below."""

    title: str
    points: tuple[Point, ...]
    limits: tuple[ControlLimits, ...] = ()
    notes: tuple[Annotation, ...] = ()
    sides: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """How many people chose each point of the scale for one question, lowest first."""

    title: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: panels over time, one a theme, then bars of answers, one a question, all stacked. `title`
    is the takeaway, one sentence made from the same numbers; `alt` says in words all that the picture shows.
    `name` says what is drawn (`trend:<round>`), so that a platform which fetches pictures by address can be
    given one. `legend` holds the words for the marks that occur, `scale` those for the points that bars are
    made of, lowest first."""

    name: str
    title: str
    subtitle: str
    alt: str
    panels: tuple[Panel, ...] = ()
    legend: tuple[tuple[Mark, str], ...] = ()
    language: str = "en"
    bars: tuple[Bar, ...] = ()
    scale: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[Annotation, ...]:
        """Those of all panels, each once, in their order."""
        noted = {note for panel in self.panels for note in panel.notes}
        return tuple(sorted(noted, key=lambda note: (note.on, note.label)))


@dataclass(frozen=True, slots=True)
class Button:
    """A sentence that nobody has to type: pressing it is the same as typing `says`.

    `kind` is `primary` for the main thing to do and `danger` for what does harm. `confirm`, if there is any,
    names the harm and is shown before the press counts."""

    label: str
    says: str
    kind: Literal["primary", "secondary", "danger"] = "secondary"
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Buttons:
    """Buttons side by side; those of a `scale` are the points of a question, lowest first."""

    options: tuple[Button, ...]
    scale: bool = False


@dataclass(frozen=True, slots=True)
class TextBox:
    """A place to type at most `most` characters. What is typed is appended to the sentence in `says`."""

    label: str
    says: str
    submit: str
    most: int = 500


@dataclass(frozen=True, slots=True)
class Link:
    """A way to one of Accord's own pages. `path` starts with a slash; the adapter puts the public address
    before it. A `one_time` link is a secret that lets one person in once, and must not be stored."""

    label: str
    path: str
    one_time: bool = False


Part = Text | SmallText | KeyValues | BulletList | Chart | Buttons | TextBox | Link


@dataclass(frozen=True, slots=True)
class Card:
    """A message. `about` names the matter (`round:<id>`, `join:<id>`): a platform that keeps what it was
    sent keeps one message a matter, so that a reminder of what still lies there adds nothing, and betrays
    nothing. `follows` names the matter of an earlier message in the same place: where a place has threads it
    is shown below that one. `private`: for the speaker alone, and never shown where others can read.
    `refused`: nothing was done, so what was typed is still needed. `check_in` is the invitation whose next
    question, or thanks, this is."""

    title: str
    parts: tuple[Part, ...] = ()
    thread_key: str = ""
    private: bool = False
    refused: bool = False
    reply_to: str = ""
    check_in: str = ""
