from dataclasses import replace

import pytest

from bot.analysis.bands import BOUNDS, band_of, interval_of, shown_band
from bot.core.models import QuestionResult
from tests.analysis.series_factory import HIDDEN, PLAIN


@pytest.mark.parametrize("n", range(5, 10))
def test_a_sum_within_five_of_an_end_is_banded(n: int) -> None:
    bands = {total: band_of(total, n) for total in range(n, 5 * n + 1)}
    assert [total for total, band in bands.items() if band == "low"] == list(range(n, n + 6))
    assert [total for total, band in bands.items() if band == "high"] == list(range(5 * n - 5, 5 * n + 1))


@pytest.mark.parametrize("n", range(5, 10))
def test_a_band_holds_just_the_means_that_are_banded(n: int) -> None:
    at_most, at_least = BOUNDS[n]
    assert [band_of(total, n) == "low" for total in range(n, 5 * n + 1)] == [
        round(total / n, 1) <= at_most for total in range(n, 5 * n + 1)
    ]
    assert [band_of(total, n) == "high" for total in range(n, 5 * n + 1)] == [
        round(total / n, 1) >= at_least for total in range(n, 5 * n + 1)
    ]


def test_no_mean_of_ten_is_banded() -> None:
    assert band_of(10, 10) == ""


@pytest.mark.parametrize(
    ("reading", "interval"),
    [
        (replace(PLAIN, scored=9, mean=None, band="high"), (4.4, 5.0)),
        (replace(PLAIN, scored=5, mean=None, band="low"), (1.0, 2.0)),
        (replace(PLAIN, scored=5, mean=1.8), (1.0, 2.0)),
        (replace(PLAIN, scored=6, mean=4.2), (4.2, 5.0)),
        (replace(PLAIN, scored=6, mean=4.1), (4.1, 4.1)),
        (replace(PLAIN, scored=12, mean=4.9), (4.9, 4.9)),
        (HIDDEN, None),
        (replace(PLAIN, scored=6, mean=3.5, approximate=True), (3.25, 3.75)),
        (replace(PLAIN, question="own", scored=6, mean=3.0, approximate=True), (2.5, 3.5)),
    ],
)
def test_a_result_stands_for_an_interval_of_means(
    reading: QuestionResult, interval: tuple[float, float] | None
) -> None:
    assert interval_of(reading) == interval


@pytest.mark.parametrize(
    ("reading", "band"),
    [
        (replace(PLAIN, scored=9, mean=None, band="high"), "high"),
        (replace(PLAIN, scored=5, mean=1.8), "low"),
        (replace(PLAIN, scored=6, mean=4.1), ""),
        (replace(PLAIN, scored=6, mean=3.5, approximate=True), ""),
        (HIDDEN, ""),
    ],
)
def test_a_result_of_narrower_bands_is_shown_by_todays(reading: QuestionResult, band: str) -> None:
    assert shown_band(reading) == band
