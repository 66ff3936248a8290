"""Find changes of a theme beyond chance in its newest round. Pure.

The first three rounds of a baseline only collect data, rounds 4 to 12 are judged by early rules, later ones
by the rules of an XmR chart. The newest round has to count: at least half replied, and a score may be shown.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from bot.analysis.baseline import BaselineSegment
from bot.analysis.control_chart import label_direction
from bot.analysis.statistics import TOLERANCE, early_concern
from bot.core.models import QuestionResult

MIN_BASELINE_ROUNDS = 3  # rounds that count before the next one can be compared


class SpcRule(StrEnum):
    """The rule by which a change was found: two early rules, then those of the chart."""

    ONE_ROUND = "one round"
    TWO_ROUNDS = "two rounds"
    OUTSIDE = "outside the limits"
    SEVEN_ONE_WAY = "seven one way"
    TWO_OF_THREE = "two of three near a limit"
    SEVEN_ON_ONE_SIDE = "seven on one side"


RULES_BY_LABEL = {
    "Above UCL": SpcRule.OUTSIDE,
    "Below LCL": SpcRule.OUTSIDE,
    "7 Point Trend (Increasing)": SpcRule.SEVEN_ONE_WAY,
    "7 Point Trend (Decreasing)": SpcRule.SEVEN_ONE_WAY,
    "2 in 3 Above CL": SpcRule.TWO_OF_THREE,
    "2 in 3 Below CL": SpcRule.TWO_OF_THREE,
    "7 Points Above CL": SpcRule.SEVEN_ON_ONE_SIDE,
    "7 Points Below CL": SpcRule.SEVEN_ON_ONE_SIDE,
}


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a theme. `direction` is 1 up, -1 down. It has lasted for `run` rounds that count, the
    newest included. `level` is the mean of the newest `rounds_averaged` rounds (1 or 3), compared with
    `centre`. It is `firm` if the rules of the chart found it."""

    direction: int
    rule: SpcRule
    run: int
    centre: float
    level: float
    rounds_averaged: int
    firm: bool

    @property
    def difference(self) -> float:
        return self.level - self.centre

    @property
    def is_large(self) -> bool:
        """True if it is worth a message: a change beyond chance can still be too small to matter."""
        return self.direction * self.difference >= SIZES[0] - TOLERANCE


def find_change(stretch: BaselineSegment, readings: Sequence[QuestionResult]) -> Change | None:
    """Return the change of a theme; None if there is none. `readings` are those of the whole line."""
    if stretch.values[-1] is None:
        return None
    values = [value for value in stretch.values if value is not None]
    if stretch.segment and stretch.firm:
        labels = [label for label in stretch.labels if label]
        return _chart_change(values, labels, stretch.segment.mean)
    counting = [readings[position] for position in stretch.counting]
    return _early_change(values, counting, 1) or _early_change(values, counting, -1)


def _chart_change(values: Sequence[float], labels: Sequence[str], centre: float) -> Change | None:
    direction, rule = label_direction(labels[-1]), RULES_BY_LABEL.get(labels[-1])
    if rule is None:
        return None
    run = _run(labels, rule)
    one = Change(direction, rule, run, centre, values[-1], 1, firm=True)
    three = Change(direction, rule, run, centre, fmean(values[-3:]), 3, firm=True)
    return three if three.is_large and not one.is_large else one


def _run(labels: Sequence[str], rule: SpcRule) -> int:
    """Return how many rounds, up to the newest, the chart marks in the same direction. Of two in three, the
    one between may be unmarked."""
    marked = [label_direction(label) == label_direction(labels[-1]) for label in reversed(labels)]
    if rule is SpcRule.TWO_OF_THREE:
        marked[1] = True
    return (*marked, False).index(False)


def _early_change(
    values: Sequence[float], readings: Sequence[QuestionResult], direction: int
) -> Change | None:
    means = [-direction * value for value in values]
    sds = [reading.spread for reading in readings]
    ns = [reading.scored for reading in readings]
    if not early_concern(means, sds, ns):
        return None
    # With infinite deviations no single round stands out: a concern then comes from the rule of two rounds.
    two_rounds = early_concern(means, [math.inf] * len(means), ns)
    rule, run = (SpcRule.TWO_ROUNDS, 2) if two_rounds else (SpcRule.ONE_ROUND, 1)
    return Change(direction, rule, run, fmean(values[:-run]), values[-1], 1, firm=False)


SIZES = (0.3, 0.5, 1.0)  # from these on a difference is slight, clear, sharp


def size_of(difference: float) -> int:
    """Return 0 for about the same, 1 slightly, 2 clearly, 3 sharply."""
    return sum(abs(difference) >= least - TOLERANCE for least in SIZES)
