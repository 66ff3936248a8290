"""Rows as JSON, with the names of the columns. Pure."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.reports.dataset.columns import Layout
from bot.reports.dataset.csv_text import cell_text
from bot.reports.dataset.layouts import RESULTS
from bot.reports.dataset.result_rows import ResultRow


def json_row(layout: Layout, row: object) -> dict[str, Any]:
    """Return a row as an object that `row_schema` describes: null where nothing is shown, texts as they
    are."""
    return {name: _json_value(getattr(row, name)) for name in layout.names}


def _json_value(value: Any) -> Any:
    if value == "":
        return None
    return cell_text(value) if isinstance(value, date) else value  # moments are dates too


def round_json(rows: Sequence[ResultRow], address: str, checksum: str, citation: str, licence: str) -> str:
    """Return one closed round as a JSON document."""
    document = {
        "id": address,
        "checksum": {"algorithm": "SHA-256", "value": checksum},
        "citation": citation,
        "licence": licence or None,
        "results": [json_row(RESULTS, row) for row in rows],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
