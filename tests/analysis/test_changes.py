from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.baseline import split_at_rebases
from bot.analysis.changes import Change, SizedDifference, SpcRule, difference_between, early_change
from bot.analysis.limits import CountedRound
from bot.core.models import QuestionResult
from tests.analysis.series_factory import (
    CALM,
    HIDDEN,
    HOLLOW,
    PLAIN,
    banded_lines,
    closed,
    exact_lines,
    past,
)

NEARLY = (3.3, 3.9) * 10  # limits at 2.004 and 5.196, near them from 2.536 and 4.664
HIGH = replace(PLAIN, scored=9, mean=None, band="high")  # from 4.4 to 5.0
LOW = replace(PLAIN, scored=9, mean=None, band="low")  # from 1.0 to 1.6


def moved(*readings: QuestionResult | float) -> Change | None:
    rounds = past(readings)
    (stretch,) = split_at_rebases([(closed(each.number), reading) for each, reading in rounds])
    return stretch.change


def found(*readings: QuestionResult | float) -> tuple[int, SpcRule, int]:
    """Which way, by which rule, and for how many rounds."""
    change = moved(*readings)
    assert change is not None
    return change.direction, change.rule, change.run


def confirmed(*readings: QuestionResult | float) -> bool:
    change = moved(*readings)
    assert change is not None
    return change.confirmed


def test_the_first_three_rounds_only_collect() -> None:
    assert moved(4.0, 4.0, 1.0) is None
    assert moved(4.0, HIDDEN, HOLLOW, 4.0, 1.0) is None


def test_from_the_fourth_round_one_that_lies_far_from_those_before_stands_out() -> None:
    fell = Change(-1, SpcRule.ONE_ROUND, 1, 3.6, 3.0, 3.0 - 3.6, firm=False)
    assert moved(3.6, 3.6, 3.6, 3.0) == fell
    rose = Change(1, SpcRule.ONE_ROUND, 1, 3.6, 4.2, 4.2 - 3.6, firm=False)
    assert moved(3.6, 3.6, 3.6, 4.2) == rose
    assert moved(3.6, 3.6, 3.6, 3.2) is None
    assert found(3.4, 3.6, 3.8, 2.9) == (-1, SpcRule.ONE_ROUND, 1)


def test_two_rounds_that_lie_far_from_those_before_stand_out_and_confirm_themselves() -> None:
    change = moved(3.6, 3.6, 3.6, 3.2, 3.2)
    assert change == Change(-1, SpcRule.TWO_ROUNDS, 2, 3.6, 3.2, 3.2 - 3.6, firm=False, confirmed=True)
    assert found(3.6, 3.6, 3.6, 4.0, 4.0) == (1, SpcRule.TWO_ROUNDS, 2)
    assert confirmed(3.6, 3.6, 3.6, 4.0, 4.0)


def test_two_rounds_are_named_before_one_as_they_began_earlier() -> None:
    assert found(3.6, 3.6, 3.6, 2.8, 2.4) == (-1, SpcRule.TWO_ROUNDS, 2)


def test_a_round_that_does_not_count_moves_nothing() -> None:
    assert moved(3.6, 3.6, 3.6, 2.0, HOLLOW) is None
    assert moved(*CALM, 2.0, HIDDEN) is None


def test_from_the_thirteenth_round_the_chart_speaks() -> None:
    assert found(*CALM[:11], 2.9) == (-1, SpcRule.ONE_ROUND, 1)
    change = moved(*CALM[:12], 2.0)
    assert change is not None
    assert (change.rule, change.run, change.firm) == (SpcRule.OUTSIDE, 1, True)


def test_a_point_outside_the_limits_stands_out() -> None:
    assert found(*CALM, 2.9) == (-1, SpcRule.OUTSIDE, 1)
    assert found(*CALM, 4.4, 4.4) == (1, SpcRule.OUTSIDE, 2)


