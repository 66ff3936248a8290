"""What is shown once the reply has gone out: one call to Slack for each, and nothing hangs on it."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger("slack")

PATIENCE = 5.0  # seconds for what is under way when we stop


class Afterwards:
    """Starts calls and lets them be. One that fails is logged by its kind, and lost."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, call: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(_lone(call))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Wait for those under way, though not for ever."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self._patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


async def _lone(call: Coroutine[Any, Any, object]) -> None:
    try:
        await call
    except Exception as error:  # noqa: BLE001  whatever it is, the event itself was heard and kept
        log.warning("not shown", error=type(error).__name__)
