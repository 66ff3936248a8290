"""What stands out in a yearly look, and which of its questions are worth an hour's talk. Pure.

Answers to fifteen questions always differ a little. So a question stands out in its pack only if its whole
range lies apart from the ranges of at least half of the others, and nothing is put in an order by its score.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.analysis.bands import HIGHEST, LOWEST, interval_of, shown_range
from bot.analysis.changes import SizedDifference, difference_between
from bot.analysis.statistics import TOLERANCE
from bot.core.models import QuestionResult
from bot.questions.talking_points import TalkingPoint

MOST_TO_DISCUSS = 5
CLEARLY = 2  # the size of a difference, as `changes.size_of` returns it

Interval = tuple[float, float]

# What each question of the long packs is about, among the subjects of talking points.
SUBJECTS = {
    "passing-the-test.plan": "service users",
    "passing-the-test.money": "service users",
    "passing-the-test.witness": "whole system",
    "passing-the-test.outcomes": "service users",
    "passing-the-test.why": "purpose",
    "passing-the-test.support": "keeping going",
    "passing-the-test.select": "keeping going",
    "passing-the-test.details": "keeping going",
    "passing-the-test.hold": "trust",
    "passing-the-test.authority": "whole system",
    "passing-the-test.persuade": "power",
    "passing-the-test.local": "power",
    "passing-the-test.control": "power",
    "passing-the-test.space": "power",
    "passing-the-test.blame": "trust",
    "eight-considerations.approach": "purpose",
    "eight-considerations.clarity": "purpose",
    "eight-considerations.roles": "purpose",
    "eight-considerations.manage": "keeping going",
    "eight-considerations.reflect": "keeping going",
    "eight-considerations.figures": "whole system",
    "eight-considerations.support": "keeping going",
    "eight-considerations.decide": "power",
    "eight-considerations.links": "whole system",
    "eight-considerations.equals": "power",
    "eight-considerations.open": "trust",
    "eight-considerations.tailored": "whole system",
}
CORE_SUBJECTS = {"trust", "purpose", "power"}


class Reason(StrEnum):
    """Why a question is worth talking about, the weightiest first."""

    SPLIT = "split"
    LOW = "low"
    FELL = "fell"
    WIDE = "wide"


@dataclass(frozen=True, slots=True)
class PackStanding:
    """The questions of a pack, as references in the order asked, that stand high or low among the others."""

    high: tuple[str, ...] = ()
    low: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YearChange:
    """The difference of a question from an earlier year. It is None if not even its direction is sure.
    `may_be_chance` is True if the two ranges overlap."""

    difference: SizedDifference | None
    may_be_chance: bool


@dataclass(frozen=True, slots=True)
class TopicToDiscuss:
    """A question of a yearly look that is worth talking about, and a talking point that goes with it."""

    question: str
    reason: Reason
    point: TalkingPoint | None


def all_members_interval(reading: QuestionResult) -> Interval | None:
    """Return where the mean of all members may lie, by what is shown of those who gave a score: the range;
    without one, the bounds whatever the others would say. None without a score."""
    interval = interval_of(reading)
    if interval is None:
        return None
    range_low, range_high = shown_range(reading)
    if range_low is not None and range_high is not None:
        return range_low, range_high
    missing = reading.invited - reading.scored
    low, high = interval
    return (
        (reading.scored * low + missing * LOWEST) / reading.invited,
        (reading.scored * high + missing * HIGHEST) / reading.invited,
    )


def standing(readings: Sequence[QuestionResult]) -> PackStanding:
    """Return which results of a pack stand high or low: their range lies wholly above, or wholly below, the
    ranges of at least half of the other questions."""
    intervals = {
        reading.question: interval for reading in readings if (interval := all_members_interval(reading))
    }
    least = max(1, (len(readings) - 1) / 2)
    high, low = [], []
    for question, own in intervals.items():
        others = [interval for other, interval in intervals.items() if other != question]
        if sum(_is_above(own, other) for other in others) >= least:
            high.append(question)
        if sum(_is_above(other, own) for other in others) >= least:
            low.append(question)
    return PackStanding(tuple(high), tuple(low))


def _is_above(one: Interval, other: Interval) -> bool:
    return one[0] > other[1] + TOLERANCE


def change_since(now: QuestionResult, before: QuestionResult) -> YearChange | None:
    """Return how a result differs from that of the same version of its question in an earlier year; None if
    either has no score."""
    intervals = interval_of(now), interval_of(before)
    ranges = all_members_interval(now), all_members_interval(before)
    if not (intervals[0] and intervals[1] and ranges[0] and ranges[1]):
        return None
    is_apart = _is_above(ranges[0], ranges[1]) or _is_above(ranges[1], ranges[0])
    return YearChange(difference_between(intervals[0], intervals[1]), not is_apart)


def topics_to_discuss(
    packs: Sequence[Sequence[QuestionResult]],
    changes: Mapping[str, YearChange],
    points: Sequence[TalkingPoint],
    year: int,
) -> tuple[TopicToDiscuss, ...]:
    """Return at most five questions that are worth an hour's talk, by their weightiest reasons, and of equal
    ones in the order asked. `changes` are those since the last look, by question. Each year begins with
    another talking point of a subject, and none comes twice."""
    found = [
        (reason, reading.question) for readings in packs for reason, reading in _reasons(readings, changes)
    ]
    order = list(Reason)
    weightiest = sorted(found, key=lambda pair: order.index(pair[0]))[:MOST_TO_DISCUSS]
    topics: list[TopicToDiscuss] = []
    for reason, question in weightiest:
        used = {topic.point for topic in topics}
        topics.append(TopicToDiscuss(question, reason, _point(question, reason, points, used, year)))
    return tuple(topics)


def _reasons(
    readings: Sequence[QuestionResult], changes: Mapping[str, YearChange]
) -> Iterator[tuple[Reason, QuestionResult]]:
    """Yield the weightiest reason of each result that has one."""
    low = standing(readings).low
    for reading in readings:
        if reading.split:
            yield Reason.SPLIT, reading
        elif reading.question in low:
            yield Reason.LOW, reading
        elif _has_fallen(changes.get(reading.question)):
            yield Reason.FELL, reading
        elif reading.agreement == "wide":
            yield Reason.WIDE, reading


def _has_fallen(change: YearChange | None) -> bool:
    """Return True if a result is at least clearly lower than in the last look, beyond chance."""
    if change is None or change.difference is None or change.may_be_chance:
        return False
    return change.difference.direction < 0 and change.difference.size >= CLEARLY


def _point(
    question: str,
    reason: Reason,
    points: Sequence[TalkingPoint],
    used: set[TalkingPoint | None],
    year: int,
) -> TalkingPoint | None:
    subject = SUBJECTS.get(question.partition("@")[0], "")
    pattern = subject
    if subject in CORE_SUBJECTS:
        pattern += " split" if reason is Reason.SPLIT else " down"
    own = [point for point in points if point.pattern == pattern]
    turned = own[year % len(own) :] + own[: year % len(own)] if own else []
    return next((point for point in turned if point not in used), None)
