from bot.analysis.baseline import split_at_rebases
from bot.analysis.changes import Change, SpcRule, find_change
from bot.core.models import QuestionResult
from tests.analysis.series_factory import CALM, HIDDEN, HOLLOW, closed, past

NEARLY = (3.3, 3.9) * 10  # limits at 2.004 and 5.196, near them from 2.536 and 4.664


def moved(*readings: QuestionResult | float) -> Change | None:
    rounds = past(readings)
    (stretch,) = split_at_rebases([(closed(each.number), reading) for each, reading in rounds])
    return find_change(stretch, [reading for _, reading in rounds])


def found(*readings: QuestionResult | float) -> tuple[int, SpcRule, int]:
    """Which way, by which rule, and for how many rounds."""
    it = moved(*readings)
    assert it is not None
    return it.direction, it.rule, it.run


def test_the_first_three_rounds_only_collect() -> None:
    assert moved(4.0, 4.0, 1.0) is None
    assert moved(4.0, HIDDEN, HOLLOW, 4.0, 1.0) is None


def test_from_the_fourth_round_one_that_lies_far_from_those_before_stands_out() -> None:
    assert moved(3.6, 3.6, 3.6, 3.0) == Change(-1, SpcRule.ONE_ROUND, 1, 3.6, 3.0, 1, firm=False)
    assert moved(3.6, 3.6, 3.6, 4.2) == Change(1, SpcRule.ONE_ROUND, 1, 3.6, 4.2, 1, firm=False)
    assert moved(3.6, 3.6, 3.6, 3.2) is None
    assert moved(3.4, 3.6, 3.8, 2.9) == Change(-1, SpcRule.ONE_ROUND, 1, 3.6, 2.9, 1, firm=False)


def test_two_rounds_that_lie_far_from_those_before_stand_out() -> None:
    assert moved(3.6, 3.6, 3.6, 3.2, 3.2) == Change(-1, SpcRule.TWO_ROUNDS, 2, 3.6, 3.2, 1, firm=False)
    assert found(3.6, 3.6, 3.6, 4.0, 4.0) == (1, SpcRule.TWO_ROUNDS, 2)


def test_two_rounds_are_named_before_one_as_they_began_earlier() -> None:
    assert found(3.6, 3.6, 3.6, 2.8, 2.4) == (-1, SpcRule.TWO_ROUNDS, 2)


def test_a_round_that_does_not_count_moves_nothing() -> None:
    assert moved(3.6, 3.6, 3.6, 2.0, HOLLOW) is None
    assert moved(*CALM, 2.0, HIDDEN) is None


def test_from_the_thirteenth_round_the_chart_speaks() -> None:
    assert found(*CALM[:11], 2.9) == (-1, SpcRule.ONE_ROUND, 1)
    it = moved(*CALM[:12], 2.0)
    assert it is not None
    assert (it.rule, it.run, it.firm) == (SpcRule.OUTSIDE, 1, True)


def test_a_point_outside_the_limits_stands_out() -> None:
    assert moved(*CALM, 2.9) == Change(-1, SpcRule.OUTSIDE, 1, 3.6, 2.9, 1, firm=True)
    assert found(*CALM, 4.4, 4.4) == (1, SpcRule.OUTSIDE, 2)


def test_seven_points_one_way_stand_out() -> None:
    assert found(*NEARLY, 4.2, 4.0, 3.8, 3.6, 3.4, 3.2, 3.0) == (-1, SpcRule.SEVEN_ONE_WAY, 7)
    assert found(*NEARLY, 3.0, 3.2, 3.4, 3.6, 3.8, 4.0, 4.2) == (1, SpcRule.SEVEN_ONE_WAY, 7)


def test_two_of_three_near_a_limit_stand_out_from_the_first_of_the_two() -> None:
    assert found(*NEARLY, 3.3, 2.4, 2.4) == (-1, SpcRule.TWO_OF_THREE, 2)
    assert found(*NEARLY, 4.8, 3.7, 4.8) == (1, SpcRule.TWO_OF_THREE, 3)


def test_seven_points_on_one_side_stand_out() -> None:
    assert found(*NEARLY, 3.8, *[3.2, 3.1] * 4) == (-1, SpcRule.SEVEN_ON_ONE_SIDE, 8)
    assert found(*NEARLY, *[3.9, 4.0] * 4) == (
        1,
        SpcRule.SEVEN_ON_ONE_SIDE,
        9,
    )  # the last of those before lay above too


def test_a_move_is_large_from_three_tenths_of_the_newest_mean_or_the_newest_three() -> None:
    three_low = moved(*NEARLY, 3.5, 3.4, 3.5, 3.4, 3.25, 3.0, 3.5)
    assert three_low == Change(-1, SpcRule.SEVEN_ON_ONE_SIDE, 7, 3.6, 3.25, 3, firm=True)
    near, far, three, turned = (
        moved(*NEARLY, *readings)
        for readings in (
            [3.5, 3.4] * 4,
            [3.5, 3.4] * 3 + [3.3],
            [3.5, 3.4, 3.5, 3.4, 3.1, 3.1, 3.5],
            [4.3, 4.2, 4.1, 4.0, 3.95, 3.92, 3.91],
        )
    )
    assert [
        it and (it.is_large, it.rounds_averaged, round(it.difference, 2)) for it in (near, far, three, turned)
    ] == [
        (False, 1, -0.2),
        (True, 1, -0.3),
        (True, 3, -0.37),
        (False, 1, 0.31),  # going down from far above is not yet down
    ]
