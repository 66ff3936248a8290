"""Descriptions of the files that can be downloaded, in English. Pure."""

from collections.abc import Sequence
from datetime import date

from bot.core.i18n import Translator
from bot.reports.dataset.citation import Citation, round_title
from bot.reports.dataset.description import DataDescription
from bot.reports.dataset.evidence_table import EVIDENCE_TABLE, EvidenceTableRow
from bot.reports.dataset.layouts import OUTCOMES, RESULTS
from bot.reports.dataset.outcome_rows import OutcomeRow
from bot.reports.dataset.result_rows import ResultRow
from bot.settings import DataTerms


def describe_round(citation: Citation, opened_on: date) -> DataDescription:
    """Return the description of one round that is over."""
    return DataDescription(
        f"{citation.partnership}: {round_title(Translator(), citation)}",
        RESULTS.description,
        citation.partnership,
        citation.address,
        citation.terms,
        opened_on,
        citation.closed_on,
        citation.checksum,
    )


def describe_results(
    name: str, hub: str, terms: DataTerms, rows: Sequence[ResultRow], checksum: str
) -> DataDescription:
    """Return the description of all closed rounds of a partnership with this name, whose hub has this
    address."""
    first, last = (rows[0].opened.date(), rows[-1].closed.date()) if rows else (None, None)
    title = f"{name}: {RESULTS.title.lower()}"
    return DataDescription(title, RESULTS.description, name, hub, terms, first, last, checksum)


def describe_outcomes(name: str, hub: str, terms: DataTerms, rows: Sequence[OutcomeRow]) -> DataDescription:
    """Return the description of the shared outcomes of a partnership."""
    days = sorted(row.date for row in rows)
    first, last = (days[0], days[-1]) if days else (None, None)
    title = f"{name}: {OUTCOMES.title.lower()}"
    return DataDescription(title, OUTCOMES.description, name, f"{hub}/outcomes", terms, first, last)


def describe_evidence(
    name: str, hub: str, terms: DataTerms, rows: Sequence[EvidenceTableRow]
) -> DataDescription:
    """Return the description of the evidence log of a partnership."""
    days = sorted(row.date for row in rows)
    first, last = (days[0], days[-1]) if days else (None, None)
    title = f"{name}: {EVIDENCE_TABLE.title.lower()}"
    return DataDescription(title, EVIDENCE_TABLE.description, name, f"{hub}/evidence", terms, first, last)
