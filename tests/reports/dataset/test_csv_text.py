"""CSV that spreadsheets and programs read alike, whatever people typed."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.dataset.csv_text import Value, cell_text, csv_file, csv_lines, without_formula
from bot.reports.dataset.layouts import RESULTS
from tests.reports.dataset.examples import HOSTILE, WHOLE, rows_of


def as_typed(cell: str) -> str:
    """What docs/data.md says to do."""
    return cell.removeprefix("'")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "＝1", " =1", "\t=1", "\r=1", "\n+1", "'=1", "\u00a0=1", "'s place"]
)
def test_no_text_begins_as_a_formula_does(text: str) -> None:
    assert without_formula(text) == f"'{text}"


@given(st.text())
def test_every_text_can_be_had_back(text: str) -> None:
    assert as_typed(without_formula(text)) == text


@pytest.mark.parametrize("text", ["Harbour", "a=b", "10 + 1", "Côr ŵyl"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert without_formula(text) == text


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (12, "12"),
        (-0.4, "-0.4"),
        (4.0, "4"),
        (-0.0001, "0"),
        (1234567.125, "1234567.125"),
        (date(2026, 3, 9), "2026-03-09"),
        (datetime(2026, 3, 9, 9, 30, 15, 999_999, tzinfo=UTC), "2026-03-09T09:30:15Z"),
        (datetime(2026, 7, 9, 0, 30, tzinfo=timezone(timedelta(hours=1))), "2026-07-08T23:30:00Z"),
    ],
)
def test_values_are_written_in_one_way(value: Value, cell: str) -> None:
    assert cell_text(value) == cell


def test_a_file_has_a_header_and_lines_that_end_as_the_standard_says() -> None:
    text = csv_file(RESULTS, rows_of(WHOLE))
    assert text.split("\r\n")[0] == ",".join(RESULTS.names)
    assert (text.count("\r\n"), text.endswith("\r\n")) == (2, True)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_spreadsheet_with_other_delimiters_too_finds_no_formula_within_a_cell(delimiter: str) -> None:
    assert csv_lines([["note", f"x{delimiter}=1+1"]]) == f'note,"x{delimiter}=1+1"\r\n'


@given(st.lists(st.lists(st.text(), min_size=2), min_size=1))
def test_every_cell_is_read_as_it_was(lines: list[list[str]]) -> None:
    assert list(csv.reader(StringIO(csv_lines(lines), newline=""))) == lines


def test_hostile_names_stay_in_their_cell() -> None:
    rows = [replace(row, text="“,”\r\n=1") for row in rows_of(WHOLE, name=HOSTILE)]
    header, cells = csv.reader(StringIO(csv_file(RESULTS, rows), newline=""))
    row = dict(zip(header, cells, strict=True))
    assert (as_typed(row["partnership_name"]), row["text"]) == (HOSTILE, "“,”\r\n=1")
    assert (row["partnership_name"][0], row["gap"]) == ("'", "-0.4")
