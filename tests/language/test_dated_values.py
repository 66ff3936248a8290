"""Numbers, dates and rows of both, as people type and paste them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.i18n import Translator
from bot.language.dated_values import (
    DatedValue,
    DayToCome,
    RowError,
    parse_day,
    parse_rows,
    parse_value,
)
from tests.support.scenario import WELSH

TODAY = date(2026, 3, 2)  # a Monday
EN = Translator(catalogues=WELSH)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("41", "", 41),
        ("0", "", 0),
        ("-0", "", 0),
        ("1,234.5", "", 1234.5),
        ("999,999,999,999.125", "", 999_999_999_999.125),
        ("-3", "", -3),
        ("\N{MINUS SIGN}3", "", -3),
        ("12%", "%", 12),
        ("12.5 %", "per cent", 12.5),
        ("12 per cent", "per cent", 12),
        ("41 people", "people", 41),
        ("41 People", "people", 41),
        ("£1,200", "£", 1200),
        ("-£5", "£", -5),
    ],
)
def test_numbers_are_typed_as_people_in_britain_write_them(text: str, unit: str, value: float) -> None:
    assert parse_value(text, unit) == value


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        *(("", ""), ("many", ""), ("nan", ""), ("inf", ""), ("-inf", ""), ("1e5", ""), ("0x10", "")),
        *(("1,23", ""), ("12,34,567", ""), ("1.2345", ""), ("1234567890123", ""), ("--3", "")),
        *(("12%", "people"), ("%", "%"), ("41 families", "people"), ("=1+1", ""), ("٤١", "")),
    ],
)
def test_anything_else_is_no_number(text: str, unit: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        parse_value(text, unit)


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=3))
def test_what_is_shown_of_a_number_means_the_same_number(number: object) -> None:
    value = float(str(number))
    assert parse_value(EN.quantity(value), "") == value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("27 February", date(2026, 2, 27)),
        ("1 January", date(2026, 1, 1)),
        ("2 March", TODAY),
        ("Friday", date(2026, 2, 27)),
        ("3 May 2025", date(2025, 5, 3)),
        ("2025-05-03", date(2025, 5, 3)),
    ],
)
def test_a_day_is_of_this_year_unless_it_names_another(text: str, day: date) -> None:
    assert parse_day(text, TODAY, EN) == day


@pytest.mark.parametrize(
    ("text", "day", "past"),
    [
        ("3 May", date(2026, 5, 3), date(2025, 5, 3)),
        ("31 December", date(2026, 12, 31), date(2025, 12, 31)),
        ("3 May 2026", date(2026, 5, 3), None),
        ("tomorrow", date(2026, 3, 3), None),
    ],
)
def test_a_day_that_lies_ahead_is_never_put_into_last_year(text: str, day: date, past: date | None) -> None:
    with pytest.raises(DayToCome) as raised:
        parse_day(text, TODAY, EN)
    assert (raised.value.day, raised.value.past) == (day, past)


def test_the_last_days_of_a_year_are_meant_in_its_first_week() -> None:
    assert parse_day("30 December", date(2026, 1, 2), EN) == date(2025, 12, 30)


@pytest.mark.parametrize("text", ["31 February", "the count", "1850-01-01"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no date|too early|no such day"):
        parse_day(text, TODAY, EN)


ROWS = [DatedValue(date(2026, 1, 5), 41), DatedValue(date(2026, 2, 5), 1038)]


@pytest.mark.parametrize(
    "text",
    [
        '2026-01-05,41\n2026-02-05,"1,038"',
        'date,value\n2026-01-05,41\n2026-02-05,"1,038"\n',
        "\n5 January 2026;41\n\n5 February 2026;1,038",
        "Date Value\n05/01/2026 41\n05/02/2026 1,038",
        "5 January, 41\n5 February, 1038",
        "5 January, 41\n5 February, 1,038",
        "\ufeff2026-01-05;41\r\n2026-02-05;1038\r\n",
        '\ufeff"2026-01-05","41"\r\n"2026-02-05","1,038"',
    ],
)
def test_rows_come_from_files_and_from_spreadsheets(text: str) -> None:
    assert parse_rows(text, "", TODAY, EN) == ROWS


@pytest.mark.parametrize(
    ("text", "row", "reason"),
    [
        ("2026-01-05,41\n2026-02-31,38", 2, "“2026-02-31” is not a date."),
        ("date,value\n2026-01-05,41\n2026-02-05,many", 3, "“many” is not a number."),
        ("date,value\n2026-01-05,41\n31 February,38", 3, "“31 February” is not a date."),
        ("31 February,38", 1, "“31 February” is not a date."),
        ("May,41", 1, "“May” is not a date."),
        ("2026-01-05,=1+1", 1, "“=1+1” is not a number."),
        ("2026-01-05,41\n2026-05-03,38", 2, "3 May 2026 has not come yet."),
        ("2026-01-05,41\n5 January,38", 2, "5 January 2026 is already in row 1."),
        ("2026-01-05\n2026-02-05,38", 1, "It needs a date and a number."),
        (
            "2026-01-05,1,234",
            1,
            "It has more than a date and a number. Put a number with a comma in quotation marks.",
        ),
        ('2026-01-05,"1,234', 1, "A quotation mark has no partner."),
        ("date,value", 1, "There is no date and number."),
        ("", 1, "There is no date and number."),
        (
            "\n".join(f"1/1/{year},1" for year in range(1910, 2011)),
            101,
            "You can enter up to 100 rows at a time.",
        ),
        (  # a long file is not read to its end: every row takes a millisecond
            "date,value\n" + "\n".join(f"1/1/{year},1" for year in range(1910, 2011)) + "\n1 May;1" * 999,
            102,
            "You can enter up to 100 rows at a time.",
        ),
    ],
)
def test_the_first_wrong_row_is_named_with_its_reason(text: str, row: int, reason: str) -> None:
    with pytest.raises(RowError) as raised:
        parse_rows(text, "", TODAY, EN)
    assert (raised.value.row, raised.value.reason) == (row, reason)


@pytest.mark.parametrize(
    ("text", "column"), [("May,41", 1), ("2026-01-05,many", 2), ("2026-01-05", 0), ("2026-05-03,1", 1)]
)
def test_the_column_that_is_wrong_is_known(text: str, column: int) -> None:
    with pytest.raises(RowError) as raised:
        parse_rows(text, "", TODAY, EN)
    assert raised.value.column == column


@given(st.text(max_size=200), st.text(max_size=5))
def test_any_text_has_rows_or_a_row_that_is_wrong(text: str, unit: str) -> None:
    with suppress(RowError):
        assert parse_rows(text, unit, TODAY, EN)
