import math
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from itertools import product
from statistics import fmean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.before_after import (
    BeforeAfter,
    ComparedRound,
    MeanDifference,
    asked_rounds,
    compare_before_after,
)
from bot.analysis.changes import SizedDifference
from bot.analysis.statistics import student_t
from bot.core.models import QuestionResult, Round
from tests.analysis.series_factory import FIRST, HIDDEN, HOLLOW, PLAIN, closed, past

HIGH = replace(PLAIN, scored=9, mean=None, band="high")
REWORDED = replace(PLAIN, question="trust.reliable@2")
READINGS = st.one_of(
    st.integers(16, 44).map(lambda tenths: replace(PLAIN, mean=tenths / 10)),
    st.sampled_from([HIGH, replace(HIGH, band="low"), replace(HIGH, scored=5, invited=6)]),
)


def compare(readings: Sequence[QuestionResult | float], after_round: int) -> BeforeAfter:
    """Compare around the day after this round closed."""
    day = closed(after_round) + timedelta(days=1)
    return compare_before_after("trust", asked_rounds(past(readings)), day, day + timedelta(days=1))


def numbers(rounds: Sequence[ComparedRound]) -> list[int]:
    return [round_.number for round_ in rounds]


def difference_of(compared: BeforeAfter) -> MeanDifference:
    assert compared.difference
    return compared.difference


def test_the_same_number_of_rounds_is_compared_on_each_side_the_nearest_ones() -> None:
    compared = compare([3.0] * 7 + [3.6] * 4, after_round=7)
    assert (numbers(compared.before), numbers(compared.after)) == ([4, 5, 6, 7], [8, 9, 10, 11])


def test_at_most_six_rounds_are_compared() -> None:
    compared = compare([3.0] * 10 + [3.6] * 10, after_round=10)
    assert (numbers(compared.before), numbers(compared.after)) == (
        [5, 6, 7, 8, 9, 10],
        [11, 12, 13, 14, 15, 16],
    )


@pytest.mark.parametrize(("rounds", "after_round"), [(6, 4), (6, 2), (3, 3), (5, 0)])
def test_with_fewer_than_three_rounds_on_a_side_nothing_is_compared(rounds: int, after_round: int) -> None:
    compared = compare([3.0] * rounds, after_round)
    assert compared.difference is None
    assert (len(compared.before), len(compared.after)) == (after_round, rounds - after_round)


def test_a_round_that_was_open_on_the_day_is_on_neither_side() -> None:
    history = past([3.0] * 3 + [5.0] + [3.6] * 3)
    opened = [
        (replace(round_, opened_at=closed(round_.number) - timedelta(days=7)), reading)
        for round_, reading in history
    ]
    day = closed(4) - timedelta(days=2)
    compared = compare_before_after("trust", asked_rounds(opened), day, day + timedelta(days=1))
    assert (numbers(compared.before), numbers(compared.after)) == ([1, 2, 3], [5, 6, 7])


def test_rounds_that_do_not_count_are_left_out_and_named() -> None:
    compared = compare([3.0, 3.0, HOLLOW, 3.0, 3.6, HIDDEN, 3.6, 3.6, HOLLOW], after_round=4)
    assert numbers(compared.rounds) == [1, 2, 4, 5, 7, 8]
    assert compared.skipped == (3, 6)


def test_a_round_that_shows_nothing_though_most_replied_is_not_one_of_few_replies() -> None:
    unseen = replace(HIDDEN, scored=4, invited=6)
    compared = compare([3.0, unseen, 3.0, 3.0, 3.6, 3.6, 3.6], after_round=4)
    assert (numbers(compared.rounds), compared.skipped) == ([1, 3, 4, 5, 6, 7], ())


def test_rounds_in_which_under_sixty_percent_replied_are_named() -> None:
    compared = compare([3.0, replace(PLAIN, scored=9), 3.0, 3.6, 3.6, replace(PLAIN, scored=10)], 3)
    assert compared.few_replies == (2,)


def test_nothing_is_compared_across_versions_of_the_question() -> None:
    compared = compare([3.0] * 4 + [REWORDED] * 4, after_round=4)
    assert (numbers(compared.before), numbers(compared.after)) == ([], [5, 6, 7, 8])
    assert (compared.difference, compared.is_reworded, compared.skipped) == (None, True, ())


def test_another_version_further_away_leaves_fewer_rounds() -> None:
    before = compare([3.0] * 4 + [REWORDED] * 8, after_round=8)
    assert (numbers(before.before), before.is_reworded) == ([5, 6, 7, 8], True)
    after = compare([3.0] * 8 + [REWORDED] * 3, after_round=5)
    assert (numbers(after.after), after.is_reworded) == ([6, 7, 8], True)


def test_another_version_beyond_the_rounds_that_are_compared_does_not_matter() -> None:
    assert not compare([REWORDED] * 2 + [3.0] * 6 + [3.6] * 6 + [REWORDED], after_round=8).is_reworded


def test_before_any_round_and_after_all_there_is_one_side() -> None:
    assert numbers(compare([3.0] * 4, after_round=0).before) == []
    assert numbers(compare([3.0] * 4, after_round=4).after) == []
    open_then = [
        (replace(round_, opened_at=FIRST - timedelta(days=9)), reading) for round_, reading in past([3.0])
    ]
    assert (
        compare_before_after("trust", asked_rounds(open_then), FIRST - timedelta(days=1), FIRST).rounds == ()
    )


