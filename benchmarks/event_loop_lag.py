"""Measures how late the event loop is while some work runs."""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass

BEAT = 0.005  # seconds between two samples


@dataclass(frozen=True, slots=True)
class Hold:
    """The longest time, in seconds, between two turns of the event loop: by the clock, and of CPU in the
    thread of the loop, which a busy machine does not stretch."""

    elapsed: float
    cpu: float


async def measure_lag(work: Awaitable[object]) -> list[float]:
    """Return the lag of each sample in seconds, until the work is done."""
    lags, task = [], asyncio.ensure_future(work)
    while not task.done():
        begin = time.perf_counter()
        await asyncio.sleep(BEAT)
        lags.append(time.perf_counter() - begin - BEAT)
    await task
    return lags


async def longest_hold(work: Awaitable[object]) -> Hold:
    """Return the longest hold of the event loop until the work is done."""
    elapsed = cpu = 0.0
    task = asyncio.ensure_future(work)
    while not task.done():
        clock, thread = time.perf_counter(), time.thread_time()
        await asyncio.sleep(0)
        elapsed, cpu = max(elapsed, time.perf_counter() - clock), max(cpu, time.thread_time() - thread)
    await task
    return Hold(elapsed, cpu)
