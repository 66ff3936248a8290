"""PostgreSQL, for more than one machine.

A statement takes four times as long through SQLAlchemy as in the driver. So the driver, asyncpg, pools the
connections, begins and ends transactions and runs all statements. SQLAlchemy only runs migrations.

A server that accepts and says nothing holds nobody for longer than `STATEMENT_TIMEOUT`.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from copy import copy
from typing import Any, Literal, Self, TypeVar

import asyncpg
import sqlalchemy as sa

from bot.core.errors import Unavailable
from storage.connection_pool import ConnectionPool
from storage.errors import of_postgresql, translate
from storage.prepared import DIALECTS

R = TypeVar("R")

CONNECT_TIMEOUT = 5  # seconds
STATEMENT_TIMEOUT = 5  # seconds, while somebody waits for the result
PATIENT_TIMEOUT = 60  # seconds, of the worker's statements
# https://www.postgresql.org/docs/current/runtime-config-client.html
LIMITS = {"lock_timeout": "4s", "idle_in_transaction_session_timeout": "30s"}
TRY_TO_WRITE = """
    CREATE TEMPORARY TABLE room (filler text) ON COMMIT DROP;
    ALTER TABLE room ALTER filler SET STORAGE PLAIN;
    INSERT INTO room SELECT repeat('x', 8000) FROM generate_series(1, 32)
"""
# Before PostgreSQL 15, there is no role pg_checkpoint.
MAY_CLEAR_LOG = """
    SELECT has_function_privilege('pg_switch_wal()', 'EXECUTE') AND (rolsuper OR EXISTS (
        SELECT FROM pg_roles WHERE rolname = 'pg_checkpoint' AND pg_has_role(oid, 'USAGE')))
    FROM pg_roles WHERE rolname = current_user
"""


class PostgresDatabase:
    """Implements storage.database.Database."""

    def __init__(self, url: sa.URL, connections: int, *, maintenance: bool):
        limits = {} if maintenance else LIMITS
        _, address = DIALECTS["postgresql"].create_connect_args(url)
        self._pool = ConnectionPool(
            connections,
            timeout=CONNECT_TIMEOUT,
            statement_cache_size=500,
            server_settings={"application_name": "accord", "jit": "off", **limits},
            **address,
        )
        self._timeout = None if maintenance else STATEMENT_TIMEOUT
        self._in_doubt = asyncio.Event()  # a transaction failed since the last probe

    def patient(self) -> Self:
        database = copy(self)
        database._timeout = self._timeout and PATIENT_TIMEOUT  # noqa: SLF001  a copy of itself
        return database

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["PostgresConnection"]:
        try:
            async with self._connect() as connection:
                await connection.execute("BEGIN")
                yield connection
                await connection.execute("COMMIT")
        except Unavailable:
            self._in_doubt.set()
            raise

    @asynccontextmanager
    async def read_only(self) -> AsyncIterator["PostgresConnection"]:
        async with self._connect() as connection:
            await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield connection
            await connection.execute("COMMIT")

    def autocommit(self) -> AbstractAsyncContextManager["PostgresConnection"]:
        return self._connect()

    async def probe(self) -> None:
        """Write something, and roll it back, only after a failure: done each time, that would leave marks at
        known moments, which tell when the rows between them were written."""
        async with self._connect() as connection:
            await connection.execute("BEGIN")
            if (await connection.fetch("SHOW transaction_read_only"))[0][0] == "on":
                raise Unavailable("The database is read-only.")
            if self._in_doubt.is_set():
                await connection.execute(TRY_TO_WRITE)
            self._in_doubt.clear()

    async def purge_deleted(self, *tables: str) -> None:
        """Take removed rows out of the pages, with the numbers of the transactions that wrote them. This
        takes under a millisecond. Their remains in indexes and in the write-ahead log tell nothing without
        the round's key."""
        async with self.patient().autocommit() as connection:
            await connection.execute(f"VACUUM (SKIP_LOCKED) {', '.join(tables)}")

    async def erase_deleted(self, *tables: str) -> None:
        """Write these small tables anew, because VACUUM leaves the bytes of removed rows in their pages, and
        begin another file of the write-ahead log, so that a checkpoint removes those before. This takes some
        10 ms. The log keeps removed rows if the role may not do that, or the server recycles or archives its
        log, which `accord check` reports."""
        async with self._connect() as connection:
            await connection.execute(f"VACUUM (FULL) {', '.join(tables)}")
            if (await connection.fetch(MAY_CLEAR_LOG))[0][0]:
                await connection.execute("SELECT pg_switch_wal()")
                await connection.execute("CHECKPOINT")

    async def close(self) -> None:
        await self._pool.close()

    @asynccontextmanager
    async def _connect(self) -> AsyncIterator["PostgresConnection"]:
        async with self._pool.turn():
            driver = await self._acquire()
            connection = PostgresConnection(driver, self._timeout)
            try:
                yield connection
            finally:
                if connection.is_silent:
                    self._pool.send_away()
                await self._pool.release(driver)

    async def _acquire(self) -> Any:
        """Return a connection of the driver. Raises Unavailable."""
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT):
                return await self._pool.acquire()
        except Exception as error:
            if isinstance(error, TimeoutError):
                self._pool.send_away()
            raise_translated(error)
            raise


