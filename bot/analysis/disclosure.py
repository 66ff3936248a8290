"""Statistical disclosure control: the part of the answers that may be stored, and so shown. Pure.

It is a ladder: below the threshold, only how many people answered; from the threshold, a mean; from 8
answers, the shape; from 10, the counts. A raised threshold hides more; nothing lowers it below 5.

What is shown must not reveal what is held back. Up to 9 answers, a mean to one decimal place reveals their
sum, and the bounds for people who did not answer follow from sum, n and N, so they add nothing. The exact
range of 8 or 9 answers would add their spread, and so, in half of all cases, the answers themselves: the
range that is shown is the widest of any answers with the same sum and the same shape. A range is missing only
if everybody answered or the mean is held back. Ranges are rounded outwards, so that they stay true.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from bot.analysis import statistics, subgroup_disclosure
from bot.analysis.statistics import TOLERANCE
from bot.analysis.subgroup_disclosure import NO_STATEMENT, Counts, GapStatement
from bot.core.models import QuestionResult, Round

MIN_REPLIES = 5  # people, in every group about which anything is shown
MIN_FOR_SHAPE = 8
MIN_FOR_COUNTS = 10
MIN_COMMENTS = 3
NO_ANSWERS = (0, 0, 0, 0, 0)
POWER_THEME = "power"  # its anchor asks who has a say; it alone is compared between the two sides


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """The answers to one question, before anything is held back: people per point, 1 to 5; how many could not
    say; how many were invited. Never stored, never shown."""

    counts: Counts = NO_ANSWERS
    cant_say: int = 0
    invited: int = 0

    @property
    def scored(self) -> int:
        return sum(self.counts)


def meets_threshold(n: int, threshold: int = MIN_REPLIES) -> bool:
    """Return True if a group of `n` is large enough to show anything about its answers."""
    return n >= max(MIN_REPLIES, threshold)


def disclose_question(
    id: str,
    round_: Round,
    theme: str,
    question: str,
    anchor: bool,
    tally: AnswerCounts,
    threshold: int = MIN_REPLIES,
    lead: AnswerCounts | None = None,
) -> QuestionResult:
    """Return the result of one question: exactly what may be shown. `lead` is the part of the tally from the
    lead or statutory side; it is used for the power anchor alone."""
    n = tally.scored
    reading = QuestionResult(id, round_.id, round_.partnership, theme, question, anchor, n, tally.invited)
    if not meets_threshold(n, threshold):
        return reading
    reading = replace(_with_mean(reading, tally), unsure=_many_cannot_say(tally))
    is_power_anchor = anchor and theme == POWER_THEME
    if n >= MIN_FOR_SHAPE:
        agreement, split = _shape(tally.counts)
        low_share = _low_share(tally) if is_power_anchor else ""
        reading = replace(reading, agreement=agreement, split=split, low_share=low_share)
    if n >= MIN_FOR_COUNTS:
        spread = round_to_tenth(statistics.deviation(tally.counts))
        reading = replace(reading, counts=tally.counts, spread=spread)
    if is_power_anchor and lead is not None:
        reading = _with_gap(reading, tally, lead, threshold)
    return reading


def _with_mean(reading: QuestionResult, tally: AnswerCounts) -> QuestionResult:
    mean = statistics.mean(tally.counts)
    if band := _band(tally.counts):
        return replace(reading, band=band)
    reading = replace(reading, mean=round_to_tenth(mean))
    if tally.scored == tally.invited:
        return reading
    low, high = _range(tally)
    return replace(reading, low=_round_down(low), high=-_round_down(-high))


def _range(tally: AnswerCounts) -> tuple[float, float]:
    if tally.scored < MIN_FOR_SHAPE:
        return statistics.bounds(tally.counts, tally.invited)
    if tally.scored >= MIN_FOR_COUNTS:
        return statistics.interval(tally.counts, tally.invited)
    ranges = [
        statistics.interval(counts, tally.invited)
        for counts in _counts_by_disclosure(tally.scored)[_disclosed(tally.counts)]
    ]
    return min(low for low, _ in ranges), max(high for _, high in ranges)


@cache
def _counts_by_disclosure(n: int) -> Mapping[tuple[float, tuple[str, bool]], list[Counts]]:
    """Return all possible answers of `n` people, by what is shown about them."""
    by_disclosure = defaultdict(list)
    for counts in subgroup_disclosure.splits((n,) * len(NO_ANSWERS), n):
        by_disclosure[_disclosed(counts)].append(counts)
    return by_disclosure


def _disclosed(counts: Counts) -> tuple[float, tuple[str, bool]]:
    return statistics.mean(counts), _shape(counts)


def _shape(counts: Counts) -> tuple[str, bool]:
    """Return how far people agree, in a word, and True if they are split."""
    distance = statistics.average_distance(counts)
    steps = (("strong", 0.5), ("fair", 0.8), ("wide", math.inf))
    return next(word for word, most in steps if distance <= most + TOLERANCE), statistics.split(counts)


def _band(counts: Counts) -> str:
    """Return the end of the scale at which the mean of few people would reveal each answer; empty if it does
    not lie there."""
    mean = statistics.mean(counts)
    if sum(counts) >= MIN_FOR_COUNTS or 1.5 < mean < 4.5:
        return ""
    return "low" if mean <= 1.5 else "high"


def _low_share(tally: AnswerCounts) -> str:
    """Return the share of low answers, in a word. With a mean of 3, "none" would reveal that all are 3."""
    low = tally.counts[0] + tally.counts[1]
    if tally.scored < MIN_FOR_COUNTS and abs(statistics.mean(tally.counts) - 3) <= TOLERANCE:
        return ""
    if not low:
        return "none"
    return "third" if 3 * low >= tally.scored else "some"


def _many_cannot_say(tally: AnswerCounts) -> bool:
    return tally.cant_say >= 2 and 4 * tally.cant_say >= tally.scored + tally.cant_say


def _with_gap(
    reading: QuestionResult, tally: AnswerCounts, lead: AnswerCounts, threshold: int
) -> QuestionResult:
    """Add the gap to a result. The others are the remainder, so a side is only shown if the remainder is
    large enough too. Of large sides everything may be known; of small ones no more than `subgroup_disclosure`
    allows beside the answers of all."""
    others = subgroup_disclosure.subtract(tally.counts, lead.counts)
    if min(others) < 0:
        raise ValueError("The lead side is not part of the tally.")
    if not (meets_threshold(lead.scored, threshold) and meets_threshold(sum(others), threshold)):
        return reading
    large = min(lead.scored, sum(others)) >= MIN_FOR_COUNTS
    gap = _gap(lead.counts, others) if large else _gaps(tally.counts, lead.scored)[lead.counts]
    return replace(reading, gap=gap.size, uneven=gap.uneven)


@lru_cache(64)
def _gaps(counts: Counts, size: int) -> Mapping[Counts, GapStatement]:
    return subgroup_disclosure.safe_statements(counts, size, _gap)


def _gap(lead: Counts, others: Counts) -> GapStatement:
    """Return the gap. Its size is held back if, with the mean of all, it would reveal the mean of a side that
    is banded."""
    size = statistics.mean(lead) - statistics.mean(others)
    uneven = abs(size) >= 0.75 - TOLERANCE and statistics.permutation_p(lead, others) < 0.05
    if _band(lead) or _band(others):
        return GapStatement(uneven=True) if uneven else NO_STATEMENT
    return GapStatement(round_to_tenth(size), uneven)


def round_to_tenth(value: float) -> float:
    """Round to one decimal place, halves away from zero, as people do."""
    return math.copysign(math.floor(abs(value) * 10 + 0.5 + TOLERANCE) / 10, value) + 0.0


def _round_down(value: float) -> float:
    return math.floor(value * 10 + TOLERANCE) / 10


def comments_allowed(replies: int, comments: int, threshold: int = MIN_REPLIES) -> bool:
    """Return True if comments may be shown. `replies` is the number of people who replied at all."""
    return meets_threshold(replies, max(threshold, MIN_FOR_COUNTS)) and comments >= MIN_COMMENTS
