"""Measures what years, and answers of others, cost on PostgreSQL: purging after a close, closing a round and
showing the summary.

The time of a purge is the server's. The others are times of this process's CPU.
"""

import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from statistics import median
from tempfile import TemporaryDirectory

from adapters.web.platform import WebPlatform
from benchmarks import Figure
from benchmarks.databases import BareDriver, databases, key_store
from benchmarks.five_years import ID, MovableClock, found_partnership, rounds
from benchmarks.partnerships import NOW, add, context, partnership
from bot import app
from bot.context import AppContext
from bot.core.models import Person, Round, RoundKind, RoundState
from bot.core.ports import Clock
from bot.handlers.bot import Bot
from bot.handlers.views import LatestSummaryView
from bot.rounds import closing
from bot.worker import Worker
from storage.web_inbox import SqlWebInbox

BACKEND = "PostgreSQL"
OWN, FEW, MANY = 240, 2_000, 200_000  # answers
MEMBERS = 12
YEARS, A_YEAR = (1, 5, 10), 26  # rounds
TIMES = 5
FILL = """
    INSERT INTO answers
    SELECT '{round}', int4send(number), 'trust.reliable@1', decode(repeat('00', 44), 'hex')
    FROM generate_series(1, {answers}) AS number
"""


async def measure(years: Sequence[int] = YEARS, a_year: int = A_YEAR) -> list[Figure]:
    return [await purging(), *await ageing(years, a_year)]


async def purging() -> Figure:
    """Purge after a round of 40 members has closed, beside many and few answers of others."""
    async with databases(BACKEND) as (store, bare):
        await bare.run("ALTER TABLE answers SET (autovacuum_enabled = off)")  # which would be in the way
        await add(store, partnership(0, 1, NOW))
        async with store.transaction() as db:
            await db.add(*(round_(id) for id in ("own", "other")))
        few = await purge(bare, store.purge_deleted, FEW)
        many = await purge(bare, store.purge_deleted, MANY)
    label = f"purging after a close, s, beside {MANY:,} answers of others against {FEW:,}, {BACKEND}"
    return Figure(label, many, few, 2, at_most=True)


def round_(id: str) -> Round:
    return Round(id, ID, RoundKind.SCHEDULED, 1, (), NOW, NOW, NOW, RoundState.OPEN)


async def purge(bare: BareDriver, purge_deleted: Callable[[], Awaitable[None]], others: int) -> float:
    """Return the seconds that a purge takes beside so many answers of others."""
    await bare.run("DELETE FROM answers", FILL.format(round="other", answers=others), "CHECKPOINT")
    await purge_deleted()  # the first finds out which pages hold nothing to remove
    times = []
    for _ in range(TIMES):
        await bare.run(FILL.format(round="own", answers=OWN), "DELETE FROM answers WHERE round = 'own'")
        begin = time.perf_counter()
        await purge_deleted()
        times.append(time.perf_counter() - begin)
    return median(times)


async def ageing(years: Sequence[int], a_year: int) -> list[Figure]:
    """Close rounds, and show the summary, in these years of a partnership."""
    clock = MovableClock(NOW)
    async with databases(BACKEND) as (store, _):
        with TemporaryDirectory() as folder:
            keys = key_store(f"sqlite+aiosqlite:///{folder}/keys.db")
            context_ = replace(context(store, keys), clock=clock, talking_points=app.load_talking_points())
            worker, bot = Worker(context_, {"web": WebPlatform(SqlWebInbox(store), clock)}), Bot(context_)
            reader, *_ = await found_partnership(store, MEMBERS, NOW)
            closings, summaries = {}, {}
            async with aclosing(rounds(worker, context_, clock)) as upcoming:
                for year in range(1, max(years) + 1):
                    closings[year] = await close_rounds(upcoming, a_year, context_, clock)
                    summaries[year] = await show_summary(bot, reader)
            await keys.close()
    first, *later = years
    return [
        Figure(f"{what} in year {year}, s of CPU, {BACKEND}", by_year[year], by_year[first], 3, at_most=True)
        for what, by_year in (("closing a round", closings), ("the summary in full", summaries))
        for year in later
    ]


async def close_rounds(
    upcoming: AsyncGenerator[Round], a_year: int, context_: AppContext, clock: Clock
) -> float:
    """Let a year pass, and return the time that closing one of its last rounds takes."""
    times = []
    for _ in range(a_year):
        open_round = await anext(upcoming)
        begin = time.process_time()
        await closing.close(context_, open_round, clock.now())
        times.append(time.process_time() - begin)
    return median(times[-TIMES:])


async def show_summary(bot: Bot, reader: Person) -> float:
    times = []
    for _ in range(TIMES):
        begin = time.process_time()
        await bot.view(reader, LatestSummaryView(ID))
        times.append(time.process_time() - begin)
    return median(times)
