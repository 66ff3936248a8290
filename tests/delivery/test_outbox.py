import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.core.cards import Card
from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.core.errors import FailureReason, Refusal, SendFailed, Unavailable
from bot.core.models import Address
from bot.core.ports import Store, Transaction
from bot.delivery.outbox import Outbox
from bot.delivery.rate_limit import limits_of
from bot.delivery.retry import handed_back, settled
from bot.delivery.sender import (
    FRESH_FOR,
    LEASE,
    REMEMBERED_CONVERSATIONS,
    SEND_TIMEOUT,
    TIMEOUT_BACKOFF,
    ComposedDelivery,
    Sender,
)
from bot.delivery.threads import Threads
from storage import store as storage
from tests.delivery.fake_platform import (
    MORNING,
    TOO_LATE,
    FakePlatform,
    all_of,
    compose,
    next_at,
    owe,
    owed,
    send_due,
)
from tests.support.fakes import SetClock

SETTLED, WAITING, GIVEN_UP = DeliveryState.SETTLED, DeliveryState.WAITING, DeliveryState.GIVEN_UP
MINUTE = timedelta(minutes=1)
PACE = limits_of("slack:T1").conversation.every


@pytest.fixture(params=["sqlite", "postgresql"])
async def stores(request: pytest.FixtureRequest) -> AsyncIterator[list[storage.SqlStore]]:
    """One database, opened four times, as by four processes."""
    url = request.getfixturevalue(f"{request.param}_url")
    stores = [storage.SqlStore(url) for _ in range(4)]
    yield stores
    for store in stores:
        await store.close()


def states(deliveries: Sequence[Delivery]) -> dict[str, tuple[DeliveryState, int, str]]:
    return {delivery.id: (delivery.state, delivery.attempts, delivery.error) for delivery in deliveries}


async def test_due_deliveries_are_composed_sent_and_settled(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1), replace(owed(2), due_at=MORNING + MINUTE))
    pigeons = FakePlatform()
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 1
    assert pigeons.sent == [("slack:T1:D1", "For m1", "T1-0001")]
    assert states(await all_of(store)) == {"T1-0001": (SETTLED, 1, ""), "T1-0002": (WAITING, 0, "")}
    clock.move(MINUTE)
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 1
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 0
    assert len(pigeons.sent) == 2


async def test_send_due_sends_no_more_than_asked_for(store: Store, clock: SetClock) -> None:
    await owe(store, *(owed(n) for n in range(9)))
    pigeons = FakePlatform()
    assert await send_due(store, {"slack": pigeons}, compose, clock, most=4) == 4
    assert await send_due(store, {"slack": pigeons}, compose, clock, most=0) == 0
    assert len(pigeons.sent) == 4


async def test_deliveries_in_hand_are_limited(store: Store, clock: SetClock) -> None:
    await owe(store, *(owed(1, f"T{n}") for n in range(25)))
    most = 0

    async def weigh(db: Transaction, delivery: Delivery) -> Card:
        nonlocal most
        most = max(most, sum(d.state is WAITING and d.attempts == 1 for d in await db.find(Delivery)))
        return Card("Hello")

    assert await send_due(store, {"slack": FakePlatform()}, weigh, clock, max_in_hand=6) == 25
    assert most == 6


async def test_an_unneeded_delivery_is_settled_unsent(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1))
    pigeons = FakePlatform()

    async def nothing(db: Transaction, delivery: Delivery) -> None:
        return None

    assert await send_due(store, {"slack": pigeons}, nothing, clock) == 1
    assert (pigeons.sent, states(await all_of(store))) == ([], {"T1-0001": (SETTLED, 1, "")})


async def test_a_late_delivery_is_given_up_as_late(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1))
    clock.move(TOO_LATE + MINUTE - MORNING)
    pigeons = FakePlatform()
    await send_due(store, {"slack": pigeons}, compose, clock)
    assert (pigeons.sent, states(await all_of(store))) == ([], {"T1-0001": (GIVEN_UP, 1, "late")})


