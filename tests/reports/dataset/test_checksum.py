"""A checksum that stays the same for as long as the numbers do."""

import csv
import json
from dataclasses import replace
from hashlib import sha256
from io import StringIO
from typing import Any

import pytest

from bot.reports.dataset.checksum import COVERED, round_checksum
from bot.reports.dataset.csv_text import csv_file
from bot.reports.dataset.layouts import RESULTS
from tests.reports.dataset.examples import FEW, HOSTILE, OWN, OWN_ROUND, ROUND, WHOLE, rows_of


def test_the_checksum_of_a_round_is_the_same_in_every_version() -> None:
    """If this fails, every checksum that somebody has cited is wrong."""
    assert round_checksum(rows_of(FEW, WHOLE)) == (
        "5f3b9672309a0a142b07d95ecf9def1016250f170d7091f798b13c4d63500a26"
    )
    assert round_checksum(rows_of(OWN, of=OWN_ROUND)) == (
        "142fd562fc17f3378ebb71fd5b5951fa457106f5958ae3869485e6d7dd173777"
    )


def test_a_reader_can_work_it_out_from_the_file() -> None:
    """As docs/data.md says."""
    rows = rows_of(replace(OWN, scored=9, mean=3.5, approximate=True), of=OWN_ROUND, name=HOSTILE)
    lines = [list(COVERED)]
    for row in csv.DictReader(StringIO(csv_file(RESULTS, rows), newline="")):
        cells = row if row["question"] == "own" else row | {"text": ""}
        lines.append([cells[name] for name in COVERED])
    text = "\n".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines)
    assert sha256(text.encode()).hexdigest() == round_checksum(rows)


@pytest.mark.parametrize(
    "change", [{"mean": 3.5}, {"low": None}, {"count_1": 2}, {"gap": None}, {"question_version": 2}]
)
def test_other_numbers_have_another_checksum(change: dict[str, Any]) -> None:
    rows = rows_of(FEW, WHOLE)
    assert round_checksum([rows[0], replace(rows[1], **change)]) != round_checksum(rows)


def test_names_and_the_words_of_the_bank_are_not_covered() -> None:
    rows = rows_of(FEW, WHOLE)
    others = [replace(row, partnership_name="Estuary", text="Mended.", construct="x") for row in rows]
    assert round_checksum(others) == round_checksum(rows)


def test_the_words_of_an_own_question_are_covered() -> None:
    others = rows_of(OWN, of=replace(OWN_ROUND, own="Really?"))
    assert round_checksum(others) != round_checksum(rows_of(OWN, of=OWN_ROUND))


def test_what_is_withheld_leaves_no_trace_in_it() -> None:
    """A mean stored under narrower bands is not shown, so it could be found by trying all."""
    exact = [replace(FEW, scored=5, mean=mean) for mean in (4.2, 4.4)]
    assert len({round_checksum(rows_of(reading, of=ROUND)) for reading in exact}) == 1
