"""PostgreSQL, for more than one machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.faults import told_plainly

PATIENCE = 5  # seconds to wait for a connection
LONGEST = 60  # seconds that a statement may take


class PostgreSQL:
    """Implements storage.database.Database."""

    def __init__(self, url: sa.URL):
        self._writing = create_async_engine(
            url,
            connect_args={
                "timeout": PATIENCE,
                "command_timeout": LONGEST,
                "prepared_statement_cache_size": 500,
                "server_settings": {"application_name": "accord", "jit": "off"},
            },
            pool_timeout=PATIENCE,
        )
        self._reading = self._writing.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

        self._alone = self._writing.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        async with _connected(self._writing) as connection:
            yield connection
            with told_plainly():
                await connection.commit()

    @asynccontextmanager
    async def look(self) -> AsyncIterator[AsyncConnection]:
        async with _connected(self._reading) as connection:
            yield connection

    async def scrub(self, *tables: str) -> None:
        """Take removed rows out of the pages, with the numbers of the transactions that wrote them: under a
        millisecond. What is left of them in indexes and in the write-ahead log tells nobody anything without
        the round's key."""
        async with _connected(self._alone) as connection:
            with told_plainly():
                await connection.execute(sa.text(f"VACUUM (SKIP_LOCKED) {', '.join(tables)}"))

    async def close(self) -> None:
        await self._writing.dispose()


@asynccontextmanager
async def _connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    with told_plainly():
        connection = await engine.connect()
    try:
        yield connection
    finally:
        await asyncio.shield(connection.close())
