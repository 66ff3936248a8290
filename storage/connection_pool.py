"""Lends the connections of asyncpg's pool. Those who find none free wait in the order in which they came, and
all stop waiting at once if the server is silent: the pool alone promises neither.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg

from bot.core.errors import Unavailable

QUEUE_TIMEOUT = 30  # seconds: 500 pages at once took 19 on a busy machine
RELEASE_TIMEOUT = 5  # seconds, in which a statement that was cancelled must have stopped
CLOSE_TIMEOUT = 2  # seconds
# Raised over a connection of no more use.
LOST = (OSError, asyncpg.InterfaceError, asyncpg.InternalClientError, asyncpg.PostgresError)


class ConnectionPool:
    """`options` are those of `asyncpg.connect`. The first connection is made when it is needed."""

    def __init__(self, connections: int, queue_timeout: float = QUEUE_TIMEOUT, **options: Any):
        self._connections, self._options = connections, options
        self._pool: Any = None
        self._free = asyncio.Semaphore(connections)
        self._queue_timeout = queue_timeout
        self._waiting: set[asyncio.Timeout] = set()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until a connection is free, which this block may then acquire and must release. Raises
        Unavailable if none was free in time."""
        try:
            async with asyncio.timeout(self._queue_timeout) as waiting:
                self._waiting.add(waiting)
                try:
                    await self._free.acquire()
                finally:
                    self._waiting.discard(waiting)
        except TimeoutError as error:
            raise Unavailable("The database does not answer in time") from error
        try:
            yield
        finally:
            self._free.release()

    async def acquire(self) -> Any:
        if not self._pool or self._pool.is_closing():
            self._pool = asyncpg.create_pool(
                min_size=0,
                max_size=self._connections,
                max_inactive_connection_lifetime=0,  # each block would start a timer
                max_cached_statement_lifetime=0,
                reset=_reset,
                **self._options,
            )
            await self._pool  # which makes no connection yet
        return await self._pool.acquire()

    async def release(self, connection: Any) -> None:
        """Roll back what was not committed, and return the connection. One that is lost will be replaced."""
        if _is_in_transaction(connection):
            await asyncio.shield(self._roll_back(connection))
        else:
            await self._release(connection)

    def send_away(self) -> None:
        """Stop everybody's wait: the server is silent, and each would wait as long as the one before."""
        now = asyncio.get_running_loop().time()
        for waiting in self._waiting:
            if not waiting.expired():  # otherwise its task is about to run
                waiting.reschedule(now)

    async def close(self) -> None:
        """Close all connections, in two seconds at most. Whoever needs one later gets a new one."""
        if self._pool:
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_TIMEOUT):
                    await self._pool.close()  # terminates them if it is cancelled

    async def _roll_back(self, connection: Any) -> None:
        try:
            async with asyncio.timeout(RELEASE_TIMEOUT):
                await connection.execute("ROLLBACK")
        except LOST:
            with suppress(asyncpg.InterfaceError):  # the pool has it back
                connection.terminate()
        await self._release(connection)

    async def _release(self, connection: Any) -> None:
        with suppress(*LOST):
            await self._pool.release(connection, timeout=RELEASE_TIMEOUT)


def _is_in_transaction(connection: Any) -> bool:
    with suppress(asyncpg.InterfaceError):  # it was lost, and the pool has it back
        return bool(not connection.is_closed() and connection.is_in_transaction())
    return False


async def _reset(_: Any) -> None:
    """Save the round trip that would reset the session, of which nothing is ever set."""
