"""The checksum of what a closed round published. Pure.

It covers the numbers, the words that stand for numbers, the references of the questions and the words of an
own question: what never changes. It does not cover names, comments, notes, actions and translations, of which
some are redacted or expire. It is made from what is shown and from nothing else. A hash of what is withheld
would reveal it, since few answers are possible and all could be tried.
"""

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256

from bot.questions.bank import OWN_QUESTION
from bot.reports.dataset.csv_text import row_cells
from bot.reports.dataset.layouts import RESULTS
from bot.reports.dataset.result_rows import ResultRow

# A checksum never changes, so this list does not either: docs/data.md says how others work it out.
COVERED = (
    "partnership", "round", "kind", "opened", "closed", "theme", "question", "question_version", "text",
    "anchor", "invited", "replies", "scored", "mean", "mean_band", "mean_step", "low", "high", "spread",
    "count_1", "count_2", "count_3", "count_4", "count_5", "agreement", "split", "low_share", "gap", "uneven",
    "unsure",
)  # fmt: skip


def round_checksum(rows: Sequence[ResultRow]) -> str:
    """Return the SHA-256, in hexadecimal digits, of the results of one round.

    What is hashed are lines of JSON in UTF-8, joined by line feeds: an array of the names of the columns
    covered, then for each question an array of its cells as the CSV has them. `text` is empty but for an own
    question."""
    lines = [list(COVERED), *(_covered_cells(row) for row in rows)]
    written = "\n".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines)
    return sha256(written.encode()).hexdigest()


def _covered_cells(row: ResultRow) -> list[str]:
    cells = dict(zip(RESULTS.names, row_cells(RESULTS, row), strict=True))
    if row.question != OWN_QUESTION:
        cells["text"] = ""
    return [cells[name] for name in COVERED]


def combined_checksum(checksums: Iterable[str]) -> str:
    """Return the SHA-256 of the checksums of several rounds, joined by line feeds."""
    return sha256("\n".join(checksums).encode()).hexdigest()
