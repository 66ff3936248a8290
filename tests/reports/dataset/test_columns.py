"""One description of the columns for all kinds of files."""

import json

import jsonschema_rs
import pytest

from bot.core.i18n import Translator
from bot.reports.dataset.citation import Citation, citation_text
from bot.reports.dataset.columns import Layout, row_schema
from bot.reports.dataset.evidence_table import EVIDENCE_TABLE
from bot.reports.dataset.json_text import json_row, round_json
from bot.reports.dataset.layouts import OUTCOMES, RESULTS
from tests.reports.dataset.examples import CLOSED, FEW, HOSTILE, OWN, OWN_ROUND, WHOLE, rows_of


@pytest.mark.parametrize("layout", [RESULTS, OUTCOMES, EVIDENCE_TABLE])
def test_names_are_short_and_unlike_each_other(layout: Layout) -> None:
    assert len({*layout.names}) == len(layout.names)
    assert [name for name in layout.names if len(name) > 16] == []
    assert {*layout.key} <= {*layout.names}


def test_the_schema_of_a_row_holds_every_row() -> None:
    validator = jsonschema_rs.Draft202012Validator(row_schema(RESULTS))
    for row in [*rows_of(FEW, WHOLE), *rows_of(OWN, of=OWN_ROUND)]:
        assert [error.message for error in validator.iter_errors(json_row(RESULTS, row))] == []


def test_the_schema_refuses_what_no_row_holds() -> None:
    validator = jsonschema_rs.Draft202012Validator(row_schema(RESULTS)["properties"]["mean"])
    assert [validator.is_valid(value) for value in (None, 1, 5, 5.1, "3")] == [True, True, True, False, False]


def test_json_holds_texts_as_they_are_and_null_where_nothing_is_shown() -> None:
    rows = rows_of(FEW, name=HOSTILE)
    citation = Citation("H", "12", 12, CLOSED.date(), "https://accord.example/p/h", checksum="ab12")
    document = json.loads(round_json(rows, citation))
    (row,) = document.pop("results")
    assert document == {
        "id": "https://accord.example/p/h/rounds/12",
        "state": "closed",
        "superseded_by": None,
        "checksum": {"algorithm": "SHA-256", "value": "ab12"},
        "citation": citation_text(Translator(), citation),
        "licence": None,
    }
    assert [row[name] for name in ("partnership_name", "closed", "anchor", "mean", "mean_band")] == [
        HOSTILE,
        "2026-03-09T09:30:15Z",
        True,
        None,
        None,
    ]
