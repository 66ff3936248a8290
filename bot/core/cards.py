"""Cards: messages described once, for all platforms. Pure.

A card has the content, never the widget that shows it. Each adapter renders every part with one `match` that
ends in `assert_never`. No part has an option that only one platform honours: that belongs in its adapter. The
words of a card are plain text, never markup: adapters escape them.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from bot.core.models import Address

Mark = Literal["common", "improving", "concern", "uneven", "special"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A person, who is told that they were mentioned if the platform can and the message reaches them."""

    address: Address
    name: str


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A moment, which each reader sees in their own time zone if the platform can. `words` name it and its
    zone."""

    at: datetime
    words: str


Run = str | Mention | Timestamp


@dataclass(frozen=True, slots=True)
class RichText:
    """Words with mentions and moments among them."""

    runs: tuple[Run, ...]


Words = str | RichText


def runs_of(words: Words) -> tuple[Run, ...]:
    return words.runs if isinstance(words, RichText) else (words,)


def plain(words: Words) -> str:
    """Return the words as text: mentions as names, moments as they are named."""
    return "".join(plain_run(run) for run in runs_of(words))


def join_words(*words: Words) -> Words:
    """Return words one after the other, with a space between."""
    if all(isinstance(text, str) for text in words):
        return " ".join(map(plain, words))
    first, *others = words
    return RichText((*runs_of(first), *(run for text in others for run in (" ", *runs_of(text)))))


def plain_run(run: Run) -> str:
    if isinstance(run, Mention):
        return run.name
    return run.words if isinstance(run, Timestamp) else run


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. Line breaks are kept."""

    words: Words


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section of a card: what follows belongs to it, up to the next heading."""

    words: str


@dataclass(frozen=True, slots=True)
class SmallText:
    """Small print: worth finding, but not what the card is for."""

    words: str


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Names and values, a row each."""

    rows: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class BulletList:
    """Items of one kind. Their order means nothing unless the title says so."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a table, and how it is written."""

    value: float
    words: str


Cell = str | Number


