"""Metadata of CSV files, by the standard CSV on the Web: https://www.w3.org/TR/tabular-metadata/. Pure."""

import json
import re
from typing import Any

from bot.reports.dataset.columns import Column, ColumnType, Layout
from bot.reports.dataset.csv_text import cell_text
from bot.reports.dataset.description import DataDescription

MEDIA_TYPE = "application/csvm+json"
SUFFIX = "-metadata.json"  # after the name of a file: programs look for its metadata there
DATATYPES = {
    ColumnType.TEXT: "string",
    ColumnType.INTEGER: "integer",
    ColumnType.DECIMAL: "decimal",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.MOMENT: "dateTime",
    ColumnType.DATE: "date",
}


def csvw_metadata(layout: Layout, file: str, about: DataDescription) -> str:
    """Return the metadata of a file, named as it is seen from the metadata."""
    named: dict[str, Any] = {
        "dc:title": about.title,
        "dc:description": about.summary,
        "dc:creator": about.creator,
        "dc:publisher": about.terms.publisher,
        "dc:license": about.terms.licence and {"@id": about.terms.licence},
        "dc:identifier": about.address,
        "dc:issued": about.last and {"@value": str(about.last), "@type": "xsd:date"},
        "dc:temporal": about.coverage,
        "schema:sha256": about.checksum,
    }
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": file,
        **{name: value for name, value in named.items() if value},
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": [_column(column) for column in layout.columns],
            "primaryKey": [*layout.key],
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _column(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": [column.name, column.title],  # one of them must be in the header
        "dc:description": column.description,
        "datatype": _datatype(column),
        "required": column.required,
    }
    return described | ({"schema:unitText": column.unit} if column.unit else {})


def _datatype(column: Column) -> Any:
    base = DATATYPES[column.type]
    limits = {"minimum": column.least, "maximum": column.most}
    refined = {name: cell_text(limit) for name, limit in limits.items() if limit is not None}
    if column.values:
        refined["format"] = "|".join(map(re.escape, column.values)).replace(r"\ ", " ")
    return {"base": base} | refined if refined else base
