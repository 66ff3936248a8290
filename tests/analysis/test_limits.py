from dataclasses import replace
from itertools import pairwise
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.control_chart import xmr
from bot.analysis.limits import CountedRound, labels_of, limits_of
from tests.analysis.series_factory import banded_lines_with_limits, exact_lines

HIGH, EXACT = CountedRound(4.4, 5.0, 9), CountedRound(4.0, 4.0, 12)


def exact(*means: float) -> tuple[CountedRound, ...]:
    return tuple(CountedRound(mean, mean, 12) for mean in means)


def test_there_are_no_limits_under_thirteen_rounds_nor_where_a_third_is_banded() -> None:
    assert limits_of(exact(*[3.5, 3.7] * 6)) is None
    assert limits_of((EXACT, EXACT, HIGH) * 5) is None
    assert limits_of((EXACT, EXACT, EXACT, HIGH) * 4) is not None


@given(st.lists(st.integers(10, 50), min_size=13, max_size=20))
def test_limits_of_exact_means_are_those_of_the_chart_but_never_narrower(tenths: list[int]) -> None:
    values = [each / 10 for each in tenths]
    lines, (known,) = limits_of(exact(*values)), xmr(values).segments
    assert lines is not None
    assert known.upper is not None
    assert lines.mean == known.mean
    assert lines.upper - lines.mean == max(known.upper - known.mean, lines.upper - lines.mean)
    assert lines.upper - lines.mean >= 0.15 - 1e-9
    assert (lines.upper == known.upper) or lines.upper - lines.mean <= 0.15 + 1e-9


def test_the_centre_of_banded_readings_is_an_interval_and_moving_ranges_are_those_of_exact_ones() -> None:
    lines = limits_of((*exact(*[4.0, 4.2] * 7), HIGH))
    assert lines is not None
    assert lines.mean == lines.centre[0] == pytest.approx((14 * 4.1 + 4.4) / 15)
    assert lines.centre[1] == pytest.approx((14 * 4.1 + 5.0) / 15)
    assert (lines.lower, lines.upper) == pytest.approx((lines.mean - 0.532, lines.centre[1] + 0.532))


@given(banded_lines_with_limits(), st.data())
def test_a_label_of_banded_readings_holds_whatever_their_mean(
    line: list[CountedRound], data: st.DataObject
) -> None:
    lines = limits_of(tuple(line[:20]))
    assert lines is not None
    values = data.draw(exact_lines(line))
    mean = fmean(round_.low for round_ in values[:20])
    held = replace(lines, centre=(mean, mean))
    for certain, possible in zip(labels_of(line, lines), labels_of(values, held), strict=True):
        assert {*certain} <= {*possible}


def test_a_step_between_banded_readings_has_no_direction() -> None:
    low_to_high = [CountedRound(1.0, 1.6, 9), *exact(2.0, 2.4, 2.8, 3.2, 3.6), HIGH]
    lines = limits_of(exact(*[3.2, 3.4] * 7))
    assert lines is not None
    assert all("7 Point Trend (Increasing)" in labels for labels in labels_of(low_to_high, lines))
    flat = [*low_to_high[:-1], CountedRound(3.5, 5.0, 9)]
    assert not any("7 Point Trend (Increasing)" in labels for labels in labels_of(flat, lines))
    assert all(after.low > before.high for before, after in pairwise(low_to_high))
