"""Limits of a theme's chart, and where its results lie for certain. Pure.

This is a layer above `control_chart.xmr`, which reads plain numbers. Results are rounded to tenths and some
are banded, so here a result is an interval of means, lines have a width, and limits a least distance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

from bot.analysis.control_chart import FIRM_POINTS, limits, rule_labels
from bot.analysis.statistics import TOLERANCE

FROZEN_AFTER = 20  # counted rounds, after which limits stay as they are
ON_A_LINE = 0.05  # half a step of a rounded mean: results this close to a line lie on it
LEAST_DISTANCE = 0.15  # of a limit from the centre line


class CountedRound(NamedTuple):
    """A result that counts: the lowest and the highest mean that it stands for, of `n` answers with the
    standard deviation `spread`, if it may be shown. `low` equals `high` unless it is banded."""

    low: float
    high: float
    n: int
    spread: float | None = None

    @property
    def is_banded(self) -> bool:
        return self.high - self.low > TOLERANCE

    @property
    def drawn(self) -> float:
        """The mean, or the end of its band that lies nearer to the middle of the scale."""
        return self.low if self.low + self.high > 6 else self.high


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """The lines of a chart, from the first `rounds` counted rounds: the lowest and the highest mean that they
    may have, and how far limits lie from it. `mean` is the centre line as drawn."""

    rounds: int
    mean: float
    centre: tuple[float, float]
    distance: float

    @property
    def lower(self) -> float:
        return self.centre[0] - self.distance

    @property
    def upper(self) -> float:
        return self.centre[1] + self.distance


def has_many_banded(rounds: Sequence[CountedRound]) -> bool:
    """Return True if a third or more of the rounds that limits would come from are banded."""
    base = rounds[:FROZEN_AFTER]
    return 3 * sum(round_.is_banded for round_ in base) >= len(base)


@lru_cache(1024)
def limits_of(base: tuple[CountedRound, ...]) -> ProcessLimits | None:
    """Return the limits that come from these rounds, at most 20; None if there are fewer than 13, or a third
    or more are banded. Moving ranges are those of exact results, so that they hold whatever banded ones stand
    for."""
    if len(base) < FIRM_POINTS or has_many_banded(base):
        return None
    _, distance = limits([round_.low for round_ in base if not round_.is_banded])
    return ProcessLimits(
        rounds=len(base),
        mean=fmean(round_.drawn for round_ in base),
        centre=(fmean(round_.low for round_ in base), fmean(round_.high for round_ in base)),
        distance=max(distance or 0.0, LEAST_DISTANCE),
    )


def labels_of(rounds: Sequence[CountedRound], lines: ProcessLimits) -> list[tuple[str, ...]]:
    """Return the labels of each round, weakest rule first: those that hold for every value of banded results.
    A point counts as near a limit only if no value of it lies outside."""
    sides = [_side(round_, lines, 0.0) for round_ in rounds]
    outside = [_side(round_, lines, lines.distance) != 0 for round_ in rounds]
    near = [
        _side(round_, lines, lines.distance * 2 / 3) != 0 and _is_inside(round_, lines) for round_ in rounds
    ]
    steps = [
        (after.low - before.high > TOLERANCE) - (before.low - after.high > TOLERANCE)
        for before, after in pairwise(rounds)
    ]
    return rule_labels(sides, outside, near, steps)


def _side(round_: CountedRound, lines: ProcessLimits, distance: float) -> int:
    """Return 1 if all values lie further than this above the centre line, -1 if all lie as far below, else
    0."""
    least = distance + ON_A_LINE + TOLERANCE
    return (round_.low - lines.centre[1] > least) - (lines.centre[0] - round_.high > least)


def _is_inside(round_: CountedRound, lines: ProcessLimits) -> bool:
    """Return True if no value lies outside the limits."""
    most = lines.distance + ON_A_LINE + TOLERANCE
    return round_.high - lines.centre[0] <= most and lines.centre[1] - round_.low <= most
