"""Checks whether Accord can do its work now."""

import asyncio

from bot.core.errors import Unavailable
from bot.core.heartbeats import alive_workers
from bot.core.ports import Clock, DatabaseHealth, Heartbeats

PARTS = ("database", "migrations", "keys", "worker")
CHECK_TIMEOUT = 3  # seconds: a health check must answer quickly


async def not_ready(
    database: DatabaseHealth, heartbeats: Heartbeats, clock: Clock, seconds: float = CHECK_TIMEOUT
) -> list[str]:
    """Return the names of the parts that are not ready. A part that cannot be checked while its database is
    away is left out."""
    in_database, in_keys = await asyncio.gather(
        _check_database(database, seconds), _check_keys(heartbeats, clock, seconds)
    )
    return [*in_database, *in_keys]


async def _check_database(database: DatabaseHealth, seconds: float) -> list[str]:
    try:
        async with asyncio.timeout(seconds):
            return [] if await database.is_current() else ["migrations"]
    except (Unavailable, TimeoutError):
        return ["database"]


async def _check_keys(heartbeats: Heartbeats, clock: Clock, seconds: float) -> list[str]:
    try:
        async with asyncio.timeout(seconds):
            return [] if alive_workers(await heartbeats.all(), clock.now()) else ["worker"]
    except (Unavailable, TimeoutError):
        return ["keys"]
