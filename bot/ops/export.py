"""Exports what partnerships published as one data package: a folder, or a zip file.

It holds results and shared outcomes, as their hubs show them: no comments, notes or actions, and no names of
members. Memory holds one partnership at a time.
"""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self
from zipfile import ZIP_DEFLATED, ZipFile

from bot.context import QuestionFiles
from bot.core.errors import TEMPORARY, AccordError, describe_file_error
from bot.core.models import Partnership
from bot.core.ports import Store
from bot.reports.dataset.columns import Layout
from bot.reports.dataset.csv_text import csv_header, csv_rows
from bot.reports.dataset.csvw import SUFFIX, csvw_metadata
from bot.reports.dataset.description import DataDescription
from bot.reports.dataset.layouts import OUTCOMES, RESULTS
from bot.reports.dataset.load import closed_rounds_in_order, load_rows
from bot.reports.dataset.outcome_rows import outcome_rows
from bot.reports.dataset.package import MANIFEST, PackagedFile, data_package
from bot.rounds.outcomes import load_histories
from bot.settings import DataTerms

PAGE = 50  # partnerships that are found at once
ReportProgress = Callable[[int, int], None]  # told how many partnerships are done, and of how many


@dataclass(frozen=True, slots=True)
class DataSource:
    """The source of an export. `only` is the id or the name of the one partnership that is exported, or
    empty for all that have not ended. `address` is that of the service."""

    store: Store
    questions: QuestionFiles
    address: str
    terms: DataTerms
    only: str = ""


@dataclass(slots=True)
class Exported:
    """The contents of an export, and the days that it covers."""

    path: Path
    partnerships: int = 0
    rounds: int = 0
    entries: int = 0  # of values of shared outcomes
    first: date | None = None
    last: date | None = None

    def cover(self, first: date, last: date) -> None:
        self.first = min(self.first or first, first)
        self.last = max(self.last or last, last)


async def export_data(
    source: DataSource, to: Path, now: datetime, report: ReportProgress = lambda _done, _all: None
) -> Exported:
    """Export into a new folder, or a new file if the name ends in .zip. It gets its name once it is whole.
    Raises AccordError, and has then left nothing."""
    with _new_package(to) as folder:
        return await _write(source, folder, Exported(to), now, report)


@contextmanager
def _new_package(to: Path) -> Iterator[Path]:
    """Yield a folder to write into, which gets its name after the block. Raises AccordError."""
    if to.exists():
        raise AccordError(f"{to} already exists. Choose another name")
    try:
        parent = to.absolute().parent
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=TEMPORARY, dir=parent) as beside:
            folder = Path(beside) / "data"
            folder.mkdir(mode=0o700)
            yield folder
            if to.suffix != ".zip":
                folder.rename(to)
                return
            draft = _zipped(folder, Path(beside) / "data.zip")
            to.touch(mode=0o600, exist_ok=False)  # fails if another process has made it meanwhile
            draft.replace(to)
    except OSError as error:
        raise AccordError(f"{describe_file_error(error, to)}. Choose another place") from error


async def _write(
    source: DataSource, folder: Path, exported: Exported, now: datetime, report: ReportProgress
) -> Exported:
    """Write all files of an export, and count what they hold."""
    only, number = await _find(source)
    with _CsvFile(folder, RESULTS) as results, _CsvFile(folder, OUTCOMES) as outcomes:
        report(0, number)
        async for partnership in _partnerships(source.store, only):
            await _write_partnership(source, partnership, results, outcomes, exported)
            exported.partnerships += 1
            report(exported.partnerships, number)
    about = DataDescription(
        "Results of partnerships",
        "What partnerships published in Accord, and their shared outcomes.",
        source.terms.publisher or "Accord",
        source.address,
        source.terms,
        exported.first,
        exported.last,
    )
    files = [file.packaged() for file in (results, outcomes)]
    for file in files:
        _write_text(folder / f"{file.name}{SUFFIX}", csvw_metadata(file.layout, file.name, about))
    _write_text(folder / MANIFEST, data_package(files, about, now))
    return exported


async def _find(source: DataSource) -> tuple[str, int]:
    """Return the id of the one partnership that is exported, or an empty text for all, and their number.
    Raises AccordError if that one is not there, or if several have its name."""
    only, store = source.only, source.store
    async with store.read_only() as db:
        if not only:
            return "", await db.count(Partnership, ended_at=None)
        if await db.first(Partnership, id=only, ended_at=None):
            return only, 1
        named = await db.find(Partnership, name=only, ended_at=None)
    if len(named) == 1:
        return named[0].id, 1
    if named:
        ids = ", ".join(partnership.id for partnership in named)
        raise AccordError(f"several partnerships are called {only}. Give one of the ids: {ids}")
    raise AccordError(
        f"there is no partnership {only}. Give its name, or its id: that stands in the address of"
        " its hub after /p/"
    )


async def _partnerships(store: Store, only: str) -> AsyncIterator[Partnership]:
    last = ""
    while True:
        async with store.read_only() as db:
            one = await db.find(Partnership, id=only) if only else None
            page = one or await db.page(Partnership, last, PAGE, ended_at=None)
        for partnership in page:
            yield partnership
        if len(page) < PAGE:
            return
        last = page[-1].id


async def _write_partnership(
    source: DataSource,
    partnership: Partnership,
    results: "_CsvFile",
    outcomes: "_CsvFile",
    exported: Exported,
) -> None:
    async with source.store.read_only() as db:
        rounds = await closed_rounds_in_order(db, partnership.id)
        by_round = await load_rows(source.questions, db, rounds)
        entries = outcome_rows(partnership, await load_histories(db, partnership.id))
    for rows in by_round:
        results.write(csv_rows(RESULTS, rows))
    outcomes.write(csv_rows(OUTCOMES, entries))
    exported.rounds += len(rounds)
    exported.entries += len(entries)
    if by_round:
        exported.cover(by_round[0][0].opened.date(), by_round[-1][0].closed.date())


class _CsvFile:
    """A CSV file that is being written. It counts and hashes what is written."""

    def __init__(self, folder: Path, layout: Layout):
        self._layout, self._name = layout, f"{layout.name}.csv"
        self._file = (folder / self._name).open("xb")
        self._size, self._hash = 0, sha256()
        self.write(csv_header(layout))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())

    def write(self, text: str) -> None:
        content = text.encode()
        self._file.write(content)
        self._size += len(content)
        self._hash.update(content)

    def packaged(self) -> PackagedFile:
        return PackagedFile(self._layout, self._name, self._size, self._hash.hexdigest())


def _write_text(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")


def _zipped(folder: Path, file: Path) -> Path:
    """Put the files of a folder into one, and return that."""
    file.touch(mode=0o600)
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name in sorted(folder.iterdir()):
            archive.write(name, name.name)
    return file
