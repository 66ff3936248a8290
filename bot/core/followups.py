"""Records of what follows from results: actions, alerts, notes and their descriptions, new baselines. Pure.

The rules for names in `bot/core/models.py` hold here too; `by` and `on` are local dates.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

MAX_TEXT_LENGTH = 200  # characters of an action, a note, or the reason of a rebase
MAX_DETAIL_LENGTH = 300  # characters of each part of a description


class ActionOutcome(StrEnum):
    """The degree to which an action was done."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Action:
    """Something the partnership agreed to do; open until a member says how far it was done. `number` counts
    the partnership's actions from 1. `owner` and `settled_by` are tokens of the roster (`member:<id>`,
    `organisation:<id>`) or empty, so that an erased name is nowhere. Who proposed it is not kept. A removed
    action keeps its number, so that no other gets it, but no words. `plan_year` is the year of the
    improvement plan that it belongs to; None if it belongs to none."""

    id: str
    partnership: str
    number: int
    words: str
    said_at: datetime
    by: date | None = None
    owner: str = ""
    did: ActionOutcome | None = None
    did_at: datetime | None = None
    settled_by: str = ""
    removed_at: datetime | None = None
    plan_year: int | None = None


class AlertResponse(StrEnum):
    """A partnership's response to an alert."""

    TALK = "talk"
    ACT = "act"
    NOT_NOW = "not now"

    @property
    def is_acknowledged(self) -> bool:
        return self is not AlertResponse.NOT_NOW


@dataclass(frozen=True, slots=True)
class Alert:
    """A signal that was sent as a message, or a split view that the summary reported, in the scheduled round
    `number`; `kind`, `theme` and `size` are those of the signal (`bot/analysis/signals.py`). `point` is the
    talking point that went with it, or empty. Who responded is not kept. `responded_at` is None for a
    response that is older than that field."""

    id: str
    partnership: str
    round: str
    number: int
    kind: str
    theme: str
    size: int
    point: str
    said_at: datetime
    response: AlertResponse | None = None
    responded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that changed in the partnership on a date. `number` counts the partnership's notes from 1.
    `said_at` is when it was written or corrected; None for one that is older than that field. A removed note
    keeps its number, so that no other gets it, but no words."""

    id: str
    partnership: str
    on: date
    words: str
    number: int = 0
    said_at: datetime | None = None
    removed_at: datetime | None = None


class EvidencePart(StrEnum):
    """A part of the description of a note or an action in the evidence log: how it is thought to work, what
    it took, what followed."""

    HOW = "how"
    TOOK = "took"
    FOLLOWED = "followed"


@dataclass(frozen=True, slots=True)
class EvidenceDetail:
    """One part of the description of the note or action with the id `entry`. `author` is the token of the
    member who wrote these words or, if they are empty, removed them. `corrected_at` is None until they are
    first changed."""

    id: str
    partnership: str
    entry: str
    part: EvidencePart
    words: str
    author: str
    said_at: datetime
    corrected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rebase:
    """A coordinator's decision to start a new baseline for a theme at a moment, the start of a day, and the
    reason. `author` is a member. `said_at` is None for one that is older than that field."""

    id: str
    partnership: str
    theme: str
    from_at: datetime
    reason: str
    author: str
    said_at: datetime | None = None
