"""Bands: near an end of the scale, the mean of few answers is shown as a bound only. Pure.

Where the sum of `n` answers is at most `n + 5` or at least `5n - 5`, a person whose own answer differs from
all others could work those out from the mean. A banded result therefore stands for an interval of means, and
so does a result that was stored when the bands were narrower, or one that is shown approximately.
"""

from collections.abc import Sequence

from bot.analysis.statistics import TOLERANCE
from bot.core.models import QuestionResult
from bot.questions.bank import OWN_QUESTION

MIN_FOR_EXACT_MEAN = 10  # answers; from here on no mean is banded
LOWEST, HIGHEST = 1.0, 5.0
BOUNDS = {5: (2.0, 4.0), 6: (1.8, 4.2), 7: (1.7, 4.3), 8: (1.6, 4.4), 9: (1.6, 4.4)}  # at most, at least
MIN_FOR_HALVES = 8  # answers to a partnership's own question; of fewer, the nearest whole point is shown


def band_of(total: int, n: int) -> str:
    """Return "low" or "high" if the mean of `n` answers with this sum is banded, else an empty string."""
    if n >= MIN_FOR_EXACT_MEAN:
        return ""
    if total <= n + 5:
        return "low"
    return "high" if total >= 5 * n - 5 else ""


def band_of_counts(counts: Sequence[int]) -> str:
    """Return the band of answers that are given as people per point, 1 to 5."""
    return band_of(sum(point * count for point, count in enumerate(counts, 1)), sum(counts))


def approximate_step(reading: QuestionResult) -> float:
    """Return the step to which an approximate mean is rounded."""
    return 1.0 if reading.question == OWN_QUESTION and reading.scored < MIN_FOR_HALVES else 0.5


def interval_of(reading: QuestionResult) -> tuple[float, float] | None:
    """Return the lowest and the highest mean that a result stands for; None if it has no score. Both are
    equal if the mean is exact (to one decimal place)."""
    mean = {"low": LOWEST, "high": HIGHEST}.get(reading.band, reading.mean)
    if mean is None:
        return None
    if reading.approximate and not reading.band:
        margin = approximate_step(reading) / 2
        return max(LOWEST, mean - margin), min(HIGHEST, mean + margin)
    if reading.scored >= MIN_FOR_EXACT_MEAN:
        return mean, mean
    at_most, at_least = BOUNDS[reading.scored]
    if mean <= at_most + TOLERANCE:
        return LOWEST, at_most
    return (at_least, HIGHEST) if mean >= at_least - TOLERANCE else (mean, mean)


def shown_band(reading: QuestionResult) -> str:
    """Return "low" or "high" if only a bound of the mean may be shown, also of a result that was stored when
    the bands were narrower; else an empty string."""
    low, high = interval_of(reading) or (0, 0)
    if low == high or (reading.approximate and not reading.band):
        return ""
    return "low" if low == LOWEST else "high"


def shown_range(reading: QuestionResult) -> tuple[float | None, float | None]:
    """Return the range that may be shown: none beside a band, of whose mean it would tell more."""
    return (None, None) if is_banded(reading) else (reading.low, reading.high)


def is_banded(reading: QuestionResult) -> bool:
    """Return True if only a bound of the mean may be shown."""
    return bool(shown_band(reading))
