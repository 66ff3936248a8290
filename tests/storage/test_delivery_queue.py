"""Each delivery is sent by one worker only, at its lane's pace, and a lane with nothing due costs nothing."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.core.deliveries import ConversationLimit, Delivery, DeliveryState, Lane
from bot.core.errors import Stale
from bot.core.models import Address
from bot.delivery.rate_limit import LONG_AGO, LaneLimits, RateLimit
from storage import delivery_queue
from storage.store import SqlStore
from storage.tables import NEVER, TABLES
from tests.storage.examples import DELIVERY, HARBOUR, NOW

LEASE = timedelta(minutes=5)
SECOND = timedelta(seconds=1)
FREE = RateLimit(timedelta(0), 1_000)
SLOW = LaneLimits(RateLimit(SECOND, 3), FREE)
SPOKEN = LaneLimits(FREE, RateLimit(SECOND, 2))
PACES = {"slack": SLOW, "teams": SPOKEN, "web": LaneLimits(FREE, FREE)}


def paces(lane: str) -> LaneLimits:
    return PACES[lane.partition(":")[0]]


@pytest.fixture
async def stores(database_url: str) -> AsyncIterator[list[SqlStore]]:
    """As four workers have it."""
    stores = [SqlStore(database_url, paces) for _ in range(4)]
    async with stores[0].transaction() as db:
        await db.add(HARBOUR)
    yield stores
    for store in stores:
        await store.close()


@pytest.fixture
def paced(stores: list[SqlStore]) -> SqlStore:
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
    """From when on it may be written to, and when it needs to be looked at."""
    lanes = TABLES[Lane]
    async with store.transaction() as db:
        columns = sa.select(lanes.c.next_at, lanes.c.wakes_at).where(lanes.c.id == id)
        found = (await db._connection.execute(columns)).one()
        return found.next_at, found.wakes_at


async def test_what_is_due_is_claimed_once_leased_and_counted(paced: SqlStore) -> None:
    await add(paced, owed("now"), owed("later", due_at=NOW + SECOND))
    async with paced.transaction() as db:
        claimed = await db.claim(NOW, LEASE, 100)
        assert claimed == [replace(owed("now"), due_at=NOW + LEASE, attempts=1)]
        assert await db.find(Delivery, id="now") == claimed
    assert await claim(paced) == []
    assert await claim(paced, NOW + SECOND) == ["later"]


async def test_what_a_dead_worker_held_becomes_due_again_by_itself(paced: SqlStore) -> None:
    await add(paced, owed("one"))
    assert await claim(paced) == ["one"]
    assert await claim(paced, NOW + LEASE - SECOND) == []
    assert await claim(paced, NOW + LEASE) == ["one"]


async def test_what_is_settled_or_given_up_is_not_claimed(paced: SqlStore) -> None:
    done = [replace(owed(state), state=state) for state in (DeliveryState.SETTLED, DeliveryState.GIVEN_UP)]
    await add(paced, *done, owed("waiting"))
    assert await claim(paced) == ["waiting"]


async def test_a_lane_that_was_quiet_gives_a_burst_and_then_keeps_its_pace(paced: SqlStore) -> None:
    await add(paced, *(owed(f"d{n}", due_at=NOW - SECOND + n * timedelta(milliseconds=1)) for n in range(5)))
    assert await claim(paced) == ["d0", "d1", "d2"]
    assert await claim(paced, NOW + SECOND - timedelta(microseconds=1)) == []
    assert await claim(paced, NOW + SECOND) == ["d3"]
    assert await claim(paced, NOW + 2 * SECOND) == ["d4"]
    assert await lane(paced, "slack:T1") == (NOW + 3 * SECOND, NOW + LEASE)


def spoken(id: str, key: str, due_at: datetime = NOW) -> Delivery:
    """To a conversation of its own, where only conversations have a limit."""
    return replace(owed(id, "teams:contoso", due_at), to=Address("teams", "contoso", key))


async def test_a_conversation_keeps_its_pace_and_holds_up_none_beside_it(paced: SqlStore) -> None:
    await add(paced, *(spoken(f"d{n}", "chat") for n in range(5)), spoken("other", "another", NOW + SECOND))
    assert await claim(paced) == ["d0", "d1"]
    assert await lane(paced, "teams:contoso") == (NOW, NOW + SECOND)
    assert await claim(paced, NOW + SECOND) == ["d2", "other"]
    assert await claim(paced, NOW + 2 * SECOND) == ["d3"]
    assert await claim(paced, NOW + 3 * SECOND) == ["d4"]


async def test_what_a_conversation_cannot_bear_yet_leaves_room_for_the_rest_of_its_lane(
    paced: SqlStore,
) -> None:
    await add(paced, *(spoken(f"d{n}", "chat") for n in range(9)), spoken("other", "another", NOW))
    claimed = [id for _ in range(5) for id in await claim(paced, most=2)]
    assert claimed == ["d0", "d1", "other"]


async def test_a_conversation_is_known_to_whoever_claims_next(stores: list[SqlStore]) -> None:
    await add(stores[0], spoken("d0", "chat"), spoken("d1", "chat"))
    assert await claim(stores[0]) == ["d0", "d1"]
    await add(stores[0], spoken("d2", "chat"))
    assert await claim(stores[1]) == []
    assert await claim(stores[2], NOW + SECOND) == ["d2"]
    async with stores[0].read_only() as db:
        assert await db.find(ConversationLimit) == [ConversationLimit("teams:contoso:chat", NOW + 2 * SECOND)]


async def test_a_lane_without_a_limit_gives_all(paced: SqlStore) -> None:
    await add(paced, *(owed(f"d{n}", "web:accord") for n in range(9)))
    assert len(await claim(paced)) == 9


async def test_lanes_that_limit_less_do_not_stretch_the_burst_of_others(paced: SqlStore) -> None:
    await add(paced, *(owed(f"w{n}", "web:accord") for n in range(9)), *(owed(f"s{n}") for n in range(9)))
    assert Counter(id[0] for id in await claim(paced)) == {"w": 9, "s": 3}


async def test_all_lanes_get_the_same_share_however_much_one_is_owed(paced: SqlStore) -> None:
    lanes = [owed(f"{name}{n}", f"web:{name}") for name, many in (("a", 50), ("b", 2)) for n in range(many)]
    await add(paced, *lanes)
    assert Counter(id[0] for id in await claim(paced, most=7)) == {"a": 4, "b": 2}
    assert Counter(id[0] for id in await claim(paced, most=7)) == {"a": 7}


async def test_no_more_is_claimed_than_asked_for_and_the_rest_stays_due(paced: SqlStore) -> None:
    await add(paced, *(owed(f"{name}{n}", f"web:{name}") for name in "abc" for n in range(2)))
    first = await claim(paced, most=4)
    assert Counter(id[0] for id in first) == {"a": 2, "b": 1, "c": 1}
    assert sorted(first + await claim(paced, most=4)) == ["a0", "a1", "b0", "b1", "c0", "c1"]


async def test_lanes_take_turns_when_there_are_more_than_asked_for(paced: SqlStore) -> None:
    await add(paced, *(owed(f"{name}{n}", f"web:{name}") for name in "abc" for n in range(2)))
    claimed = [await claim(paced, NOW + n * SECOND, most=1) for n in range(1, 7)]
    assert [ids[0][0] for ids in claimed] == ["a", "b", "c", "a", "b", "c"]


async def test_a_lane_that_was_told_to_wait_is_left_alone_whatever_comes_in(paced: SqlStore) -> None:
    await add(paced, owed("before"))
    until = NOW + timedelta(minutes=1)
    async with paced.transaction() as db:
        await db.update_if_unchanged(await db.get(Lane, "slack:T1"), next_at=until)
    await add(paced, owed("after", due_at=NOW + SECOND), owed("elsewhere", "slack:T2"))
    assert await claim(paced) == ["elsewhere"]
    assert await claim(paced, until - SECOND) == []
    assert await claim(paced, until) == ["before"]
    assert await claim(paced, until + SECOND) == ["after"]


async def test_a_lane_put_by_hand_is_looked_at(paced: SqlStore) -> None:
    async with paced.transaction() as db:
        await db.add(Lane("slack:T1", NOW))
        await db.upsert(Lane("slack:T1", NOW + SECOND))
    assert await lane(paced, "slack:T1") == (NOW + SECOND, LONG_AGO)
    assert await claim(paced, NOW + SECOND) == []
    assert await lane(paced, "slack:T1") == (NOW + SECOND, NEVER)


async def test_a_new_lane_may_be_written_to_when_its_first_delivery_is_due(paced: SqlStore) -> None:
    await add(paced, owed("late", due_at=NOW + 2 * SECOND), owed("soon", due_at=NOW + SECOND))
    await add(paced, owed("last", due_at=NOW + 3 * SECOND))
    assert await lane(paced, "slack:T1") == (LONG_AGO, NOW + SECOND)


async def test_an_idle_lane_sleeps_until_something_is_added_put_or_moved(paced: SqlStore) -> None:
    await add(paced, owed("one"))
    await claim(paced)
    async with paced.transaction() as db:
        claimed = await db.get(Delivery, "one")
        await db.update_if_unchanged(claimed, state=DeliveryState.SETTLED, due_at=NOW)  # wakes nobody
    assert (await lane(paced, "slack:T1"))[1] == NOW + LEASE
    assert await claim(paced, NOW + LEASE) == []
    assert (await lane(paced, "slack:T1"))[1] == NEVER

    hour, day = timedelta(hours=1), timedelta(days=1)
    await add(paced, owed("two", due_at=NOW + 2 * day))
    assert (await lane(paced, "slack:T1"))[1] == NOW + 2 * day
    async with paced.transaction() as db:
        moved = await db.update_if_unchanged(owed("two", due_at=NOW + 2 * day), due_at=NOW + day)
    assert (await lane(paced, "slack:T1"))[1] == NOW + day
    async with paced.transaction() as db:
        await db.upsert(replace(moved, due_at=NOW + hour))
    assert (await lane(paced, "slack:T1"))[1] == NOW + hour
    assert await claim(paced, NOW + hour) == ["two"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_with_nothing_due_one_look_into_one_index_is_all(paced: SqlStore) -> None:
    plans: list[str] = []
    async with paced.transaction() as db:
        connection = db._connection

        async def explained(statement: sa.Executable, values: Any) -> sa.CursorResult[Any]:
            query = statement.compile(dialect=connection.dialect)  # type: ignore[attr-defined]
            plan = sa.text(f"EXPLAIN QUERY PLAN {query}".replace("?", "''"))
            plans.extend((await connection.execute(plan)).scalars("detail"))
            return await connection.execute(statement, values)

        assert await delivery_queue.claim(explained, "sqlite", paces, NOW, LEASE, 100) == []
    assert plans == ["SEARCH lanes USING INDEX ix_lanes_wakes_at (wakes_at<?)"]


async def test_several_workers_claim_everything_and_nothing_twice(stores: list[SqlStore]) -> None:
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
async def test_a_worker_passes_over_the_lanes_that_another_holds(stores: list[SqlStore]) -> None:
    await add(stores[0], owed("one", "slack:T1"), owed("two", "slack:T2", NOW + SECOND))
    async with stores[0].transaction() as first:
        assert [each.id for each in await first.claim(NOW, LEASE, 1)] == ["one"]
        assert await claim(stores[1], NOW + SECOND) == ["two"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_somebody_else_settles_during_a_claim_is_not_sent(stores: list[SqlStore]) -> None:
    await add(stores[0], owed("settled"), owed("sent"))
    async with stores[0].transaction() as db:
        await db.update_if_unchanged(owed("settled"), state=DeliveryState.SETTLED)
        claiming = asyncio.create_task(claim(stores[1]))
        await waits(stores[2])
    assert await claiming == ["sent"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_is_added_during_a_claim_wakes_its_lane(stores: list[SqlStore]) -> None:
    await add(stores[0], owed("one"))
    async with stores[0].transaction() as first:
        await first.claim(NOW, LEASE, 100)
        adding = asyncio.create_task(add(stores[1], owed("two")))
        await waits(stores[2])
    await adding
    assert await claim(stores[1], NOW + SECOND) == ["two"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_of_two_that_wait_for_each_other_one_is_stale(stores: list[SqlStore]) -> None:
    one, two = owed("one"), owed("two")
    await add(stores[0], one, two)

    async def cross(store: SqlStore, mine: Delivery, yours: Delivery, ready: asyncio.Barrier) -> None:
        async with store.transaction() as db:
            await db.update_if_unchanged(mine, error="mine")
            await ready.wait()
            await db.update_if_unchanged(yours, error="mine too")

    barrier = asyncio.Barrier(2)
    outcomes = await asyncio.gather(
        cross(stores[0], one, two, barrier), cross(stores[1], two, one, barrier), return_exceptions=True
    )
    assert sorted(map(type, outcomes), key=str) == [type(None), Stale]


async def waits(store: SqlStore) -> None:
    """Until somebody waits for a lock."""
    async with store._database.transaction() as connection:
        waiting = sa.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        while not (await connection.execute(waiting)).scalar_one():
            await connection.execute(sa.text("SELECT pg_stat_clear_snapshot()"))
