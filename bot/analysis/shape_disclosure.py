"""Disclosure control for words about the shape of 8 or 9 answers, beside their mean. Pure.

The mean of so few answers reveals their sum. Words could then tell a person who stands alone what all the
others said. So beside each mean only those words are shown that never do, whatever the answers are. Which
these are depends on the mean alone, and so reveals nothing either.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.analysis import statistics
from bot.analysis.bands import band_of_counts
from bot.analysis.statistics import TOLERANCE
from bot.analysis.subgroup_disclosure import Counts, splits

POINTS = 5
AGREEMENT_STEPS = (("strong", 0.5), ("fair", 0.8), ("wide", math.inf))  # average distance from the median


@dataclass(frozen=True, slots=True)
class ShapeWords:
    """Words on how far people agree, on a split, and on how many chose one of the two lowest points. A word
    that is not shown is empty, and `split` then None."""

    agreement: str = ""
    split: bool | None = None
    low_share: str = ""


LEAVING_OUT: tuple[tuple[str, ...], ...] = (  # what is left out, in the order in which that is tried
    (),
    ("agreement",),
    ("low_share",),
    ("agreement", "low_share"),
    ("agreement", "split", "low_share"),
)


def shape_of(counts: Counts) -> ShapeWords:
    """Return all words about these answers."""
    distance = statistics.average_distance(counts)
    agreement = next(word for word, most in AGREEMENT_STEPS if distance <= most + TOLERANCE)
    low = counts[0] + counts[1]
    low_share = "none" if not low else "third" if 3 * low >= sum(counts) else "some"
    return ShapeWords(agreement, statistics.split(counts), low_share)


def safe_shape(counts: Counts, *, low_share: bool) -> ShapeWords:
    """Return the words that may be shown beside the mean of these 8 or 9 answers, with `low_share` or without
    it."""
    return _words(counts, _left_out(sum(counts), _shown_mean(counts), low_share))


def with_same_shape(counts: Counts, *, low_share: bool) -> Sequence[Counts]:
    """Return all answers of as many people that show the same mean and the same words."""
    n, mean = sum(counts), _shown_mean(counts)
    words = safe_shape(counts, low_share=low_share)
    return _by_words(n, mean, _left_out(n, mean, low_share))[words]


def tells_an_answer(possible: Collection[Counts]) -> bool:
    """Return True if it tells what another person answered that one of these is what all answered: anybody,
    or a person who knows their own answer."""
    if len(possible) == 1 and _is_unanimous(next(iter(possible))):
        return True
    for point in range(POINTS):
        others = {_without(counts, point) for counts in possible if counts[point]}
        if len(others) == 1 and _is_unanimous(next(iter(others))):
            return True
    return False


@cache
def _left_out(n: int, mean: float, low_share: bool) -> tuple[str, ...]:
    choices = (words for words in LEAVING_OUT if low_share or "low_share" in words)
    return next(
        words for words in choices if not any(map(tells_an_answer, _by_words(n, mean, words).values()))
    )


@cache
def _by_words(n: int, mean: float, left_out: tuple[str, ...]) -> Mapping[ShapeWords, Sequence[Counts]]:
    groups = defaultdict(list)
    for counts in _by_mean(n)[mean]:
        groups[_words(counts, left_out)].append(counts)
    return groups


@cache
def _by_mean(n: int) -> Mapping[float, Sequence[Counts]]:
    """Return all that `n` people can answer, by what is shown of the mean."""
    groups = defaultdict(list)
    for counts in splits((n,) * POINTS, n):
        groups[_shown_mean(counts)].append(counts)
    return groups


def _words(counts: Counts, left_out: tuple[str, ...]) -> ShapeWords:
    nothing = ShapeWords()
    return replace(shape_of(counts), **{word: getattr(nothing, word) for word in left_out})


def _shown_mean(counts: Counts) -> float:
    """Return the mean, or infinity if it is banded at that end."""
    ends = {"low": -math.inf, "high": math.inf}
    return ends.get(band_of_counts(counts), statistics.mean(counts))


def _without(counts: Counts, point: int) -> Counts:
    return (*counts[:point], counts[point] - 1, *counts[point + 1 :])


def _is_unanimous(counts: Counts) -> bool:
    return sum(map(bool, counts)) == 1
