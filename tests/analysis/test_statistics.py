import json
from itertools import combinations
from math import comb
from pathlib import Path
from statistics import NormalDist
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.statistics import (
    average_distance,
    bounds,
    deviation,
    early_concern,
    interval,
    mean,
    permutation_p,
    split,
    student_t,
)

CASES: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[1] / "reference" / "stats_cases.json").read_text()
)
some_counts = st.tuples(*[st.integers(0, 6)] * 5).filter(any)


@pytest.mark.parametrize("case", CASES["average_distance"], ids=str)
def test_mean_deviation_distance_and_split_are_those_of_the_reference(case: dict[str, Any]) -> None:
    counts = case["counts"]
    found = (mean(counts), deviation(counts), average_distance(counts), split(counts))
    assert found == pytest.approx((case["mean"], case["sd"], case["AD"], case["split"]), abs=1e-12)


@pytest.mark.parametrize("case", CASES["interval"], ids=str)
def test_bounds_and_interval_are_those_of_the_reference(case: dict[str, Any]) -> None:
    counts, members = case["counts"], case["members"]
    assert mean(counts) == pytest.approx(case["mean"], abs=1e-12)
    assert bounds(counts, members) == pytest.approx(case["bounds"], abs=1e-12)
    assert interval(counts, members) == pytest.approx(case["interval"], abs=1e-4)


@pytest.mark.parametrize("case", CASES["permutation_p"], ids=str)
def test_permutation_p_is_that_of_the_reference(case: dict[str, Any]) -> None:
    lead, others = case["lead"], case["others"]
    assert mean(lead) - mean(others) == pytest.approx(case["gap"], abs=1e-12)
    assert permutation_p(lead, others) == pytest.approx(case["p"], abs=1e-12)


@pytest.mark.parametrize("case", CASES["early_concern"], ids=str)
def test_early_concern_is_that_of_the_reference(case: dict[str, Any]) -> None:
    assert early_concern(case["means"], case["sds"], case["ns"]) is case["concern"]


# From the table of Student's t in the NIST/SEMATECH handbook of statistical methods, 1.3.6.7.2.
@pytest.mark.parametrize(
    ("df", "quantile"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (7, 2.365), (10, 2.228), (29, 2.045), (100, 1.984)],
)
def test_student_t_is_that_of_the_printed_tables(df: int, quantile: float) -> None:
    assert round(student_t(df), 3) == quantile


def test_student_t_comes_near_the_normal_distribution() -> None:
    assert student_t(20_000) == pytest.approx(NormalDist().inv_cdf(0.975), abs=2e-4)


def test_one_answer_among_many_says_no_more_than_the_bounds() -> None:
    assert interval((0, 0, 0, 1, 0), 4) == bounds((0, 0, 0, 1, 0), 4) == (1.75, 4.75)


@pytest.mark.parametrize("measure", [mean, deviation, average_distance, split])
def test_nobodys_answers_have_no_measure(measure: Any) -> None:
    with pytest.raises(ValueError, match="Nobody answered"):
        measure((0, 0, 0, 0, 0))


def test_one_answer_has_no_deviation() -> None:
    with pytest.raises(ValueError, match="two people"):
        deviation((0, 0, 1, 0, 0))


def test_more_answers_than_members_are_refused() -> None:
    with pytest.raises(ValueError, match="3 people answered, of 2"):
        bounds((0, 0, 3, 0, 0), 2)


@given(some_counts, st.integers(0, 30))
def test_the_interval_lies_within_the_bounds_and_around_the_mean(
    counts: tuple[int, ...], silent: int
) -> None:
    members = sum(counts) + silent
    (least, most), (low, high) = bounds(counts, members), interval(counts, members)
    assert 1 - 1e-9 <= least <= low <= mean(counts) + 1e-9
    assert mean(counts) - 1e-9 <= high <= most <= 5 + 1e-9


@given(some_counts)
def test_turning_the_scale_round_changes_no_measure_of_spread(counts: tuple[int, ...]) -> None:
    turned = counts[::-1]
    assert split(turned) == split(counts)
    assert average_distance(turned) == pytest.approx(average_distance(counts))


