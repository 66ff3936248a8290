"""Runs what goes on after the response."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.core.errors import SendFailed, locate_error

log = structlog.get_logger()

FINISH_TIMEOUT = 5.0  # seconds for what is under way when we stop


class TeamsTasks:
    """Runs calls after the response. One that fails is logged, with the reason but no person."""

    def __init__(self, timeout: float = FINISH_TIMEOUT) -> None:
        self._timeout = timeout
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, call: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(_log_failure(call))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Wait for what is under way, and cancel what takes too long."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self._timeout)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


async def _log_failure(call: Coroutine[Any, Any, None]) -> None:
    try:
        await call
    except SendFailed as failure:
        log.warning("what goes on after a response failed", reason=str(failure))
    except Exception as error:  # noqa: BLE001  the event itself is kept already
        log.warning("what goes on after a response failed", reason=locate_error(error))
