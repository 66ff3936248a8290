import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.core.deliveries import Delivery, Lane
from bot.core.errors import NotFound
from bot.core.models import Partnership
from bot.core.ports import Store, Transaction
from bot.delivery.batch_loader import BatchingReader
from bot.rounds.answers import InvitationContext
from tests.delivery.fake_platform import MORNING, TOO_LATE, owe, owed


def harbour(id: str, name: str = "Harbour") -> Partnership:
    return Partnership(id, name, "Europe/London", "en", MORNING)


class Overheard:
    """A transaction that writes down the queries, and fails or never ends on some."""

    def __init__(self, records: Transaction):
        self.asked: list[dict[str, Any]] = []
        self.waits = asyncio.Event()
        self._records = records

    async def find(self, kind: type[Any], /, **where: Any) -> list[Any]:
        self.asked.append(where)
        if "broken" in where.get("name", ""):
            raise KeyError("name")
        if "endless" in where.get("name", ""):
            self.waits.set()
            await asyncio.Event().wait()
        return await self._records.find(kind, **where)


@pytest.fixture
async def three(store: Store) -> Store:
    async with store.transaction() as db:
        await db.add(harbour("p1"), harbour("p2"), harbour("p3", "Quay"))
    return store


async def test_simultaneous_queries_are_combined(three: Store) -> None:
    async with three.read_only() as records:
        overheard = Overheard(records)
        async with BatchingReader(overheard) as db:  # type: ignore[arg-type]  # the part of the port that this is about
            asked = asyncio.gather(
                db.get(Partnership, "p2"),
                db.find(Partnership, id="p1"),
                db.find(Partnership, id=["p3", "p1", "p3"]),
                db.find(Partnership, id="p9"),
                db.find(Partnership, id=[]),
            )
            found = tuple(await asked)
    assert found == (harbour("p2"), [harbour("p1")], [harbour("p1"), harbour("p3", "Quay")], [], [])
    assert overheard.asked == [{"id": ["p2", "p1", "p3", "p9"]}]


async def test_an_answered_query_is_not_repeated(three: Store) -> None:
    async with three.read_only() as records:
        overheard = Overheard(records)
        async with BatchingReader(overheard) as db:  # type: ignore[arg-type]
            assert await db.find(Partnership, id="p1") == await db.find(Partnership, id=["p1"])
            assert await db.find(Partnership, id="p1", name="Quay") == []
            assert await db.get(Partnership, "p3") == harbour("p3", "Quay")
    assert overheard.asked == [{"id": ["p1"]}, {"name": "Quay", "id": ["p1"]}, {"id": ["p3"]}]


async def test_queries_without_an_id_are_combined_by_their_last_field(three: Store) -> None:
    async with three.read_only() as records:
        overheard = Overheard(records)
        async with BatchingReader(overheard) as db:  # type: ignore[arg-type]
            quay, harbours = await asyncio.gather(
                db.find(Partnership, language="en", name="Quay"),
                db.find(Partnership, language="en", name="Harbour"),
            )
    assert (quay, harbours) == ([harbour("p3", "Quay")], [harbour("p1"), harbour("p2")])
    assert overheard.asked == [{"language": "en", "name": ["Quay", "Harbour"]}]


@pytest.mark.parametrize(
    "where", [{}, {"ended_at": None}, {"name": ["Quay"]}, {"language": ["en"], "name": "Quay"}]
)
async def test_a_query_that_cannot_be_combined_runs_alone(three: Store, where: dict[str, Any]) -> None:
    async with three.read_only() as records:
        overheard = Overheard(records)
        async with BatchingReader(overheard) as db:  # type: ignore[arg-type]
            assert harbour("p3", "Quay") in await db.find(Partnership, **where)
    assert overheard.asked == [where]


async def test_a_missing_record_fails_only_its_own_query(three: Store) -> None:
    async with three.read_only() as records, BatchingReader(records) as db:
        found = await asyncio.gather(
            db.get(Partnership, "p1"), db.get(Partnership, "p9"), return_exceptions=True
        )
    assert found[0] == harbour("p1")
    assert isinstance(found[1], NotFound)


async def test_a_failed_query_raises_for_each_of_its_callers(three: Store) -> None:
    async with three.read_only() as records, BatchingReader(Overheard(records)) as db:  # type: ignore[arg-type]
        found = await asyncio.gather(
            db.find(Partnership, name="broken"),
            db.find(Partnership, name="Quay"),
            db.get(Partnership, "p1"),
            return_exceptions=True,
        )
    assert [type(each) for each in found] == [KeyError, KeyError, Partnership]


async def test_leaving_cancels_open_queries(three: Store) -> None:
    async with three.read_only() as records:
        overheard = Overheard(records)
        async with BatchingReader(overheard) as db:  # type: ignore[arg-type]
            asking = asyncio.create_task(db.find(Partnership, name="endless"))
            await overheard.waits.wait()
        asking.cancel()
        await asyncio.wait([asking])
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_other_methods_pass_through(store: Store) -> None:
    await owe(store, owed(1), owed(2))
    async with store.transaction() as records, BatchingReader(records) as db:
        await db.add(harbour("p2"))
        assert not await db.add_if_new(harbour("p2"))
        await db.upsert(harbour("p2", "Quay"))
        assert await db.get_for_share(Partnership, "p2") == harbour("p2", "Quay")
        assert await db.get_for_update(Partnership, "p2") == harbour("p2", "Quay")
        assert await db.first_joined(InvitationContext, "i1") is None
        assert (await db.update_if_unchanged(harbour("p2", "Quay"), rounds=1)).rounds == 1
        assert await db.update_all_if_unchanged(await db.find(Partnership, id="p2"), rounds=1) == 1
        assert await db.latest(Partnership, "rounds", 1) == await db.find(Partnership, rounds=1)
        assert await db.count(Delivery) == 2
        assert await db.due(Delivery, "due_at", MORNING, 1) == [owed(1)]
        assert await db.page(Delivery, "", 1) == [owed(1)]
        assert await db.in_lane(Delivery, "to", owed(1).lane, 9) == [owed(1), owed(2)]
        assert len(await db.claim(MORNING, timedelta(minutes=5), 2)) == 2
        assert (await db.count_use("counter", MORNING, timedelta(hours=1))).used == 1
        assert await db.remove_due(Delivery, "late_at", TOO_LATE, 1) == 1
        assert await db.remove(Delivery, kind="ask") == 1
        assert await db.count(Lane) == 1
