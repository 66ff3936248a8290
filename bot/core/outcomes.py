"""Records of shared outcomes: what a partnership is for, as numbers on dates. Pure.

The rules for names in `bot/core/models.py` hold here too. Outcomes are public facts of a partnership: no
answers of people, so nothing of them is withheld.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

MAX_OUTCOMES = 5  # of a partnership, at a time
LEADS_ONLY = "leads"  # in `SharedOutcome.entered_by`, where the one who was named is not there any more


class BetterDirection(StrEnum):
    """The direction in which an outcome gets better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class SharedOutcome:
    """A number that shows what a partnership is for. `entered_by` is a token of the roster (`member:<id>`,
    `organisation:<id>`), `LEADS_ONLY`, or empty, which lets every member enter values. One that was removed
    is kept, for the summaries of rounds that closed before."""

    id: str
    partnership: str
    name: str
    unit: str
    better: BetterDirection
    source: str
    entered_by: str
    added_at: datetime
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutcomeValue:
    """One entry of a value for a local date. It replaces earlier entries for the same date; without a `value`
    it takes them back. `number` counts the entries of an outcome from 1. `author` is a member, or empty if
    they were erased."""

    id: str
    outcome: str
    number: int
    on: date
    value: float | None
    entered_at: datetime
    author: str
