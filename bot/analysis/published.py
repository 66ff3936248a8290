"""The record of what one closed round published, in no language. Pure.

The words, charts and descriptions of a summary are made from a `PublishedRound` and from nothing later, so
that they are the same whenever they are made. Only redactions change one: words and names are taken out of
it, visibly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.analysis.changes import Change
from bot.analysis.outcome_process import NewestValue
from bot.analysis.signals import Signal
from bot.core.cards import ControlLimits, Mark
from bot.core.followups import ActionOutcome
from bot.core.models import QuestionResult, Round

FORMAT = 1  # of the content; a default that changes, or a field that goes, makes another
SHOWN = 40  # rounds of a trend, the newest; limits come from all


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One round of a trend. `value` is the mean, the bound of a `band`, or a gap; None if it is not shown.
    `scored` of `invited` people gave a scored answer; `hollow` is True if they were under half. The range of
    a mean is from `low` to `high`, as in `bands.shown_range`. Records of earlier versions lack ranges, and
    have 0 for `invited`."""

    closed_at: datetime
    value: float | None
    scored: int
    band: str = ""
    mark: Mark = "common"
    hollow: bool = False
    low: float | None = None
    high: float | None = None
    invited: int = 0


@dataclass(frozen=True, slots=True)
class TrendLine:
    """The trend of one core theme up to a round, oldest point first. Limits are given as positions in
    `points`. `is_banded` is True if the newest baseline has none because too many results are banded."""

    theme: str
    points: tuple[TrendPoint, ...]
    limits: tuple[ControlLimits, ...] = ()
    is_banded: bool = False


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
    its words are empty. `plan_year` is the year of its improvement plan, if it belongs to one."""

    id: str
    number: int
    words: str
    by: date | None = None
    owner: str = ""
    did: ActionOutcome | None = None
    settled_by: str = ""
    removed_at: datetime | None = None
    removed_by: str = ""
    plan_year: int | None = None


@dataclass(frozen=True, slots=True)
class RosterChange:
    """The numbers of members who joined and left since the scheduled round with the number `since`."""

    since: int
    joined: int
    left: int


@dataclass(frozen=True, slots=True)
class CountedRounds:
    """The number of rounds of a theme that count since its newest baseline began, and whether the newest
    does. It is compared with the usual level of so many rounds: of the first ones, or else of the last.
    `change` is that of the newest round."""

    theme: str
    n: int
    newest: bool
    compared: int = 0
    compares_with_first: bool = False
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class PublishedContent:
    """Everything that a summary, its charts and the messages beside it hold.

    `partnership` is its name. `readings` are in the order asked; `before` are those of the anchors in `last`,
    the scheduled round before. `titles` are those of themes, by theme and language. `low` are the packs whose
    score is low. `suggestions` are the signals of which coordinators were told that a new baseline may be
    due. `talking_point` is an id. `names` are those of members and organisations by the token that stands in
    actions and rebases (`member:<id>`); a token without a name has been redacted.
    `asked_for` is the name of the organisation of who asked an ad hoc round."""

    partnership: str
    readings: tuple[QuestionResult, ...]
    before: tuple[QuestionResult, ...] = ()
    last: Round | None = None
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    signals: tuple[Signal, ...] = ()
    low: tuple[str, ...] = ()
    suggestions: tuple[Signal, ...] = ()
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
    outcomes: tuple[NewestValue, ...] = ()
    asked_for: str = ""


@dataclass(frozen=True, slots=True)
class PublishedRound:
    """The record of what a closed round published. It has the id of the round; `version` is the format of its
    content."""

    id: str
    partnership: str
    version: int
    content: PublishedContent
