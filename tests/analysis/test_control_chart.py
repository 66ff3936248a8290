import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.control_chart import COMMON, label_direction, xmr

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "spc_cases.json").read_text())
CASES: list[dict[str, Any]] = REFERENCE["cases"] + REFERENCE["extra_cases"]
means = st.lists(st.integers(10, 50).map(lambda tenths: tenths / 10), max_size=45)
gaps = st.lists(st.none() | st.integers(10, 50).map(lambda tenths: tenths / 10), max_size=45)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_segments_and_labels_are_those_of_the_reference(case: dict[str, Any]) -> None:
    given, expected = case["input"], case["expected"]
    process = xmr(
        given["y"],
        rebase_at=given["rebase_at"],
        fix_after=given["fix_after_n_points"],
        trend_points=given["trend_points"],
    )
    assert list(process.labels) == expected["special_cause_type"]
    assert len(process.segments) == len(expected["segments"])
    for segment, wanted in zip(process.segments, expected["segments"], strict=True):
        assert (segment.start, segment.n) == (wanted["start"], wanted["n"])
        assert segment.trial is wanted.get("short_group_warning", segment.n < 13)
        for found, number in (("mean", segment.mean), ("lower", segment.lower), ("upper", segment.upper)):
            of_r = wanted[found]
            assert number == (of_r if of_r is None else pytest.approx(of_r, rel=1e-9, abs=1e-12))


def test_the_reference_is_there() -> None:
    assert len(CASES) == 103


def test_no_values_have_no_segments_and_no_labels() -> None:
    assert (xmr([]).segments, xmr([]).labels) == ((), ())


def test_one_value_has_a_mean_and_no_limits() -> None:
    (segment,) = xmr([3.5]).segments
    assert (segment.mean, segment.lower, segment.upper, segment.trial) == (3.5, None, None, True)
    assert xmr([3.5]).labels == (COMMON,)


@given(st.floats(1, 5), st.floats(1, 5), st.integers(1, 60))
def test_constant_and_two_point_series_are_calm(one: float, other: float, length: int) -> None:
    assert set(xmr([one] * length).labels) == {COMMON}
    assert xmr([one, other]).labels == (COMMON, COMMON)


@given(gaps)
def test_a_missing_value_is_skipped(values: list[float | None]) -> None:
    there = [value for value in values if value is not None]
    process, plain = xmr(values), xmr(there)
    assert [label for label in process.labels if label] == list(plain.labels)
    assert [label == "" for label in process.labels] == [value is None for value in values]
    assert process.segments == plain.segments


def test_a_segment_without_values_is_left_out() -> None:
    process = xmr([3.0, 3.2, None, None, 3.4], rebase_at=[2, 4])
    assert [(segment.start, segment.n) for segment in process.segments] == [(0, 2), (4, 1)]


def test_a_rebase_that_lies_ahead_changes_nothing() -> None:
    assert xmr([3.0, 3.2], rebase_at=[0, 2, 9]) == xmr([3.0, 3.2])


@given(means, st.integers(-20, 20), st.integers(1, 20))
def test_limits_move_with_shift_and_scale(values: list[float], shift: int, scale: int) -> None:
    moved = xmr([value * scale + shift for value in values])
    for segment, plain in zip(moved.segments, xmr(values).segments, strict=True):
        assert segment.mean == pytest.approx(plain.mean * scale + shift, abs=1e-9)
        if plain.lower is None or plain.upper is None:
            assert (segment.lower, segment.upper) == (None, None)
        else:
            limits = (plain.lower * scale + shift, plain.upper * scale + shift)
            assert (segment.lower, segment.upper) == pytest.approx(limits, abs=1e-9)


@given(means)
def test_a_scale_turned_round_turns_every_label_round(values: list[float]) -> None:
    turned = xmr([6 - value for value in values]).labels
    assert [label_direction(label) for label in turned] == [
        -label_direction(label) for label in xmr(values).labels
    ]


@given(means, st.integers(0, 45), st.none() | st.integers(1, 20))
def test_a_rebase_never_changes_earlier_segments(values: list[float], at: int, fix_after: int | None) -> None:
    rebased, before = xmr(values, rebase_at=[at], fix_after=fix_after), xmr(values[:at], fix_after=fix_after)
    assert rebased.segments[: len(before.segments)] == before.segments
    assert rebased.labels[:at] == before.labels


@given(means, st.lists(st.integers(10, 50).map(lambda tenths: tenths / 10), max_size=10))
def test_fixed_limits_do_not_move_with_later_values(values: list[float], later: list[float]) -> None:
    frozen = [(s.mean, s.lower, s.upper) for s in xmr(values, fix_after=len(values) or 1).segments]
    longer = xmr([*values, *later], fix_after=len(values) or 1).segments
    if values:
        assert [(s.mean, s.lower, s.upper) for s in longer] == frozen


@given(means)
def test_a_label_points_away_from_the_mean_unless_it_is_a_trend(values: list[float]) -> None:
    process = xmr(values)
    for value, label in zip(values, process.labels, strict=True):
        if label_direction(label) and "Trend" not in label:
            assert (value > process.segments[0].mean) == (label_direction(label) > 0)


def test_a_point_between_two_trends_belongs_to_the_later_one() -> None:
    up_and_down = [1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 3.5, 3.0, 2.5, 2.0, 1.5, 1.0]
    labels = xmr([2.0, 5.0, 1.0, 5.0, 1.0, 5.0, *up_and_down]).labels[6:]
    assert labels == ("7 Point Trend (Increasing)",) * 6 + ("7 Point Trend (Decreasing)",) * 7


@pytest.mark.parametrize(
    ("label", "way"),
    [
        ("Above UCL", 1),
        ("7 Point Trend (Increasing)", 1),
        ("2 in 3 Above CL", 1),
        ("7 Points Above CL", 1),
        ("Below LCL", -1),
        ("6 Point Trend (Decreasing)", -1),
        ("2 in 3 Below CL", -1),
        ("7 Points Below CL", -1),
        ("Common Cause", 0),
        ("", 0),
    ],
)
def test_a_label_says_which_way_it_points(label: str, way: int) -> None:
    assert label_direction(label) == way
