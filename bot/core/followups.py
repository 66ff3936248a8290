"""What a partnership says it will do, what changed in it, and from when on it measures anew: the nouns that
close the loop. Pure.

As in `bot/core/models.py`; `by` and `on` are local dates.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

MAX_TEXT_LENGTH = 200  # characters of an action, a note, or the reason of a rebase


class ActionOutcome(StrEnum):
    """Whether the partnership did what it said."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Action:
    """What the partnership says it will do; open until somebody says whether it did. `number` counts the
    partnership's actions from 1. `owner` is whom the roster calls so (`member:<id>`, `organisation:<id>`), or
    empty: so that a forgotten name is nowhere. Who proposed it, and who answered, is not kept."""

    id: str
    partnership: str
    number: int
    words: str
    said_at: datetime
    by: date | None = None
    owner: str = ""
    did: ActionOutcome | None = None
    did_at: datetime | None = None


class AlertResponse(StrEnum):
    """What a partnership said to an alert."""

    TALK = "talk"
    ACT = "act"
    NOT_NOW = "not now"

    @property
    def is_acknowledged(self) -> bool:
        return self is not AlertResponse.NOT_NOW


@dataclass(frozen=True, slots=True)
class Alert:
    """A signal that was worth a message: `kind`, `theme` and `size` as `bot/analysis/signals.py` has them,
    in the scheduled round `number`. `point` is the talking point that went with it, or empty. Who responded
    is not kept."""

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


@dataclass(frozen=True, slots=True)
class Note:
    """Something that changed in the partnership on a date."""

    id: str
    partnership: str
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Rebase:
    """A coordinator's decision that from a moment on, the start of a day, a theme is measured anew, and why.
    `author` is a member."""

    id: str
    partnership: str
    theme: str
    from_at: datetime
    reason: str
    author: str
