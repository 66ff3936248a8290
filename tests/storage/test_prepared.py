"""Queries that SQLAlchemy writes and the driver runs."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.core.models import JoinCode, Partnership, Person, Round, RoundState
from storage.prepared import PROVEN_ON
from storage.store import SqlStore
from tests.storage.examples import AMIRA, BEN, HARBOUR, NOW, ROUND


def test_the_installed_sqlalchemy_is_one_that_queries_were_proven_on() -> None:
    """With another version: let all tests of storage pass on both databases, then name it there."""
    assert ".".join(sa.__version__.split(".")[:2]) in PROVEN_ON


@pytest.mark.parametrize("key", ["U1", "Ŵyn", 'a "quoted" key', "back\\slash", "a,b", "{}", "🙂", "NULL", ""])
async def test_any_text_is_found_in_a_list(store: SqlStore, key: str) -> None:
    person = replace(BEN, address=replace(BEN.address, key=key))
    async with store.transaction() as db:
        await db.add(person)
        assert await db.find(Person, address=[AMIRA.address, person.address]) == [person]
        assert await db.find(Person, address=[AMIRA.address]) == []


async def test_values_of_every_type_are_found_in_a_list(store: SqlStore) -> None:
    code = JoinCode("code", "harbour", NOW)
    async with store.transaction() as db:
        await db.add(AMIRA, HARBOUR, ROUND, code)
        assert await db.find(JoinCode, expires_at=[NOW, NOW + timedelta(days=1)]) == [code]
        assert await db.find(Round, state=[ROUND.state, RoundState.CANCELLED]) == [ROUND]
        assert await db.find(Partnership, threshold=[HARBOUR.threshold, 999]) == [HARBOUR]
        assert await db.find(Person, paused_until=[AMIRA.paused_until]) == [AMIRA]


async def test_a_list_may_hold_more_values_than_a_statement_takes_parameters(store: SqlStore) -> None:
    ids = [f"nobody{number}" for number in range(40_000)]
    async with store.transaction() as db:
        await db.add(AMIRA)
        assert await db.find(Person, id=[*ids, "amira"]) == [AMIRA]
        assert await db.remove(Person, id=[*ids, "amira"]) == 1
