"""Metadata beside the files, held by checkers that nobody here wrote."""

import json
import warnings
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.reports.dataset.csv_text import csv_file
from bot.reports.dataset.csvw import csvw_metadata
from bot.reports.dataset.description import DataDescription
from bot.reports.dataset.layouts import RESULTS
from bot.reports.dataset.schema_org import schema_org_dataset
from bot.settings import DataTerms
from tests.reports.dataset.examples import FEW, HOSTILE, OWN, OWN_ROUND, WHOLE, rows_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what these libraries do when they are imported is theirs
    import csvw

ABOUT = DataDescription(
    "Harbour: “results” of round 12",
    "One row for each question.",
    HOSTILE,
    "https://accord.example/p/h/rounds/12",
    DataTerms("Estuary Council", "https://creativecommons.org/licenses/by/4.0/"),
    date(2026, 3, 4),
    date(2026, 3, 9),
    "ab12",
)
ROWS = [
    *rows_of(FEW, WHOLE, name=HOSTILE),
    *rows_of(replace(OWN, scored=9, mean=3.5, approximate=True), of=OWN_ROUND, name="-1+1"),
]


def check(folder: Path, text: str) -> tuple[csvw.CSVW, list[str]]:
    """Return a file as the checker reads it with its metadata, and what is wrong with them."""
    (folder / "12.csv").write_text(text, "utf-8", newline="")
    metadata = folder / "12.csv-metadata.json"
    metadata.write_text(csvw_metadata(RESULTS, "12.csv", ABOUT), "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("always")  # or it records none
        package = csvw.CSVW(str(metadata), validate=True)
        is_valid = package.is_valid
    problems = [str(warning.message) for warning in package.warnings]
    assert is_valid is not bool(problems)
    return package, problems


def test_a_file_is_what_its_metadata_says(tmp_path: Path) -> None:
    package, problems = check(tmp_path, csv_file(RESULTS, ROWS))
    assert problems == []
    assert [row["scored"] for row in package.to_json(minimal=True)] == [4, 12, 9]


@pytest.mark.parametrize(("right", "wrong"), [(",3.4,", ",9.4,"), (",ready,", ",red,"), ("scheduled", "")])
def test_the_checker_finds_what_is_wrong(tmp_path: Path, right: str, wrong: str) -> None:
    _, problems = check(tmp_path, csv_file(RESULTS, ROWS).replace(right, wrong))
    assert "Invalid column value" in problems[0]


def test_metadata_names_who_publishes_the_data_and_on_which_terms() -> None:
    document = json.loads(csvw_metadata(RESULTS, "12.csv", ABOUT))
    assert {name: document[name] for name in document if ":" in name} == {
        "dc:title": "Harbour: “results” of round 12",
        "dc:description": "One row for each question.",
        "dc:creator": HOSTILE,
        "dc:publisher": "Estuary Council",
        "dc:license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
        "dc:identifier": "https://accord.example/p/h/rounds/12",
        "dc:issued": {"@value": "2026-03-09", "@type": "xsd:date"},
        "dc:temporal": "2026-03-04/2026-03-09",
        "schema:sha256": "ab12",
    }


def test_what_is_not_known_is_left_out() -> None:
    unknown = DataDescription("Results", "All.", "Harbour", "https://accord.example/p/h/data")
    document = json.loads(csvw_metadata(RESULTS, "data.csv", unknown))
    assert [name for name in document if ":" in name] == [
        "dc:title", "dc:description", "dc:creator", "dc:identifier"
    ]  # fmt: skip
    described = schema_org_dataset(unknown)
    assert not described.keys() & {"publisher", "license", "dateCreated", "temporalCoverage", "supersededBy"}
    assert described["identifier"] == "https://accord.example/p/h/data"


def test_search_engines_are_told_what_the_data_is() -> None:
    described = schema_org_dataset(ABOUT, superseded_by="https://accord.example/p/h/rounds/12b")
    assert described == {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": "Harbour: “results” of round 12",
        "description": "One row for each question.",
        "url": "https://accord.example/p/h/rounds/12",
        "identifier": ["https://accord.example/p/h/rounds/12", "sha256:ab12"],
        "creator": {"@type": "Organization", "name": HOSTILE},
        "publisher": {"@type": "Organization", "name": "Estuary Council"},
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "dateCreated": "2026-03-09",
        "temporalCoverage": "2026-03-04/2026-03-09",
        "inLanguage": "en",
        "supersededBy": "https://accord.example/p/h/rounds/12b",
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": "https://accord.example/p/h/rounds/12.csv",
                "encodingFormat": "text/csv",
            },
            {
                "@type": "DataDownload",
                "contentUrl": "https://accord.example/p/h/rounds/12.json",
                "encodingFormat": "application/json",
            },
        ],
    }
