"""Made-up lines of readings for the tests of signals."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.core.models import QuestionResult, Round, RoundKind

FIRST = datetime(2026, 1, 5, 16, 30, tzinfo=UTC)
PLAIN = QuestionResult(
    "q1", "r1", "harbour", "trust", "trust.reliable@1", anchor=True, scored=12, invited=16, mean=3.6
)
HIDDEN = replace(PLAIN, scored=4, mean=None)
HOLLOW = replace(PLAIN, scored=7)
CALM = (3.5, 3.7) * 10  # as many as the limits come from


def closed(number: int) -> datetime:
    """A fortnight between two rounds."""
    return FIRST + (number - 1) * timedelta(weeks=2)


def round_(number: int, replies: int = 12) -> Round:
    at = closed(number)
    kind = RoundKind.SCHEDULED
    return Round(
        f"r{number}", "harbour", kind, number, (), at, at, at, closed_at=at, invited=16, replies=replies
    )


def past(
    readings: Sequence[QuestionResult | float], theme: str = "trust"
) -> list[tuple[Round, QuestionResult]]:
    """Means stand for plain readings."""
    return [
        (
            round_(number, each.scored if isinstance(each, QuestionResult) else 12),
            replace(
                replace(PLAIN, mean=each) if isinstance(each, float) else each,
                theme=theme,
                round=f"r{number}",
            ),
        )
        for number, each in enumerate(readings, 1)
    ]
