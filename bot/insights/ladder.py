"""The one way to the outside: what may be kept, and so shown, of what people answered. Pure.

The rungs: below the threshold only how many answered; from there a mean; from 8 answers its shape; from 10
the answers themselves. A raised threshold hides more; nothing lowers it below 5.

What is shown must not tell what is held back. Up to 9 answers a mean to one decimal place tells their sum,
and the bounds for the silent follow from sum, n and N, so they add nothing. The exact range of 8 or 9 answers
would add their spread, and so, in half of all cases, the answers themselves: what is shown is the widest
range that any answers with the same sum and the same words have. A range is missing only where nobody is
silent or the mean is held back. Ranges are rounded outwards, so that they stay true.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement

from bot.insights import statistics
from bot.insights.statistics import TOLERANCE
from bot.model import Reading, Round
from bot.talk.tongue import Tongue

LEAST = 5  # people, in every group of whom anything is shown
SHAPE = 8
COUNTS = 10
COMMENTS = 3
NONE = (0, 0, 0, 0, 0)
VOICE = "power"  # the theme whose anchor asks who has a say: the one question that is read by sides


@dataclass(frozen=True, slots=True)
class Tally:
    """What was answered to one question, before anything is held back: people per point, 1 to 5; how many
    could not say; how many were invited. Never stored, never shown."""

    counts: tuple[int, ...] = NONE
    cant_say: int = 0
    invited: int = 0

    @property
    def scored(self) -> int:
        return sum(self.counts)


def enough(n: int, threshold: int = LEAST) -> bool:
    """Whether a group of `n` is large enough for anything to be said of what it answered."""
    return n >= max(LEAST, threshold)


def read_question(
    id: str,
    round_: Round,
    theme: str,
    question: str,
    anchor: bool,
    tally: Tally,
    threshold: int = LEAST,
    lead: Tally | None = None,
) -> Reading:
    """The reading of one question: exactly what may be shown of it. `lead` is the part of the tally that came
    from the lead or statutory side; it is only looked at for the power anchor."""
    n = tally.scored
    reading = Reading(id, round_.id, round_.partnership, theme, question, anchor, n, tally.invited)
    if not enough(n, threshold):
        return reading
    reading = replace(_with_mean(reading, tally), unsure=_many_cannot_say(tally))
    voice = anchor and theme == VOICE
    if n >= SHAPE:
        agreement, split = _shape(tally.counts)
        low_share = _low_share(tally) if voice else ""
        reading = replace(reading, agreement=agreement, split=split, low_share=low_share)
    if n >= COUNTS:
        spread = tenth(statistics.deviation(tally.counts))
        reading = replace(reading, counts=tally.counts, spread=spread)
    if voice and lead is not None:
        reading = _with_gap(reading, tally, lead, threshold)
    return reading


def _with_mean(reading: Reading, tally: Tally) -> Reading:
    mean = statistics.mean(tally.counts)
    if band := _band(tally.counts):
        return replace(reading, band=band)
    reading = replace(reading, mean=tenth(mean))
    if tally.scored == tally.invited:
        return reading
    low, high = _range(tally)
    return replace(reading, low=_down(low), high=-_down(-high))


def _range(tally: Tally) -> tuple[float, float]:
    if tally.scored < SHAPE:
        return statistics.bounds(tally.counts, tally.invited)
    if tally.scored >= COUNTS:
        return statistics.interval(tally.counts, tally.invited)
    words = _shape(tally.counts)
    alike = [counts for counts in _same_sum(tally.counts) if _shape(counts) == words]
    ranges = [statistics.interval(counts, tally.invited) for counts in alike]
    return min(low for low, _ in ranges), max(high for _, high in ranges)


def _same_sum(counts: Sequence[int]) -> list[tuple[int, ...]]:
    """All that so few people can have answered for it to give the same mean."""
    points = range(1, len(counts) + 1)
    everything = combinations_with_replacement(points, sum(counts))
    total = sum(point * count for point, count in zip(points, counts, strict=True))
    return [tuple(map(said.count, points)) for said in everything if sum(said) == total]


def _shape(counts: Sequence[int]) -> tuple[str, bool]:
    """How much people agree, in a word, and whether they are split."""
    distance = statistics.average_distance(counts)
    steps = (("strong", 0.5), ("fair", 0.8), ("wide", math.inf))
    return next(word for word, most in steps if distance <= most + TOLERANCE), statistics.split(counts)


def _band(counts: Sequence[int]) -> str:
    """The end of the scale at which the mean of few people would tell what each of them said, if it lies
    there."""
    mean = statistics.mean(counts)
    if sum(counts) >= COUNTS or 1.5 < mean < 4.5:
        return ""
    return "low" if mean <= 1.5 else "high"


def _low_share(tally: Tally) -> str:
    """How many have little or no say. With a mean of 3, "none" would tell that everybody said 3."""
    low = tally.counts[0] + tally.counts[1]
    if tally.scored < COUNTS and abs(statistics.mean(tally.counts) - 3) <= TOLERANCE:
        return ""
    if not low:
        return "none"
    return "third" if 3 * low >= tally.scored else "some"


def _many_cannot_say(tally: Tally) -> bool:
    return tally.cant_say >= 2 and 4 * tally.cant_say >= tally.scored + tally.cant_say


def _with_gap(reading: Reading, tally: Tally, lead: Tally, threshold: int) -> Reading:
    """The others are what remains, so a side is only ever shown beside a remainder that is large enough too.
    The size of the gap is held back where, with the mean of all, it would tell a mean that its side keeps
    banded."""
    others = tuple(all_ - some for all_, some in zip(tally.counts, lead.counts, strict=True))
    if min(others) < 0:
        raise ValueError("The lead side is not part of the tally.")
    if not (enough(lead.scored, threshold) and enough(sum(others), threshold)):
        return reading
    gap = statistics.mean(lead.counts) - statistics.mean(others)
    beyond_chance = statistics.permutation_p(lead.counts, others) < 0.05
    return replace(
        reading,
        gap=None if _band(lead.counts) or _band(others) else tenth(gap),
        uneven=abs(gap) >= 0.75 - TOLERANCE and beyond_chance,
    )


def tenth(value: float) -> float:
    """To one decimal place, halves away from zero, as people round."""
    return math.copysign(math.floor(abs(value) * 10 + 0.5 + TOLERANCE) / 10, value) + 0.0


def _down(value: float) -> float:
    return math.floor(value * 10 + TOLERANCE) / 10


def comments_allowed(replies: int, comments: int, threshold: int = LEAST) -> bool:
    """Whether what people wrote may be shown: `replies` is how many answered at all."""
    return enough(replies, max(threshold, COUNTS)) and comments >= COMMENTS


def organisations_shown(members: Mapping[str, int], threshold: int = LEAST) -> frozenset[str]:
    """The organisations, of these with so many members each, whose count of replies may be shown. Where those
    held back have too few members together, their count would follow by subtraction, so the smallest of the
    others is held back as well."""
    by_size = sorted(members, key=lambda organisation: (members[organisation], organisation))
    shown = [organisation for organisation in by_size if enough(members[organisation], threshold)]
    hidden = sum(members.values()) - sum(members[organisation] for organisation in shown)
    return frozenset(shown[1:] if hidden and not enough(hidden, threshold) else shown)


def withheld(t: Tongue, reading: Reading) -> str:
    """Why not everything is shown, in a sentence; empty where all is."""
    if not reading.scored:
        return t("Nobody gave this a score, so there is nothing to show. Can't say does not count as one.")
    if reading.mean is None and not reading.band:
        return t("Too few people answered to show more than how many did. This keeps each answer private.")
    if reading.band:
        return t("The exact score is not shown: so close to the end, it would tell what each person said.")
    if reading.scored < SHAPE:
        return t("Only the score is shown, because few people answered. This keeps each answer private.")
    if reading.counts is None:
        return t("How many chose each point is shown once {least} people have answered.", least=COUNTS)
    return ""
