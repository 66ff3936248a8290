"""Measures how long what is hourly or rare holds the event loop, in a large deployment: tidying, a workspace
that removes Accord and installs it again, and what a worker does with the keys of all open rounds.

A busy machine stretches the time by the clock, and not the CPU time of the loop's thread."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import Figure
from benchmarks.databases import BACKENDS, BareDriver, databases, key_store
from benchmarks.event_loop_lag import longest_hold
from benchmarks.partnerships import FOUNDED, NOW, add, context, partnership
from bot.context import AppContext
from bot.core.events import AppReinstalled, AppUninstalled
from bot.core.models import Address, Member, Role, Round, RoundKind, RoundState
from bot.handlers.bot import Bot
from bot.rounds import closing
from bot.worker import Worker

MEMBERS = 5
OF_ONE = 4  # members of a partnership in the one large workspace
LIMIT = 0.1  # seconds
TICKS = 60
LATER = NOW + timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Size:
    """`shared` partnerships have members in the one large workspace; each partnership has an open round. All
    `deliveries` are settled; those that have `expired` are removed."""

    partnerships: int
    shared: int
    deliveries: int
    expired: int


LARGE = Size(partnerships=20_000, shared=2_500, deliveries=1_000_000, expired=100_000)

# Rows with random ids, as the product has them; SQL makes them a hundred times as fast.
COLUMNS = "'slack:T' || n, 'slack:T' || n || ':D1', 'summary', 'r' || n, {due}, {late}"
ADD_DELIVERIES = {
    "SQLite": "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series LIMIT {many})"
    f" INSERT INTO deliveries SELECT lower(hex(randomblob(8))), {COLUMNS},"
    " printf('p%06d', n % {partnerships}), '', 'settled', 1, '' FROM series",
    "PostgreSQL": f"INSERT INTO deliveries SELECT substr(md5({{late}}::text || n), 1, 16), {COLUMNS},"
    " 'p' || lpad((n % {partnerships})::text, 6, '0'), '', 'settled', 1, ''"
    " FROM generate_series(1, {many}) AS series(n)",
}


async def measure(backends: Sequence[str] = BACKENDS, size: Size = LARGE) -> list[Figure]:
    return [figure for backend in backends for figure in await measure_on(backend, size)]


async def measure_on(backend: str, size: Size) -> list[Figure]:
    figures = []
    async with large_deployment(backend, size) as (context_, bare):
        bot = Bot(context_)

        async def tidy() -> None:
            worker = Worker(context_, {})
            for _ in range(TICKS):
                await worker.tick()

        work: dict[str, Callable[[], Awaitable[object]]] = {
            "tidying": tidy,
            "a workspace that removes Accord": lambda: bot.handle(AppUninstalled("gone", "slack", "one")),
            "a workspace that is back": lambda: bot.handle(AppReinstalled("back", "slack", "one")),
            "keys of rounds that are over": lambda: closing.sweep_keys(context_, NOW),
            "rounds without a key": lambda: closing.cancel_keyless(context_, NOW),
        }
        for what, run in work.items():
            hold = await longest_hold(run())
            label = f"longest hold of the loop by {what}"
            figures += [
                Figure(f"{label}, s of CPU, {backend}", hold.cpu, LIMIT, 1, at_most=True),
                Figure(f"{label}, s by the clock, {backend}", hold.elapsed, LIMIT, 1, at_most=True),
            ]
            if what == "a workspace that removes Accord":
                assert (await reachable(bare), await told(bare)) == (0, size.shared)
        assert (await reachable(bare), await told(bare)) == (size.shared * OF_ONE, 0)
        assert await bare.rows("SELECT count(*) FROM deliveries") == [(size.deliveries - size.expired,)]
        assert await bare.rows("SELECT DISTINCT state FROM rounds") == [("open",)]
    return figures


async def reachable(bare: BareDriver) -> int:
    """Return how many people of the large workspace can be written to."""
    rows = await bare.rows("SELECT count(*) FROM people WHERE home LIKE 'slack:one:%'")
    return int(rows[0][0])


async def told(bare: BareDriver) -> int:
    """Return how many messages about the large workspace wait."""
    rows = await bare.rows("SELECT count(*) FROM deliveries WHERE subject = 'slack:one'")
    return int(rows[0][0])


@asynccontextmanager
async def large_deployment(backend: str, size: Size) -> AsyncIterator[tuple[AppContext, BareDriver]]:
    async with databases(backend) as (store, bare):
        await add(store, *(busy(number, size) for number in range(size.partnerships)))
        await add_deliveries(bare, backend, NOW - timedelta(days=40), size.expired, size)
        await add_deliveries(bare, backend, NOW - timedelta(days=10), size.deliveries - size.expired, size)
        await bare.run("ANALYZE" if backend == "PostgreSQL" else "PRAGMA wal_checkpoint(TRUNCATE)")
        with TemporaryDirectory() as folder:
            keys = key_store(f"sqlite+aiosqlite:///{folder}/keys.db")
            await keys.create([f"r{number:06}" for number in range(size.partnerships)], FOUNDED)
            yield context(store, keys), bare
            await keys.close()


def busy(number: int, size: Size) -> list[Any]:
    """Return a partnership with a coordinator and an open round."""

    def address_of(number: int, n: int) -> tuple[Address, Address]:
        workspace = "one" if number < size.shared and n >= MEMBERS - OF_ONE else f"T{number}"
        key = f"{number:06}-{n}"
        return Address("slack", workspace, f"U{key}"), Address("slack", workspace, f"D{key}")

    partnership_, *rows = partnership(number, MEMBERS, LATER, address_of)
    coordinator = next(row for row in rows if isinstance(row, Member))
    round_ = Round(
        f"r{number:06}",
        partnership_.id,
        RoundKind.SCHEDULED,
        1,
        ("trust.reliable@1",),
        FOUNDED,
        LATER,
        LATER,
        RoundState.OPEN,
    )
    rows[rows.index(coordinator)] = replace(coordinator, role=Role.COORDINATOR)
    return [replace(partnership_, round=round_.id), *rows, round_]


async def add_deliveries(bare: BareDriver, backend: str, late_at: Any, many: int, size: Size) -> None:
    late = f"'{late_at:%Y-%m-%d %H:%M:%S}.000000'"
    late = f"{late}::timestamptz" if backend == "PostgreSQL" else late
    values = {"due": late, "late": late, "many": many, "partnerships": size.partnerships}
    await bare.run(ADD_DELIVERIES[backend].format(**values))
