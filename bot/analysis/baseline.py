"""Baselines: the past that the results of a theme are compared with, cut at each rebase. Pure.

Charts and signals are both made from this, so that they agree.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from bot.analysis.bands import LOWEST, interval_of
from bot.analysis.control_chart import Segment, xmr
from bot.core.followups import Rebase
from bot.core.models import QuestionResult

FROZEN_AFTER = 20  # counted rounds, after which limits stay as they are

T = TypeVar("T")
# When each round closed, and its result for one theme, oldest first.
ThemeHistory = Sequence[tuple[datetime, QuestionResult]]


@dataclass(frozen=True, slots=True)
class BaselineSegment:
    """The rounds under one baseline, as positions in the line, `end` not included. `values` has None for a
    round that does not count; `segment` is None if none counts; `labels` are those of
    `control_chart.Process`."""

    start: int
    end: int
    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    segment: Segment | None

    @property
    def counting(self) -> tuple[int, ...]:
        """The positions in the line of the rounds that count."""
        return tuple(position for position, value in enumerate(self.values, self.start) if value is not None)

    @property
    def firm(self) -> bool:
        """True if there are limits, and they are not trial limits."""
        return self.segment is not None and not self.segment.trial

    @property
    def frozen(self) -> int | None:
        """The position of the last round that the limits come from; None while they still change."""
        return self.counting[FROZEN_AFTER - 1] if len(self.counting) >= FROZEN_AFTER else None


def drawn_value(reading: QuestionResult) -> float | None:
    """Return the value that a result is drawn at: its mean, or the bound of its band."""
    if (interval := interval_of(reading)) is None:
        return None
    low, high = interval
    return high if low == LOWEST else low


def is_counted(reading: QuestionResult) -> bool:
    """Return True if a result counts for baselines and rules."""
    return drawn_value(reading) is not None and not has_few_replies(reading)


def same_question(rounds: Sequence[tuple[T, QuestionResult]]) -> list[tuple[T, QuestionResult]]:
    """Return the rounds that asked the newest version of the question. A reworded question is another one: it
    starts a new line."""
    return [(round_, reading) for round_, reading in rounds if reading.question == rounds[-1][1].question]


def split_at_rebases(line: ThemeHistory, rebases: Sequence[Rebase] = ()) -> tuple[BaselineSegment, ...]:
    """Return the line cut at each rebase: a new baseline starts with the first round that closed then or
    later."""
    moments = [at for at, _ in line]
    values = [drawn_value(reading) if is_counted(reading) else None for _, reading in line]
    starts = {0, *(bisect_left(moments, rebase.from_at) for rebase in rebases)} - {len(line)}
    return tuple(
        _segment(start, end, tuple(values[start:end]))
        for start, end in pairwise([*sorted(starts), len(line)])
    )


@lru_cache(1024)  # chart and signals need the same ones, for every reader
def _segment(start: int, end: int, values: tuple[float | None, ...]) -> BaselineSegment:
    process = xmr(values, fix_after=FROZEN_AFTER)
    return BaselineSegment(start, end, values, process.labels, next(iter(process.segments), None))


def has_few_replies(reading: QuestionResult) -> bool:
    """Return True if under half replied, so that the round says nothing about a trend."""
    return 2 * reading.scored < reading.invited
