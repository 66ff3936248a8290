"""Measures a tick of the worker while nothing is due, with many partnerships against few."""

import time
from datetime import timedelta
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import Figure
from benchmarks.databases import BACKENDS, databases, key_store
from benchmarks.partnerships import FOUNDED, NOW, add, context, partnership
from bot.core.deliveries import Delivery
from bot.core.models import Address, Round, RoundKind, RoundState, WeeklySummary
from bot.worker import Worker

FEW, MANY, TICKS = 1_000, 100_000, 200
OPEN = 20  # one round in so many is open
LATER = NOW + timedelta(days=2)


async def measure() -> list[Figure]:
    figures = []
    for backend in BACKENDS:
        label = f"a tick with nothing due, s, {MANY:,} partnerships against {FEW:,}, {backend}"
        figures.append(Figure(label, await tick(backend, MANY), await tick(backend, FEW), 1.5, at_most=True))
    return figures


async def tick(backend: str, partnerships: int) -> float:
    async with databases(backend) as (store, bare):
        await add(store, *(busy(number) for number in range(partnerships)))
        if backend == "PostgreSQL":
            await bare.run("ANALYZE")  # as autovacuum does within a minute
        with TemporaryDirectory() as folder:
            keys = key_store(f"sqlite+aiosqlite:///{folder}/keys.db")
            await keys.create([f"r{number:06}" for number in range(0, partnerships, OPEN)], FOUNDED)
            worker = Worker(context(store, keys), {})
            await worker.tick()  # the first one cleans up
            seconds = []
            for _ in range(TICKS):
                begin = time.perf_counter()
                await worker.tick()
                seconds.append(time.perf_counter() - begin)
            await keys.close()
    return median(seconds)


def busy(number: int) -> list[Any]:
    """Return a partnership with a round, perhaps an open one, a waiting message and a member with a weekly
    summary; nothing of it is due."""
    id, to = f"p{number:06}", Address("slack", f"T{number}", "D0")
    questions = ("trust.reliable@1",)
    state = RoundState.CANCELLED if number % OPEN else RoundState.OPEN  # what is closed is published first
    round_ = Round(f"r{number:06}", id, RoundKind.SCHEDULED, 1, questions, FOUNDED, LATER, LATER, state)
    waiting = Delivery(f"d{number:06}", to.lane, to, "ask", round_.id, LATER, LATER, id)
    weekly = WeeklySummary(f"u{number:06}-00", LATER, FOUNDED, FOUNDED)
    return [*partnership(number, 1, LATER), round_, waiting, weekly]
