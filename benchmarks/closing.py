"""Measures how long it takes to close a round of 40 members after five years, against reading and writing the
same rows with nothing but the driver."""

import time
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from adapters.web.platform import WebPlatform
from benchmarks import Figure
from benchmarks.databases import BACKENDS, BareDriver, Rows, databases, key_store
from benchmarks.five_years import ROUNDS, MovableClock, found_partnership, make_reachable, rounds
from benchmarks.partnerships import NOW, context
from bot import app
from bot.core.models import Round
from bot.rounds import closing
from bot.worker import Worker
from storage.web_inbox import SqlWebInbox

MEMBERS, TIMES = 40, 15
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
WAITING = "state = 'waiting'"  # before the close these are reminders, after it summaries

Snapshot = Mapping[str, Rows]


async def measure(
    backends: Sequence[str] = BACKENDS, before: int = ROUNDS, times: int = TIMES
) -> list[Figure]:
    return [await measure_closing(backend, before, times) for backend in backends]


async def measure_closing(backend: str, before: int, times: int) -> Figure:
    """Close so many rounds, after so many others."""
    accord_times, bare_times = [], []
    clock = MovableClock(NOW)
    async with databases(backend) as (store, bare):
        with TemporaryDirectory() as folder:
            keys = key_store(f"sqlite+aiosqlite:///{folder}/keys.db")
            context_ = replace(context(store, keys), clock=clock, talking_points=app.load_talking_points())
            people = await found_partnership(store, MEMBERS, NOW)
            worker = Worker(context_, {"web": WebPlatform(SqlWebInbox(store), clock)})
            async with aclosing(rounds(worker, context_, clock)) as upcoming:
                for _ in range(before):
                    await anext(upcoming)
                await make_reachable(store, people)
                for _ in range(times):
                    round_ = await anext(upcoming)
                    open_rows = await snapshot(bare, round_)
                    begin = time.perf_counter()
                    await closing.close(context_, round_, clock.now())
                    accord_times.append(time.perf_counter() - begin)
                    closed_rows = await snapshot(bare, round_)
                    bare_times.append(await close_without_accord(bare, round_, open_rows, closed_rows))
            await keys.close()
    label = f"closing a round of {MEMBERS} after five years, s, {backend}"
    return Figure(label, median(accord_times), median(bare_times), 5, at_most=True)


async def snapshot(bare: BareDriver, round_: Round) -> Snapshot:
    """Return all rows that closing a round adds, changes or removes."""
    queries = {table: f"SELECT * FROM {table} WHERE round = '{round_.id}'" for table in OF_ROUND}
    queries["rounds"] = f"SELECT invited, replies FROM rounds WHERE id = '{round_.id}'"
    queries["deliveries"] = f"SELECT * FROM deliveries WHERE {WAITING}"
    return {table: await bare.rows(query) for table, query in queries.items()}


async def close_without_accord(bare: BareDriver, round_: Round, before: Snapshot, after: Snapshot) -> float:
    """Undo the close, close the round again with the driver alone, and return the seconds that it took."""
    added = {table: after[table] for table in ("readings", "comments", "alerts") if after[table]}
    await bare.run(
        *(f"DELETE FROM {table} WHERE round = '{round_.id}'" for table in added),
        f"DELETE FROM deliveries WHERE {WAITING}",
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


async def close(bare: BareDriver, round_: Round, added: Snapshot, after: Snapshot) -> None:
    """Write what Accord writes, in one transaction more. Accord also destroys a key, and purges deleted
    data."""
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
        f"DELETE FROM deliveries WHERE {WAITING}",
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
    """Return the end of the round as a literal of both databases."""
    return f"'{round_.closes_at:%Y-%m-%d %H:%M:%S}.000000'"