def test_the_difference_is_that_of_the_means_with_a_range() -> None:
    before, after = (3.0, 3.2, 3.4, 3.2), (3.6, 4.0, 3.6, 3.6)
    difference = difference_of(compare([*before, *after], after_round=4))
    margin = student_t(3) * math.sqrt((variance(before) + variance(after)) / 4)
    centre = fmean(after) - fmean(before)
    assert difference.least == difference.most == pytest.approx(centre)
    assert difference.low == pytest.approx(math.floor((centre - margin) * 10) / 10)
    assert difference.high == pytest.approx(math.ceil((centre + margin) * 10) / 10)


def test_results_that_are_equal_by_chance_do_not_look_certain() -> None:
    difference = difference_of(compare([3.0] * 3 + [3.4] * 3, after_round=3))
    assert difference == pytest.approx((0.4, 0.4, -0.2, 1.0))
    assert difference.sized is None


@pytest.mark.parametrize(
    ("difference", "sized"),
    [
        (MeanDifference(0.4, 0.4, 0.0, 0.8), None),
        (MeanDifference(-0.4, -0.4, -0.8, 0.0), None),
        (MeanDifference(0.2, 0.2, 0.1, 0.3), SizedDifference(1, 0)),
        (MeanDifference(0.6, 0.6, 0.1, 1.1), SizedDifference(1, 2)),
        (MeanDifference(-1.2, -0.4, -1.9, -0.1), SizedDifference(-1, 1, is_exact=False)),
    ],
)
def test_a_size_is_said_only_if_the_range_leaves_out_zero(
    difference: MeanDifference, sized: SizedDifference | None
) -> None:
    assert difference.sized == sized


def test_banded_results_make_an_interval_and_nothing_is_claimed_of_it() -> None:
    difference = difference_of(compare([4.2] * 3 + [HIGH] * 3, after_round=3))
    assert (difference.least, difference.most) == pytest.approx((0.2, 0.8))
    assert difference.sized is None


@given(st.lists(READINGS, min_size=6, max_size=8), st.lists(st.floats(0, 1), min_size=8, max_size=8))
def test_a_range_holds_for_every_value_that_banded_results_stand_for(
    readings: list[QuestionResult], places: list[float]
) -> None:
    compared = compare(readings, after_round=len(readings) // 2)
    difference = difference_of(compared)

    def one(rounds: Sequence[ComparedRound], where: Sequence[float]) -> tuple[float, float]:
        means = [
            round_.low + place * (round_.high - round_.low)
            for round_, place in zip(rounds, where, strict=True)
        ]
        least = 0.25 / fmean(round_.scored for round_ in rounds)
        return fmean(means), max(variance(means), least)

    k = len(compared.before)
    (before, before_variance), (after, after_variance) = (
        one(compared.before, places[:k]),
        one(compared.after, places[k : 2 * k]),
    )
    margin = student_t(k - 1) * math.sqrt((before_variance + after_variance) / k)
    centre = after - before
    assert difference.least - 1e-9 <= centre <= difference.most + 1e-9
    assert difference.low <= max(-4, centre - margin) + 1e-9
    assert difference.high >= min(4, centre + margin) - 1e-9


class Published(QuestionResult):
    """A result of which only what was published of the mean may be read."""

    ALLOWED = frozenset({"theme", "question", "mean", "band", "scored", "invited", "spread", "approximate"})

    def __getattribute__(self, name: str) -> object:
        if name in {field.name for field in fields(QuestionResult)} - Published.ALLOWED:
            raise AssertionError(f"{name} was read")
        return super().__getattribute__(name)


class OfRound(Round):
    """A round of which only number and times may be read."""

    ALLOWED = frozenset({"number", "opened_at", "closed_at", "closes_at"})

    def __getattribute__(self, name: str) -> object:
        if name in {field.name for field in fields(Round)} - OfRound.ALLOWED:
            raise AssertionError(f"{name} was read")
        return super().__getattribute__(name)


def guarded(readings: Sequence[QuestionResult | float]) -> list[tuple[Round, QuestionResult]]:
    def copy(record: Round | QuestionResult, kind: type) -> object:
        return kind(**{field.name: getattr(record, field.name) for field in fields(record)})

    return [(copy(round_, OfRound), copy(reading, Published)) for round_, reading in past(readings)]  # type: ignore[misc]


def test_a_comparison_reads_published_means_and_nothing_else() -> None:
    """So whatever day somebody dates a note on, it tells nothing that the published rounds do not."""
    readings: list[QuestionResult | float] = [3.0, HIGH, 3.2, HOLLOW, 3.6, HIDDEN, 3.9, REWORDED]
    for number, hours in product(range(9), (0, 24)):
        day: datetime = closed(number) + timedelta(hours=hours)
        ends = day + timedelta(days=1)
        compared = compare_before_after("trust", asked_rounds(guarded(readings)), day, ends)
        assert compared == compare_before_after("trust", asked_rounds(past(readings)), day, ends)
