"""How long it takes to close a round of 40 members after five years, against reading and writing the same
rows with nothing but the driver."""

import time
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import replace
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import Figure
from benchmarks.databases import BACKENDS, Bare, Rows, databases
from benchmarks.scene import NOW, add, context, partnership
from benchmarks.years import ROUNDS, Moved, rounds
from bot import app
from bot.core.models import Channel, Person, Round, web_address
from bot.core.ports import Store
from bot.rounds import closing
from bot.worker import Worker
from storage.keys import SqlRoundKeyStore

MEMBERS, TIMES = 40, 15
ID = "p000000"  # of the only partnership there is
READ = (
    "SELECT * FROM partnerships",
    "SELECT * FROM organisations",
    "SELECT * FROM people",
    "SELECT * FROM members",
    "SELECT * FROM channels",
    "SELECT * FROM rounds",
    "SELECT * FROM readings WHERE anchor",
    "SELECT * FROM alerts",
    "SELECT * FROM rebases",
    "SELECT * FROM actions",
)
OF_ROUND = ("invitations", "answers", "readings", "comments", "alerts", "heard")
OWED = "state = 'waiting'"  # what is owed before the close are reminders, after it summaries

Snapshot = Mapping[str, Rows]


async def measure() -> list[Figure]:
    return [await closed(backend) for backend in BACKENDS]


async def closed(backend: str) -> Figure:
    ours, alone = [], []
    clock = Moved(NOW)
    async with databases(backend) as (store, bare):
        with TemporaryDirectory() as folder:
            keys = SqlRoundKeyStore(f"sqlite+aiosqlite:///{folder}/keys.db")
            there = replace(context(store, keys), clock=clock, talking_points=app.load_talking_points())
            homes = await founded(store)
            async with aclosing(rounds(Worker(there, {}), there, clock)) as to_come:
                for _ in range(ROUNDS):
                    await anext(to_come)
                await reachable(store, homes)
                for _ in range(TIMES):
                    round_ = await anext(to_come)
                    before = await snapshot(bare, round_)
                    begin = time.perf_counter()
                    await closing.close(there, round_, clock.now())
                    ours.append(time.perf_counter() - begin)
                    after = await snapshot(bare, round_)
                    alone.append(await once_more(bare, round_, before, after))
            await keys.close()
    what = f"closing a round of {MEMBERS} after five years, s, {backend}"
    return Figure(what, median(ours), median(alone), 5, at_most=True)


async def founded(store: Store) -> list[Person]:
    """While nobody can be written to, history is made faster. Returns people as they will be."""
    rows = partnership(0, MEMBERS, NOW)
    unreached = [replace(row, home=None) if isinstance(row, Person) else row for row in rows]
    await add(store, [*unreached, Channel("c", ID, web_address(ID), "Channel")])
    return [row for row in rows if isinstance(row, Person)]


async def reachable(store: Store, people: list[Person]) -> None:
    async with store.transaction() as db:
        await db.upsert(*people)


async def snapshot(bare: Bare, round_: Round) -> Snapshot:
    """All rows that a closing adds, changes or removes."""
    queries = {table: f"SELECT * FROM {table} WHERE round = '{round_.id}'" for table in OF_ROUND}
    queries["rounds"] = f"SELECT invited, replies FROM rounds WHERE id = '{round_.id}'"
    queries["deliveries"] = f"SELECT * FROM deliveries WHERE {OWED}"
    return {table: await bare.rows(query) for table, query in queries.items()}


async def once_more(bare: Bare, round_: Round, before: Snapshot, after: Snapshot) -> float:
    """The seconds it takes to close the same round again without Accord."""
    added = {table: after[table] for table in ("readings", "comments", "alerts") if after[table]}
    await bare.run(
        *(f"DELETE FROM {table} WHERE round = '{round_.id}'" for table in added),
        f"DELETE FROM deliveries WHERE {OWED}",
        f"UPDATE rounds SET state = 'open', closed_at = NULL WHERE id = '{round_.id}'",
        f"UPDATE partnerships SET round = '{round_.id}'",
    )
    await bare.insert(**{table: before[table] for table in ("answers", "heard", "deliveries")})
    begin = time.perf_counter()
    await close(bare, round_, added, after)
    seconds = time.perf_counter() - begin
    assert {t: len(rows) for t, rows in (await snapshot(bare, round_)).items()} == {
        t: len(rows) for t, rows in after.items()
    }
    return seconds


async def close(bare: Bare, round_: Round, added: Snapshot, after: Snapshot) -> None:
    """In one transaction more than Accord, which also destroys a key and what is left in the files."""
    ((invited, replies),) = after["rounds"]
    of_round = f"WHERE round = '{round_.id}'"
    await bare.run(f"UPDATE rounds SET state = 'closing' WHERE id = '{round_.id}'")
    for query in (*READ, *(f"SELECT * FROM {table} {of_round}" for table in ("invitations", "answers"))):
        await bare.rows(query)
    await bare.insert(**added)
    await bare.run(
        "BEGIN",
        f"DELETE FROM answers {of_round}",
        f"DELETE FROM heard {of_round}",
        f"DELETE FROM deliveries WHERE {OWED}",
        "COMMIT",
    )
    await bare.insert(deliveries=after["deliveries"])
    await bare.run(
        "BEGIN",
        f"UPDATE rounds SET state = 'closed', closed_at = {moment(round_)}, invited = {invited},"
        f" replies = {replies} WHERE id = '{round_.id}'",
        "UPDATE partnerships SET round = ''",
        "COMMIT",
    )


def moment(round_: Round) -> Any:
    """As either database takes it."""
    return f"'{round_.closes_at:%Y-%m-%d %H:%M:%S}.000000'"
