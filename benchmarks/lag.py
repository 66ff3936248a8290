"""How late the event loop is while something goes on."""

import asyncio
import time
from collections.abc import Awaitable

BEAT = 0.005  # seconds between two looks


async def late(work: Awaitable[object]) -> list[float]:
    """By how many seconds each look came too late, until the work was done."""
    found, doing = [], asyncio.ensure_future(work)
    while not doing.done():
        begin = time.perf_counter()
        await asyncio.sleep(BEAT)
        found.append(time.perf_counter() - begin - BEAT)
    await doing
    return found
