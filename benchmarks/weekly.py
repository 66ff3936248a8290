"""Measures how fast weekly summaries that are due are enqueued, against inserting the same rows with nothing
but the driver, a transaction each."""

import time
from dataclasses import replace
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import Figure
from benchmarks.databases import BACKENDS, BareDriver, databases, key_store
from benchmarks.partnerships import FOUNDED, NOW, add, context, partnership
from bot.core.deliveries import Delivery
from bot.core.followups import Action
from bot.core.models import Member, Role, WeeklySummary
from bot.notifications.weekly import BATCH, enqueue_due

LEADS = 2_000
WRITTEN = "deliveries"


async def measure() -> list[Figure]:
    return [await enqueuing(backend) for backend in BACKENDS]


async def enqueuing(backend: str) -> Figure:
    async with databases(backend) as (store, bare):
        await add(store, *(led(number) for number in range(LEADS)))
        with TemporaryDirectory() as folder:
            keys = key_store(f"sqlite+aiosqlite:///{folder}/keys.db")
            app_context = context(store, keys)
            await enqueue_due(app_context, NOW)  # the first loads the public holidays
            begin = time.perf_counter()
            for _ in range(LEADS // BATCH - 1):
                await enqueue_due(app_context, NOW)
            seconds = time.perf_counter() - begin
            await keys.close()
        async with store.read_only() as db:
            assert await db.count(Delivery) == LEADS
        alone = await inserting(bare)
    label = f"weekly summaries enqueued a second, {backend}"
    return Figure(label, (LEADS - BATCH) / seconds, LEADS / alone, 0.1)


async def inserting(bare: BareDriver) -> float:
    """Return the seconds it takes to write the deliveries again, each in a transaction."""
    rows = await bare.rows(f"SELECT * FROM {WRITTEN}")
    await bare.run(f"DELETE FROM {WRITTEN}")
    begin = time.perf_counter()
    for row in rows:
        await bare.insert(**{WRITTEN: [row]})
    return time.perf_counter() - begin


def led(number: int) -> list[Any]:
    """Return a partnership with one member, who leads, and a new action."""
    rows = partnership(number, 1, NOW)
    (member,) = (row for row in rows if isinstance(row, Member))
    rows.remove(member)
    lead = replace(member, role=Role.LEAD)
    action = Action(f"a{number:06}", member.partnership, 1, "Share the papers", NOW)
    return [*rows, lead, action, WeeklySummary(member.person, NOW, FOUNDED, FOUNDED)]
