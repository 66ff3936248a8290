"""Compute the vertical scale of a panel: 1 to 5 for scores, the reach of a gap, or what fits an outcome.
Pure."""

from dataclasses import dataclass
from math import ceil, floor, log10

from babel.numbers import format_compact_decimal, format_decimal

from bot.analysis.outcome_process import limit_decimals
from bot.core.cards import Panel

STEPS = (1, 2, 2.5, 5, 10)  # times a power of ten, between two lines of an outcome's grid
MOST_INTERVALS = 4
COMPACT_FROM = 10_000  # on the scale: 10K instead of 10,000


@dataclass(frozen=True, slots=True)
class ValueScale:
    """`ticks` are the lines of the grid; the first and the last are the edges of the panel. `decimals` is how
    many decimal places the numbers of limits have."""

    ticks: tuple[float, ...]
    decimals: int = 1

    @property
    def low(self) -> float:
        return self.ticks[0]

    @property
    def high(self) -> float:
        return self.ticks[-1]

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


SCORES = ValueScale((1, 2, 3, 4, 5))


def value_scale(panel: Panel) -> ValueScale:
    if panel.sides:
        reach = 2 if all(abs(point.value or 0) <= 1.2 for point in panel.points) else 4
        return ValueScale(tuple(range(-reach, reach + 1, reach // 2)))
    return SCORES if panel.unit is None else _outcome_scale(panel)


def outcome_label(value: float, language: str, decimals: int = 3) -> str:
    """Return a number on the scale of an outcome, as short as it can be."""
    value = round(value, decimals)
    if abs(value) >= COMPACT_FROM:
        return format_compact_decimal(value, locale=language, fraction_digits=3)
    return format_decimal(value, "#,##0.###", locale=language)


def number_label(panel: Panel, value: float, language: str, *, is_limit: bool) -> str:
    """Return the number that stands beside a mean or limit, which is rounded, or beside a value. A gap has no
    sign."""
    if panel.unit is None:
        return format_decimal(abs(value), "0.0", locale=language)
    return outcome_label(value, language, value_scale(panel).decimals if is_limit else 3)


def widest_numbers(panel: Panel, language: str) -> tuple[list[str], list[str]]:
    """Return the numbers at the left and at the right of an outcome; none of another panel."""
    if panel.unit is None:
        return [], []
    limits = [value for held in panel.limits for value in (held.lower, held.mean, held.upper)]
    values = [point.value for point in panel.points[-1:] if point.value is not None]
    return [outcome_label(tick, language) for tick in value_scale(panel).ticks], [
        number_label(panel, value, language, is_limit=bool(limits)) for value in limits or values
    ]


def _outcome_scale(panel: Panel) -> ValueScale:
    """Return a scale that holds all values and limits. It begins at 0 where limits would go below it and no
    value does."""
    values = [point.value for point in panel.points if point.value is not None]
    limits = [value for held in panel.limits for value in (held.lower, held.upper)]
    low, high = min(values + limits), max(values + limits)
    if min(values) >= 0:
        low = max(0, low)
    if high <= low:
        low, high = low - 1, high + 1
    step = _step((high - low) / MOST_INTERVALS)
    first, last = floor(low / step), ceil(high / step)
    ticks = tuple(round(number * step, 10) for number in range(first, last + 1))
    return ValueScale(ticks, limit_decimals((low, high)))


def _step(least: float) -> float:
    """Return the smallest round number that is not below `least`."""
    power = 10.0 ** floor(log10(least))
    return next(step * power for step in STEPS if step * power >= least * (1 - 1e-9))
