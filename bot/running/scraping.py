"""What is looked up when somebody asks for the metrics, besides what was counted."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

from prometheus_client.core import Metric

from bot.core.errors import Unavailable
from bot.core.heartbeats import alive_workers
from bot.core.ports import Clock, DatabaseHealth, Heartbeats
from bot.running.metrics import Metrics, gauge
from bot.running.readiness import PARTS, PATIENCE, unready

R = TypeVar("R")

MINUTE = timedelta(minutes=1)


async def scrape(metrics: Metrics, vitals: DatabaseHealth, pulses: Heartbeats, clock: Clock) -> bytes:
    """Where a database is away, without what it alone knows."""
    now, missing = clock.now(), await unready(vitals, pulses, clock)
    ready = {part: float(part not in missing) for part in PARTS}
    found = [gauge("accord_ready", "Whether each part is ready, as /readyz says.", "part", ready)]
    took = {}
    if lag := await _timed(vitals.lag(now)):
        took["main"] = lag[1]
        found.append(
            _of("accord_overdue_minutes", "For how long something was due untouched.", lag[0] // MINUTE)
        )
    if known := await _timed(pulses.all()):
        took["keys"] = known[1]
        at_work = alive_workers(known[0], now)
        found.append(_of("accord_workers", "Workers that are alive.", len(at_work)))
    return metrics.text(
        *found, gauge("accord_database_seconds", "How long each took to say so.", "database", took)
    )


def _of(name: str, about: str, value: float) -> Metric:
    return gauge(name, about, "", {"": value})


async def _timed(asked: Awaitable[R]) -> tuple[R, float] | None:
    """And how long it took, in seconds; None where it cannot be had."""
    began = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(PATIENCE):
            answer = await asked
    except (Unavailable, TimeoutError):
        return None
    return answer, asyncio.get_running_loop().time() - began