async def test_a_refused_delivery_is_given_up_alone(store: Store, clock: SetClock) -> None:
    await owe(store, *(owed(n) for n in range(3)))
    pigeons = FakePlatform()

    async def refuse_one(db: Transaction, delivery: Delivery) -> Card:
        if delivery.member == "m1":
            raise Refusal("They are no longer a member.")
        return Card("Hello")

    assert await send_due(store, {"slack": pigeons}, refuse_one, clock) == 2
    assert states(await all_of(store)) == {
        "T1-0000": (SETTLED, 1, ""),
        "T1-0001": (GIVEN_UP, 1, "fault"),
        "T1-0002": (SETTLED, 1, ""),
    }


async def test_a_delivery_that_fails_to_compose_waits_alone(store: Store, clock: SetClock) -> None:
    await owe(store, *(owed(n) for n in range(3)))
    pigeons = FakePlatform()

    async def stumble(db: Transaction, delivery: Delivery) -> Card:
        if delivery.member == "m1":
            await db.find(Delivery, due_at="not a moment")  # type: ignore[record-field]
        return Card(str(len(await db.find(Delivery))))

    assert await send_due(store, {"slack": pigeons}, stumble, clock) == 2
    assert [key for _, _, key in pigeons.sent] == ["T1-0000", "T1-0002"]
    stumbled = (await all_of(store))[1]
    assert (stumbled.state, stumbled.attempts, stumbled.error) == (WAITING, 1, "fault")
    clock.move(MINUTE)
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 1


async def test_a_database_lost_while_composing_costs_no_delivery(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1))

    async def away(db: Transaction, delivery: Delivery) -> Card:
        raise Unavailable("gone")

    with pytest.raises(Unavailable):
        await send_due(store, {"slack": FakePlatform()}, away, clock)
    clock.move(LEASE)
    assert await send_due(store, {"slack": FakePlatform()}, compose, clock) == 1


async def test_a_delivery_to_a_missing_platform_is_given_up(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1, platform="teams"))
    await send_due(store, {"slack": FakePlatform()}, compose, clock)
    assert states(await all_of(store)) == {"T1-0001": (GIVEN_UP, 1, "no platform")}


async def test_a_failed_send_waits_with_its_reason_and_is_retried(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1), owed(2))
    pigeons = FakePlatform(fails={"T1-0001": [SendFailed("Slack was busy.")]})
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 1
    assert states(await all_of(store)) == {
        "T1-0001": (WAITING, 1, "busy"),
        "T1-0002": (SETTLED, 1, ""),
    }
    clock.move(timedelta(seconds=29))
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 0
    clock.move(timedelta(seconds=9))
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 1
    assert states(await all_of(store))["T1-0001"] == (SETTLED, 2, "")


async def test_a_message_whose_reply_was_lost_is_not_sent_again(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1), owed(2))
    pigeons = FakePlatform(loses={"T1-0001"}, fails={"T1-0002": [SendFailed("Slack was busy.")]})
    await send_due(store, {"slack": pigeons}, compose, clock)
    clock.move(MINUTE)
    await send_due(store, {"slack": pigeons}, compose, clock)
    assert sorted(pigeons.asked) == ["T1-0001", "T1-0002"]
    assert pigeons.tried == {"T1-0001": 1, "T1-0002": 2}


async def test_an_unexpected_error_of_an_adapter_delays_no_other(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1), owed(2))
    await send_due(store, {"slack": FakePlatform(fails={"T1-0001": [KeyError("ts")]})}, compose, clock)
    assert states(await all_of(store)) == {
        "T1-0001": (WAITING, 1, "muddled"),
        "T1-0002": (SETTLED, 1, ""),
    }


async def test_a_permanent_failure_gives_up_and_slows_no_other_workspace(
    store: Store, clock: SetClock
) -> None:
    await owe(store, *(owed(n, team) for team in ("T1", "T2") for n in range(3)))
    pigeons = FakePlatform(
        fails={"T1": [SendFailed("Accord was removed from T1.", permanent=True) for _ in range(3)]}
    )
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 3
    given_up = (GIVEN_UP, 1, "refused")
    assert states(await all_of(store)) == {
        **{f"T1-000{n}": given_up for n in range(3)},
        **{f"T2-000{n}": (SETTLED, 1, "") for n in range(3)},
    }


