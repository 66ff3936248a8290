"""Lets in as many transactions as there are connections. The others wait in the order in which they came."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.core.errors import Unavailable

QUEUE_TIMEOUT = 30  # seconds: 500 pages at once took 19 on a busy machine


class ConnectionSlots:
    def __init__(self, connections: int, queue_timeout: float = QUEUE_TIMEOUT):
        self._free = asyncio.Semaphore(connections)
        self._queue_timeout = queue_timeout
        self._waiting: set[asyncio.Timeout] = set()

    @asynccontextmanager
    async def take(self) -> AsyncIterator[None]:
        """Hold a slot. Raises Unavailable if none was free in time."""
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

    def send_away(self) -> None:
        """Stop everybody's wait: the server is silent, and each would wait as long as the one before."""
        now = asyncio.get_running_loop().time()
        for waiting in self._waiting:
            waiting.reschedule(now)
