"""CSV as RFC 4180 has it: UTF-8, a header row, lines that end in CR LF. Pure.

A text that a spreadsheet could take for a formula gets an apostrophe before it, and so does one that begins
with an apostrophe. To get all texts back as they were, take one apostrophe from the start of each that has
one. Numbers are left as they are: a minus before digits is no formula.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from bot.reports.dataset.columns import Layout

# A spreadsheet takes a cell that begins so for a formula: https://owasp.org/www-community/attacks/CSV_Injection
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
APOSTROPHE = "'"
# LibreOffice takes semicolons and tabs for delimiters too, unless somebody tells it otherwise, and what comes
# after one in a text could then begin as a formula.
NEEDS_QUOTES = re.compile(r'[,;\t"\r\n]')
DECIMALS = 3

Value = str | float | bool | date | datetime | None


def without_formula(text: str) -> str:
    """Return text that a spreadsheet shows as it is, whatever people typed."""
    # Some spreadsheets drop spaces, tabs and line ends before they look.
    is_unsafe = text.startswith(APOSTROPHE) or text.lstrip().startswith(FORMULA_STARTS)
    return APOSTROPHE + text if is_unsafe else text


def cell_text(value: Value) -> str:
    """Return a value as it stands in a cell: moments in UTC, to the second; numbers with up to three decimal
    places; empty for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{round(value, DECIMALS) + 0.0:.{DECIMALS}f}".rstrip("0").rstrip(".")
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return without_formula(value) if isinstance(value, str) else str(value)


def row_cells(layout: Layout, row: object) -> list[str]:
    """Return the cells of a row, whose fields are the columns of its layout."""
    return [cell_text(getattr(row, name)) for name in layout.names]


def csv_header(layout: Layout) -> str:
    return csv_lines([layout.names])


def csv_rows(layout: Layout, rows: Iterable[object]) -> str:
    """Return rows without the header."""
    return csv_lines(row_cells(layout, row) for row in rows)


def csv_file(layout: Layout, rows: Iterable[object]) -> str:
    return csv_header(layout) + csv_rows(layout, rows)


def csv_lines(lines: Iterable[Sequence[str]]) -> str:
    """Return lines of cells, with quotation marks where they are needed."""
    return "".join(",".join(map(_quoted, cells)) + "\r\n" for cells in lines)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if NEEDS_QUOTES.search(cell) else cell