async def test_a_throttled_workspace_waits_as_asked_and_slows_no_other(store: Store, clock: SetClock) -> None:
    await owe(store, *(owed(n, team) for team in ("T1", "T2") for n in range(3)))
    pigeons = FakePlatform(fails={"T1-0001": [SendFailed("Too fast.", retry_after=7 * MINUTE)]})
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 4
    assert await next_at(store, "slack:T1") == MORNING + 7 * MINUTE
    assert {id for id, (state, *_) in states(await all_of(store)).items() if state is SETTLED} == {
        "T1-0000",
        "T2-0000",
        "T2-0001",
        "T2-0002",
    }
    tried = pigeons.tried.total()
    clock.move(7 * MINUTE - timedelta(seconds=1))
    await owe(store, owed(9))
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 0
    assert pigeons.tried.total() == tried
    clock.move(timedelta(seconds=1))
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 1  # gently
    clock.move(MINUTE)
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 2
    assert pigeons.asked == ["T1-0001"]


async def test_a_silent_workspace_backs_off_and_slows_no_other(store: Store, clock: SetClock) -> None:
    await owe(store, *(owed(n, team) for team in ("T1", "T2") for n in range(3)))
    pigeons = FakePlatform(silent={"T1"})
    assert (
        await send_due(store, {"slack": pigeons}, compose, clock, send_timeout=timedelta(milliseconds=20))
        == 3
    )
    assert pigeons.tried["T1-0000"] == 1
    assert pigeons.tried.total() == 4
    assert states(await all_of(store))["T1-0000"] == (WAITING, 1, "silent")
    assert await next_at(store, "slack:T1") == MORNING + TIMEOUT_BACKOFF


async def test_a_slow_workspace_gets_messages_in_the_order_of_claims(store: Store, clock: SetClock) -> None:
    await owe(store, *(owed(n) for n in range(3)), owed(9, "T2"))
    gate = Gate()
    work = asyncio.create_task(send_due(store, {"slack": gate}, compose, clock))
    await gate.arrived.acquire()
    await gate.arrived.acquire()
    await owe(store, owed(4))
    for _ in range(5):
        gate.passes.release()
    await work
    assert [key for _, _, key in gate.sent if key != "T2-0009"] == [
        "T1-0000",
        "T1-0001",
        "T1-0002",
        "T1-0004",
    ]


async def test_delayed_messages_to_one_channel_keep_its_pace(store: Store, clock: SetClock) -> None:
    channel = Address("slack", "T1", "C1")
    await owe(store, owed(0), *(replace(owed(n), to=channel) for n in (1, 2)))
    gate, counting = Gate(), Breaking(store)
    work = asyncio.create_task(send_due(counting, {"slack": gate}, compose, clock))
    await gate.arrived.acquire()
    clock.move(PACE)
    await owe(store, owed(9, "T2"))
    await gate.arrived.acquire()  # so that it has claimed again
    for _ in range(4):
        gate.passes.release()
    assert await work == 3
    assert [to for to, *_ in gate.sent].count(str(channel)) == 1
    clock.move(PACE)
    assert await send_due(store, {"slack": gate}, compose, clock) == 1


@pytest.mark.parametrize(("waited", "member", "sent"), [(1, "", 1), (2, "", 0), (2, "m1", 1)])
async def test_late_delivery_is_handed_back(
    store: Store, clock: SetClock, waited: int, member: str, sent: int
) -> None:
    pigeons = FakePlatform()
    claimed = replace(owed(1), due_at=MORNING + LEASE, attempts=1, member=member)
    clock.move(PACE * waited)
    shall = await Sender({"slack": pigeons}, Threads(store), clock, SEND_TIMEOUT).send(
        ComposedDelivery(claimed, Card("Hello"))
    )
    assert len(pigeons.sent) == sent
    assert shall == (settled(claimed) if sent else handed_back(claimed, clock.now()))


async def test_a_slow_search_for_an_earlier_attempt_hands_the_delivery_back(
    store: Store, clock: SetClock
) -> None:
    class Slow(FakePlatform):
        async def find(self, to: Address, key: str) -> str | None:
            clock.move(2 * PACE)
            return await super().find(to, key)

    pigeons = Slow()
    claimed = replace(owed(1), due_at=MORNING + LEASE, attempts=2, member="")
    shall = await Sender({"slack": pigeons}, Threads(store), clock, SEND_TIMEOUT).send(
        ComposedDelivery(claimed, Card("Hello"))
    )
    assert (pigeons.sent, shall) == ([], replace(claimed, due_at=clock.now(), attempts=0))


