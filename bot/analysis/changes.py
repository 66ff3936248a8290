"""Rules that find a change of a theme beyond chance in its newest counted round. Pure.

The first three rounds of a baseline only collect data, rounds 4 to 12 are judged by early rules, later ones
by the rules of an XmR chart, unless it has no limits. A rule applies only if it does so for every value of
banded results, and a change counts only if the newest mean is at least 0.3 from the centre line.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from statistics import fmean

from bot.analysis.control_chart import label_direction
from bot.analysis.limits import FROZEN_AFTER, CountedRound, ProcessLimits, labels_of, limits_of
from bot.analysis.statistics import TOLERANCE, are_two_low_rounds, is_low_round

MIN_BASELINE_ROUNDS = 3  # rounds that count before the next one can be compared
CONFIRMED_WITHIN = 3  # counted rounds, of which two must show a change
SIZES = (0.3, 0.5, 1.0)  # from these on a difference is slight, clear, sharp


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
# These look at several rounds already, so a second firing would add nothing.
CONFIRMED_BY_ITSELF = {SpcRule.TWO_ROUNDS, SpcRule.SEVEN_ONE_WAY, SpcRule.SEVEN_ON_ONE_SIDE}


@dataclass(frozen=True, slots=True)
class SizedDifference:
    """The direction of a difference (1 up, -1 down, 0 about the same) and its `size`, as `size_of` returns
    it. If it is not exact, banded results allow a larger one."""

    direction: int
    size: int
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a theme. `direction` is 1 up, -1 down. It has lasted for `run` counted rounds, the newest
    included, and a rule found it in `stood_out` of them. `level` is the newest mean and `centre` the usual
    one; of banded results, the values nearest to each other, while `most` is the largest difference that they
    may stand for. It is `firm` if the rules of the chart found it. Until it is `confirmed` it may well be
    chance, and is not worth a message."""

    direction: int
    rule: SpcRule
    run: int
    centre: float
    level: float
    most: float
    firm: bool
    confirmed: bool = False
    stood_out: int = 1

    @property
    def difference(self) -> float:
        """The least difference that it may be."""
        return self.level - self.centre

    @property
    def size(self) -> int:
        return size_of(self.difference)

    @property
    def sized(self) -> SizedDifference:
        return SizedDifference(self.direction, self.size, self.size == size_of(self.most))


def size_of(difference: float) -> int:
    """Return 0 for about the same, 1 slightly, 2 clearly, 3 sharply."""
    return sum(abs(difference) >= least - TOLERANCE for least in SIZES)


def difference_between(now: tuple[float, float], before: tuple[float, float]) -> SizedDifference | None:
    """Return the difference between two intervals of means, as far as it holds for all values in them: None
    if not even its direction does."""
    ends = now[0] - before[1], now[1] - before[0]
    sizes = [size_of(end) * (1 if end > 0 else -1) for end in ends]
    if sizes[0] * sizes[1] <= 0 and any(sizes):
        return None
    return SizedDifference(
        (sizes[0] > 0) - (sizes[0] < 0), min(map(abs, sizes)), is_exact=sizes[0] == sizes[1]
    )


def find_change(rounds: tuple[CountedRound, ...]) -> Change | None:
    """Return the change of the newest of the counted rounds of a baseline; None if there is none.

    It is confirmed if its rule or its size confirms it, or if there was a change in the same direction in one
    of the two rounds before."""
    if (newest := _change(rounds)) is None:
        return None
    last, stood_out = 0, 1  # rounds back to the first of this change, and how many of them show it
    ago = 1
    while ago - last < CONFIRMED_WITHIN:  # which ends, as the first three rounds show no change
        change = _change(rounds[:-ago])
        if change and change.direction == newest.direction:
            last, stood_out = ago, stood_out + 1
        ago += 1
    return replace(
        newest,
        run=max(newest.run, last + 1),
        confirmed=newest.confirmed or stood_out > 1,
        stood_out=stood_out,
    )


