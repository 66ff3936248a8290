"""Measures how late the event loop is while some work runs."""

import asyncio
import time
from collections.abc import Awaitable

BEAT = 0.005  # seconds between two samples


async def measure_lag(work: Awaitable[object]) -> list[float]:
    """Return the lag of each sample in seconds, until the work is done."""
    lags, task = [], asyncio.ensure_future(work)
    while not task.done():
        begin = time.perf_counter()
        await asyncio.sleep(BEAT)
        lags.append(time.perf_counter() - begin - BEAT)
    await task
    return lags