async def test_channels_of_a_workspace_come_before_people(store: Store, clock: SetClock) -> None:
    places = [replace(owed(n), member="") for n in (4, 5)]
    await owe(store, *(owed(n) for n in range(3)), *places)
    pigeons = FakePlatform()
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 5
    assert [key for *_, key in pigeons.sent] == [f"T1-{n:04}" for n in (4, 5, 0, 1, 2)]


async def test_only_the_latest_conversations_are_remembered(store: Store, clock: SetClock) -> None:
    sending = Sender({"slack": FakePlatform()}, Threads(store), clock, SEND_TIMEOUT)
    for n in range(REMEMBERED_CONVERSATIONS + 1):
        claimed = replace(owed(n), due_at=MORNING + LEASE, attempts=1)
        assert (await sending.send(ComposedDelivery(claimed, Card("Hello")))).state is SETTLED
    assert len(sending._next_at_by_address) == REMEMBERED_CONVERSATIONS
    again = replace(owed(n), due_at=MORNING + LEASE, attempts=1)
    assert (await sending.send(ComposedDelivery(again, Card("Hello")))).due_at == MORNING + PACE


async def test_a_silent_workspace_does_not_delay_later_deliveries(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1), replace(owed(2, "T2"), due_at=MORNING + MINUTE))

    class Quiet(FakePlatform):
        async def send(self, to: Address, card: Card, key: str) -> str:
            if to.workspace == "T1":
                clock.move(MINUTE)
                await answered.wait()
            answered.set()
            return await super().send(to, card, key)

    answered, quiet = asyncio.Event(), Quiet()
    assert await send_due(store, {"slack": quiet}, compose, clock) == 2
    assert [key for *_, key in quiet.sent] == ["T2-0002", "T1-0001"]


async def test_deliveries_of_a_dead_worker_are_searched_for_and_retried(
    store: Store, clock: SetClock
) -> None:
    await owe(store, owed(1), owed(2))
    async with store.transaction() as db:
        held = await db.claim(clock.now(), LEASE, 2)
    pigeons = FakePlatform()
    await pigeons.send(held[0].to, Card("Hello"), held[0].id)  # then it died
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 0
    clock.move(LEASE)
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 2
    assert pigeons.asked == ["T1-0001", "T1-0002"]
    assert pigeons.tried == {"T1-0001": 1, "T1-0002": 1}


class Breaking:
    """Implements ports.Store. It raises `fault` at the commit of some transactions, counted from 1, and at
    the begin of some reads."""

    def __init__(
        self,
        store: Store,
        *begins: int,
        looks: Sequence[int] = (),
        fault: Exception | None = None,
    ):
        self.kept = asyncio.Semaphore(0)  # one for every transaction that was
        self._store, self._fault = store, fault or Unavailable("The database went away.")
        self._breaks = {("begin", each) for each in begins} | {("look", each) for each in looks}
        self._count: Counter[str] = Counter()
        self.purge_deleted = store.purge_deleted

    def _counts(self, what: str) -> bool:
        self._count[what] += 1
        return (what, self._count[what]) in self._breaks

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        breaks = self._counts("begin")
        async with self._store.transaction() as db:
            yield db
            if breaks:
                raise self._fault
        self.kept.release()

    @asynccontextmanager
    async def read_only(self) -> AsyncIterator[Transaction]:
        if self._counts("look"):
            raise self._fault
        async with self._store.read_only() as db:
            yield db


@pytest.mark.parametrize(("finds", "times"), [(True, 1), (False, 2)])
async def test_a_crash_before_settling_repeats_a_message_at_most_once(
    store: Store, clock: SetClock, finds: bool, times: int
) -> None:
    await owe(store, owed(1))
    pigeons = FakePlatform(finds=finds)
    with pytest.raises(Unavailable):
        await send_due(Breaking(store, 2), {"slack": pigeons}, compose, clock)
    clock.move(LEASE)
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 1
    clock.move(LEASE)
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 0
    assert pigeons.tried == {"T1-0001": times}


