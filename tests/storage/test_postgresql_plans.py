"""PostgreSQL reads no table whole that grows with the partnerships, whatever Accord does for one of them."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.analysis.published import PublishedRound
from bot.core.deliveries import Lane
from bot.core.models import Address
from bot.core.ports import Crypto, RoundKeyStore
from bot.handlers.views import ChannelView, HomeView, LatestSummaryView, OverviewView, SettingsView, View
from storage.ids import RandomIds
from storage.store import SqlStore
from storage.tables import TABLES
from tests.storage.examples import EVERYTHING
from tests.support.cast import AMIRA, BEN, SIX
from tests.support.databases import PostgreSQL
from tests.support.fakes import SetClock
from tests.support.plans import ExplainedDatabase
from tests.support.scenario import Scenario

OTHERS = 1_000  # partnerships, with one record of each kind
MUCH_LATER = timedelta(days=3650)  # nothing of the others falls due
DAY, HOURS = 24, 6  # between two ticks
VIEWS: tuple[View[Any], ...] = (
    HomeView(),
    OverviewView(),
    SettingsView(),
    ChannelView("harbour"),
    LatestSummaryView("harbour"),
)
DO_NOT_GROW = {"tenants", "installations", "keys_binding"}
# Each process counts once what older versions have not published.
COUNTED_AT_START = [["published_rounds"], ["rounds"]]
IDS = {record.id for record in EVERYTHING if hasattr(record, "id")} | {"ben"}


def others(number: int) -> Iterator[Any]:
    """Yield one record of each kind, which belong together and to no other number."""
    for record in EVERYTHING:
        values = {field.name: getattr(record, field.name) for field in fields(record)}
        yield replace(record, **{name: of_number(value, number) for name, value in values.items()})


def of_number(value: Any, number: int) -> Any:
    if isinstance(value, str) and value in IDS:
        return f"{value}-{number}"
    if isinstance(value, Address):
        return replace(value, workspace=f"{value.workspace}{number}")
    if isinstance(value, datetime):
        return value + MUCH_LATER
    return value


@pytest.fixture(params=["auto", "force_generic_plan"])
async def scenario(
    request: pytest.FixtureRequest,
    postgresql: PostgreSQL,
    migrated_database: str,
    keys: RoundKeyStore,
    crypto: Crypto,
    clock: SetClock,
) -> AsyncIterator[Scenario]:
    """PostgreSQL makes one plan for all values once a statement has run some times, if it is as good."""
    name = postgresql.new(template=migrated_database)
    store = SqlStore(postgresql.url(name))
    try:
        await fill(store)
        postgresql.run(name, "ANALYZE", f"ALTER DATABASE {name} SET plan_cache_mode = {request.param}")
        await store.close()  # a new connection heeds the setting
        yield Scenario(store, keys, crypto, clock, RandomIds())
    finally:
        await store.close()


async def fill(store: SqlStore) -> None:
    crowd = [record for number in range(OTHERS) for record in others(number)]
    published = [record for record in crowd if isinstance(record, PublishedRound)]
    async with store.transaction() as db:
        await db.add(*(record for record in crowd if not isinstance(record, PublishedRound)))
        lanes = TABLES[Lane].name  # none is to be looked at
        await db._connection.execute(f"UPDATE {lanes} SET wakes_at = next_at")
        for record in published:  # of which there is never more than one to add
            await db.add(record)


async def test_no_table_that_grows_is_read_whole(scenario: Scenario) -> None:
    store = scenario.store
    assert isinstance(store, SqlStore)
    store._database = explained = ExplainedDatabase(store._database)
    await scenario.open_first_round(*SIX)
    await scenario.says(AMIRA, "note We share an office")
    await scenario.all_answer(1, 2, 3, 4, 5, 1)
    for _ in range(16 * DAY // HOURS):  # the round closes, and the next one opens
        scenario.clock.move(timedelta(hours=HOURS))
        await scenario.worker.tick()
    for view in VIEWS:
        await scenario.bot.view(BEN.person, view)
    await store.lag(scenario.clock.now())
    read_whole = {
        statement: plan
        for statement, plan in explained.plans.items()
        if {*re.findall(r"Seq Scan on (\w+)", plan)} - DO_NOT_GROW
    }
    assert {statement for statement in read_whole if not statement.startswith("SELECT count(*)")} == set()
    tables = [re.findall(r"FROM (\w+)", statement) for statement in read_whole]
    assert sorted(tables) == COUNTED_AT_START
    assert len(explained.plans) > 60