def test_seven_points_one_way_stand_out_and_confirm_themselves() -> None:
    down = (*NEARLY, 4.2, 4.0, 3.8, 3.6, 3.4, 3.2, 3.0)
    assert found(*down) == (-1, SpcRule.SEVEN_ONE_WAY, 7)
    assert confirmed(*down)
    assert found(*NEARLY, 3.0, 3.2, 3.4, 3.6, 3.8, 4.0, 4.2) == (1, SpcRule.SEVEN_ONE_WAY, 7)


def test_two_of_three_near_a_limit_stand_out_from_the_first_of_the_two() -> None:
    assert found(*NEARLY, 3.3, 2.4, 2.4) == (-1, SpcRule.TWO_OF_THREE, 2)
    assert found(*NEARLY, 4.8, 3.7, 4.8) == (1, SpcRule.TWO_OF_THREE, 3)


def test_seven_points_on_one_side_stand_out_and_confirm_themselves() -> None:
    assert found(*NEARLY, 3.8, *[3.2, 3.1] * 4) == (-1, SpcRule.SEVEN_ON_ONE_SIDE, 8)
    above = (*NEARLY, *[3.9, 4.0] * 4)  # the last of those before lay above too
    assert found(*above) == (1, SpcRule.SEVEN_ON_ONE_SIDE, 9)
    assert confirmed(*above)


@pytest.mark.parametrize(
    ("newest", "stands_out"),
    [
        ([3.4] * 7, False),
        ([3.4] * 6 + [3.3], True),
        ([3.4, 3.4, 3.4, 3.4, 3.1, 3.1, 3.5], False),  # the newest is near the usual again
        ([4.3, 4.2, 4.1, 4.0, 3.95, 3.92, 3.91], False),  # going down from far above is not yet down
    ],
)
def test_a_change_is_told_only_if_the_newest_mean_is_three_tenths_from_the_usual(
    newest: list[float], stands_out: bool
) -> None:
    assert (moved(*NEARLY, *newest) is not None) == stands_out


def test_a_point_within_half_a_tenth_of_the_mean_ends_a_run() -> None:
    assert moved(*NEARLY, *[3.2] * 3, 3.56, *[3.2] * 3) is None
    assert moved(*NEARLY, *[3.2] * 3, 3.54, *[3.2] * 3) is not None


def test_limits_are_never_narrower_than_a_small_difference() -> None:
    steady = (3.6,) * 20
    assert moved(*steady, 3.3) is not None
    assert moved(*steady, 3.4) is None
    (segment,) = split_at_rebases([(closed(each.number), reading) for each, reading in past(steady)])
    assert segment.limits is not None
    assert (round(segment.limits.lower, 9), round(segment.limits.upper, 9)) == (3.45, 3.75)


def test_a_first_firing_is_watched_and_a_second_within_three_counted_rounds_confirms_it() -> None:
    assert not confirmed(*CALM, 2.9)
    assert confirmed(*CALM, 2.9, 2.9)
    assert confirmed(*CALM, 2.9, HIDDEN, 3.6, HOLLOW, 2.9)
    assert not confirmed(*CALM, 2.9, 3.6, 3.6, 2.9)
    assert not confirmed(*CALM, 4.3, 2.9)
    assert not confirmed(*CALM, 2.9, 4.3)


def test_any_rule_confirms_another() -> None:
    early, firm = moved(*CALM[:11], 2.9), moved(*CALM[:11], 2.9, 2.5)
    assert early is not None
    assert firm is not None
    assert (early.firm, early.confirmed, firm.firm, firm.confirmed) == (False, False, True, True)
    assert (firm.rule, firm.size, firm.stood_out) == (SpcRule.OUTSIDE, 2, 2)


def test_a_sharp_change_is_confirmed_at_once() -> None:
    assert confirmed(*CALM, 2.6)
    assert confirmed(*CALM, 4.6)
    assert confirmed(3.6, 3.6, 3.6, 2.6)
    assert not confirmed(*CALM, 2.61)


def test_a_change_counts_the_rounds_in_which_it_stood_out() -> None:
    change = moved(*CALM, *[2.9] * 3, 3.6, *[2.9] * 3)
    assert change is not None
    assert (change.run, change.stood_out) == (7, 6)


