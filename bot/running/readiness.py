"""Whether Accord can do its work just now."""

import asyncio

from bot.errors import Unavailable
from bot.ports import Clock, Pulses, Vitals
from bot.running.pulse import alive

PARTS = ("database", "migrations", "keys", "worker")
PATIENCE = 3  # seconds: whoever asks for our health does not wait for long


async def unready(vitals: Vitals, pulses: Pulses, clock: Clock, patience: float = PATIENCE) -> list[str]:
    """The names of what is not ready, or none. What cannot be known while its database is away is not
    named."""
    database, keys = await asyncio.gather(_database(vitals, patience), _keys(pulses, clock, patience))
    return [*database, *keys]


async def _database(vitals: Vitals, patience: float) -> list[str]:
    try:
        async with asyncio.timeout(patience):
            return [] if await vitals.is_current() else ["migrations"]
    except (Unavailable, TimeoutError):
        return ["database"]


async def _keys(pulses: Pulses, clock: Clock, patience: float) -> list[str]:
    try:
        async with asyncio.timeout(patience):
            return [] if alive(await pulses.all(), clock.now()) else ["worker"]
    except (Unavailable, TimeoutError):
        return ["keys"]
