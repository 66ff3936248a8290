"""The manifest of an export, by the standard Data Package 2.0: https://datapackage.org/. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.reports.dataset.columns import Column, Layout
from bot.reports.dataset.csv_text import cell_text
from bot.reports.dataset.description import DataDescription

PROFILES = "https://datapackage.org/profiles/2.0"
MANIFEST = "datapackage.json"


@dataclass(frozen=True, slots=True)
class PackagedFile:
    """A file of an export: its size in bytes, and its SHA-256 in hexadecimal digits."""

    layout: Layout
    name: str
    size: int
    sha256: str


def data_package(files: Sequence[PackagedFile], about: DataDescription, created: datetime) -> str:
    """Return the manifest of these files."""
    terms = about.terms
    described: dict[str, Any] = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": "accord",
        "title": about.title,
        "description": about.summary,
        "homepage": about.address,
        "created": cell_text(created),
        "contributors": [{"title": terms.publisher, "roles": ["publisher"]}] if terms.publisher else [],
        "licenses": [{"path": terms.licence}] if terms.licence else [],
        "temporalCoverage": about.coverage,
        "resources": [_resource(file) for file in files],
    }
    document = {name: value for name, value in described.items() if value}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _resource(file: PackagedFile) -> dict[str, Any]:
    layout = file.layout
    return {
        "name": layout.name,
        "path": file.name,
        "type": "table",
        "title": layout.title,
        "description": layout.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": {
            "$schema": f"{PROFILES}/tableschema.json",
            "fields": [_field(column) for column in layout.columns],
            "primaryKey": [*layout.key],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {
        "required": column.required or None,
        "enum": [*column.values] or None,
        "minimum": column.least,
        "maximum": column.most,
    }
    field: dict[str, Any] = {
        "name": column.name,
        "title": column.title,
        "type": column.type.value,
        "description": column.description,
        "unit": column.unit,
        "constraints": {name: value for name, value in constraints.items() if value is not None},
    }
    return {name: value for name, value in field.items() if value}
