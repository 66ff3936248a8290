"""Everybody of a large place is added, and asked, without reading all who were added before for each."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from bot.core.events import Message
from bot.core.models import Address, Member, MembershipStatus
from bot.core.ports import Store, Transaction
from bot.handlers.adding_people import add_people
from bot.handlers.bot import Bot
from bot.handlers.forms.members import EVERYONE
from bot.handlers.forms.model import ListedPerson, Submission
from bot.worker import Worker
from tests.support.cast import AMIRA, SIX
from tests.support.databases import each_database
from tests.support.scenario import Scenario


class CountingStore:
    """Implements ports.Store over another one. `rows` is how many records were read."""

    def __init__(self, store: Store):
        self._store, self.rows = store, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self._store.transaction() as db:
            yield cast("Transaction", CountingTransaction(db, self))

    @asynccontextmanager
    async def read_only(self) -> AsyncIterator[Transaction]:
        async with self._store.read_only() as db:
            yield cast("Transaction", CountingTransaction(db, self))


class CountingTransaction:
    """Implements ports.Transaction over another one."""

    def __init__(self, db: Transaction, store: CountingStore):
        self._db, self._store = db, store

    def __getattr__(self, name: str) -> Any:
        async def call(*args: Any, **options: Any) -> Any:
            result = await getattr(self._db, name)(*args, **options)
            self._store.rows += len(result) if isinstance(result, list) else result is not None
            return result

        return call


async def add(scenario: Scenario, bot: Bot, first: int, many: int) -> list[str]:
    """Have Amira add so many people of her workspace; return why some were not added."""
    keys = range(first, first + many)
    people = [ListedPerson(Address("slack", "council", f"U{n}"), f"Person {n}", "", "en") for n in keys]
    message = Message(f"m{first}", AMIRA.address, AMIRA.address, "", shared=False)
    submission = Submission(EVERYONE, values={"where": "harbour council"}, people=people)
    return await add_people(bot.translator(AMIRA.person), submission, message, bot.handle)


@each_database
async def test_adding_twice_as_many_people_reads_twice_as_much(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    rows, first = [], 0
    for many in (100, 200):
        store = CountingStore(scenario.store)
        bot = Bot(replace(scenario.context, store=cast("Store", store)))
        assert await add(scenario, bot, first, many) == []
        rows.append(store.rows)
        first += many
    assert rows[1] <= 2.2 * rows[0]
    assert len(await scenario.all(Member, standing=MembershipStatus.INVITED)) == 300


async def test_asking_twice_as_many_people_to_confirm_reads_twice_as_much(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    rows, first = [], 0
    for many in (100, 200):
        assert await add(scenario, scenario.bot, first, many) == []
        store = CountingStore(scenario.store)
        context = replace(scenario.context, store=cast("Store", store))
        worker = Worker(context, dict.fromkeys(("slack", "teams", "web"), scenario.platform))
        for _ in range(60):
            scenario.clock.move(timedelta(minutes=1))
            await worker.tick()
        rows.append(store.rows)
        first += many
    assert rows[1] <= 2.2 * rows[0]
    assert len(scenario.platform.sent) == 300


@pytest.mark.long
async def test_four_thousand_people_are_added(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert await add(scenario, scenario.bot, 0, 4_000) == []
    assert len(await scenario.all(Member, standing=MembershipStatus.INVITED)) == 4_000
