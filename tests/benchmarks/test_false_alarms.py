"""The table that alerts quote, against simulations that are small enough for here."""

import math
from itertools import islice
from random import Random
from statistics import fmean

import pytest

from benchmarks.false_alarms import EARLY_FALL, MEMBERS, exact, falling, readings, simulate, stored
from bot.analysis.baseline import drawn_value
from bot.analysis.false_alarms import EARLY, FIRM


def agree(place: int, series: int) -> None:
    """Asserts that the table's rates of this group size are those of so many series, to three standard
    errors, and a little more where the table says nearly none or nearly all."""
    measured = simulate(MEMBERS[place], stored, series)
    for table, found in ((EARLY[place], measured.early), (FIRM[place], measured.firm)):
        assert (table.members, table.rounds) == (found.members, found.rounds)
        for known, seen in ((table.down, found.down), (table.up, found.up), (table.detected, found.detected)):
            share = min(max(known, 2), 98) / 100
            assert seen == pytest.approx(known, abs=300 * math.sqrt(share * (1 - share) / series))


def test_the_table_is_what_a_small_simulation_gives_within_its_noise() -> None:
    agree(MEMBERS.index(9), series=50)


@pytest.mark.long
@pytest.mark.parametrize("place", range(len(MEMBERS)))
def test_the_table_is_what_the_whole_simulation_gives_within_its_noise(place: int) -> None:
    agree(place, series=1000)


def test_a_simulation_gives_the_same_each_time() -> None:
    assert simulate(6, stored, 5) == simulate(6, stored, 5)


def test_made_up_people_answer_as_the_model_says() -> None:
    chance = Random(1)
    found = [each for _ in range(30) for each in islice(readings(chance, 30, exact), 10)]
    assert fmean(each.scored for each in found) == pytest.approx(24, abs=1)
    assert fmean(drawn_value(each) or 0 for each in found) == pytest.approx(3.68, abs=0.1)  # 5 is the ceiling
    assert fmean(each.spread or 0 for each in found) == pytest.approx(0.87, abs=0.05)


def test_a_fall_lowers_the_mean_once_enough_rounds_have_counted() -> None:
    chance = Random(1)
    before, after = [], []
    for _ in range(50):
        means = [drawn_value(each) or 0 for each in islice(readings(chance, 30, exact, EARLY_FALL), 12)]
        before += means[:EARLY_FALL]
        after += means[EARLY_FALL:]
    assert fmean(before) - fmean(after) == pytest.approx(0.75, abs=0.05)


def test_a_partnership_that_never_has_enough_replies_tells_nothing() -> None:
    assert falling(Random(1), 4, stored, EARLY_FALL) is None
