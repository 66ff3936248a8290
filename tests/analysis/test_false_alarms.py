from itertools import product

import pytest

from bot.analysis.false_alarms import CALM, DETECTION, FALSE_ALARMS, MOODY, false_alarm_rates

SIZES, LEVELS, MOODS, PHASES, FALLS = (6, 9, 15, 30), (3.7, 4.3), (CALM, MOODY), (False, True), (0.75, 1.5)


@pytest.mark.parametrize(
    ("members", "nearest"),
    [(1, 6), (6, 6), (7, 6), (8, 9), (11, 9), (12, 15), (21, 15), (22, 30), (400, 30)],
)
def test_the_rates_are_those_of_the_nearest_group_size_in_proportion(members: int, nearest: int) -> None:
    for firm in PHASES:
        rates = false_alarm_rates(members, 3.7, firm=firm)
        assert [(rate.members, rate.mood, rate.firm) for rate in rates] == [
            (nearest, CALM, firm),
            (nearest, MOODY, firm),
        ]


@pytest.mark.parametrize(
    ("level", "nearest"), [(3.0, 3.7), (3.9, 3.7), (4.1, 4.3), (5.0, 4.3), (2.5, 3.7), (1.5, 4.3)]
)
def test_the_rates_are_those_of_the_nearest_level_on_either_side_of_the_middle(
    level: float, nearest: float
) -> None:
    assert {rate.level for rate in false_alarm_rates(9, level, firm=True)} == {nearest}


def test_each_phase_has_its_number_of_rounds() -> None:
    assert [false_alarm_rates(9, 3.7, firm=firm)[0].rounds for firm in PHASES] == [9, 26]


def test_each_case_has_one_row() -> None:
    alarms = [(row.members, row.level, row.mood, row.firm) for row in FALSE_ALARMS]
    assert sorted(alarms) == [*product(SIZES, LEVELS, MOODS, PHASES)]
    falls = [(row.members, row.level, row.mood, row.firm, row.fall) for row in DETECTION]
    assert sorted(falls) == [*product(SIZES, LEVELS, MOODS, PHASES, FALLS)]