class PostgresConnection:
    """Implements storage.database.Connection."""

    backend: Literal["sqlite", "postgresql"] = "postgresql"

    def __init__(self, driver: Any, timeout: float | None):
        self._driver, self._timeout = driver, timeout
        self.is_silent = False  # the server has not answered in time

    async def fetch(self, statement: str, parameters: Sequence[Any] = (), /) -> Sequence[Sequence[Any]]:
        rows: Sequence[Sequence[Any]] = await self._from_driver(self._driver.fetch, statement, *parameters)
        return rows

    async def execute(self, statement: str, parameters: Sequence[Any] = (), /) -> int:
        status: str = await self._from_driver(self._driver.execute, statement, *parameters)
        changed = status.rpartition(" ")[2]  # such as `UPDATE 1`, `INSERT 0 1` or `BEGIN`
        return int(changed) if changed.isdecimal() else 0

    async def execute_many(self, statement: str, rows: Sequence[Sequence[Any]], /) -> None:
        await self._from_driver(self._driver.executemany, statement, rows)

    async def run_sync(self, work: Callable[[sa.Connection], R], /) -> R:
        """Lend the driver's connection to SQLAlchemy, which neither ends its transaction nor closes it."""
        from sqlalchemy.ext.asyncio import create_async_engine

        async def lend() -> Any:
            return self._driver

        engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=lend,
            isolation_level="AUTOCOMMIT",
            poolclass=sa.StaticPool,
            pool_reset_on_return=None,
        )
        async with engine.connect() as connection:
            return await connection.run_sync(work)

    async def _from_driver(self, work: Callable[..., Awaitable[R]], statement: str, *parameters: Any) -> R:
        try:
            return await work(statement, *parameters, timeout=self._timeout)
        except Exception as error:
            if isinstance(error, TimeoutError):  # the server is silent, and the connection of no more use
                self.is_silent = True
                self._driver.terminate()
            raise_translated(error)
            raise


def raise_translated(error: Exception) -> None:
    """Raise the product's error for one that the driver raised. Returns for a fault in the code, which the
    caller raises again."""
    if isinstance(error, asyncpg.PostgresError):
        translated = of_postgresql(error.sqlstate or "", str(error))
    elif isinstance(error, asyncpg.ClientConfigurationError):  # such as a missing certificate
        reason = str(error).partition("\n")[0]
        translated = Unavailable(
            f"The address of the database cannot be used ({reason}). Check ACCORD_DATABASE_URL and"
            " ACCORD_KEYS_URL"
        )
    elif isinstance(error, asyncpg.InterfaceError | asyncpg.InternalClientError):
        # asyncpg raises the latter if the server ended the connection a moment ago.
        translated = Unavailable(f"The connection to the database was lost: {error}")
    else:
        translated = translate(error)
    if translated:
        raise translated from error
