"""SQLite, embedded.

SQLite runs a statement in about 10 µs; a thread needs about 100 µs to wake up for it, and aiosqlite wakes one
four times a statement. So statements run in the event loop, and only what may wait for another process' lock
or for the disk runs in a thread: BEGIN, COMMIT and many rows at once.
"""

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Literal, Self, TypeVar

import sqlalchemy as sa

from storage.errors import reraise_translated, translate_errors

R = TypeVar("R")

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # a committed transaction survives a power cut
    "secure_delete = ON",  # removed rows are overwritten
    "temp_store = MEMORY",
)
ATTEMPTS, PAUSE = 10, 0.1
PROBE_BYTES = 256 * 1024  # must fit on the disk of the file


class SqliteDatabase:
    """Implements storage.database.Database. Writers of this process queue here, not at the file's lock."""

    def __init__(self, url: sa.URL, *, foreign_keys: bool):
        pragmas = (*PRAGMAS, f"foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        self._path = Path(url.database or "")
        self._writing_engine = _create_engine(url, *pragmas)
        self._reading_engine = _create_engine(url, *pragmas, "query_only = ON")
        self._write_lock = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, "sqlite")

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["SqliteConnection"]:
        async with self._write_lock:
            connection = _connect(self._writing_engine)
            try:
                await self._run_translated(partial(connection.exec_driver_sql, "BEGIN IMMEDIATE"))
                yield SqliteConnection(connection, self._run_in_thread)
                await self._run_translated(connection.commit)
            except BaseException:
                # The thread runs one call after the other: a call that was cancelled has ended by then.
                await asyncio.shield(self._run_in_thread(connection.close))
                raise
            connection.close()

    @asynccontextmanager
    async def read_only(self) -> AsyncIterator["SqliteConnection"]:
        with _connect(self._reading_engine) as connection:
            with translate_errors():
                connection.exec_driver_sql("BEGIN")
            yield SqliteConnection(connection, self._run_in_thread)

    @asynccontextmanager
    async def autocommit(self) -> AsyncIterator["SqliteConnection"]:
        with _connect(self._reading_engine) as connection:
            yield SqliteConnection(connection, self._run_in_thread)

    async def probe(self) -> None:
        """Write a temporary file too: on a full disk, transactions that write nothing still succeed."""
        async with self.transaction():
            await self._run_translated(self._write_probe)

    async def purge_deleted(self, *_: str) -> None:
        """Empty the write-ahead log, which still holds removed rows. While somebody reads from it, that is
        impossible; after a second it is left to the next call."""
        for _attempt in range(ATTEMPTS):
            async with self._write_lock:
                if await self._run_translated(self._empty_log):
                    return
            await asyncio.sleep(PAUSE)

    async def erase_deleted(self, *tables: str) -> None:
        await self.purge_deleted(*tables)

    def patient(self) -> Self:
        return self

    async def close(self) -> None:
        await self._run_in_thread(self._writing_engine.dispose)
        self._reading_engine.dispose()
        self._thread.shutdown()

    def _write_probe(self) -> None:
        with TemporaryFile(dir=self._path.parent) as file:
            file.write(os.urandom(PROBE_BYTES))

    def _empty_log(self) -> bool:
        """Return True if the log was emptied. Waits for no lock, because writers wait for this."""
        with closing(sqlite3.connect(self._path, timeout=0)) as connection:
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    def _run_in_thread(self, work: Callable[[], R]) -> asyncio.Future[R]:
        return asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def _run_translated(self, work: Callable[[], R]) -> R:
        try:
            return await self._run_in_thread(work)
        except Exception as error:  # noqa: BLE001  raised again
            reraise_translated(error)


class SqliteConnection:
    """Implements storage.database.Connection."""

    backend: Literal["sqlite", "postgresql"] = "sqlite"

    def __init__(
        self, connection: sa.Connection, run_in_thread: Callable[[Callable[[], Any]], asyncio.Future[Any]]
    ):
        self._connection, self._run_in_thread = connection, run_in_thread
        self._driver: Any = connection.connection.driver_connection

    async def fetch(self, statement: str, parameters: Sequence[Any] = (), /) -> Sequence[Sequence[Any]]:
        try:
            rows: list[tuple[Any, ...]] = self._driver.execute(statement, parameters).fetchall()
        except sqlite3.Error as error:
            reraise_translated(error)
        return rows

    async def execute(self, statement: str, parameters: Sequence[Any] = (), /) -> int:
        try:
            changed: int = self._driver.execute(statement, parameters).rowcount
        except sqlite3.Error as error:
            reraise_translated(error)
        return changed

    async def execute_many(self, statement: str, rows: Sequence[Sequence[Any]], /) -> None:
        try:
            await self._run_in_thread(partial(self._driver.executemany, statement, rows))
        except sqlite3.Error as error:
            reraise_translated(error)

    async def run_sync(self, work: Callable[[sa.Connection], R], /) -> R:
        result: R = await self._run_in_thread(partial(work, self._connection))
        return result


def _connect(engine: sa.Engine) -> sa.Connection:
    try:
        return engine.connect()
    except Exception as error:  # noqa: BLE001  raised again
        reraise_translated(error)


def _create_engine(url: sa.URL, *pragmas: str) -> sa.Engine:
    """Create an engine that begins no transaction by itself (`isolation_level=None`): the driver would begin
    one late, after the first read."""
    path = Path(url.database or "")
    engine = sa.create_engine(
        url.set(drivername="sqlite"),
        connect_args={"check_same_thread": False, "isolation_level": None, "cached_statements": 500},
        max_overflow=-1,
        pool_reset_on_return=None,  # every block ends its own transaction
    )

    @sa.event.listens_for(engine, "do_connect")
    def make_private(*_: Any) -> None:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)

    @sa.event.listens_for(engine, "connect")
    def set_up(connection: Any, _: Any) -> None:
        wait_for_write_ahead_log(connection)
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    return engine


def wait_for_write_ahead_log(connection: Any, pause: Callable[[float], None] = time.sleep) -> None:
    """Set the journal mode once no other process sets it on the same new file: SQLite itself does not wait.

    https://sqlite.org/wal.html#sometimes_queries_return_sqlite_busy_in_wal_mode"""
    for _attempt in range(ATTEMPTS):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            pause(PAUSE)
        else:
            return
