"""Descriptions in English of the files that can be downloaded, for every standard that has one. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.i18n import Translator
from bot.reports.dataset.citation import Citation, round_title
from bot.reports.dataset.columns import Layout
from bot.reports.dataset.layouts import RESULTS
from bot.settings import NO_TERMS, DataTerms


@dataclass(frozen=True, slots=True)
class DataDescription:
    """A description of a file or several. `creator` is the name of the partnership, `address` the permanent
    address of the page about them. They cover the days from `first` to `last`, in UTC, if there are any
    rows. What never changes has a `checksum`."""

    title: str
    summary: str
    creator: str
    address: str
    terms: DataTerms = NO_TERMS
    first: date | None = None
    last: date | None = None
    checksum: str = ""

    @property
    def coverage(self) -> str:
        """The days that are covered, as ISO 8601 writes an interval; empty if there are none."""
        return f"{self.first}/{self.last}" if self.first and self.last else ""


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


def describe_file(
    layout: Layout, name: str, address: str, terms: DataTerms, days: Sequence[date], checksum: str = ""
) -> DataDescription:
    """Return the description of a file of a partnership with this name. `address` is that of the page about
    it; the rows cover the time from the first to the last of `days`."""
    first, last = (min(days), max(days)) if days else (None, None)
    title = f"{name}: {layout.title.lower()}"
    return DataDescription(title, layout.description, name, address, terms, first, last, checksum)
