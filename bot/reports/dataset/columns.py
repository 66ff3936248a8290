"""Columns of the files that others download, described once. Pure.

CSV, its metadata, JSON, the API's schema and docs/data.md all follow these descriptions. Names never change
and never get another meaning; new columns come last.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ColumnType(StrEnum):
    TEXT = "string"
    INTEGER = "integer"
    DECIMAL = "number"
    BOOLEAN = "boolean"
    MOMENT = "datetime"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file. It is empty in rows without a value, unless it is `required`. `values` are the
    words that it may hold, if it holds only a few; numbers lie between `least` and `most`, if given."""

    name: str
    title: str
    type: ColumnType
    description: str
    unit: str = ""
    required: bool = False
    values: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a kind of file, in order. The columns in `key` tell its rows apart."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def values_text(column: Column) -> str:
    """Return what a column may hold, in English: `number 1 to 5`."""
    if column.values:
        return ", ".join(column.values)
    limits = [f"{limit:g}" for limit in (column.least, column.most) if limit is not None]
    between = " to ".join(limits) if len(limits) == 2 else "".join(f"{limit} or more" for limit in limits)
    return f"{column.type.value} {between}".rstrip()


def json_schema_of(column: Column) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12, as in OpenAPI 3.1) of a column's values in JSON."""
    kind, format_ = {
        ColumnType.MOMENT: ("string", "date-time"),
        ColumnType.DATE: ("string", "date"),
    }.get(column.type, (column.type.value, ""))
    schema: dict[str, Any] = {"title": column.title, "description": column.description}
    schema["type"] = kind if column.required else [kind, "null"]
    if format_:
        schema["format"] = format_
    if column.values:
        schema["enum"] = [*column.values, *(() if column.required else (None,))]
    if column.least is not None:
        schema["minimum"] = column.least
    if column.most is not None:
        schema["maximum"] = column.most
    return schema


def row_schema(layout: Layout) -> dict[str, Any]:
    """Return the JSON Schema of a row as an object that holds every column."""
    return {
        "type": "object",
        "description": layout.description,
        "properties": {column.name: json_schema_of(column) for column in layout.columns},
        "required": [*layout.names],
        "additionalProperties": False,
    }