def cell_words(cell: Cell) -> str:
    return cell.words if isinstance(cell, Number) else cell


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The first cell of a row names it; each row has as many cells as the `header`. `caption` says
    what the table shows."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def is_numeric(self, column: int) -> bool:
        """Return True if numbers stand in a column, which is then aligned to the right."""
        return any(isinstance(row[column], Number) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Point:
    """One round in a panel. `value` is None if nothing may be shown, and the bound of a `band` ("low" or
    "high") if only that may be; `hollow` is True if few replied. The range of a score is from `low` to
    `high`, which are None if it has none. `scored` of `invited` people gave a score; `invited` is 0 if
    that is not known, or if the value is no score."""

    on: date
    value: float | None
    mark: Mark = "common"
    hollow: bool = False
    band: str = ""
    low: float | None = None
    high: float | None = None
    scored: int = 0
    invited: int = 0


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
    """An event on a day of the chart: a line there, under its `label`, which comes before the `words` below
    the chart."""

    label: str
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One theme over time, on the scale of 1 to 5. With `sides` it is the gap between two sides instead, from
    -4 to 4, and these say what a point above 0 means, and one below. With a `unit`, which may be empty, it is
    a shared outcome instead, on a scale that fits its values."""

    title: str
    points: tuple[Point, ...]
    limits: tuple[ControlLimits, ...] = ()
    notes: tuple[Annotation, ...] = ()
    sides: tuple[str, str] | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """The number of people who chose each point of the scale for one question, lowest first, of those
    `invited`: 0 if that is not known."""

    title: str
    counts: tuple[int, ...]
    invited: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: panels over time, one a theme, then bars of answers, one a question, all stacked. `title` is
    one sentence about what the chart shows; `alt` holds in words all of it.
    `name` identifies it (`trend:<round>`), for platforms that fetch charts by address. `legend` holds the
    words for the marks that occur, `scale` the words for the points that bars consist of, lowest first."""

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
        """The annotations of all panels, each once, by date."""
        notes = {note for panel in self.panels for note in panel.notes}
        return tuple(sorted(notes, key=lambda note: (note.on, note.label)))


MarkTexts = tuple[tuple[str, ...], ...]
"""What the marks of a chart show, in words: those of each panel, then one of each bar."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: pressing it is the same as typing the sentence in `says`.

    `kind` is `primary` for the main action and `danger` for one that does harm. `confirm`, if there is any,
    names the harm and is shown before the press counts; `back` is the label of the way out. On platforms that
    draw forms it opens the `form` of this name instead, if there is one; `partnership` is the id of the one
    that the form is about. Where its reader can be signed in it opens the `page` of the hub with this path
    instead, if there is one."""

    label: str
    says: str
    kind: Literal["primary", "secondary", "danger"] = "secondary"
    confirm: str = ""
    back: str = field(default="", repr=False)
    form: str = ""
    partnership: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Buttons:
    """Buttons side by side; those of a `scale` are the points of a question, lowest first."""

    options: tuple[Button, ...]
    scale: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that can be typed as it is, and what it does. It is `pressable` if sending it changes
    nothing before a second step: then it is also a button."""

    sentence: str
    about: str
    pressable: bool


@dataclass(frozen=True, slots=True)
class Examples:
    """Examples of what can be typed, a row each."""

    rows: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class TextBox:
    """A field for at most `most` characters. The text is appended to the sentence in `says`. What a
    `dangerous` one does cannot be undone."""

    label: str
    says: str
    submit: str
    most: int = 500
    dangerous: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link to one of Accord's own pages. `path` starts with a slash; the adapter puts the public address
    before it. A `one_time` link is a secret that signs one person in once, and must not be stored."""

    label: str
    path: str
    one_time: bool = False


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A message to pass on to people who are not in Accord yet, and below it the address of one of our pages,
    `path` after the public address. It signs nobody in; one that `is_secret` must not be stored."""

    label: str
    message: str
    path: str
    is_secret: bool = field(default=False, repr=False)

    def with_address(self, public_url: str) -> str:
        """Return the message with the address."""
        return f"{self.message}\n{public_url}{self.path}"


BasicPart = (
    Heading | Text | SmallText | KeyValues | BulletList | Table | Chart | Buttons | TextBox | Link | ShareLink
)
Part = BasicPart | Examples


@dataclass(frozen=True, slots=True)
class Card:
    """A message. `thread_key` names its subject (`round:<id>`, `join:<id>`): a platform that keeps messages
    keeps one for each subject, so that a reminder of one that is still there adds nothing, and reveals
    nothing. `reply_to` is the thread key of an earlier message in the same conversation: if it has threads,
    the card is shown below that message. `replaces` is that of an earlier message whose place the card takes:
    where that is not known or gone, nothing is shown. A `private` card is for the speaker alone, and never
    shown where others can read. `refused` is True if nothing was done, so that the typed text is still
    needed. `check_in` is the invitation whose next question, or thanks, the card shows. `language` is that of
    a card that may be kept where people read another one; else it is the reader's, and empty."""

    title: str
    parts: tuple[Part, ...] = ()
    thread_key: str = ""
    private: bool = False
    refused: bool = False
    reply_to: str = ""
    check_in: str = ""
    language: str = field(default="", repr=False)  # Slack's ids of what is drawn come from the rest
    replaces: str = field(default="", repr=False)


def holds_secret(card: Card) -> bool:
    """Return True if a card holds an address that must not be stored: only a hash of its secret is kept."""
    return any(
        (isinstance(part, Link) and part.one_time) or (isinstance(part, ShareLink) and part.is_secret)
        for part in card.parts
    )


ANY_INVITATION = "\x7f" * 16  # as long as an id; what people type is shown without control characters
"""Stands for the id of an invitation in a card that is the same for everybody of a round."""


def with_invitation(card: Card, invitation: str) -> Card:
    """Return the card of a check-in for another invitation, which the sentences of its buttons name."""
    if not card.check_in:
        return card
    parts = tuple(_part_with(part, card.check_in, invitation) for part in card.parts)
    return replace(card, parts=parts, check_in=invitation)


def _part_with(part: Part, before: str, invitation: str) -> Part:
    match part:
        case Buttons(options, scale):
            said = [option.says.replace(before, invitation) for option in options]
            options = tuple(replace(option, says=says) for option, says in zip(options, said, strict=True))
            return Buttons(options, scale)
        case TextBox(says=says):
            return replace(part, says=says.replace(before, invitation))
        case _:
            return part
