"""The results of a theme in the same number of rounds before and after a day. Pure.

It reads what rounds published and nothing else: results as they are stored (rounded, banded) and the moments
of their rounds. It compares; it never says why something differs. docs/method.md 9 has how often its range
is right.

The difference of the two means has the standard error of Welch (1947), `sqrt((s1**2 + s2**2) / k)` over `k`
rounds on each side, and Student's t with `k - 1` degrees of freedom, the fewest that Welch's equation can
give. So few rounds, whose moods may last, do not look certain. `s` is the standard deviation of the means of
a side, and at least what `n` answers bring by chance: 0.5 / sqrt(n). A banded result is an interval of means,
so the difference is one too, and its range holds for every value in it.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import product
from statistics import fmean
from typing import NamedTuple

from bot.analysis.baseline import counted_round, is_indicative
from bot.analysis.changes import SizedDifference, size_of
from bot.analysis.signals import ResultHistory, closed_at
from bot.analysis.statistics import LEAST_DEVIATION, TOLERANCE, student_t
from bot.core.models import QuestionResult, Round

MIN_COMPARED = 3  # rounds on each side; with fewer there is no difference
MAX_COMPARED = 6  # rounds on each side, the nearest: the further away, the more else has changed
WIDEST = 4.0  # no two means lie further apart


class ComparedRound(NamedTuple):
    """A round on one side of the day. Its result stands for means from `low` to `high`, which are equal
    unless it is banded."""

    number: int
    opened_at: datetime
    closed_at: datetime
    low: float
    high: float
    scored: int
    invited: int

    @property
    def is_indicative(self) -> bool:
        return is_indicative(self.scored, self.invited)


class MeanDifference(NamedTuple):
    """The mean of the rounds after less that of the rounds before: from `least` to `most`, which are equal
    unless a result is banded; and the range from `low` to `high`, rounded outwards to tenths."""

    least: float
    most: float
    low: float
    high: float

    @property
    def sized(self) -> SizedDifference | None:
        """The size and direction that hold for all values; None if the range has zero in it."""
        if self.low <= TOLERANCE and self.high >= -TOLERANCE:
            return None
        sizes = size_of(self.least), size_of(self.most)
        return SizedDifference(1 if self.low > 0 else -1, min(sizes), sizes[0] == sizes[1])


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """The rounds of a theme before and after a day that count and asked the same version of its question, the
    nearest ones, oldest first. Rounds that were open on the day are on neither side. If both sides have three
    or more, they are cut to the same number and have a `difference`. `skipped` are the numbers of the rounds
    between them that do not count, and in which under 60% gave a score. `is_reworded` is True if other
    versions of the question left a side with fewer than it could have."""

    theme: str
    before: tuple[ComparedRound, ...]
    after: tuple[ComparedRound, ...]
    skipped: tuple[int, ...] = ()
    is_reworded: bool = False
    difference: MeanDifference | None = None

    @property
    def rounds(self) -> tuple[ComparedRound, ...]:
        return (*self.before, *self.after)

    @property
    def few_replies(self) -> tuple[int, ...]:
        """The numbers of the rounds in which under 60% gave a score."""
        return tuple(round_.number for round_ in self.rounds if round_.is_indicative)


class AskedRound(NamedTuple):
    """A closed scheduled round that asked the anchor of a theme. `compared` is None if it does not count, and
    `is_indicative` is True if under 60% gave a score."""

    number: int
    opened_at: datetime
    closed_at: datetime
    question: str
    is_indicative: bool
    compared: ComparedRound | None


def asked_rounds(own: ResultHistory) -> tuple[AskedRound, ...]:
    """Return the rounds of a theme as they are compared around each entry. `own` are the results of its
    anchor in the closed scheduled rounds, oldest first."""
    return tuple(
        AskedRound(
            round_.number,
            round_.opened_at,
            closed_at(round_),
            reading.question,
            is_indicative(reading.scored, reading.invited),
            _compared(round_, reading),
        )
        for round_, reading in own
    )


def _compared(round_: Round, reading: QuestionResult) -> ComparedRound | None:
    counted = counted_round(reading)
    return counted and ComparedRound(
        round_.number,
        round_.opened_at,
        closed_at(round_),
        counted.low,
        counted.high,
        reading.scored,
        reading.invited,
    )


def compare_before_after(
    theme: str, own: Sequence[AskedRound], begins: datetime, ends: datetime
) -> BeforeAfter:
    """Return the rounds of a theme around the day from `begins` to `ends`. `own` are those that asked about
    it, oldest first; there is at least one."""
    past = own[: bisect_left(own, begins, key=lambda round_: round_.closed_at)]
    later = own[bisect_left(own, ends, key=lambda round_: round_.opened_at) :]
    asked = (later[:1] or past[-1:] or own[-1:])[0].question
    before, after = _nearest(reversed(past), asked), _nearest(later, asked)
    least = min(len(before.counted), len(after.counted))
    has_enough = least >= MIN_COMPARED
    rounds = least if has_enough else MAX_COMPARED
    sides = tuple(before.counted[:rounds][::-1]), tuple(after.counted[:rounds])
    return BeforeAfter(
        theme,
        *sides,
        _skipped((*before.read, *after.read), [*sides[0], *sides[1]]),
        is_reworded=before.is_reworded or after.is_reworded,
        difference=_difference(*sides) if has_enough else None,
    )


class _Nearest(NamedTuple):
    """The rounds of one side that count, nearest first, and all that were read for them. `is_reworded` is
    True if another version of the question left fewer than there could be."""

    counted: list[ComparedRound]
    read: list[AskedRound]
    is_reworded: bool


def _nearest(rounds: Iterable[AskedRound], asked: str) -> _Nearest:
    """Return the rounds of one side. `rounds` are in the order of their distance; no more are read than are
    needed, since the log compares around each entry of many years."""
    counted: list[ComparedRound] = []
    read: list[AskedRound] = []
    for round_ in rounds:
        if round_.question != asked:
            return _Nearest(counted, read, is_reworded=True)
        read.append(round_)
        if round_.compared:
            counted.append(round_.compared)
            if len(counted) == MAX_COMPARED:
                break
    return _Nearest(counted, read, is_reworded=False)


def _skipped(rounds: Iterable[AskedRound], compared: Sequence[ComparedRound]) -> tuple[int, ...]:
    """Return the numbers of the rounds that do not count, among those that are compared, in which few
    replied."""
    numbers = {round_.number for round_ in compared}
    if not numbers:
        return ()
    span = range(min(numbers), max(numbers))
    return tuple(
        sorted(
            round_.number
            for round_ in rounds
            if round_.is_indicative and round_.number in span and round_.number not in numbers
        )
    )


@lru_cache(4096)  # for every reader of the log
def _difference(before: tuple[ComparedRound, ...], after: tuple[ComparedRound, ...]) -> MeanDifference:
    """Return the difference of two sides of the same length. Its range is widest where each result is at an
    end of its interval, since both ends of the range are convex in the means, so these are all that it looks
    at."""
    factor = student_t(len(before) - 1) / math.sqrt(len(before))
    ranges = [
        (later.mean - earlier.mean, factor * math.sqrt(later.variance + earlier.variance))
        for earlier, later in product(_possible_sides(before), _possible_sides(after))
    ]
    return MeanDifference(
        fmean(round_.low for round_ in after) - fmean(round_.high for round_ in before),
        fmean(round_.high for round_ in after) - fmean(round_.low for round_ in before),
        max(-WIDEST, _round_down(min(centre - margin for centre, margin in ranges))),
        min(WIDEST, -_round_down(min(-centre - margin for centre, margin in ranges))),
    )


class _Side(NamedTuple):
    mean: float
    variance: float


def _possible_sides(rounds: Sequence[ComparedRound]) -> set[_Side]:
    """Return mean and variance of a side for each choice of an end of its banded results."""
    least = LEAST_DEVIATION**2 / fmean(round_.scored for round_ in rounds)
    choices = {tuple(sorted(ends)) for ends in product(*({round_.low, round_.high} for round_ in rounds))}
    return {_Side(fmean(means), max(_variance(means), least)) for means in choices}


def _variance(means: Sequence[float]) -> float:
    """Return the sample variance; that of the standard library is exact, and fifty times slower."""
    centre = fmean(means)
    return sum((mean - centre) ** 2 for mean in means) / (len(means) - 1)


def _round_down(value: float) -> float:
    return math.floor(value * 10 + TOLERANCE) / 10
