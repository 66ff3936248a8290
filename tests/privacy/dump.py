"""A dump as a thief takes it: every row with what the database knows of it besides (where it lies, which
transaction wrote it), the bytes of the files, and on SQLite the write-ahead log read frame by frame."""

import shutil
import sqlite3
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg

from bot.core.models import Answer
from storage.tables import TABLES, metadata

AFTER = (
    64  # bytes behind a name in a page, which tell whether its row was written anew; before it lie newer rows
)


@dataclass(frozen=True, slots=True)
class Row:
    """`place` is the order in which the table gives it back; `transactions` are those known to have written
    it."""

    table: str
    values: Mapping[str, Any]
    place: int
    transactions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Dump:
    """`frames` holds, for each transaction in the write-ahead log, the pages it wrote: before and after."""

    rows: tuple[Row, ...]
    files: bytes
    frames: tuple[tuple[tuple[bytes, bytes], ...], ...] = ()
    _touched: dict[bytes, tuple[int, ...]] = field(default_factory=dict)

    def of(self, table: str) -> list[Row]:
        return [row for row in self.rows if row.table == table]

    def touching(self, name: bytes) -> tuple[int, ...]:
        """The transactions in the write-ahead log that wrote something beside this name."""
        if name not in self._touched:
            found = (n for n, pages in enumerate(self.frames) if any(_anew(name, *page) for page in pages))
            self._touched[name] = tuple(found)
        return self._touched[name]


def of_sqlite(path: Path) -> Dump:
    with TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        for each in path.parent.glob(f"{path.name}*"):
            shutil.copy(each, folder)
        data = copy.read_bytes()
        log = (copy.parent / f"{copy.name}-wal").read_bytes()
        with closing(sqlite3.connect(copy)) as connection:
            rows = tuple(_rows_of_sqlite(connection))
    return Dump(rows, data + log, tuple(_frames(data, log)))


def _rows_of_sqlite(connection: sqlite3.Connection) -> Iterator[Row]:
    """In the order of row ids where a table has them, else as its key orders them."""
    for table in metadata.sorted_tables:
        found = connection.execute(f'SELECT * FROM "{table.name}"')
        names = [column[0] for column in found.description]
        yield from (Row(table.name, dict(zip(names, row, strict=True)), n) for n, row in enumerate(found))


def _frames(data: bytes, log: bytes) -> Iterator[tuple[tuple[bytes, bytes], ...]]:
    """https://www.sqlite.org/fileformat2.html#the_write_ahead_log"""
    if len(log) < 32:
        return
    size, salts = struct.unpack(">I", log[8:12])[0], log[16:24]
    pages: dict[int, bytes] = {}
    written: dict[int, tuple[bytes, bytes]] = {}
    for start in range(32, len(log) - size, 24 + size):
        number, commits = struct.unpack(">II", log[start : start + 8])
        if log[start + 8 : start + 16] != salts:
            return
        page = log[start + 24 : start + 24 + size]
        before = pages.get(number, data[(number - 1) * size : number * size])
        written[number] = (written.get(number, (before,))[0], page)
        pages[number] = page
        if commits:
            yield tuple(written.values())
            written = {}


def _anew(name: bytes, before: bytes, after: bytes) -> bool:
    at = after.find(name)
    while at >= 0:
        if after[at : at + len(name) + AFTER] not in before:
            return True
        at = after.find(name, at + 1)
    return False


async def of_postgresql(url: str) -> Dump:
    host, database = url.partition("host=")[2], url.partition("@/")[2].partition("?")[0]
    connection = await asyncpg.connect(host=host.replace("%2F", "/"), user="postgres", database=database)
    try:
        rows = [row for table in metadata.sorted_tables async for row in _rows_of(connection, table.name)]
        await connection.execute("CHECKPOINT")
        folder = Path(await connection.fetchval("SHOW data_directory"))
        own = await connection.fetchval("SELECT oid FROM pg_database WHERE datname = current_database()")
        files = (*(folder / "base" / str(own)).iterdir(), *(folder / "pg_wal").glob("0*"))
    finally:
        await connection.close()
    return Dump(tuple(rows), b"".join(each.read_bytes() for each in files))


async def _rows_of(connection: Any, table: str) -> Any:
    found = await connection.fetch(f'SELECT xmin::text::bigint AS xmin, ctid, * FROM "{table}" ORDER BY ctid')
    for place, row in enumerate(found):
        values = dict(row)
        transaction = values.pop("xmin")
        values.pop("ctid")
        yield Row(table, values, place, (transaction,))


def pseudonyms(dump: Dump, round_: str) -> dict[bytes, list[Row]]:
    """Return the answers of a round, by pseudonym."""
    found: dict[bytes, list[Row]] = defaultdict(list)
    for row in dump.of(TABLES[Answer].name):
        if row.values["round"] == round_:
            found[row.values["pseudonym"]].append(row)
    return dict(found)


def transactions(dump: Dump, rows: Iterable[Row], name: bytes) -> tuple[int, ...]:
    """All transactions that are known to have written these rows, or beside this name."""
    return tuple(sorted({n for row in rows for n in row.transactions} | {*dump.touching(name)}))