@given(st.tuples(*[st.integers(0, 2)] * 5).filter(any), st.tuples(*[st.integers(0, 1)] * 5).filter(any))
def test_permutation_p_is_the_share_of_all_draws(lead: tuple[int, ...], others: tuple[int, ...]) -> None:
    people = [p for p, pair in enumerate(zip(lead, others, strict=True), 1) for _ in range(sum(pair))]
    size, total = sum(lead), sum(people)
    seen = abs(sum(p * n for p, n in enumerate(lead, 1)) * len(people) - total * size)
    draws = [abs(sum(draw) * len(people) - total * size) for draw in combinations(people, size)]
    assert permutation_p(lead, others) == pytest.approx(sum(far >= seen for far in draws) / len(draws))


def test_permutation_p_of_two_large_sides_is_exact() -> None:
    # Of all draws of 20 out of 40, only the two in which each side keeps to one point are so far apart.
    assert permutation_p((20, 0, 0, 0, 0), (0, 0, 0, 0, 20)) == 2 / comb(40, 20)


def test_alike_sides_are_never_beyond_chance() -> None:
    assert permutation_p((4, 4, 4, 4, 4), (4, 4, 4, 4, 4)) == 1.0


def test_fewer_than_four_rounds_give_no_early_concern() -> None:
    assert not early_concern([5.0, 5.0, 1.0], [0.1] * 3, [20] * 3)


def test_a_fall_of_half_a_point_counts_where_floating_point_makes_it_less() -> None:
    assert 4.1 - 3.6 < 0.5
    assert early_concern([4.1, 4.1, 4.1, 3.6], [0.1] * 4, [20] * 4)


def test_two_low_rounds_count_only_with_three_before_them() -> None:
    assert not early_concern([4.0, 4.0, 3.6, 3.6], [0.8] * 4, [6] * 4)
    assert early_concern([4.0, 4.0, 4.0, 3.6, 3.6], [0.8] * 5, [6] * 5)


def test_rounds_that_may_not_tell_their_deviation_take_the_usual_one() -> None:
    falls = [4.0, 4.0, 4.0, 3.35]  # by 0.65, where 2 * 0.85 / sqrt(7) is 0.643 and 2 * 0.9 / sqrt(7) is 0.68
    assert early_concern(falls, [None] * 4, [7] * 4)
    assert not early_concern(falls, [None, None, 0.9, None], [7, 7, 12, 7])


def test_deviations_are_pooled_by_how_many_people_they_rest_on() -> None:
    falls = [4.0, 4.0, 4.0, 3.45]  # by 0.55, the newest round with 11 answers
    # s = sqrt((30 * 1.21 + 10 * 0.25) / 40) = 0.98, and chance reaches 0.59; without weights 0.85 and 0.52
    assert not early_concern(falls, [1.1, None, None, 0.5], [31, 5, 5, 11])


def test_few_people_tell_as_much_of_a_deviation_as_they_have_degrees_of_freedom() -> None:
    sds, ns = [2.0, 0.4, None, None], [2, 5, 9, 4]
    # s = sqrt((1 * 4 + 4 * 0.16) / 5) = 0.963, and chance reaches as far in a round of four
    assert early_concern([4.0, 4.0, 4.0, 3.0], sds, ns)
    assert not early_concern([4.0, 4.0, 4.0, 3.1], sds, ns)


def test_negated_means_find_a_rise() -> None:
    rising = [3.2, 3.2, 3.2, 4.2]
    assert not early_concern(rising, [0.5] * 4, [12] * 4)
    assert early_concern([-value for value in rising], [0.5] * 4, [12] * 4)


def test_two_camps_are_two_people_and_a_quarter_each_at_least() -> None:
    assert split((1, 1, 0, 1, 1))
    assert split((2, 0, 1, 5, 0))
    assert not split((2, 0, 1, 6, 0))
    assert not split((1, 0, 0, 1, 0))


def test_two_answers_have_a_deviation() -> None:
    assert deviation((1, 0, 0, 0, 1)) == pytest.approx(8**0.5)
