"""Results as rows: their range and number are cells, and what looks odd is explained."""

from dataclasses import replace

import pytest

from bot.core.i18n import Translator
from bot.core.models import QuestionResult
from bot.reports.odd_numbers import odd_numbers, range_cell
from bot.reports.reading_rows import notes_on, odd_in_rows, reading_row

t = Translator()
FEW = QuestionResult("q1", "r1", "harbour", "trust", "trust.reliable@1", anchor=True, scored=4, invited=12)
TRUST = replace(FEW, scored=10, mean=3.6, low=3.2, high=4.0, counts=(0, 1, 4, 3, 2))


def test_a_row_has_its_range_and_number_as_cells() -> None:
    row = reading_row(t, "Trust", replace(TRUST, split=True, unsure=True, agreement="wide"))
    assert (row.name, row.score, row.range, row.n) == ("Trust", "3.6", "3.2 to 4.0", "10 of 12")
    assert row.agreement == "Views differ a lot."
    assert row.remarks == ("views are split", "many chose Can't say")


@pytest.mark.parametrize(
    ("reading", "cell", "odd"),
    [
        (TRUST, "3.2 to 4.0", ""),
        (replace(TRUST, scored=12, low=None, high=None), "everyone gave a score", "There is no range"),
        (replace(FEW, scored=8, band="high"), "not shown", "We do not show the exact score"),
        (replace(TRUST, mean=4.7, low=4.2, high=4.8), "4.2 to 4.8", "The score is not in the middle"),
        (replace(TRUST, mean=3.7, low=3.2, high=4.0), "3.2 to 4.0", ""),
        (FEW, "not shown", "Too few people gave a score"),
        (replace(FEW, scored=6, few_scored=True), "not shown", "Too few of the people who replied"),
        (replace(TRUST, scored=5, mean=3.5, low=None, high=None, approximate=True, counts=None), "not shown",
         "This is to the nearest half point"),
        (replace(TRUST, scored=5, invited=12, low=2.0, high=4.0, mean=3.0), "2.0 to 4.0", "Its point"),
        (replace(TRUST, scored=5, invited=12, low=2.0, high=4.0, mean=3.0, anchor=False), "2.0 to 4.0", ""),
    ],
)  # fmt: skip
def test_what_surprises_readers_is_explained(reading: QuestionResult, cell: str, odd: str) -> None:
    assert range_cell(t, reading) == cell
    reasons = odd_numbers(t, reading)
    assert len(reasons) == bool(odd)
    assert not odd or reasons[0].startswith(odd)


def test_each_reason_is_given_once() -> None:
    everyone = replace(TRUST, scored=12, low=None, high=None)
    rows = [
        reading_row(t, "Trust", everyone),
        reading_row(t, "Roles", everyone),
        reading_row(t, "Power", TRUST),
    ]
    assert [odd.names for odd in odd_in_rows(t, rows)] == ["Trust and Roles"]


def test_notes_explain_the_scale_and_each_kind_of_range_once() -> None:
    few = replace(TRUST, scored=7)
    assert len(notes_on(t, [TRUST, TRUST, few, FEW])) == 3
    assert len(notes_on(t, [])) == 1
