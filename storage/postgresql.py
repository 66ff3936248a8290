"""PostgreSQL, for more than one machine.

SQLAlchemy takes its driver four times as long as it takes by itself. So transactions are begun and ended, and
most statements run, by the driver; SQLAlchemy keeps the connections, and runs what it alone can write.
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

PATIENCE = 5  # seconds to wait for a connection
LONGEST = 60  # seconds that a statement may take
TRY = """
    CREATE TEMPORARY TABLE room (filler text) ON COMMIT DROP;
    ALTER TABLE room ALTER filler SET STORAGE PLAIN;
    INSERT INTO room SELECT repeat('x', 8000) FROM generate_series(1, 32)
"""


class PostgresDatabase:
    """Implements storage.database.Database."""

    def __init__(self, url: sa.URL):
        self._engine = create_async_engine(
            url,
            connect_args={
                "timeout": PATIENCE,
                "command_timeout": LONGEST,
                "prepared_statement_cache_size": 500,
                "statement_cache_size": 500,
                "server_settings": {"application_name": "accord", "jit": "off"},
            },
            isolation_level="AUTOCOMMIT",  # every block begins and ends its own transaction
            pool_timeout=PATIENCE,
        )
        self._in_doubt = False  # whether something was refused since it was last tried

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["PostgresConnection"]:
        try:
            async with self._connected() as direct:
                await direct.run("BEGIN")
                yield direct
                await direct.run("COMMIT")
        except Unavailable:
            self._in_doubt = True
            raise

    @asynccontextmanager
    async def read_only(self) -> AsyncIterator["PostgresConnection"]:
        async with self._connected() as direct:
            await direct.run("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield direct

    def autocommit(self) -> AbstractAsyncContextManager["PostgresConnection"]:
        return self._connected()

    async def probe(self) -> None:
        """Only after a refusal is it tried to write something, and dropped again: done each time, that would
        leave marks at known moments, which tell when what lies between them was written."""
        async with self._connected() as direct:
            await direct.run("BEGIN")
            if (await direct.fetch("SHOW transaction_read_only", ()))[0][0] == "on":
                raise Unavailable("The database takes nothing in: it is read-only.")
            if self._in_doubt:
                await direct.run(TRY)
            self._in_doubt = False

    async def purge_deleted(self, *tables: str) -> None:
        """Take removed rows out of the pages, with the numbers of the transactions that wrote them: under a
        millisecond. What is left of them in indexes and in the write-ahead log tells nobody anything without
        the round's key."""
        async with self._connected() as direct:
            await direct.run(f"VACUUM (SKIP_LOCKED) {', '.join(tables)}")

    async def close(self) -> None:
        await self._engine.dispose()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator["PostgresConnection"]:
        with translate_errors():
            connection = await self._engine.connect()
            driver: Any = (await connection.get_raw_connection()).driver_connection
        direct = PostgresConnection(connection, driver)
        try:
            yield direct
        finally:
            await asyncio.shield(_let_go(direct, connection, driver))


class PostgresConnection:
    """Implements storage.database.Connection."""

    def __init__(self, connection: AsyncConnection, driver: Any):
        self._connection, self._driver = connection, driver
        self.dialect = connection.dialect

    async def run(self, command: str) -> None:
        """What takes no values and gives no rows."""
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


async def _let_go(direct: PostgresConnection, connection: AsyncConnection, driver: Any) -> None:
    """Back to the others, with nothing begun; or not at all, where it is lost."""
    with suppress(Unavailable):
        if driver.is_in_transaction():
            await direct.run("ROLLBACK")
    if driver.is_closed():
        await connection.invalidate()
    await connection.close()


def raise_translated(error: Exception) -> None:
    """Raise the product's error for one that the driver raised. Returns for a fault in the code, which the
    caller raises again."""
    if isinstance(error, asyncpg.PostgresError):
        translated = of_postgresql(error.sqlstate or "", str(error))
    elif isinstance(error, asyncpg.InterfaceError | asyncpg.InternalClientError):
        # The latter where a connection was ended from the other side a moment ago, and asyncpg is confused.
        translated = Unavailable(f"The connection to the database was lost: {error}")
    else:
        translated = translate(error)
    if translated:
        raise translated from error
