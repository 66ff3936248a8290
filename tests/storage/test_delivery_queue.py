"""One worker claims each delivery, within the limits of its lane; a lane with nothing due costs nothing."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.core.deliveries import ConversationLimit, Delivery, DeliveryState, Lane
from bot.core.errors import Stale
from bot.core.models import Address
from bot.delivery.rate_limit import LONG_AGO, LaneLimits, RateLimit
from storage.prepared import as_tuple, prepare
from storage.store import SqlStore
from storage.tables import NEVER, TABLES
from tests.storage.examples import DELIVERY, HARBOUR, NOW
from tests.support.plans import ExplainedConnection

LEASE = timedelta(minutes=5)
SECOND = timedelta(seconds=1)
FREE = RateLimit(timedelta(0), 1_000)
SLOW = LaneLimits(RateLimit(SECOND, 3), FREE)
CHATS = LaneLimits(FREE, RateLimit(SECOND, 2))
LIMITS = {"slack": SLOW, "teams": CHATS, "web": LaneLimits(FREE, FREE)}


def limits(lane: str) -> LaneLimits:
    return LIMITS[lane.partition(":")[0]]


@pytest.fixture
async def stores(database_url: str) -> AsyncIterator[list[SqlStore]]:
    """Return the stores of four workers on one database."""
    stores = [SqlStore(database_url, limits) for _ in range(4)]
    async with stores[0].transaction() as db:
        await db.add(HARBOUR)
    yield stores
    for store in stores:
        await store.close()


@pytest.fixture
def store(stores: list[SqlStore]) -> SqlStore:
    return stores[0]


def owed(id: str, lane: str = "slack:T1", due_at: datetime = NOW) -> Delivery:
    return replace(DELIVERY, id=id, lane=lane, due_at=due_at, state=DeliveryState.WAITING, attempts=0)


async def add(store: SqlStore, *deliveries: Delivery) -> None:
    async with store.transaction() as db:
        await db.add(*deliveries)


async def claim(store: SqlStore, now: datetime = NOW, most: int = 100) -> list[str]:
    async with store.transaction() as db:
        return [delivery.id for delivery in await db.claim(now, LEASE, most)]


async def lane(store: SqlStore, id: str) -> tuple[datetime, datetime]:
    """Return when a lane may be written to, and when it must be looked at."""
    lanes = TABLES[Lane]
    moments = sa.select(lanes.c.next_at, lanes.c.wakes_at).where(lanes.c.id == id)
    async with store.transaction() as db:
        ((next_at, wakes_at),) = await prepare(moments, db._backend, as_tuple).run(db._connection)
        return next_at, wakes_at


async def test_a_due_delivery_is_claimed_once_and_leased(store: SqlStore) -> None:
    await add(store, owed("now"), owed("later", due_at=NOW + SECOND))
    async with store.transaction() as db:
        claimed = await db.claim(NOW, LEASE, 100)
        assert claimed == [replace(owed("now"), due_at=NOW + LEASE, attempts=1)]
        assert await db.find(Delivery, id="now") == claimed
    assert await claim(store) == []
    assert await claim(store, NOW + SECOND) == ["later"]


async def test_a_delivery_is_due_again_when_its_lease_ends(store: SqlStore) -> None:
    await add(store, owed("one"))
    assert await claim(store) == ["one"]
    assert await claim(store, NOW + LEASE - SECOND) == []
    assert await claim(store, NOW + LEASE) == ["one"]


async def test_settled_deliveries_are_not_claimed(store: SqlStore) -> None:
    done = [replace(owed(state), state=state) for state in (DeliveryState.SETTLED, DeliveryState.GIVEN_UP)]
    await add(store, *done, owed("waiting"))
    assert await claim(store) == ["waiting"]


async def test_an_idle_lane_allows_a_burst_and_then_its_rate(store: SqlStore) -> None:
    await add(store, *(owed(f"d{n}", due_at=NOW - SECOND + n * timedelta(milliseconds=1)) for n in range(5)))
    assert await claim(store) == ["d0", "d1", "d2"]
    assert await claim(store, NOW + SECOND - timedelta(microseconds=1)) == []
    assert await claim(store, NOW + SECOND) == ["d3"]
    assert await claim(store, NOW + 2 * SECOND) == ["d4"]
    assert await lane(store, "slack:T1") == (NOW + 3 * SECOND, NOW + LEASE)


def owed_to_chat(id: str, key: str, due_at: datetime = NOW) -> Delivery:
    """Return a delivery to a conversation, on a platform that limits only conversations."""
    return replace(owed(id, "teams:contoso", due_at), to=Address("teams", "contoso", key))


async def test_a_limited_conversation_does_not_hold_up_others(store: SqlStore) -> None:
    await add(
        store,
        *(owed_to_chat(f"d{n}", "chat") for n in range(5)),
        owed_to_chat("other", "another", NOW + SECOND),
    )
    assert await claim(store) == ["d0", "d1"]
    assert await lane(store, "teams:contoso") == (NOW, NOW + SECOND)
    assert await claim(store, NOW + SECOND) == ["d2", "other"]
    assert await claim(store, NOW + 2 * SECOND) == ["d3"]
    assert await claim(store, NOW + 3 * SECOND) == ["d4"]


async def test_deliveries_beyond_a_conversations_limit_leave_room_for_others(
    store: SqlStore,
) -> None:
    await add(
        store, *(owed_to_chat(f"d{n}", "chat") for n in range(9)), owed_to_chat("other", "another", NOW)
    )
    claimed = [id for _ in range(5) for id in await claim(store, most=2)]
    assert claimed == ["d0", "d1", "other"]


async def test_workers_share_the_limits_of_conversations(stores: list[SqlStore]) -> None:
    await add(stores[0], owed_to_chat("d0", "chat"), owed_to_chat("d1", "chat"))
    assert await claim(stores[0]) == ["d0", "d1"]
    await add(stores[0], owed_to_chat("d2", "chat"))
    assert await claim(stores[1]) == []
    assert await claim(stores[2], NOW + SECOND) == ["d2"]
    async with stores[0].read_only() as db:
        assert await db.find(ConversationLimit) == [ConversationLimit("teams:contoso:chat", NOW + 2 * SECOND)]


async def test_a_lane_without_a_limit_is_claimed_whole(store: SqlStore) -> None:
    await add(store, *(owed(f"d{n}", "web:accord") for n in range(9)))
    assert len(await claim(store)) == 9


async def test_each_lane_keeps_its_own_burst(store: SqlStore) -> None:
    await add(store, *(owed(f"w{n}", "web:accord") for n in range(9)), *(owed(f"s{n}") for n in range(9)))
    assert Counter(id[0] for id in await claim(store)) == {"w": 9, "s": 3}


async def test_all_lanes_get_the_same_share(store: SqlStore) -> None:
    lanes = [owed(f"{name}{n}", f"web:{name}") for name, many in (("a", 50), ("b", 2)) for n in range(many)]
    await add(store, *lanes)
    assert Counter(id[0] for id in await claim(store, most=7)) == {"a": 4, "b": 2}
    assert Counter(id[0] for id in await claim(store, most=7)) == {"a": 7}


async def test_a_claim_takes_at_most_what_is_asked_for(store: SqlStore) -> None:
    await add(store, *(owed(f"{name}{n}", f"web:{name}") for name in "abc" for n in range(2)))
    first = await claim(store, most=4)
    assert Counter(id[0] for id in first) == {"a": 2, "b": 1, "c": 1}
    assert sorted(first + await claim(store, most=4)) == ["a0", "a1", "b0", "b1", "c0", "c1"]


async def test_lanes_take_turns(store: SqlStore) -> None:
    await add(store, *(owed(f"{name}{n}", f"web:{name}") for name in "abc" for n in range(2)))
    claimed = [await claim(store, NOW + n * SECOND, most=1) for n in range(1, 7)]
    assert [ids[0][0] for ids in claimed] == ["a", "b", "c", "a", "b", "c"]


async def test_a_lane_that_must_wait_is_left_alone_when_deliveries_are_added(store: SqlStore) -> None:
    await add(store, owed("before"))
    until = NOW + timedelta(minutes=1)
    async with store.transaction() as db:
        await db.update_if_unchanged(await db.get(Lane, "slack:T1"), next_at=until)
    await add(store, owed("after", due_at=NOW + SECOND), owed("elsewhere", "slack:T2"))
    assert await claim(store) == ["elsewhere"]
    assert await claim(store, until - SECOND) == []
    assert await claim(store, until) == ["before"]
    assert await claim(store, until + SECOND) == ["after"]


async def test_a_lane_that_is_written_directly_is_looked_at(store: SqlStore) -> None:
    async with store.transaction() as db:
        await db.add(Lane("slack:T1", NOW))
        await db.upsert(Lane("slack:T1", NOW + SECOND))
    assert await lane(store, "slack:T1") == (NOW + SECOND, LONG_AGO)
    assert await claim(store, NOW + SECOND) == []
    assert await lane(store, "slack:T1") == (NOW + SECOND, NEVER)


async def test_a_new_lane_wakes_when_its_first_delivery_is_due(store: SqlStore) -> None:
    await add(store, owed("late", due_at=NOW + 2 * SECOND), owed("soon", due_at=NOW + SECOND))
    await add(store, owed("last", due_at=NOW + 3 * SECOND))
    assert await lane(store, "slack:T1") == (LONG_AGO, NOW + SECOND)


async def test_an_idle_lane_sleeps_until_a_delivery_is_written_or_moved(store: SqlStore) -> None:
    await add(store, owed("one"))
    await claim(store)
    async with store.transaction() as db:
        claimed = await db.get(Delivery, "one")
        await db.update_if_unchanged(claimed, state=DeliveryState.SETTLED, due_at=NOW)  # wakes nobody
    assert (await lane(store, "slack:T1"))[1] == NOW + LEASE
    assert await claim(store, NOW + LEASE) == []
    assert (await lane(store, "slack:T1"))[1] == NEVER

    hour, day = timedelta(hours=1), timedelta(days=1)
    await add(store, owed("two", due_at=NOW + 2 * day))
    assert (await lane(store, "slack:T1"))[1] == NOW + 2 * day
    async with store.transaction() as db:
        moved = await db.update_if_unchanged(owed("two", due_at=NOW + 2 * day), due_at=NOW + day)
    assert (await lane(store, "slack:T1"))[1] == NOW + day
    async with store.transaction() as db:
        await db.upsert(replace(moved, due_at=NOW + hour))
    assert (await lane(store, "slack:T1"))[1] == NOW + hour
    assert await claim(store, NOW + hour) == ["two"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_claim_with_nothing_due_reads_one_index(store: SqlStore) -> None:
    async with store.transaction() as db:
        db._connection = explained = ExplainedConnection(db._connection, {})
        assert await db.claim(NOW, LEASE, 100) == []
    assert [*explained.plans.values()] == ["SEARCH lanes USING INDEX ix_lanes_wakes_at (wakes_at<?)"]


async def test_several_workers_claim_each_delivery_once(stores: list[SqlStore]) -> None:
    everything = [owed(f"d{n:03}", f"web:{n % 20}") for n in range(400)]
    await add(stores[0], *everything)

    async def work(store: SqlStore) -> list[str]:
        got: list[str] = []
        while True:  # PostgreSQL's workers pass over what another holds just now, so look twice
            batch = await claim(store, most=17) or await claim(store, most=17)
            if not batch:
                return got
            got += batch

    claimed = [id for ids in await asyncio.gather(*map(work, stores)) for id in ids]
    claimed += await claim(stores[0], most=1_000)
    assert sorted(claimed) == [delivery.id for delivery in everything]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_worker_skips_lanes_that_another_has_locked(stores: list[SqlStore]) -> None:
    await add(stores[0], owed("one", "slack:T1"), owed("two", "slack:T2", NOW + SECOND))
    async with stores[0].transaction() as first:
        assert [delivery.id for delivery in await first.claim(NOW, LEASE, 1)] == ["one"]
        assert await claim(stores[1], NOW + SECOND) == ["two"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_delivery_settled_during_a_claim_is_not_claimed(stores: list[SqlStore]) -> None:
    await add(stores[0], owed("settled"), owed("sent"))
    async with stores[0].transaction() as db:
        await db.update_if_unchanged(owed("settled"), state=DeliveryState.SETTLED)
        claiming = asyncio.create_task(claim(stores[1]))
        await wait_for_lock(stores[2])
    assert await claiming == ["sent"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_delivery_added_during_a_claim_wakes_its_lane(stores: list[SqlStore]) -> None:
    await add(stores[0], owed("one"))
    async with stores[0].transaction() as first:
        await first.claim(NOW, LEASE, 100)
        adding = asyncio.create_task(add(stores[1], owed("two")))
        await wait_for_lock(stores[2])
    await adding
    assert await claim(stores[1], NOW + SECOND) == ["two"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_deadlock_makes_one_transaction_stale(stores: list[SqlStore]) -> None:
    one, two = owed("one"), owed("two")
    await add(stores[0], one, two)

    async def cross(store: SqlStore, first: Delivery, second: Delivery, ready: asyncio.Barrier) -> None:
        async with store.transaction() as db:
            await db.update_if_unchanged(first, error="first")
            await ready.wait()
            await db.update_if_unchanged(second, error="second")

    barrier = asyncio.Barrier(2)
    outcomes = await asyncio.gather(
        cross(stores[0], one, two, barrier), cross(stores[1], two, one, barrier), return_exceptions=True
    )
    assert sorted(map(type, outcomes), key=str) == [type(None), Stale]


async def wait_for_lock(store: SqlStore) -> None:
    """Return once a transaction waits for a lock."""
    async with store._database.transaction() as connection:
        waiting = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        while not await connection.fetch(waiting):
            await connection.execute("SELECT pg_stat_clear_snapshot()")