async def test_a_lost_database_leaves_no_task_running(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1), owed(2, "T2"))
    pigeons, patience = FakePlatform(silent={"T2"}), timedelta(milliseconds=20)
    with pytest.raises(Unavailable):
        await send_due(Breaking(store, 2), {"slack": pigeons}, compose, clock, send_timeout=patience)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_sent_messages_are_settled_once_the_database_is_back(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1), owed(2, "T2"), owed(3, "T2"), owed(4, kind=DeliveryKind.REMINDER))
    pigeons = FakePlatform(finds=False)
    outbox = Outbox(Breaking(store, 2, 3), {"slack": pigeons}, compose, clock)
    for _ in range(2):
        with pytest.raises(Unavailable):
            await outbox.send_due()
    assert {state for state, *_ in states(await all_of(store)).values()} == {WAITING}
    assert await outbox.send_due() == 4
    assert {state for state, *_ in states(await all_of(store)).values()} == {SETTLED}
    assert set(pigeons.tried.values()) == {1}


async def test_claims_not_yet_sent_are_due_once_the_database_is_back(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1), owed(2))
    outbox = Outbox(Breaking(store, looks=[1]), {"slack": FakePlatform()}, compose, clock)
    with pytest.raises(Unavailable):
        await outbox.send_due()
    clock.move(PACE)
    assert await outbox.send_due() == 2
    assert states(await all_of(store)) == {"T1-0001": (SETTLED, 1, ""), "T1-0002": (SETTLED, 1, "")}


async def test_a_bug_after_claiming_costs_one_lease(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1))
    outbox = Outbox(
        Breaking(store, looks=[1], fault=RuntimeError("oh")), {"slack": FakePlatform()}, compose, clock
    )
    with pytest.raises(RuntimeError):
        await outbox.send_due()
    assert await outbox.send_due() == 0
    clock.move(LEASE)
    assert await outbox.send_due() == 1


class Slow(FakePlatform):
    """A platform that takes a given time for each message."""

    def __init__(self, clock: SetClock, takes: timedelta):
        super().__init__()
        self._clock, self._takes = clock, takes

    async def send(self, to: Address, card: Card, key: str) -> str:
        self._clock.move(self._takes)
        return await super().send(to, card, key)


async def test_a_delivery_that_waited_long_is_composed_again(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1), owed(2), owed(3))
    composed = []

    async def note(db: Transaction, delivery: Delivery) -> Card:
        composed.append((delivery.id, clock.now() - MORNING, delivery.attempts))
        return Card("Hello")

    slow = Slow(clock, FRESH_FOR * 0.6)
    assert await send_due(store, {"slack": slow}, note, clock) == 3
    at_once, later = timedelta(0), FRESH_FOR * 1.2
    assert composed == [
        ("T1-0001", at_once, 1),
        ("T1-0002", at_once, 1),
        ("T1-0003", at_once, 1),
        ("T1-0003", later, 1),
    ]
    assert set(slow.tried.values()) == {1}


async def test_a_delivery_with_an_expired_lease_is_left_alone(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1), owed(2))
    slow = Slow(clock, LEASE)
    assert await send_due(store, {"slack": slow}, compose, clock, most=2) == 1
    assert slow.tried == {"T1-0001": 1}
    assert states(await all_of(store)) == {"T1-0001": (SETTLED, 1, ""), "T1-0002": (WAITING, 1, "")}


async def test_a_delivery_purged_while_sending_stays_purged(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1))

    class Purging(FakePlatform):
        async def send(self, to: Address, card: Card, key: str) -> str:
            async with store.transaction() as db:
                await db.remove(Delivery, id=key)
            return await super().send(to, card, key)

    assert await send_due(store, {"slack": Purging()}, compose, clock) == 1
    assert await all_of(store) == []


class Gate(FakePlatform):
    """A platform that sends a message only when the test releases it."""

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.arrived, self.passes = asyncio.Semaphore(0), asyncio.Semaphore(0)

    async def send(self, to: Address, card: Card, key: str) -> str:
        self.arrived.release()
        await self.passes.acquire()
        return await super().send(to, card, key)


