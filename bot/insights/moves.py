"""Whether a theme moved beyond chance with its newest round. Pure.

Rounds 1 to 3 of a baseline only collect, 4 to 12 are watched by early rules, later ones by the rules of an
XmR chart. The newest round has to count: at least half replied, and the ladder shows a score.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from bot.core.models import QuestionResult
from bot.insights.baseline import Stretch
from bot.insights.control import side
from bot.insights.statistics import TOLERANCE, early_concern
from bot.insights.words import SIZES

COLLECTED = 3  # rounds that count, before there is anything to compare the next one with


class Rule(StrEnum):
    """Why a theme is said to have moved: two early rules, then those of the chart."""

    ONE = "one round"
    TWO = "two rounds"
    OUTSIDE = "outside the limits"
    STEADY = "seven one way"
    NEAR = "two of three near a limit"
    SIDE = "seven on one side"


LABELS = {
    "Above UCL": Rule.OUTSIDE,
    "Below LCL": Rule.OUTSIDE,
    "7 Point Trend (Increasing)": Rule.STEADY,
    "7 Point Trend (Decreasing)": Rule.STEADY,
    "2 in 3 Above CL": Rule.NEAR,
    "2 in 3 Below CL": Rule.NEAR,
    "7 Points Above CL": Rule.SIDE,
    "7 Points Below CL": Rule.SIDE,
}


@dataclass(frozen=True, slots=True)
class Move:
    """`direction` is 1 up, -1 down. It has lasted `run` rounds that count, the newest included. `level`, the
    mean of the newest `over` rounds (1 or 3), stands against `centre`. `firm`: found by the rules of the
    chart."""

    direction: int
    rule: Rule
    run: int
    centre: float
    level: float
    over: int
    firm: bool

    @property
    def difference(self) -> float:
        return self.level - self.centre

    @property
    def large(self) -> bool:
        """Whether it is worth a message: what is beyond chance can still be too small to matter."""
        return self.direction * self.difference >= SIZES[0] - TOLERANCE


def move(stretch: Stretch, readings: Sequence[QuestionResult]) -> Move | None:
    """How the theme moved; None where nothing stands out. `readings` are those of the whole line."""
    if stretch.values[-1] is None:
        return None
    values = [value for value in stretch.values if value is not None]
    if stretch.segment and stretch.firm:
        labels = [label for label in stretch.labels if label]
        return _charted(values, labels, stretch.segment.mean)
    counting = [readings[place] for place in stretch.counting]
    return _early(values, counting, 1) or _early(values, counting, -1)


def _charted(values: Sequence[float], labels: Sequence[str], centre: float) -> Move | None:
    direction, rule = side(labels[-1]), LABELS.get(labels[-1])
    if rule is None:
        return None
    run = _run(labels, rule)
    one = Move(direction, rule, run, centre, values[-1], 1, firm=True)
    three = Move(direction, rule, run, centre, fmean(values[-3:]), 3, firm=True)
    return three if three.large and not one.large else one


def _run(labels: Sequence[str], rule: Rule) -> int:
    """How many rounds the chart marks the same way, up to the newest. Of two in three, the one between may
    be unmarked."""
    marked = [side(label) == side(labels[-1]) for label in reversed(labels)]
    if rule is Rule.NEAR:
        marked[1] = True
    return (*marked, False).index(False)


def _early(values: Sequence[float], readings: Sequence[QuestionResult], direction: int) -> Move | None:
    means = [-direction * value for value in values]
    sds = [reading.spread for reading in readings]
    ns = [reading.scored for reading in readings]
    if not early_concern(means, sds, ns):
        return None
    # Where chance knows no bounds no single round stands out: what is found then, the rule of two found.
    two = early_concern(means, [math.inf] * len(means), ns)
    rule, run = (Rule.TWO, 2) if two else (Rule.ONE, 1)
    return Move(direction, rule, run, fmean(values[:-run]), values[-1], 1, firm=False)
