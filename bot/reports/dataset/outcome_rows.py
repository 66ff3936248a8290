"""The entries of shared outcomes as rows, without the names of those who made them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.models import Partnership
from bot.rounds.outcomes import OutcomeHistory


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """An entry of a value. The fields are those of `OUTCOMES`; without a value it took back the one before
    it."""

    partnership: str
    partnership_name: str
    outcome: str
    name: str
    unit: str
    better: str
    source: str
    date: date
    entry: int
    value: float | None
    current: bool
    entered: datetime


def outcome_rows(partnership: Partnership, histories: Sequence[OutcomeHistory]) -> tuple[OutcomeRow, ...]:
    """Return the entries of each outcome, in the order in which they were made."""
    return tuple(
        OutcomeRow(
            partnership=partnership.id,
            partnership_name=partnership.name,
            outcome=history.outcome.id,
            name=history.outcome.name,
            unit=history.outcome.unit,
            better=history.outcome.better.value,
            source=history.outcome.source,
            date=entry.on,
            entry=entry.number,
            value=entry.value,
            current=entry.value is not None and entry is history.by_date[entry.on][-1],
            entered=entry.entered_at,
        )
        for history in histories
        for entry in history.entries
    )