@lru_cache(4096)  # each round is looked at again as one of those before
def _change(rounds: tuple[CountedRound, ...]) -> Change | None:
    lines = limits_of(rounds[:FROZEN_AFTER])
    return chart_change(rounds, lines) if lines else early_change(rounds)


def early_change(rounds: Sequence[CountedRound]) -> Change | None:
    """Return the change of the newest of these rounds by the early rules. The rule of two rounds comes first,
    as a change by it began earlier. It confirms itself, and so does a sharp change."""
    return _early_change(rounds, -1) or _early_change(rounds, 1)


def _early_change(rounds: Sequence[CountedRound], direction: int) -> Change | None:
    earlier, newest = _nearest(rounds, direction), _nearest(rounds, -direction)
    falls = [-direction * value for value in earlier], [-direction * value for value in newest]
    sds, ns = [round_.spread for round_ in rounds], [round_.n for round_ in rounds]
    if are_two_low_rounds([*falls[0][:-2], *falls[1][-2:]]):
        rule, run = SpcRule.TWO_ROUNDS, 2
    elif is_low_round([*falls[0][:-1], falls[1][-1]], sds, ns):
        rule, run = SpcRule.ONE_ROUND, 1
    else:
        return None
    centre, level = fmean(earlier[:-run]), newest[-1]
    most = earlier[-1] - fmean(newest[:-run])
    confirmed = rule in CONFIRMED_BY_ITSELF or size_of(level - centre) == len(SIZES)
    return Change(direction, rule, run, centre, level, most, firm=False, confirmed=confirmed)


def _nearest(rounds: Sequence[CountedRound], direction: int) -> list[float]:
    """Return the value of each round that lies nearest to a later mean in this direction."""
    return [round_.low if direction < 0 else round_.high for round_ in rounds]


def chart_change(rounds: Sequence[CountedRound], lines: ProcessLimits) -> Change | None:
    """Return the change of the newest of these rounds by the rules of the chart. A run of seven confirms
    itself, and so does a sharp change."""
    labels, newest = labels_of(rounds, lines), rounds[-1]
    direction = mark_of(newest, labels[-1], lines)
    if not direction:
        return None
    rule = RULES_BY_LABEL[labels[-1][-1]]
    rules = {RULES_BY_LABEL[label] for label in labels[-1] if label_direction(label) == direction}
    down = direction < 0
    centre, level = (lines.centre[0], newest.high) if down else (lines.centre[1], newest.low)
    most = newest.low - lines.centre[1] if down else newest.high - lines.centre[0]
    confirmed = bool(rules & CONFIRMED_BY_ITSELF) or size_of(level - centre) == len(SIZES)
    return Change(direction, rule, _run(labels, rule), centre, level, most, firm=True, confirmed=confirmed)


def marks_of(rounds: Sequence[CountedRound], lines: ProcessLimits) -> list[int]:
    """Return the direction in which each round is marked on the chart, 0 for none."""
    return [
        mark_of(round_, labels, lines)
        for round_, labels in zip(rounds, labels_of(rounds, lines), strict=True)
    ]


def mark_of(round_: CountedRound, labels: Sequence[str], lines: ProcessLimits) -> int:
    """Return the direction of the strongest label if the round lies far enough from the centre line that way,
    else 0."""
    direction = _direction(labels)
    beyond = lines.centre[0] - round_.high if direction < 0 else round_.low - lines.centre[1]
    return direction if beyond >= SIZES[0] - TOLERANCE else 0


def _run(labels: Sequence[Sequence[str]], rule: SpcRule) -> int:
    """Return how many rounds, up to the newest, have labels of the same direction. Of two in three, the one
    between may have none."""
    marked = [_direction(label) == _direction(labels[-1]) for label in reversed(labels)]
    if rule is SpcRule.TWO_OF_THREE:
        marked[1] = True
    return (*marked, False).index(False)


def _direction(labels: Sequence[str]) -> int:
    return label_direction(labels[-1]) if labels else 0
