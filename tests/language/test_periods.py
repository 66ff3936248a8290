from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.language.periods import Period, find_period, parse_period
from tests.support.scenario import WELSH

TODAY = date(2026, 11, 22)  # a Sunday
EN = Translator()
CY = Translator("cy", catalogue=WELSH["cy"])


def days(*ymd: int) -> Period:
    return Period(date(*ymd[:3]), date(*ymd[3:]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("March 2026", days(2026, 3, 1, 2026, 3, 31)),
        ("march, 2025", days(2025, 3, 1, 2025, 3, 31)),
        ("Mar", days(2026, 3, 1, 2026, 3, 31)),
        ("November", days(2026, 11, 1, 2026, 11, 30)),
        ("December", days(2025, 12, 1, 2025, 12, 31)),
        ("2026-02", days(2026, 2, 1, 2026, 2, 28)),
        ("2024", days(2024, 1, 1, 2024, 12, 31)),
        ("this month", days(2026, 11, 1, 2026, 11, 30)),
        ("last month", days(2026, 10, 1, 2026, 10, 31)),
        ("this year", days(2026, 1, 1, 2026, 12, 31)),
        ("last year", days(2025, 1, 1, 2025, 12, 31)),
        ("3 May", days(2026, 5, 3, 2026, 5, 3)),
        ("3 December", days(2025, 12, 3, 2025, 12, 3)),
        ("2026-03-06", days(2026, 3, 6, 2026, 3, 6)),
        ("January to March", days(2026, 1, 1, 2026, 3, 31)),
        ("December 2025 until 3 May 2026", days(2025, 12, 1, 2026, 5, 3)),
        ("since January", Period(date(2026, 1, 1))),
        ("since 3 May 2025", Period(date(2025, 5, 3))),
        ("since 2025", Period(date(2025, 1, 1))),
        ("last 3 rounds", Period(newest=3)),
        ("the last three rounds", Period(newest=3)),
        ("last round", Period(newest=1)),
        ("12 rounds", Period(newest=12)),
        ("round 7", Period(number=7)),
    ],
)
def test_a_period_is_a_stretch_of_days_or_some_rounds(text: str, found: Period) -> None:
    assert find_period(text, TODAY, EN) == found
    assert find_period(text.upper(), TODAY, CY) == found


def test_last_month_in_january_is_december() -> None:
    assert find_period("last month", date(2026, 1, 9), EN) == days(2025, 12, 1, 2025, 12, 31)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mawrth 2026", days(2026, 3, 1, 2026, 3, 31)),
        ("ers Ionawr", Period(date(2026, 1, 1))),
        ("y mis diwethaf", days(2026, 10, 1, 2026, 10, 31)),
        ("eleni", days(2026, 1, 1, 2026, 12, 31)),
        ("llynedd", days(2025, 1, 1, 2025, 12, 31)),
        ("y 3 rownd ddiwethaf", Period(newest=3)),
        ("rownd 7", Period(number=7)),
        ("Ionawr i Mehefin", days(2026, 1, 1, 2026, 6, 30)),
    ],
)
def test_periods_are_also_said_in_welsh(text: str, found: Period) -> None:
    assert find_period(text, TODAY, CY) == found
    assert find_period(text, TODAY, Translator(catalogues=WELSH)) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ever",
        "March 26th and so on",
        "2026-13",
        "2026-00",
        "31 February",
        "0 rounds",
        "some rounds",
        "March to January",
        "since",
        "since ever",
        "0000",
        "March 0000",
        "March since May",
    ],
)
def test_other_words_are_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        find_period(text, TODAY, EN)


@given(st.text())
def test_whatever_is_typed_is_a_period_or_is_refused(text: str) -> None:
    try:
        found = find_period(text, TODAY, EN)
    except ValueError:
        return
    assert found.first <= found.last


def test_what_is_no_period_is_refused_with_examples() -> None:
    with pytest.raises(Refusal) as refusal:
        parse_period("ever since " + "x" * 100, TODAY, EN)
    assert str(refusal.value) == (
        f"We did not understand “ever since {'x' * 29}”. Type for example: results for "
        "March 2026, trends since January, or results for last 3 rounds"
    )


@pytest.mark.parametrize("text", ["2027", "December 2026", "23 November 2026", "since tomorrow"])
def test_what_is_still_to_come_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_period(text, TODAY, EN)
    assert str(refusal.value) == f"“{text}” has not come yet."


def test_no_words_are_no_period() -> None:
    assert parse_period("", TODAY, EN) is None
    assert parse_period("Mawrth", TODAY, CY) == days(2026, 3, 1, 2026, 3, 31)
