"""PostgreSQL, for more than one machine.

A statement takes four times as long through SQLAlchemy as in the driver. So the driver begins and ends
transactions and runs most statements; SQLAlchemy pools the connections and runs the other statements.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any, TypeVar

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.core.errors import Unavailable
from storage.errors import of_postgresql, translate, translate_errors

R = TypeVar("R")

CONNECT_TIMEOUT = 5  # seconds
STATEMENT_TIMEOUT = 60  # seconds
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

    def __init__(self, url: sa.URL):
        self._engine = create_async_engine(
            url,
            connect_args={
                "timeout": CONNECT_TIMEOUT,
                "command_timeout": STATEMENT_TIMEOUT,
                "prepared_statement_cache_size": 500,
                "statement_cache_size": 500,
                "server_settings": {"application_name": "accord", "jit": "off"},
            },
            isolation_level="AUTOCOMMIT",  # every block begins and ends its own transaction
            pool_timeout=CONNECT_TIMEOUT,
        )
        self._in_doubt = False  # a transaction failed since the last probe

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["PostgresConnection"]:
        try:
            async with self._connect() as connection:
                await connection.run("BEGIN")
                yield connection
                await connection.run("COMMIT")
        except Unavailable:
            self._in_doubt = True
            raise

    @asynccontextmanager
    async def read_only(self) -> AsyncIterator["PostgresConnection"]:
        async with self._connect() as connection:
            await connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield connection

    def autocommit(self) -> AbstractAsyncContextManager["PostgresConnection"]:
        return self._connect()

    async def probe(self) -> None:
        """Write something, and roll it back, only after a failure: done each time, that would leave marks at
        known moments, which tell when the rows between them were written."""
        async with self._connect() as connection:
            await connection.run("BEGIN")
            if (await connection.fetch("SHOW transaction_read_only", ()))[0][0] == "on":
                raise Unavailable("The database takes nothing in: it is read-only.")
            if self._in_doubt:
                await connection.run(TRY_TO_WRITE)
            self._in_doubt = False

    async def purge_deleted(self, *tables: str) -> None:
        """Take removed rows out of the pages, with the numbers of the transactions that wrote them. This
        takes under a millisecond. Their remains in indexes and in the write-ahead log tell nothing without
        the round's key."""
        async with self._connect() as connection:
            await connection.run(f"VACUUM (SKIP_LOCKED) {', '.join(tables)}")

    async def erase_deleted(self, *tables: str) -> None:
        """Write these small tables anew, because VACUUM leaves the bytes of removed rows in their pages, and
        begin another file of the write-ahead log, so that a checkpoint removes those before. This takes some
        10 ms. The log keeps removed rows if the role may not do that, or the server recycles or archives its
        log, which `accord check` reports."""
        async with self._connect() as connection:
            await connection.run(f"VACUUM (FULL) {', '.join(tables)}")
            if (await connection.fetch(MAY_CLEAR_LOG, ()))[0][0]:
                await connection.run("SELECT pg_switch_wal()")
                await connection.run("CHECKPOINT")

    async def close(self) -> None:
        await self._engine.dispose()

    @asynccontextmanager
    async def _connect(self) -> AsyncIterator["PostgresConnection"]:
        with translate_errors():
            pooled = await self._engine.connect()
            driver: Any = (await pooled.get_raw_connection()).driver_connection
        connection = PostgresConnection(pooled, driver)
        try:
            yield connection
        finally:
            await asyncio.shield(_release(connection, pooled, driver))


class PostgresConnection:
    """Implements storage.database.Connection."""

    def __init__(self, connection: AsyncConnection, driver: Any):
        self._connection, self._driver = connection, driver
        self.dialect = connection.dialect

    async def run(self, command: str) -> None:
        """Run a command without values and rows."""
        try:
            await self._driver.execute(command)
        except Exception as error:
            raise_translated(error)
            raise

    async def execute(
        self,
        statement: sa.Executable,
        parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        /,
    ) -> sa.CursorResult[Any]:
        return await self._connection.execute(statement, parameters)

    async def exec_driver_sql(
        self, statement: str, parameters: Sequence[tuple[Any, ...]], /
    ) -> sa.CursorResult[Any]:
        return await self._connection.exec_driver_sql(statement, parameters)

    async def fetch(self, statement: str, parameters: Sequence[Any], /) -> Sequence[Sequence[Any]]:
        try:
            rows: Sequence[Sequence[Any]] = await self._driver.fetch(statement, *parameters)
        except Exception as error:
            raise_translated(error)
            raise
        return rows

    async def run_sync(self, work: Callable[[sa.Connection], R], /) -> R:
        return await self._connection.run_sync(work)


async def _release(connection: PostgresConnection, pooled: AsyncConnection, driver: Any) -> None:
    """Roll back and return a connection to the pool; drop one that is lost."""
    with suppress(Unavailable):
        if driver.is_in_transaction():
            await connection.run("ROLLBACK")
    if driver.is_closed():
        await pooled.invalidate()
    await pooled.close()


def raise_translated(error: Exception) -> None:
    """Raise the product's error for one that the driver raised. Returns for a fault in the code, which the
    caller raises again."""
    if isinstance(error, asyncpg.PostgresError):
        translated = of_postgresql(error.sqlstate or "", str(error))
    elif isinstance(error, asyncpg.InterfaceError | asyncpg.InternalClientError):
        # asyncpg raises the latter if the server ended the connection a moment ago.
        translated = Unavailable(f"The connection to the database was lost: {error}")
    else:
        translated = translate(error)
    if translated:
        raise translated from error
