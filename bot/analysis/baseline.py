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

from bot.analysis.bands import interval_of
from bot.analysis.changes import Change, SpcRule, early_change, find_change, marks_of
from bot.analysis.control_chart import FIRM_POINTS
from bot.analysis.limits import FROZEN_AFTER, CountedRound, ProcessLimits, limits_of
from bot.core.followups import Rebase
from bot.core.models import QuestionResult

T = TypeVar("T")
INDICATIVE_BELOW = 60  # percent of those invited
# When each round closed, and its result for one theme, oldest first.
ThemeHistory = Sequence[tuple[datetime, QuestionResult]]


@dataclass(frozen=True, slots=True)
class BaselineSegment:
    """The rounds under one baseline, as positions in the line, `end` not included. `rounds` has None for a
    round that does not count. `marks` are the directions in which each is coloured on the chart, 0 for none.
    `limits` is None while fewer than 13 rounds count, and if a third of the results are banded."""

    start: int
    end: int
    rounds: tuple[CountedRound | None, ...]
    marks: tuple[int, ...]
    limits: ProcessLimits | None

    @property
    def counting(self) -> tuple[int, ...]:
        """The positions in the line of the rounds that count."""
        return tuple(position for position, round_ in enumerate(self.rounds, self.start) if round_)

    @property
    def is_banded(self) -> bool:
        """True if there would be limits by now, but too many results are banded."""
        return len(self.counting) >= FIRM_POINTS and self.limits is None

    @property
    def frozen(self) -> int | None:
        """The position of the last round that the limits come from; None while they still change."""
        return self.counting[FROZEN_AFTER - 1] if len(self.counting) >= FROZEN_AFTER else None

    @property
    def compared_rounds(self) -> int:
        """The number of rounds whose mean is the usual level of the newest one."""
        if self.limits:
            return self.limits.rounds
        is_two_rounds = self.change is not None and self.change.rule is SpcRule.TWO_ROUNDS
        return len(self.counting) - (2 if is_two_rounds else 1)

    @property
    def compares_with_first(self) -> bool:
        """True if the limits are frozen, and other rounds have followed those that they come from."""
        return self.limits is not None and self.limits.rounds < len(self.counting) - 1

    @property
    def change(self) -> Change | None:
        """The change of the theme in the newest round."""
        counted = tuple(round_ for round_ in self.rounds if round_)
        return find_change(counted) if self.rounds[-1] else None


def drawn_value(reading: QuestionResult) -> float | None:
    """Return the value that a result is drawn at: its mean, or the bound of its band."""
    interval = interval_of(reading)
    return CountedRound(*interval, reading.scored).drawn if interval else None


def is_counted(reading: QuestionResult) -> bool:
    """Return True if a result counts for baselines and rules."""
    return counted_round(reading) is not None


def counted_round(reading: QuestionResult) -> CountedRound | None:
    """Return what the rules read of a result; None if it does not count."""
    interval = interval_of(reading)
    if interval is None or has_few_replies(reading):
        return None
    return CountedRound(*interval, reading.scored, reading.spread)


def same_question(rounds: Sequence[tuple[T, QuestionResult]]) -> list[tuple[T, QuestionResult]]:
    """Return the rounds that asked the newest version of the question. A reworded question is another one: it
    starts a new line."""
    return [(round_, reading) for round_, reading in rounds if reading.question == rounds[-1][1].question]


def split_at_rebases(line: ThemeHistory, rebases: Sequence[Rebase] = ()) -> tuple[BaselineSegment, ...]:
    """Return the line cut at each rebase: a new baseline starts with the first round that closed then or
    later."""
    moments = [at for at, _ in line]
    rounds = [counted_round(reading) for _, reading in line]
    starts = {0, *(bisect_left(moments, rebase.from_at) for rebase in rebases)} - {len(line)}
    return tuple(
        _segment(start, tuple(rounds[start:end])) for start, end in pairwise([*sorted(starts), len(line)])
    )


@lru_cache(4096)  # chart and signals need the same ones, for every reader
def _segment(start: int, rounds: tuple[CountedRound | None, ...]) -> BaselineSegment:
    counted = [round_ for round_ in rounds if round_]
    lines = limits_of(tuple(counted[:FROZEN_AFTER]))
    marks = iter(marks_of(counted, lines) if lines else _early_marks(counted))
    drawn = tuple(next(marks) if round_ else 0 for round_ in rounds)
    return BaselineSegment(start, start + len(rounds), rounds, drawn, lines)


def _early_marks(rounds: Sequence[CountedRound]) -> list[int]:
    """Return the direction of the change that the early rules found in each round when it was the newest, and
    in the one before if the rule of two rounds did."""
    marks = [0] * len(rounds)
    for end in range(1, len(rounds) + 1):
        if change := early_change(rounds[:end]):
            marks[end - change.run : end] = [change.direction] * change.run
    return marks


def is_indicative(replied: int, invited: int) -> bool:
    """Return True if so few of those invited replied, or gave a score, that it is a first impression only."""
    return 100 * replied < INDICATIVE_BELOW * invited


def has_few_replies(reading: QuestionResult) -> bool:
    """Return True if under half replied, so that the round says nothing about a trend."""
    return 2 * reading.scored < reading.invited
