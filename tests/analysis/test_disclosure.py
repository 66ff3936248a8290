"""The ladder, attacked with all that small groups can answer: what is shown must not tell what is not."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.analysis.bands import band_of_counts
from bot.analysis.disclosure import (
    MIN_FOR_COUNTS,
    AnswerCounts,
    comments_allowed,
    disclose_question,
    meets_threshold,
    round_to_tenth,
)
from bot.analysis.statistics import bounds, interval
from bot.analysis.subgroup_disclosure import reveals, splits
from bot.core.i18n import Translator
from bot.core.models import QuestionResult, Round, RoundKind
from bot.reports.result_text import sides_withheld, withheld

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ROUND = Round("r1", "harbour", RoundKind.SCHEDULED, 1, (), NOON, NOON, NOON)
ALWAYS = {"id", "round", "partnership", "theme", "question", "anchor", "scored", "invited"}
ONLY_MEAN = ALWAYS | {"mean", "low", "high"}
SHAPED = ONLY_MEAN | {"agreement", "split", "low_share"}
t = Translator()

five = st.tuples(*[st.integers(0, 5)] * 5)
tallies = st.builds(
    lambda counts, cant_say, silent: AnswerCounts(counts, cant_say, sum(counts) + cant_say + silent),
    five,
    st.integers(0, 6),
    st.integers(0, 12),
)


def read(
    counts: tuple[int, ...],
    invited: int = 40,
    *,
    cant_say: int = 0,
    threshold: int = 5,
    lead: tuple[int, ...] | None = None,
    theme: str = "power",
    anchor: bool = True,
) -> QuestionResult:
    side = None if lead is None else AnswerCounts(lead)
    tally = AnswerCounts(counts, cant_say, invited)
    return disclose_question("q1", ROUND, theme, f"{theme}.voice@1", anchor, tally, threshold, side)


def shown(reading: QuestionResult) -> dict[str, Any]:
    """What a reading holds, without what is held back."""
    held_back = (None, "")
    flags = {"unsure", "few_scored", "approximate"}
    every = asdict(reading).items()
    return {name: value for name, value in every if value not in held_back and (name not in flags or value)}


@cache
def everything(n: int) -> tuple[tuple[int, ...], ...]:
    """All that n people can answer."""

    def rest(left: int, points: int) -> Iterator[tuple[int, ...]]:
        if points == 1:
            yield (left,)
        else:
            for here in range(left + 1):
                yield from ((here, *others) for others in rest(left - here, points - 1))

    return tuple(rest(n, 5))


def test_below_the_threshold_only_how_many_answered_is_kept() -> None:
    assert read((0, 1, 1, 2, 0), 9, cant_say=3) == QuestionResult(
        "q1", "r1", "harbour", "power", "power.voice@1", anchor=True, scored=4, invited=9
    )


def test_five_to_seven_answers_give_a_mean_and_what_the_silent_could_make_of_it() -> None:
    reading = read((0, 1, 1, 2, 1), 9)
    assert set(shown(reading)) == ONLY_MEAN
    assert (reading.mean, reading.low, reading.high) == (3.6, 2.4, 4.3)  # 2.44 and 4.22, rounded outwards


def test_eight_and_nine_answers_give_their_shape_too() -> None:
    reading = read((0, 1, 2, 3, 2), 9)
    assert set(shown(reading)) == SHAPED
    assert (reading.mean, reading.agreement, reading.split, reading.low_share) == (3.8, "fair", False, "some")


def test_ten_answers_give_everything() -> None:
    reading = read((1, 2, 3, 5, 1), 20)
    assert set(shown(reading)) == SHAPED | {"counts", "spread"}
    assert (reading.mean, reading.low, reading.high) == (
        3.3,
        2.7,
        3.8,
    )  # 3.25; 2.79 and 3.71, rounded outwards
    assert (reading.counts, reading.spread) == ((1, 2, 3, 5, 1), 1.1)


@pytest.mark.parametrize(
    ("counts", "band"),
    [
        ((1, 3, 1, 0, 0), "low"),  # 2.0 itself
        ((0, 0, 1, 2, 3), "high"),  # 26 of 30
        ((0, 0, 0, 0, 9), "high"),
        ((8, 0, 0, 0, 0), "low"),
    ],
)
def test_a_mean_of_few_near_the_end_is_only_known_to_lie_there(counts: tuple[int, ...], band: str) -> None:
    reading = read(counts)
    assert (reading.band, reading.mean, reading.low, reading.high) == (band, None, None, None)


@pytest.mark.parametrize(
    ("counts", "value"), [((2, 4, 1, 0, 0), 1.9), ((0, 0, 1, 4, 2), 4.1), ((0, 0, 0, 0, 10), 5)]
)
def test_a_mean_beside_the_end_or_of_many_is_shown(counts: tuple[int, ...], value: float) -> None:
    assert (read(counts).mean, read(counts).band) == (value, "")


def test_nobody_silent_means_no_range() -> None:
    reading = read((0, 0, 1, 4, 3), 8)
    assert (reading.mean, reading.low, reading.high) == (4.3, None, None)


@pytest.mark.parametrize(
    ("counts", "word"),
    [((0, 0, 4, 4, 0), "strong"), ((0, 0, 3, 3, 3), "fair"), ((0, 4, 0, 5, 0), "wide")],
)
def test_agreement_is_one_of_three_words(counts: tuple[int, ...], word: str) -> None:
    assert read(counts).agreement == word


@pytest.mark.parametrize(
    ("counts", "share"),
    [
        ((0, 0, 4, 4, 0), "none"),
        ((0, 2, 1, 5, 0), "some"),
        ((1, 2, 0, 4, 2), "third"),
        ((0, 4, 4, 2, 0), "third"),
    ],
)
def test_the_share_with_little_say_is_one_of_three_words(counts: tuple[int, ...], share: str) -> None:
    assert read(counts).low_share == share


def test_only_the_power_anchor_is_read_for_voice_and_by_sides() -> None:
    counts, lead = (2, 3, 5, 6, 4), (0, 1, 2, 3, 4)
    assert read(counts, lead=lead).gap == 1.3
    for reading in (read(counts, lead=lead, theme="trust"), read(counts, lead=lead, anchor=False)):
        assert (reading.low_share, reading.gap, reading.uneven) == ("", None, None)


@pytest.mark.parametrize(
    ("cant_say", "unsure"), [(1, False), (2, False), (3, True)]
)  # of 6 who scored: 1 of 7, 2 of 8 is a quarter
def test_many_who_cannot_say_are_told_of_from_a_quarter_on(cant_say: int, unsure: bool) -> None:
    assert read((0, 2, 2, 3, 0), cant_say=cant_say).unsure is unsure


def test_a_quarter_and_two_people_are_enough_to_be_unsure() -> None:
    assert read((0, 2, 2, 2, 0), cant_say=2).unsure
    assert not read((0, 2, 2, 0, 0), cant_say=4).unsure


def test_the_gap_between_sides_is_the_leads_mean_minus_the_others() -> None:
    reading = read((1, 3, 3, 5, 3), lead=(0, 0, 1, 4, 0))
    assert (reading.gap, reading.uneven) == (0.6, False)
    assert read((1, 3, 3, 5, 3), lead=(1, 2, 1, 1, 0)).gap == -1.5


def test_a_large_gap_beyond_chance_is_uneven() -> None:
    assert read((2, 4, 5, 6, 3), lead=(0, 1, 1, 3, 3)).uneven is True


def test_a_gap_beyond_chance_that_is_small_is_not_uneven() -> None:
    reading = read((0, 0, 20, 20, 0), lead=(0, 0, 4, 16, 0))
    assert (reading.gap, reading.uneven) == (0.6, False)


@pytest.mark.parametrize("lead", [(0, 0, 0, 4, 0), (0, 4, 3, 4, 0), (0, 0, 0, 0, 0)])
def test_a_side_is_shown_only_if_it_and_the_rest_are_both_large_enough(lead: tuple[int, ...]) -> None:
    reading = read((0, 4, 4, 7, 0), lead=lead)
    assert (reading.gap, reading.uneven) == (None, None)
    assert reading == read((0, 4, 4, 7, 0))


def test_a_raised_threshold_holds_for_each_side() -> None:
    counts, lead = (0, 4, 4, 6, 0), (0, 2, 2, 2, 0)
    assert read(counts, lead=lead, threshold=6).gap == -0.3
    assert read(counts, lead=lead, threshold=7).gap is None


def test_the_size_of_a_gap_is_held_back_where_it_would_tell_a_mean_that_is_banded() -> None:
    reading = read((1, 2, 2, 1, 6), lead=(0, 0, 0, 0, 6))
    assert (reading.gap, reading.uneven) == (None, True)


@pytest.mark.parametrize(
    ("counts", "lead", "uneven"),
    [
        ((1, 3, 3, 5, 3), (1, 3, 2, 1, 0), True),  # no other lead side is 1.8 below these others
        (
            (0, 5, 0, 5, 0),
            (0, 5, 0, 0, 0),
            None,
        ),  # uneven: either all lead said 2 or, as one of them knows, 4
        (
            (0, 1, 2, 6, 1),
            (0, 0, 0, 4, 1),
            None,
        ),  # whoever said 5 would know that the rest of the side said 4
    ],
)
def test_of_small_sides_no_more_is_said_than_leaves_their_answers_open(
    counts: tuple[int, ...], lead: tuple[int, ...], uneven: bool | None
) -> None:
    reading = read(counts, lead=lead)
    assert (reading.counts, reading.gap, reading.uneven) == (counts, None, uneven)


def test_of_two_sides_of_ten_everything_is_said() -> None:
    reading = read((0, 10, 0, 10, 0), lead=(0, 10, 0, 0, 0))
    assert (reading.gap, reading.uneven) == (-2.0, True)
    smaller = read((0, 10, 0, 9, 0), lead=(0, 10, 0, 0, 0))
    assert (smaller.gap, smaller.uneven) == (None, True)


def test_a_lead_side_that_is_not_part_of_the_tally_is_refused() -> None:
    with pytest.raises(ValueError, match="not part of the tally"):
        read((0, 0, 5, 5, 0), lead=(1, 0, 4, 0, 0))


@given(tallies, st.integers(0, 30))
def test_nothing_of_the_answers_is_kept_under_the_threshold(tally: AnswerCounts, threshold: int) -> None:
    reading = disclose_question("q1", ROUND, "power", "q", True, tally, threshold)
    blank = QuestionResult("q1", "r1", "harbour", "power", "q", True, tally.scored, tally.invited)
    assert (reading == blank) is (tally.scored < max(5, threshold))


@given(tallies, st.integers(0, 4))
def test_nobody_can_lower_the_threshold_below_five(tally: AnswerCounts, threshold: int) -> None:
    assert read(tally.counts, tally.invited, threshold=threshold) == read(tally.counts, tally.invited)


@given(tallies, five, st.integers(5, 30), st.integers(0, 10))
def test_a_raised_threshold_never_shows_more(
    tally: AnswerCounts, part: Any, threshold: int, raised: int
) -> None:
    lead = AnswerCounts(tuple(min(pair) for pair in zip(tally.counts, part, strict=True)))
    low = shown(disclose_question("q1", ROUND, "power", "q", True, tally, threshold, lead))
    high = shown(disclose_question("q1", ROUND, "power", "q", True, tally, threshold + raised, lead))
    assert high.items() <= low.items()


@given(tallies, tallies)
@example(AnswerCounts((0, 1, 0, 3, 4)), AnswerCounts((0, 2, 2, 1, 3)))
def test_fewer_answers_never_show_more(one: AnswerCounts, other: AnswerCounts) -> None:
    few, many = sorted(
        [replace(one, invited=100), replace(other, invited=100)], key=lambda tally: tally.scored
    )
    less, more = (read(tally.counts, 100, theme="trust") for tally in (few, many))
    # Which words may stand beside 8 or 9 answers depends on their mean.
    by_mean = {"agreement", "split", "low_share"} if many.scored < MIN_FOR_COUNTS else set()
    assert more.band or set(shown(less)) - {"band"} - by_mean <= set(shown(more))


@given(tallies)
def test_what_is_shown_is_rounded_true_and_on_the_scale(tally: AnswerCounts) -> None:
    reading = read(tally.counts, tally.invited)
    for value in (reading.mean, reading.low, reading.high, reading.spread):
        assert value is None or value == round(value, 1)
    if reading.low is not None and reading.high is not None and reading.mean is not None:
        exact = (bounds if tally.scored < 8 else interval)(tally.counts, tally.invited)
        assert 1 <= reading.low <= reading.mean <= reading.high <= 5
        assert reading.low <= exact[0] + 1e-9
        assert exact[1] <= reading.high + 1e-9
        if tally.scored >= 10:
            assert (exact[0] - reading.low < 0.1) & (reading.high - exact[1] < 0.1)


@pytest.mark.parametrize("n", [5, 6, 7])
@pytest.mark.parametrize("silent", [0, 1, 4, 30])
def test_with_five_to_seven_answers_all_that_is_shown_follows_from_the_mean(n: int, silent: int) -> None:
    readings = defaultdict(set)
    for counts in everything(n):
        reading = read(counts, n + silent)
        readings[reading.mean, reading.band].add(reading)
    assert {len(alike) for alike in readings.values()} == {1}


@pytest.mark.parametrize(
    ("kind", "question", "n", "most_exact"),
    [
        (RoundKind.SCHEDULED, "own", 5, True),
        (RoundKind.AD_HOC, "trust.reliable@1", 9, False),
        (RoundKind.AD_HOC, "trust.reliable@1", 10, True),
        (RoundKind.AD_HOC, "own", 10, False),
        (RoundKind.AD_HOC, "own", 19, False),
        (RoundKind.AD_HOC, "own", 20, True),
    ],
)
def test_an_ad_hoc_round_of_few_shows_a_mean_to_the_nearest_half(
    kind: RoundKind, question: str, n: int, most_exact: bool
) -> None:
    tally = AnswerCounts((0, 0, n - 2, 2, 0), 0, n + 4)
    reading = disclose_question("q1", replace(ROUND, kind=kind), "trust", question, False, tally)
    assert (reading.approximate, reading.low is None, not reading.agreement) == (not most_exact,) * 2 + (
        not most_exact or n < 8,
    )
    if not most_exact:
        assert set(shown(reading)) == ALWAYS | {"mean", "approximate"}
        assert reading.mean == 3.0


@pytest.mark.parametrize(("counts", "half"), [((0, 1, 1, 2, 0), 3.5), ((0, 3, 1, 0, 0), 2.5)])
def test_a_quarter_is_rounded_up_to_the_next_half(counts: tuple[int, ...], half: float) -> None:
    twice = tuple(2 * count for count in counts)  # 3.25 and 2.25
    tally = AnswerCounts(twice, invited=8)
    reading = disclose_question("q1", replace(ROUND, kind=RoundKind.AD_HOC), "trust", "q", True, tally)
    assert (reading.mean, reading.approximate) == (half, True)


@pytest.mark.parametrize(
    ("question", "n", "shown"),
    [("own", 5, 4.0), ("own", 7, 4.0), ("own", 8, 3.5), ("trust.reliable@1", 7, 3.5)],
)
def test_of_an_own_question_fewer_than_eight_answers_show_the_nearest_whole_point(
    question: str, n: int, shown: float
) -> None:
    tally = AnswerCounts((0, 0, n // 2, n - n // 2, 0), invited=n)
    reading = disclose_question("q1", replace(ROUND, kind=RoundKind.AD_HOC), "trust", question, False, tally)
    assert (reading.mean, reading.approximate) == (shown, True)


def test_an_ad_hoc_round_of_few_shows_a_band_before_it_shows_a_half() -> None:
    tally = AnswerCounts((0, 0, 1, 3, 1), 0, 6)
    reading = disclose_question("q1", replace(ROUND, kind=RoundKind.AD_HOC), "trust", "own", False, tally)
    assert set(shown(reading)) == ALWAYS | {"band"}


@pytest.mark.parametrize(("replied", "held_back"), [(10, False), (11, True), (0, False)])
def test_a_score_is_held_back_where_fewer_than_half_of_those_who_replied_gave_one(
    replied: int, held_back: bool
) -> None:
    tally = AnswerCounts((0, 1, 2, 2, 0), cant_say=5, invited=12, replied=replied)
    reading = disclose_question("q1", ROUND, "trust", "q", True, tally)
    assert (reading.few_scored, reading.mean is None, reading.unsure) == (held_back, held_back, True)


@pytest.mark.parametrize("n", [8, 9])
@pytest.mark.parametrize("silent", [0, 1, 4, 30])
def test_with_eight_or_nine_answers_the_range_adds_nothing_to_mean_and_words(n: int, silent: int) -> None:
    readings = defaultdict(set)
    for counts in everything(n):
        reading = read(counts, n + silent)
        words = (reading.mean, reading.band, reading.agreement, reading.split, reading.low_share)
        readings[words].add(reading)
    assert {len(alike) for alike in readings.values()} == {1}


@given(five.filter(lambda counts: sum(counts) >= 10), st.integers(5, 9))
def test_what_is_said_of_small_sides_leaves_their_answers_open(counts: Any, size: int) -> None:
    said = defaultdict(list)
    for lead in splits(counts, size):
        reading = read(counts, lead=lead)
        said[reading.gap, reading.uneven].append(lead)
    assert len(said) == 1 or not any(reveals(counts, leads) for leads in said.values())


@given(five.filter(lambda counts: sum(counts) >= 10), five)
def test_a_shown_gap_never_tells_a_mean_that_the_ladder_would_band(counts: Any, part: Any) -> None:
    lead = tuple(min(pair) for pair in zip(counts, part, strict=True))
    others = tuple(a - b for a, b in zip(counts, lead, strict=True))
    reading = read(counts, lead=lead)
    if reading.gap is not None:
        for side in (lead, others):
            assert not band_of_counts(side)


def test_a_tenth_is_rounded_as_people_round() -> None:
    assert [round_to_tenth(value) for value in (3.25, 3.35, 3.649, -0.25, -0.04)] == [
        3.3,
        3.4,
        3.6,
        -0.3,
        0.0,
    ]
    assert str(round_to_tenth(-0.04)) == "0.0"


@pytest.mark.parametrize(
    ("n", "threshold", "is_enough"), [(4, 5, False), (5, 5, True), (4, 0, False), (7, 8, False), (8, 8, True)]
)
def test_enough_is_five_people_or_what_a_coordinator_asks_for(
    n: int, threshold: int, is_enough: bool
) -> None:
    assert meets_threshold(n, threshold) is is_enough


@pytest.mark.parametrize(
    ("replies", "comments", "threshold", "allowed"),
    [(10, 3, 5, True), (9, 3, 5, False), (10, 2, 5, False), (11, 5, 12, False), (12, 5, 12, True)],
)
def test_comments_need_ten_replies_and_three_of_them(
    replies: int, comments: int, threshold: int, allowed: bool
) -> None:
    assert comments_allowed(replies, comments, threshold) is allowed


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        (
            (0, 0, 0, 0, 0),
            "Nobody gave this a score, so there is nothing to show. Can't say does not count as a score.",
        ),
        (
            (0, 0, 4, 0, 0),
            "Too few people gave a score, so we only show how many did. This keeps each answer private.",
        ),
        (
            (0, 0, 0, 0, 6),
            (
                "We do not show the exact score: this close to the end of the scale, it would reveal"
                " individual answers."
            ),
        ),
        (
            (0, 0, 3, 3, 0),
            "We only show the average score, because few people gave one. This keeps each answer private.",
        ),
        ((0, 0, 4, 4, 0), "We show how many people chose each point once 10 people have given a score."),
        ((0, 0, 5, 5, 0), ""),
    ],
)
def test_what_is_held_back_is_explained(counts: tuple[int, ...], reason: str) -> None:
    assert withheld(t, read(counts)) == reason


@pytest.mark.parametrize(
    ("lead", "reason"),
    [
        ((0, 0, 1, 4, 0), ""),
        (
            (1, 3, 2, 1, 0),
            "We do not show how far apart they are, because it would reveal too much about what people said.",
        ),
        (None, "We compare lead organisations with the others only where this reveals nobody’s answer."),
    ],
)
def test_why_sides_are_not_compared_is_explained(lead: tuple[int, ...] | None, reason: str) -> None:
    assert sides_withheld(t, read((1, 3, 3, 5, 3), lead=lead)) == reason


def test_nobody_looks_for_sides_where_they_are_never_compared() -> None:
    for reading in (
        read((0, 0, 4, 5, 0)),
        read((0, 0, 5, 5, 0), theme="trust"),
        read((0, 0, 5, 5, 0), anchor=False),
    ):
        assert sides_withheld(t, reading) == ""


def test_a_raised_threshold_holds_for_those_who_remain_too() -> None:
    counts, lead = (2, 4, 6, 8, 6), (1, 2, 3, 4, 4)  # 14 on the lead side, 12 others
    assert read(counts, lead=lead, threshold=12).gap == 0.2
    assert read(counts, lead=lead, threshold=13).gap is None


def test_ranges_are_rounded_outwards_and_never_by_a_tenth_too_much() -> None:
    few = read((0, 0, 3, 2, 0), invited=10)
    assert (few.low, few.high) == (2.2, 4.2)  # as 17 and 5, or 25, are to be shared by ten
    eight = read((0, 1, 3, 4, 0))
    assert (eight.low, eight.high) == (2.5, 4.2)  # by chance alone; what the silent could say reaches further


def test_of_ten_nobody_has_little_say_though_all_said_the_middle() -> None:
    assert read((0, 0, 10, 0, 0)).low_share == "none"


def test_the_size_of_a_gap_is_held_back_where_one_side_alone_lies_at_an_end_of_the_scale() -> None:
    reading = read((5, 4, 3, 1, 3), lead=(4, 3, 0, 0, 0))
    assert (reading.gap, reading.uneven) == (None, True)
