import pytest

from bot.analysis.control_chart import xmr
from bot.analysis.outcome_process import limit_decimals, outcome_process

STEADY = [46.0, 44, 47, 45, 46, 48, 45, 44, 46, 47, 45, 46, 44]


@pytest.mark.parametrize("n", [0, 1, 3])
def test_a_few_values_have_no_limits(n: int) -> None:
    process = outcome_process(STEADY[:n])
    assert (process.limits, process.directions, process.is_firm) == (None, (0,) * n, False)


@pytest.mark.parametrize("n", [4, 12])
def test_trial_limits_mark_nothing(n: int) -> None:
    process = outcome_process([*STEADY[: n - 1], 500])
    assert process.limits is not None
    assert process.limits.trial
    assert set(process.directions) == {0}


def test_limits_and_marks_are_those_of_the_control_chart() -> None:
    values = [*STEADY, 60, 30]
    reference = xmr(values, fix_after=20)
    process = outcome_process(values)
    assert (process.limits, process.is_firm) == (reference.segments[0], True)
    assert process.directions[-2:] == (1, -1)
    assert set(process.directions[:-2]) == {0}


def test_limits_come_from_the_first_twenty_values() -> None:
    values = (STEADY + STEADY)[:20]
    later = outcome_process([*values, 100, 100, 100]).limits
    first = outcome_process(values).limits
    assert first is not None
    assert later is not None
    assert (later.mean, later.lower, later.upper) == (first.mean, first.lower, first.upper)


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ([5, 5], 0),
        ([0, 100], 0),
        ([0, 1000], -1),
        ([31, 56], 0),
        ([0, 7.1], 1),
        ([91, 93.2], 1),
        ([0, 0.5], 2),
        ([0, 1e-9], 3),
    ],
)
def test_limits_have_as_many_places_as_tell_them_apart(values: list[float], places: int) -> None:
    assert limit_decimals(values) == places
