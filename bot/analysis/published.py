"""What one closed round published, in no language. Pure.

The words, charts and descriptions of a summary are made from a `PublishedRound` and from nothing later, so
that they are the same whenever they are made. Only redactions change one: words and names are taken out of
it, visibly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.analysis.changes import Change
from bot.analysis.signals import Signal
from bot.core.cards import ControlLimits, Mark
from bot.core.followups import ActionOutcome
from bot.core.models import QuestionResult, Round

FORMAT = 1  # of the content; a default that changes, or a field that goes, makes another
SHOWN = 40  # rounds of a trend, the newest; limits come from all


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One round of a trend. `value` is the mean, the bound of a `band`, or a gap; None if it is not shown.
    `scored` people gave a scored answer; `hollow` is True if they were under half of those invited."""

    closed_at: datetime
    value: float | None
    scored: int
    band: str = ""
    mark: Mark = "common"
    hollow: bool = False

    @property
    def is_counted(self) -> bool:
        """True if the round counts for baselines and rules."""
        return self.value is not None and not self.hollow


@dataclass(frozen=True, slots=True)
class TrendLine:
    """The trend of one core theme up to a round, oldest point first. Limits are given as positions in
    `points`. `change` is the change in the newest round if it is large."""

    theme: str
    points: tuple[TrendPoint, ...]
    limits: tuple[ControlLimits, ...] = ()
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class PublishedNote:
    """A note on the trend. If it was removed, its words are empty and `removed_by` is a token."""

    id: str
    on: date
    words: str
    removed_at: datetime | None = None
    removed_by: str = ""


@dataclass(frozen=True, slots=True)
class PublishedRebase:
    """A new baseline on the trend. `author` is a token."""

    theme: str
    from_at: datetime
    reason: str
    author: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PublishedAction:
    """An action in a summary. `owner`, `settled_by` and `removed_by` are tokens, or empty. If it was removed,
    its words are empty."""

    id: str
    number: int
    words: str
    by: date | None = None
    owner: str = ""
    did: ActionOutcome | None = None
    settled_by: str = ""
    removed_at: datetime | None = None
    removed_by: str = ""


@dataclass(frozen=True, slots=True)
class RosterChange:
    """How many members joined and left since the scheduled round with the number `since`."""

    since: int
    joined: int
    left: int


@dataclass(frozen=True, slots=True)
class CountedRounds:
    """How many rounds of a theme count since its newest baseline began, and whether the newest one does."""

    theme: str
    n: int
    newest: bool


@dataclass(frozen=True, slots=True)
class PublishedContent:
    """Everything that a summary, its charts and the messages beside it hold.

    `partnership` is its name. `readings` are in the order asked; `before` are those of the anchors in `last`,
    the scheduled round before. `titles` are those of themes, by theme and language. `low` are the packs whose
    score is low. `talking_point` is an id. `names` are those of members and organisations by the token that
    stands in actions and rebases (`member:<id>`); a token without a name has been redacted."""

    partnership: str
    readings: tuple[QuestionResult, ...]
    before: tuple[QuestionResult, ...] = ()
    last: Round | None = None
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    signals: tuple[Signal, ...] = ()
    low: tuple[str, ...] = ()
    talking_point: str = ""
    counted: tuple[CountedRounds, ...] = ()
    roster: RosterChange | None = None
    trend: tuple[TrendLine, ...] = ()
    gaps: tuple[TrendPoint, ...] = ()
    notes: tuple[PublishedNote, ...] = ()
    rebases: tuple[PublishedRebase, ...] = ()
    did: tuple[PublishedAction, ...] = ()
    to_do: tuple[PublishedAction, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    next_round_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PublishedRound:
    """What a closed round published. It has the id of the round; `version` is the format of its content."""

    id: str
    partnership: str
    version: int
    content: PublishedContent
