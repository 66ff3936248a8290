"""One description of the columns for all kinds of files."""

import json
from dataclasses import asdict

import jsonschema_rs

from bot.reports.dataset.columns import row_schema
from bot.reports.dataset.layouts import RESULTS
from tests.reports.dataset.examples import FEW, WHOLE, rows_of


def test_names_are_short_and_unlike_each_other() -> None:
    assert len({*RESULTS.names}) == len(RESULTS.names)
    assert [name for name in RESULTS.names if len(name) > 16] == []


def test_the_schema_of_a_row_holds_every_row() -> None:
    validator = jsonschema_rs.Draft202012Validator(row_schema(RESULTS))
    for row in rows_of(FEW, WHOLE):
        values = {name: None if value == "" else value for name, value in asdict(row).items()}
        errors = [
            error.message for error in validator.iter_errors(json.loads(json.dumps(values, default=str)))
        ]
        assert errors == []


def test_the_schema_refuses_what_no_row_holds() -> None:
    validator = jsonschema_rs.Draft202012Validator(row_schema(RESULTS)["properties"]["mean"])
    assert [validator.is_valid(value) for value in (None, 1, 5, 5.1, "3")] == [True, True, True, False, False]
