"""Statistical disclosure control: the part of the answers that may be stored, and so shown. Pure.

It is a ladder: below the threshold, only how many people answered; from the threshold, a mean; from 8
answers, the shape; from 10, the counts. A raised threshold hides more; nothing lowers it below 5. Ad hoc
rounds of few show less, because somebody could ask twice around a coming or going: a band, or the mean to the
nearest half or whole point.

What is shown must not reveal what is held back. Up to 9 answers, a mean to one decimal place reveals their
sum, and the bounds for people who did not answer follow from sum, n and N, so they add nothing. The exact
range of 8 or 9 answers would add their spread, and so, in half of all cases, the answers themselves: the
range that is shown is the widest of any answers with the same sum and the same words. A range is missing only
if everybody answered or the mean is not exact. Ranges are rounded outwards, so that they stay true. That many
could not say depends on none of the scores.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.analysis import shape_disclosure, statistics, subgroup_disclosure
from bot.analysis.bands import approximate_step, band_of_counts
from bot.analysis.statistics import TOLERANCE
from bot.analysis.subgroup_disclosure import NO_STATEMENT, Counts, GapStatement
from bot.core.models import QuestionResult, Round, RoundKind
from bot.questions.bank import OWN_QUESTION

MIN_REPLIES = 5  # people, in every group about which anything is shown
NHS_STAFF_SURVEY_REPLIES = 10  # the threshold of the NHS Staff Survey
MIN_FOR_SHAPE = 8
MIN_FOR_COUNTS = 10
MIN_FOR_OWN_COUNTS = 20  # for a question that a partnership put in its own words
MIN_COMMENTS = 3
UNEVEN_GAP = 0.75  # points between two sides, from which a gap may be uneven
NO_ANSWERS = (0, 0, 0, 0, 0)
POWER_THEME = "power"  # its anchor asks who has a say; it alone is compared between the two sides


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """The answers to one question, before anything is held back: people per point, 1 to 5; how many could not
    say; how many were invited; how many replied to the round. Never stored, never shown."""

    counts: Counts = NO_ANSWERS
    cant_say: int = 0
    invited: int = 0
    replied: int = 0

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
    reading = replace(reading, unsure=_many_cannot_say(tally))
    if _few_scored(round_, tally):
        return replace(reading, few_scored=True)
    if band := band_of_counts(tally.counts):
        reading = replace(reading, band=band)
    if n < _exact_from(round_, question):
        return reading if band else _with_approximate_mean(reading, tally)
    is_power_anchor = anchor and theme == POWER_THEME
    if n >= MIN_FOR_SHAPE:
        reading = _with_shape(reading, tally, low_share=is_power_anchor)
    if not band:
        reading = _with_mean(reading, tally, low_share=is_power_anchor)
    if n >= MIN_FOR_COUNTS:
        spread = round_to_tenth(statistics.deviation(tally.counts))
        reading = replace(reading, counts=tally.counts, spread=spread)
    if is_power_anchor and lead is not None:
        reading = _with_gap(reading, tally, lead, threshold)
    return reading


def _few_scored(round_: Round, tally: AnswerCounts) -> bool:
    """Return True if fewer than half of those who replied gave a score. In an ad hoc round, whose question
    can be meant for one person, half is too few as well."""
    without_score = tally.replied - tally.scored
    return tally.scored < without_score + (round_.kind is RoundKind.AD_HOC)


def _exact_from(round_: Round, question: str) -> int:
    """Return from how many answers on everything may be shown that a scheduled round shows."""
    if round_.kind is RoundKind.SCHEDULED:
        return 0
    return MIN_FOR_OWN_COUNTS if question == OWN_QUESTION else MIN_FOR_COUNTS


def _with_approximate_mean(reading: QuestionResult, tally: AnswerCounts) -> QuestionResult:
    step = approximate_step(reading)
    mean = math.floor(statistics.mean(tally.counts) / step + 0.5 + TOLERANCE) * step
    return replace(reading, mean=mean, approximate=True)


def _with_shape(reading: QuestionResult, tally: AnswerCounts, *, low_share: bool) -> QuestionResult:
    if tally.scored < MIN_FOR_COUNTS:
        words = shape_disclosure.safe_shape(tally.counts, low_share=low_share)
    else:
        words = shape_disclosure.shape_of(tally.counts)
    return replace(
        reading,
        agreement=words.agreement,
        split=words.split,
        low_share=words.low_share if low_share else "",
    )


def _with_mean(reading: QuestionResult, tally: AnswerCounts, *, low_share: bool) -> QuestionResult:
    reading = replace(reading, mean=round_to_tenth(statistics.mean(tally.counts)))
    if tally.scored == tally.invited:
        return reading
    low, high = _range(tally, low_share=low_share)
    return replace(reading, low=_round_down(low), high=-_round_down(-high))


def _range(tally: AnswerCounts, *, low_share: bool) -> tuple[float, float]:
    if tally.scored < MIN_FOR_SHAPE:
        return statistics.bounds(tally.counts, tally.invited)
    if tally.scored >= MIN_FOR_COUNTS:
        return statistics.interval(tally.counts, tally.invited)
    alike = shape_disclosure.with_same_shape(tally.counts, low_share=low_share)
    ranges = [statistics.interval(counts, tally.invited) for counts in alike]
    return min(low for low, _ in ranges), max(high for _, high in ranges)


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
    uneven = abs(size) >= UNEVEN_GAP - TOLERANCE and statistics.permutation_p(lead, others) < 0.05
    if band_of_counts(lead) or band_of_counts(others):
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