def test_fourteen_banded_rounds_and_one_just_below_are_no_news() -> None:
    for n in range(5, 10):
        banded = replace(PLAIN, scored=n, invited=9, mean=None, band="high")
        assert moved(*[banded] * 14, replace(PLAIN, mean=4.4)) is None
        assert moved(*[banded] * 14, replace(PLAIN, scored=n, invited=9, mean=3.9)) is None


@pytest.mark.parametrize("first", range(5, 10))
def test_nine_who_say_all_the_same_and_then_ten_make_no_news(first: int) -> None:
    banded = replace(PLAIN, scored=first, invited=10, mean=None, band="high")
    ten = replace(PLAIN, scored=10, invited=10, mean=5.0)
    assert moved(*[banded] * 8, *[ten] * 2) is None
    assert moved(*[ten] * 8, *[banded] * 2) is None
    assert moved(*[ten] * 14, *[banded] * 9) is None
    assert moved(*[banded] * 14, *[ten] * 9) is None


def test_a_reading_stored_under_other_bands_is_read_by_those_of_today() -> None:
    old = replace(PLAIN, scored=5, invited=9, mean=4.3)  # today: from 4.0 on
    today = replace(PLAIN, scored=5, invited=9, mean=None, band="high")
    assert moved(*[old] * 6, *[today] * 3) == moved(*[today] * 9) is None


def test_where_a_third_of_the_readings_are_banded_the_early_rules_stay_in_force() -> None:
    happy = (4.3, HIGH) * 7
    change = moved(*happy, 3.4)
    assert change is not None
    assert (change.rule, change.firm, change.confirmed) == (SpcRule.ONE_ROUND, False, False)
    assert (round(change.difference, 2), round(change.most, 2)) == (-0.95, -1.25)
    assert change.sized == SizedDifference(-1, 2, is_exact=False)
    firm = moved(*(4.3, 4.3, 4.3, HIGH) * 5, 2.0)
    assert firm is not None
    assert firm.firm


def test_a_banded_round_far_above_the_usual_is_a_rise_of_at_least_so_much() -> None:
    change = moved(*CALM, HIGH)
    assert change is not None
    assert (change.direction, round(change.difference, 2), round(change.most, 2)) == (1, 0.8, 1.4)
    assert moved(*CALM, LOW) is not None
    assert moved(4.0, 4.0, 4.0, LOW) is not None
    assert moved(3.6, 3.6, 3.6, HIGH) is not None


@pytest.mark.parametrize(
    ("now", "before", "difference"),
    [
        ((3.6, 3.6), (3.8, 3.8), SizedDifference(0, 0)),
        ((3.6, 3.6), (4.0, 4.0), SizedDifference(-1, 1)),
        ((4.4, 5.0), (3.3, 3.3), SizedDifference(1, 3)),
        ((4.4, 5.0), (3.6, 3.6), SizedDifference(1, 2, is_exact=False)),
        ((3.6, 3.6), (4.4, 5.0), SizedDifference(-1, 2, is_exact=False)),
        ((4.4, 5.0), (4.3, 4.3), None),
        ((4.4, 5.0), (4.4, 5.0), None),
        ((5.0, 5.0), (4.4, 5.0), None),
        ((4.8, 5.0), (4.8, 5.0), SizedDifference(0, 0)),
    ],
)
def test_a_size_is_told_only_where_it_holds_for_every_value(
    now: tuple[float, float], before: tuple[float, float], difference: SizedDifference | None
) -> None:
    assert difference_between(now, before) == difference


@given(banded_lines(), st.data())
def test_an_early_rule_applies_to_banded_readings_only_if_it_does_so_whatever_their_mean(
    line: list[CountedRound], data: st.DataObject
) -> None:
    change = early_change(line)
    if change is None:
        return
    exact = early_change(data.draw(exact_lines(line)))
    assert exact is not None
    least, most = sorted([change.difference, change.most])
    assert exact.direction == change.direction
    assert exact.run > change.run or least - 1e-9 <= exact.difference <= most + 1e-9