async def test_a_stop_settles_what_is_under_way_and_begins_no_more(store: Store, clock: SetClock) -> None:
    await owe(store, *(owed(n, team) for team in ("T1", "T2", "T3") for n in range(2)))
    gate = Gate()
    work = asyncio.create_task(send_due(store, {"slack": gate}, compose, clock, max_in_hand=4))
    for _ in range(3):
        await gate.arrived.acquire()
    work.cancel()
    await asyncio.sleep(0)
    for _ in range(6):
        gate.passes.release()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert Counter(states(await all_of(store)).values()) == {(SETTLED, 1, ""): 3, (WAITING, 0, ""): 3}
    clock.move(PACE)
    assert await send_due(store, {"slack": gate}, compose, clock) == 3


async def test_a_stop_works_while_the_database_is_away(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1))
    gate = Gate()
    work = asyncio.create_task(send_due(Breaking(store, 2), {"slack": gate}, compose, clock))
    await gate.arrived.acquire()
    work.cancel()
    await asyncio.sleep(0)
    gate.passes.release()
    with pytest.raises(asyncio.CancelledError):
        await work


async def test_a_stop_sends_all_reminders_in_hand(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1, kind=DeliveryKind.REMINDER), owed(2, kind=DeliveryKind.REMINDER))
    gate = Gate()
    work = asyncio.create_task(send_due(store, {"slack": gate}, compose, clock))
    await gate.arrived.acquire()
    work.cancel()
    await asyncio.sleep(0)
    gate.passes.release()
    gate.passes.release()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert [key for _, _, key in gate.sent] == ["T1-0001", "T1-0002"]
    assert set(states(await all_of(store)).values()) == {(SETTLED, 1, "")}


async def test_lanes_that_need_not_wait_any_more_are_forgotten(store: Store, clock: SetClock) -> None:
    many = [owed(1, f"T{number}") for number in range(50)]
    await owe(store, *many)
    busy: dict[str, list[Exception]] = {
        delivery.to.workspace: [SendFailed("Too fast.", retry_after=MINUTE)] for delivery in many[:40]
    }
    outbox = Outbox(store, {"slack": FakePlatform(fails=busy)}, compose, clock)
    outbox._next_edit_at = {f"{delivery.lane}:edits": clock.now() + MINUTE for delivery in many}
    assert await outbox.send_due() == 10
    assert (len(outbox._sender.backoffs), len(outbox._saved_backoffs), len(outbox._next_edit_at)) == (
        40,
        40,
        50,
    )
    clock.move(MINUTE)
    assert await outbox.send_due() == 40
    assert (outbox._sender.backoffs, outbox._saved_backoffs, outbox._next_edit_at) == ({}, {}, {})


async def test_workers_share_the_backoff_of_a_workspace(
    stores: list[storage.SqlStore], clock: SetClock
) -> None:
    in_turn = [replace(owed(n), due_at=MORNING - timedelta(seconds=4 - n)) for n in range(4)]
    await owe(stores[0], *in_turn, owed(5, "T2"))
    store, ours = Breaking(stores[0]), Gate()
    theirs = FakePlatform(fails={"T1": [SendFailed("Too fast.", retry_after=MINUTE)]})
    work = asyncio.create_task(send_due(store, {"slack": ours}, compose, clock, most=6))
    await ours.arrived.acquire()
    await ours.arrived.acquire()  # one in each workspace
    assert await send_due(stores[1], {"slack": theirs}, compose, clock) == 0
    ours.passes.release()
    ours.passes.release()
    await ours.arrived.acquire()
    for _ in range(3):  # it claimed, settled, and looked again what there is to do
        await store.kept.acquire()
    ours.passes.release()
    assert await work == 3
    assert await next_at(stores[0], "slack:T1") == MORNING + MINUTE
    assert states(await all_of(stores[0])) == {
        "T1-0000": (SETTLED, 1, ""),
        "T1-0001": (SETTLED, 1, ""),
        "T1-0002": (WAITING, 0, ""),
        "T1-0003": (WAITING, 1, "busy"),
        "T2-0005": (SETTLED, 1, ""),
    }


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (ConnectionResetError("gone"), FailureReason.TIMEOUT),
        (Unavailable("The disk is full."), FailureReason.BUSY),
        (ValueError("half a body"), FailureReason.INVALID_RESPONSE),
        (SendFailed("nobody", failure=FailureReason.NOT_FOUND), FailureReason.NOT_FOUND),
    ],
)
async def test_an_error_of_an_adapter_affects_one_message(
    store: Store, clock: SetClock, fault: Exception, trouble: FailureReason
) -> None:
    await owe(store, owed(1), owed(2))
    assert await send_due(store, {"slack": FakePlatform(fails={"T1-0001": [fault]})}, compose, clock) == 1
    assert states(await all_of(store)) == {
        "T1-0001": (WAITING, 1, trouble.value),
        "T1-0002": (SETTLED, 1, ""),
    }


