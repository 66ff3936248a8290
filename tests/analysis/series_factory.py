"""Made-up lines of readings for the tests of signals."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.analysis.bands import BOUNDS
from bot.analysis.limits import CountedRound
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


MEANS = st.integers(10, 50).map(lambda tenths: CountedRound(tenths / 10, tenths / 10, 12))
BANDED = st.one_of(
    st.integers(5, 9).map(lambda n: CountedRound(1.0, BOUNDS[n][0], n)),
    st.integers(5, 9).map(lambda n: CountedRound(BOUNDS[n][1], 5.0, n)),
)


def banded_lines() -> st.SearchStrategy[list[CountedRound]]:
    """Lines in which some results stand for an interval of means."""
    return st.lists(st.one_of(MEANS, MEANS, MEANS, BANDED), min_size=1, max_size=24)


@st.composite
def banded_lines_with_limits(draw: st.DrawFn) -> list[CountedRound]:
    """Lines like these, but with fewer than a third of those that the limits come from."""
    steady = st.integers(30, 40).map(lambda tenths: CountedRound(tenths / 10, tenths / 10, 12))
    base = [*draw(st.lists(steady, min_size=15, max_size=15)), *draw(st.lists(BANDED, max_size=5))]
    return [*draw(st.permutations(base)), *draw(banded_lines())]


@st.composite
def exact_lines(draw: st.DrawFn, line: Sequence[CountedRound]) -> list[CountedRound]:
    """Lines that a line with intervals may stand for."""
    values = [draw(st.floats(round_.low, round_.high)) for round_ in line]
    return [round_._replace(low=value, high=value) for round_, value in zip(line, values, strict=True)]
