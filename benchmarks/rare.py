"""Measures how long what is hourly or rare holds the event loop, in a large deployment: tidying, a workspace
that removes Accord and installs it again, and what a worker does with the keys of all open rounds.

A figure is CPU time of the loop's thread; `elapsed` beside it is by the clock."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
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

PARTNERSHIPS, MEMBERS = 5_000, 20
PEOPLE_OF_ONE = 10_000  # in one workspace, ten in each of a thousand partnerships
OPEN_ROUNDS = 20_000
DELIVERIES, EXPIRED = 1_000_000, 100_000  # all settled; the expired ones are removed
LIMIT = 0.1  # seconds
TICKS = 60
LATER = NOW + timedelta(days=2)

# Rows with random ids, as the product has them; the SQL makes them a hundred times as fast.
COLUMNS = "'slack:T' || n, 'slack:T' || n || ':D1', 'summary', 'r' || n, {due}, {late}, {partnership}, ''"
ADD_DELIVERIES = {
    "SQLite": "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series LIMIT {many}) "
    f"INSERT INTO deliveries SELECT lower(hex(randomblob(8))), {COLUMNS}, 'settled', 1, '' FROM series",
    "PostgreSQL": f"INSERT INTO deliveries SELECT substr(md5({{late}}::text || n), 1, 16), {COLUMNS},"
    " 'settled', 1, '' FROM generate_series(1, {many}) AS series(n)",
}
PARTNERSHIP = {
    "SQLite": "printf('p%06d', n % 5000)",
    "PostgreSQL": "'p' || lpad((n % 5000)::text, 6, '0')",
}


async def measure() -> list[Figure | Mapping[str, Any]]:
    return [figure for backend in BACKENDS for figure in await measure_on(backend)]


async def measure_on(backend: str) -> list[Mapping[str, Any]]:
    figures: list[Mapping[str, Any]] = []
    async with large_deployment(backend) as (context_, bare):
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
            figure = Figure(f"longest hold by {what}, s of CPU, {backend}", hold.cpu, LIMIT, 1, at_most=True)
            figures.append({**figure.as_dict(), "elapsed": round(hold.elapsed, 6)})
        left = await bare.rows("SELECT count(*) FROM deliveries")
        figures[0] = {**figures[0], "left over": left[0][0] - DELIVERIES + EXPIRED}
    return figures


@asynccontextmanager
async def large_deployment(backend: str) -> AsyncIterator[tuple[AppContext, BareDriver]]:
    async with databases(backend) as (store, bare):
        await add(store, *(busy(number) for number in range(PARTNERSHIPS)))
        await add_deliveries(bare, backend, NOW - timedelta(days=40), EXPIRED)
        await add_deliveries(bare, backend, NOW - timedelta(days=10), DELIVERIES - EXPIRED)
        await bare.run("ANALYZE" if backend == "PostgreSQL" else "PRAGMA wal_checkpoint(TRUNCATE)")
        with TemporaryDirectory() as folder:
            keys = key_store(f"sqlite+aiosqlite:///{folder}/keys.db")
            await keys.create([f"r{number:06}" for number in range(OPEN_ROUNDS)], FOUNDED)
            yield context(store, keys), bare
            await keys.close()


def busy(number: int) -> list[Any]:
    """Return a partnership with a coordinator and open rounds. Some of its members are in a workspace of many
    people."""
    rows = partnership(number, MEMBERS, LATER, address_of)
    coordinator = next(row for row in rows if isinstance(row, Member))
    rows[rows.index(coordinator)] = Member(
        coordinator.id,
        coordinator.partnership,
        coordinator.organisation,
        coordinator.person,
        Role.COORDINATOR,
        coordinator.standing,
        FOUNDED,
    )
    rounds = [
        Round(
            f"r{id:06}",
            f"p{number:06}",
            RoundKind.AD_HOC,
            1,
            ("trust.reliable@1",),
            FOUNDED,
            LATER,
            LATER,
            RoundState.OPEN,
        )
        for id in range(number, OPEN_ROUNDS, PARTNERSHIPS)
    ]
    return [*rows, *rounds]


def address_of(number: int, n: int) -> tuple[Address, Address]:
    each = PEOPLE_OF_ONE // 1_000
    workspace = "one" if number < 1_000 and n >= MEMBERS - each else f"T{number}"
    key = f"{number:06}-{n}"
    return Address("slack", workspace, f"U{key}"), Address("slack", workspace, f"D{key}")


async def add_deliveries(bare: BareDriver, backend: str, late_at: Any, many: int) -> None:
    late = f"'{late_at:%Y-%m-%d %H:%M:%S}.000000'"
    late = f"{late}::timestamptz" if backend == "PostgreSQL" else late
    values = {"due": late, "late": late, "partnership": PARTNERSHIP[backend], "many": many}
    await bare.run(ADD_DELIVERIES[backend].format(**values))
