"""The control chart of a shared outcome, by the same rules as those of themes. Pure.

Its values are given numbers, not means of answers, so the rules that guard small readings do not apply:
docs/method.md 8.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import floor, log10

from bot.analysis.control_chart import Segment, label_direction, xmr
from bot.analysis.limits import FROZEN_AFTER

MIN_FOR_LIMITS = 4  # values; with fewer, nothing is known of what is usual


@dataclass(frozen=True, slots=True)
class NewestValue:
    """The newest value of an outcome, and the one before it, if any."""

    outcome: str  # its name
    unit: str
    on: date
    value: float
    before: float | None = None


@dataclass(frozen=True, slots=True)
class OutcomeProcess:
    """The usual range of a series of values. `limits` is None while there are too few; `directions` holds for
    each value the direction in which it is beyond chance, or 0: always 0 under trial limits."""

    limits: Segment | None
    directions: tuple[int, ...]

    @property
    def is_firm(self) -> bool:
        return self.limits is not None and not self.limits.trial


def outcome_process(values: Sequence[float]) -> OutcomeProcess:
    """Return the process of a series, oldest first. Limits come from the first 20 values."""
    return _process(tuple(values))


@lru_cache(256)  # a page needs it for the words and for the chart
def _process(values: tuple[float, ...]) -> OutcomeProcess:
    if len(values) < MIN_FOR_LIMITS:
        return OutcomeProcess(None, (0,) * len(values))
    process = xmr(values, fix_after=FROZEN_AFTER)
    (segment,) = process.segments
    directions = (0 if segment.trial else label_direction(label) for label in process.labels)
    return OutcomeProcess(segment, tuple(directions))


def limit_decimals(values: Sequence[float]) -> int:
    """Return how many decimal places, at most three, tell limits on the scale of these values apart; below 0
    for thousands and more."""
    spread = max(values) - min(values)
    if spread <= 0:
        return 0
    places = 1 - floor(log10(spread))
    return min(3, places) if places > 0 else min(0, places + 1)
