"""What a file is, for all standards that describe files. Pure."""

from dataclasses import dataclass
from datetime import date

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
