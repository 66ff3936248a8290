"""Measures how fast due rounds open, against inserting the same rows with nothing but the driver."""

import time
from tempfile import TemporaryDirectory

from benchmarks import Figure
from benchmarks.databases import BACKENDS, BareDriver, Rows, databases, key_store
from benchmarks.partnerships import NOW, add, context, partnership
from bot.rounds.opening import BATCH, open_due

PARTNERSHIPS, MEMBERS = 1_000, 20
OPENED = ("rounds", "invitations", "deliveries")


async def measure() -> list[Figure]:
    return [await opening(backend) for backend in BACKENDS]


async def opening(backend: str) -> Figure:
    async with databases(backend) as (store, bare):
        with TemporaryDirectory() as folder:
            keys = key_store(f"sqlite+aiosqlite:///{folder}/keys.db")
            app_context = context(store, keys)
            await add(store, partnership(0, MEMBERS, NOW))
            assert await open_due(app_context, NOW) == 1  # the first loads the public holidays
            await bare.run(*(f"DELETE FROM {table}" for table in reversed(OPENED)))
            await add(store, *(partnership(number, MEMBERS, NOW) for number in range(1, PARTNERSHIPS + 1)))
            begin = time.perf_counter()
            opened = await open_due(app_context, NOW)
            seconds = time.perf_counter() - begin
            await keys.close()
        assert opened == PARTNERSHIPS
        alone = await inserting(bare)
    return Figure(f"rounds opened a second, {backend}", opened / seconds, opened / alone, 0.4)


async def inserting(bare: BareDriver) -> float:
    """Return the seconds it takes to write the same rows again, in as many transactions."""
    rows = {table: await bare.rows(f"SELECT * FROM {table}") for table in OPENED}
    await bare.run(*(f"DELETE FROM {table}" for table in reversed(OPENED)))
    parts = PARTNERSHIPS // BATCH
    begin = time.perf_counter()
    for part in range(parts):
        await bare.insert(**{table: slice_of(rows[table], part, parts) for table in OPENED})
    return time.perf_counter() - begin


def slice_of(rows: Rows, part: int, parts: int) -> Rows:
    """Rows come in the order they were written, so a round's share of each table is in the same slice."""
    size = len(rows) // parts
    return rows[part * size : (part + 1) * size]