async def test_the_log_names_no_recipient_and_no_reminder(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1), owed(2, kind=DeliveryKind.REMINDER))
    failure = SendFailed("internal_error")
    with capture_logs() as logged:
        await send_due(store, {"slack": FakePlatform(fails={"T1": [failure, failure]})}, compose, clock)
    assert logged == [
        {
            "event": "a message was not delivered",
            "log_level": "warning",
            "lane": "slack:T1",
            "kind": "ask",
            "attempt": 1,
            "trouble": "busy",
            "reason": "internal_error",
        }
    ]


async def test_a_conversation_has_a_pace_of_its_own(store: Store, clock: SetClock) -> None:
    channel = Address("slack", "T1", "C1")
    await owe(store, *(replace(owed(n), to=channel) for n in range(3)), owed(9))
    pigeons = FakePlatform()
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 2
    for _ in range(2):
        clock.move(PACE - timedelta(microseconds=1))
        assert await send_due(store, {"slack": pigeons}, compose, clock) == 0
        clock.move(timedelta(microseconds=1))
        assert await send_due(store, {"slack": pigeons}, compose, clock) == 1
    assert [to for to, *_ in pigeons.sent].count(str(channel)) == 3


async def test_a_workspace_gets_a_burst_and_then_its_pace(store: Store, clock: SetClock) -> None:
    slack = limits_of("slack:T1").lane
    await owe(store, *(owed(n) for n in range(slack.burst + 5)))
    pigeons = FakePlatform()
    assert await send_due(store, {"slack": pigeons}, compose, clock) == slack.burst
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 0
    clock.move(slack.every)
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 1
    clock.move(3 * slack.every)
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 3


async def needed_by_some(db: Transaction, delivery: Delivery) -> Card | None:
    """Compose a reminder for everybody but m0, who has replied."""
    return None if delivery.member == "m0" else Card("A reminder")


async def test_reminders_settle_alike_whatever_happens_to_them(store: Store, clock: SetClock) -> None:
    await owe(
        store,
        *(owed(n, kind=DeliveryKind.REMINDER) for n in range(6)),
        owed(7, "T2", DeliveryKind.REMINDER),
        owed(8, "T3", DeliveryKind.REMINDER),
    )
    pigeons = FakePlatform(
        fails={
            "T1-0002": [SendFailed("Slack was busy.")],
            "T1-0003": [SendFailed("They left.", permanent=True)],
            "T1-0004": [SendFailed("Too fast.", retry_after=MINUTE)],
        },
        silent={"T2"},
    )

    async def one_breaks(db: Transaction, delivery: Delivery) -> Card | None:
        if delivery.member == "m8":
            raise KeyError(delivery.kind)
        return await needed_by_some(db, delivery)

    given = {"slack": pigeons}
    assert await send_due(store, given, one_breaks, clock, send_timeout=timedelta(milliseconds=20)) == 8
    assert [key for _, _, key in pigeons.sent] == ["T1-0001"]
    alike = replace(owed(0, kind=DeliveryKind.REMINDER), state=SETTLED, attempts=1, due_at=MORNING + LEASE)
    assert [
        replace(delivery, id=alike.id, lane=alike.lane, to=alike.to, member=alike.member)
        for delivery in await all_of(store)
    ] == [alike] * 8


async def test_late_reminders_settle_like_reminders_in_time(store: Store, clock: SetClock) -> None:
    await owe(store, owed(0, kind=DeliveryKind.REMINDER), owed(1, kind=DeliveryKind.REMINDER))
    clock.move(TOO_LATE + MINUTE - MORNING)
    pigeons = FakePlatform()
    await send_due(store, {"slack": pigeons}, needed_by_some, clock)
    assert pigeons.sent == []
    assert states(await all_of(store)) == {"T1-0000": (SETTLED, 1, ""), "T1-0001": (SETTLED, 1, "")}


