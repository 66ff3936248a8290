"""The coverage that docs/method.md quotes, against simulations that are small enough for here."""

from random import Random

import pytest

from benchmarks.before_after import CASES, LEAST_COVERED, SHIFT, SteadyCase, cover, simulated_difference
from benchmarks.false_alarms import noise


@pytest.mark.parametrize("mood", ["calm", "mood", "lasting mood"])
def test_ranges_of_steady_partnerships_hold_zero(mood: str) -> None:
    coverage = cover(SteadyCase(30, 3.7, mood, 6), series=150)
    assert coverage.covered >= LEAST_COVERED - noise(LEAST_COVERED, 150) / 2
    assert coverage.found > 80


@pytest.mark.long
@pytest.mark.parametrize("case", CASES)
def test_ranges_of_steady_partnerships_hold_zero_in_each_case(case: SteadyCase) -> None:
    assert cover(case, series=1000).covered >= LEAST_COVERED


def test_a_simulation_of_differences_gives_the_same_each_time() -> None:
    case = SteadyCase(9, 3.7, "mood", 3)
    assert cover(case, 5) == cover(case, 5)


def test_a_shift_moves_the_difference_and_too_few_replies_give_none() -> None:
    case = SteadyCase(30, 3.7, "calm", 6)
    difference = simulated_difference(Random(1), case, -SHIFT)
    assert difference is not None
    assert difference.least == pytest.approx(-SHIFT, abs=0.25)
    assert simulated_difference(Random(1), SteadyCase(4, 3.7, "calm", 3), 0.0) is None
