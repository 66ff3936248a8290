"""What the readings of a theme are held against: its past, up to the newest rebase. Pure.

Picture and signals are both made from this, so that they agree.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from bot.analysis.control_chart import Segment, xmr
from bot.core.followups import Rebase
from bot.core.models import QuestionResult

FROZEN_AFTER = 20  # counted rounds, after which limits stay as they are
BAND_VALUES = {"low": 1.5, "high": 4.5}

T = TypeVar("T")
# When each round closed, and its reading of one theme, oldest first.
ThemeHistory = Sequence[tuple[datetime, QuestionResult]]


@dataclass(frozen=True, slots=True)
class BaselineSegment:
    """The rounds under one baseline: positions in the line, `end` not included. `values` has None for a round
    that does not count; `segment` is None where none does; `labels` are those of `control.Process`."""

    start: int
    end: int
    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    segment: Segment | None

    @property
    def counting(self) -> tuple[int, ...]:
        """Positions in the line of the rounds that count."""
        return tuple(place for place, value in enumerate(self.values, self.start) if value is not None)

    @property
    def firm(self) -> bool:
        """Whether there are limits that are more than a trial."""
        return self.segment is not None and not self.segment.trial

    @property
    def frozen(self) -> int | None:
        """Position of the last round that the limits rest on; None while they still move."""
        return self.counting[FROZEN_AFTER - 1] if len(self.counting) >= FROZEN_AFTER else None


def drawn_value(reading: QuestionResult) -> float | None:
    """Where a reading is drawn: its mean, or the bound that a banded one keeps to."""
    return BAND_VALUES[reading.band] if reading.band else reading.mean


def is_counted(reading: QuestionResult) -> bool:
    """Whether a reading enters baselines and rules."""
    return drawn_value(reading) is not None and not has_few_replies(reading)


def same_question(rounds: Sequence[tuple[T, QuestionResult]]) -> list[tuple[T, QuestionResult]]:
    """The rounds that asked the newest words. A reworded question is another question: its line starts
    anew."""
    return [(round_, reading) for round_, reading in rounds if reading.question == rounds[-1][1].question]


def split_at_rebases(line: ThemeHistory, rebases: Sequence[Rebase] = ()) -> tuple[BaselineSegment, ...]:
    """The line, cut at each rebase: the first round that closed then or later starts anew."""
    moments = [at for at, _ in line]
    values = [drawn_value(reading) if is_counted(reading) else None for _, reading in line]
    starts = {0, *(bisect_left(moments, rebase.from_at) for rebase in rebases)} - {len(line)}
    return tuple(
        _segment(start, end, tuple(values[start:end]))
        for start, end in pairwise([*sorted(starts), len(line)])
    )


@lru_cache(1024)  # picture and signals need the same ones, for every listener
def _segment(start: int, end: int, values: tuple[float | None, ...]) -> BaselineSegment:
    process = xmr(values, fix_after=FROZEN_AFTER)
    return BaselineSegment(start, end, values, process.labels, next(iter(process.segments), None))


def has_few_replies(reading: QuestionResult) -> bool:
    """Whether under half replied, so that the round says nothing about a trend."""
    return 2 * reading.scored < reading.invited