async def test_a_failed_reminder_is_retried_and_its_row_reveals_nothing(
    store: Store, clock: SetClock
) -> None:
    await owe(store, *(owed(n, kind=DeliveryKind.REMINDER) for n in range(3)))
    pigeons = FakePlatform(fails={"T1-0001": [SendFailed("Slack was busy."), SendFailed("Slack was busy.")]})
    outbox = Outbox(store, {"slack": pigeons}, needed_by_some, clock)
    before = []
    for _ in range(5):
        await outbox.send_due()
        before.append(await all_of(store))
        clock.move(MINUTE)
    assert pigeons.tried == {"T1-0001": 3, "T1-0002": 1}
    assert pigeons.asked == ["T1-0001", "T1-0001"]
    assert all(rows == before[0] for rows in before)


async def test_four_workers_at_once_send_each_message_once(
    stores: list[storage.SqlStore], clock: SetClock
) -> None:
    await owe(stores[0], *(owed(n, f"T{n % 70}") for n in range(210)))
    pigeons = FakePlatform()
    settled = []
    for _ in range(3):
        passes = (send_due(store, {"slack": pigeons}, compose, clock, max_in_hand=20) for store in stores)
        settled += await asyncio.gather(*passes)
        clock.move(MINUTE)
    assert (sum(settled), len(pigeons.sent), max(pigeons.tried.values())) == (210, 210, 1)
    assert {delivery.state for delivery in await all_of(stores[0])} == {SETTLED}


async def edit_of(db: Transaction, delivery: Delivery) -> Card:
    """Ask the question, and replace it by the word that the round has closed."""
    if delivery.kind == DeliveryKind.CHECK_IN:
        return Card("Trust?", thread_key="ask:r1")
    return Card("Closed", replaces="ask:r1")


def edit(number: int, after: timedelta = MINUTE) -> Delivery:
    """Return a delivery that edits what `owed(number)` was sent."""
    question = owed(number)
    return replace(question, id=f"{question.id}-edit", kind="summary", due_at=MORNING + after)


@pytest.mark.parametrize("database", ["sqlite_url", "postgresql_url"])
async def test_a_card_takes_the_place_of_an_earlier_message(
    request: pytest.FixtureRequest, database: str, clock: SetClock
) -> None:
    store = storage.SqlStore(request.getfixturevalue(database))
    await owe(store, owed(1), edit(1), edit(2))
    pigeons = FakePlatform()
    await send_due(store, {"slack": pigeons}, edit_of, clock)
    clock.move(MINUTE)
    assert await send_due(store, {"slack": pigeons}, edit_of, clock) == 2
    assert [title for _, title, _ in pigeons.sent] == ["Trust?"]
    assert pigeons.edited == [("slack:T1:D1", "message 1", "Closed")]
    await store.close()


async def test_a_message_whose_answer_was_lost_is_edited_once_it_is_found(
    store: Store, clock: SetClock
) -> None:
    await owe(store, owed(1), edit(1, 2 * MINUTE))
    pigeons = FakePlatform(loses={"T1-0001"})
    for _ in range(3):
        await send_due(store, {"slack": pigeons}, edit_of, clock)
        clock.move(MINUTE)
    assert pigeons.edited == [("slack:T1:D1", "T1-0001", "Closed")]


@pytest.mark.parametrize(
    ("failure", "edits", "state"),
    [
        (SendFailed("It was deleted.", permanent=True), 0, SETTLED),
        (SendFailed("Not now."), 1, SETTLED),
        (TimeoutError(), 1, SETTLED),
    ],
)
async def test_an_edit_is_tried_again_unless_its_message_is_gone(
    store: Store, clock: SetClock, failure: Exception, edits: int, state: DeliveryState
) -> None:
    await owe(store, owed(1), edit(1))
    pigeons = FakePlatform(fails={"message 1": [failure]})
    for _ in range(3):
        await send_due(store, {"slack": pigeons}, edit_of, clock)
        clock.move(MINUTE)
    assert (len(pigeons.edited), pigeons.asked) == (edits, [])
    assert states(await all_of(store))["T1-0001-edit"] == (state, 1 + edits, "")
