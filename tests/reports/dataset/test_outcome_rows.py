"""The values of shared outcomes as rows."""

from dataclasses import fields
from datetime import UTC, date, datetime

from bot.core.models import Partnership
from bot.core.outcomes import BetterDirection, OutcomeValue, SharedOutcome
from bot.reports.dataset.csv_text import csv_file
from bot.reports.dataset.layouts import OUTCOMES
from bot.reports.dataset.outcome_rows import OutcomeRow, outcome_rows
from bot.rounds.outcomes import OutcomeHistory

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY, NEXT = date(2026, 1, 5), date(2026, 2, 5)
HARBOUR = Partnership("harbour", "Harbour", "Europe/London", "en", AT)
SLEEPERS = SharedOutcome("o1", "harbour", "Rough sleepers", "people", BetterDirection.DOWN, "", "", AT)


def history(*values: tuple[date, float | None]) -> OutcomeHistory:
    entries = [
        OutcomeValue(f"v{number}", "o1", number, on, value, AT, "member")
        for number, (on, value) in enumerate(values, 1)
    ]
    return OutcomeHistory(SLEEPERS, tuple(entries))


def test_a_row_has_the_columns_that_are_described() -> None:
    assert tuple(field.name for field in fields(OutcomeRow)) == OUTCOMES.names


def test_each_entry_is_a_row_that_says_whether_it_still_holds() -> None:
    rows = outcome_rows(HARBOUR, [history((DAY, 41.0), (DAY, 42.5), (NEXT, 40.0), (NEXT, None))])
    assert [(row.date, row.entry, row.value, row.current) for row in rows] == [
        (DAY, 1, 41.0, False),
        (DAY, 2, 42.5, True),
        (NEXT, 3, 40.0, False),
        (NEXT, 4, None, False),
    ]


def test_nobody_is_named() -> None:
    text = csv_file(OUTCOMES, outcome_rows(HARBOUR, [history((DAY, -41.0))]))
    assert text.splitlines()[1] == (
        "harbour,Harbour,o1,Rough sleepers,people,down,,2026-01-05,1,-41,true,2026-03-02T09:00:00Z"
    )
