"""Rows as JSON, with the names of the columns. Pure."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.core.i18n import Translator
from bot.reports.dataset.citation import Citation, citation_text
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


def round_json(rows: Sequence[ResultRow], citation: Citation) -> str:
    """Return one round that is over as a JSON document, in English."""
    checksum = {"algorithm": "SHA-256", "value": citation.checksum}
    document = {
        "id": citation.address,
        "state": "cancelled" if citation.is_cancelled else "closed",
        "superseded_by": citation.superseded_by or None,
        "checksum": None if citation.is_cancelled else checksum,
        "citation": citation_text(Translator(), citation),
        "licence": citation.terms.licence or None,
        "results": [json_row(RESULTS, row) for row in rows],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
