"""What is done hourly or rarely reads by an index, a bounded number of rows at a time."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, ValuesView
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.core.deliveries import ConversationLimit, Delivery, DeliveryState
from bot.core.models import JoinCode, Partnership, Person, Round, RoundState
from bot.core.ports import Transaction
from bot.worker import Expired, expired_at
from storage.store import SqlStore, SqlTransaction
from tests.storage.examples import BEN, HARBOUR, NOW
from tests.support.plans import ExplainedConnection


@asynccontextmanager
async def explained(store: SqlStore) -> AsyncIterator[tuple[Transaction, ValuesView[str]]]:
    """Begin a transaction, and collect the plans of its statements. PostgreSQL prefers other ways for small
    tables."""
    async with store._database.transaction() as connection:
        if connection.backend == "postgresql":
            for other in ("seqscan", "bitmapscan", "sort"):
                await connection.execute(f"SET LOCAL enable_{other} = off")
        noting = ExplainedConnection(connection, {})
        yield SqlTransaction(noting, store._limits), noting.plans.values()


@pytest.mark.parametrize("expired", expired_at(NOW), ids=lambda expired: expired.kind.__name__)
async def test_what_has_expired_is_found_by_an_index_and_not_sorted(
    store: SqlStore, expired: Expired
) -> None:
    async with explained(store) as (db, plans):
        await db.remove_due(expired.kind, expired.moment, expired.until, 250, **expired.where)
    (plan,) = plans
    assert not reads_a_table(plan)
    assert f"_{expired.moment}" in plan  # the name of the index
    assert not re.search("Sort|TEMP B-TREE", plan)


def reads_a_table(plan: str) -> bool:
    """Return True if a table is read as a whole. A list of values is one too, to SQLite."""
    return re.search(r"Seq Scan|SCAN (?!anon_)", plan) is not None


Read = Callable[[Transaction], Awaitable[object]]
READS: dict[str, tuple[Read, str]] = {
    "people who are written to in a workspace": (
        lambda db: db.in_lane(Person, "home", "slack:T1", 100),
        "ix_people_home_address",
    ),
    "people of a workspace who are not written to": (
        lambda db: db.in_lane(Person, "address", "slack:T1", 100, home=None),
        "ix_people_home_address",
    ),
    "people at home in a chat": (lambda db: db.count(Person, home=BEN.address), "ix_people_home_address"),
    "some of the open rounds": (
        lambda db: db.find(Round, id=["r1", "r2"], state=RoundState.OPEN),
        "sqlite_autoindex_rounds_1|pk_rounds",
    ),
    "the closed rounds of a partnership": (
        lambda db: db.latest(Round, "closed_at", 9, partnership="harbour", state=RoundState.CLOSED),
        r"ix_rounds_partnership_state_closed_at( \(partnership=\? AND state=\?\))?",
    ),
    "a page of partnerships": (
        lambda db: db.page(Partnership, "p", 250),
        "sqlite_autoindex_partnerships_1|pk_partnerships",
    ),
    "what waits for a channel": (
        lambda db: db.remove(Delivery, lane=["slack:T1"], to=[BEN.address], state=DeliveryState.WAITING),
        "ix_deliveries_lane_state_due_at_late_at",
    ),
}


@pytest.mark.parametrize("what", READS)
async def test_what_is_read_rarely_is_found_by_an_index(store: SqlStore, what: str) -> None:
    read, index = READS[what]
    async with explained(store) as (db, plans):
        await read(db)
    (plan,) = plans
    assert re.search(index, plan)
    assert not reads_a_table(plan)


async def test_the_people_of_a_workspace_are_those_with_its_lane(store: SqlStore) -> None:
    """Whatever sorts before and after its name, in any collation."""
    lanes = [
        "slack:T1",
        "slack:t1",
        "slack:T1 ",
        "slack:T",
        "slack:T10",
        "slack:T1;",
        "slack:T1/",
        "teams:T1",
    ]
    people = []
    for number, lane in enumerate(lanes):
        for key in ("", "a", "Ŵyn", ":", "🙂"):
            platform, workspace = lane.split(":")
            address = type(BEN.address)(platform, workspace, key)
            people.append(Person(f"p{number}{key}", address, address, "", "Europe/London", "en"))
    async with store.transaction() as db:
        await db.add(*people)
    async with store.read_only() as db:
        for lane in lanes:
            expected = {person.id for person in people if person.address.lane == lane}
            assert {person.id for person in await db.in_lane(Person, "home", lane, 99)} == expected
            assert len(await db.in_lane(Person, "address", lane, 3)) == 3
            assert await db.in_lane(Person, "address", lane, 99, home=None) == []


async def test_pages_hold_each_match_once_in_the_order_of_ids(store: SqlStore) -> None:
    codes = [JoinCode(f"code-{number}", "harbour", NOW) for number in range(5)]
    async with store.transaction() as db:
        await db.add(HARBOUR, *codes, JoinCode("code-9", "harbour", NOW + timedelta(days=1)))
        pages = [
            [code.id for code in await db.page(JoinCode, after, 2, expires_at=NOW)]
            for after in ("", "code-1", "code-3", "code-4")
        ]
    assert pages == [["code-0", "code-1"], ["code-2", "code-3"], ["code-4"], []]


async def test_the_earliest_are_removed_and_no_more_than_wanted(store: SqlStore) -> None:
    moments = [NOW - timedelta(minutes=minutes) for minutes in range(5)]
    async with store.transaction() as db:
        await db.add(*(ConversationLimit(f"c{number}", at) for number, at in enumerate(moments)))
        assert await db.remove_due(ConversationLimit, "next_at", NOW - timedelta(minutes=1), 3) == 3
        assert [limit.id for limit in await db.find(ConversationLimit)] == ["c0", "c1"]
        assert await db.remove_due(ConversationLimit, "next_at", NOW - timedelta(minutes=1), 3) == 1


async def test_only_matches_are_removed(store: SqlStore) -> None:
    settled = Delivery(
        "settled", "slack:T1", BEN.address, "ask", "s", NOW, NOW, "harbour", state=DeliveryState.SETTLED
    )
    waiting = Delivery("waiting", "slack:T1", BEN.address, "ask", "s", NOW, NOW, "harbour")
    async with store.transaction() as db:
        await db.add(HARBOUR, settled, waiting)
        states = (DeliveryState.SETTLED, DeliveryState.GIVEN_UP)
        assert await db.remove_due(Delivery, "late_at", NOW, 9, state=states) == 1
        assert await db.find(Delivery) == [waiting]
