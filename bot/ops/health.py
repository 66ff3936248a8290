"""Whether Accord can do its work just now."""

import asyncio

from bot.core.errors import Unavailable
from bot.core.heartbeats import alive_workers
from bot.core.ports import Clock, DatabaseHealth, Heartbeats

PARTS = ("database", "migrations", "keys", "worker")
PATIENCE = 3  # seconds: whoever asks for our health does not wait for long


async def not_ready(
    vitals: DatabaseHealth, heartbeats: Heartbeats, clock: Clock, patience: float = PATIENCE
) -> list[str]:
    """The names of what is not ready, or none. What cannot be known while its database is away is not
    named."""
    database, keys = await asyncio.gather(
        _database_ready(vitals, patience), _keys_ready(heartbeats, clock, patience)
    )
    return [*database, *keys]


async def _database_ready(vitals: DatabaseHealth, patience: float) -> list[str]:
    try:
        async with asyncio.timeout(patience):
            return [] if await vitals.is_current() else ["migrations"]
    except (Unavailable, TimeoutError):
        return ["database"]


async def _keys_ready(heartbeats: Heartbeats, clock: Clock, patience: float) -> list[str]:
    try:
        async with asyncio.timeout(patience):
            return [] if alive_workers(await heartbeats.all(), clock.now()) else ["worker"]
    except (Unavailable, TimeoutError):
        return ["keys"]
