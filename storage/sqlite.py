"""SQLite, embedded.

A statement takes SQLite about 10 µs, and a thread about 100 µs to wake up for it; aiosqlite wakes one four
times a statement. So statements run where they are called, and only what may wait, for another process' lock
or for the disk, runs in a thread: BEGIN, COMMIT and many rows at once.
"""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TypeVar

import sqlalchemy as sa

from storage.errors import translate_errors

R = TypeVar("R")

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # what was acknowledged survives a power cut
    "secure_delete = ON",  # what was removed is overwritten
    "temp_store = MEMORY",
)
ATTEMPTS, PAUSE = 10, 0.1
ROOM = 256 * 1024  # bytes that must fit beside the file


class SqliteDatabase:
    """Implements storage.database.Database. Writers queue here, each in turn, and not at the file's lock."""

    def __init__(self, url: sa.URL, *, foreign_keys: bool):
        pragmas = (*PRAGMAS, f"foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        self._path = Path(url.database or "")
        self._writing = _engine(url, *pragmas)
        self._reading = _engine(url, *pragmas, "query_only = ON")
        self._turn = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, "sqlite")

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["SqliteConnection"]:
        async with self._turn:
            with translate_errors():
                connection = self._writing.connect()
            try:
                with translate_errors():
                    await self._wait(partial(connection.exec_driver_sql, "BEGIN IMMEDIATE"))
                yield SqliteConnection(connection, self._wait)
                with translate_errors():
                    await self._wait(connection.commit)
            except BaseException:
                # The thread does one thing after the other: whatever was interrupted there has ended by then.
                await asyncio.shield(self._wait(connection.close))
                raise
            connection.close()

    @asynccontextmanager
    async def read_only(self) -> AsyncIterator["SqliteConnection"]:
        with self._reader() as connection:
            with translate_errors():
                connection.exec_driver_sql("BEGIN")
            yield SqliteConnection(connection, self._wait)

    @asynccontextmanager
    async def autocommit(self) -> AsyncIterator["SqliteConnection"]:
        with self._reader() as connection:
            yield SqliteConnection(connection, self._wait)

    async def probe(self) -> None:
        """A disk that is full lets transactions begin, and even end, as long as they write nothing."""
        async with self.transaction():
            with translate_errors():
                await self._wait(self._has_room)

    async def purge_deleted(self, *_: str) -> None:
        """Empty the write-ahead log, which still holds what was removed. It cannot be while somebody reads
        from it: after a second it is left to the next scrub."""
        for _attempt in range(ATTEMPTS):
            async with self._turn:
                with translate_errors():
                    if await self._wait(self._emptied):
                        return
            await asyncio.sleep(PAUSE)

    async def close(self) -> None:
        await self._wait(self._writing.dispose)
        self._reading.dispose()
        self._thread.shutdown()

    def _reader(self) -> sa.Connection:
        with translate_errors():
            return self._reading.connect()

    def _has_room(self) -> None:
        with TemporaryFile(dir=self._path.parent) as file:
            file.write(os.urandom(ROOM))

    def _emptied(self) -> bool:
        """Whether the log could be. Over a connection that waits for nobody, for writers wait for us."""
        with closing(sqlite3.connect(self._path, timeout=0)) as connection:
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    def _wait(self, work: Callable[[], R]) -> asyncio.Future[R]:
        return asyncio.get_running_loop().run_in_executor(self._thread, work)


class SqliteConnection:
    """Implements storage.database.Connection."""

    def __init__(self, connection: sa.Connection, wait: Callable[[Callable[[], Any]], asyncio.Future[Any]]):
        self._connection, self._wait = connection, wait
        self._driver: Any = connection.connection.driver_connection
        self.dialect = connection.dialect

    async def execute(
        self,
        statement: sa.Executable,
        parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        /,
    ) -> sa.CursorResult[Any]:
        if isinstance(parameters, list):
            done: sa.CursorResult[Any] = await self._wait(
                partial(self._connection.execute, statement, parameters)
            )
            return done
        return self._connection.execute(statement, parameters)

    async def exec_driver_sql(
        self, statement: str, parameters: Sequence[tuple[Any, ...]], /
    ) -> sa.CursorResult[Any]:
        done: sa.CursorResult[Any] = await self._wait(
            partial(self._connection.exec_driver_sql, statement, list(parameters))
        )
        return done

    async def fetch(self, statement: str, parameters: Sequence[Any], /) -> Sequence[Sequence[Any]]:
        found: list[tuple[Any, ...]] = self._driver.execute(statement, parameters).fetchall()
        return found

    async def run_sync(self, work: Callable[[sa.Connection], R], /) -> R:
        done: R = await self._wait(partial(work, self._connection))
        return done


def _engine(url: sa.URL, *pragmas: str) -> sa.Engine:
    """`isolation_level=None` leaves it to us to begin: the driver would do it late, after the first read."""
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
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    return engine
