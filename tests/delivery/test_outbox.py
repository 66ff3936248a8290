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


async def test_what_is_due_is_composed_sent_and_settled(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1), replace(owed(2), due_at=MORNING + MINUTE))
    pigeons = FakePlatform()
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 1
    assert pigeons.sent == [("slack:T1:D1", "For m1", "T1-0001")]
    assert states(await all_of(store)) == {"T1-0001": (SETTLED, 1, ""), "T1-0002": (WAITING, 0, "")}
    clock.move(MINUTE)
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 1
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 0
    assert len(pigeons.sent) == 2


async def test_no_more_are_taken_than_was_asked_for(store: Store, clock: SetClock) -> None:
    await owe(store, *(owed(n) for n in range(9)))
    pigeons = FakePlatform()
    assert await send_due(store, {"slack": pigeons}, compose, clock, most=4) == 4
    assert await send_due(store, {"slack": pigeons}, compose, clock, most=0) == 0
    assert len(pigeons.sent) == 4


async def test_few_are_in_hand_at_once_however_many_are_due(store: Store, clock: SetClock) -> None:
    await owe(store, *(owed(1, f"T{n}") for n in range(25)))
    most = 0

    async def weigh(db: Transaction, delivery: Delivery) -> Card:
        nonlocal most
        most = max(most, sum(d.state is WAITING and d.attempts == 1 for d in await db.find(Delivery)))
        return Card("Hello")

    assert await send_due(store, {"slack": FakePlatform()}, weigh, clock, max_in_hand=6) == 25
    assert most == 6


async def test_what_is_no_longer_needed_is_settled_unsent(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1))
    pigeons = FakePlatform()

    async def nothing(db: Transaction, delivery: Delivery) -> None:
        return None

    assert await send_due(store, {"slack": pigeons}, nothing, clock) == 1
    assert (pigeons.sent, states(await all_of(store))) == ([], {"T1-0001": (SETTLED, 1, "")})


async def test_what_comes_too_late_is_not_sent_and_says_so(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1))
    clock.move(TOO_LATE + MINUTE - MORNING)
    pigeons = FakePlatform()
    await send_due(store, {"slack": pigeons}, compose, clock)
    assert (pigeons.sent, states(await all_of(store))) == ([], {"T1-0001": (GIVEN_UP, 1, "late")})


async def test_one_that_must_not_be_composed_is_set_aside_alone(store: Store, clock: SetClock) -> None:
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


async def test_one_that_a_fault_of_ours_spoils_waits_and_the_others_leave(
    store: Store, clock: SetClock
) -> None:
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


async def test_a_database_that_goes_away_while_composing_is_told_and_costs_nothing(
    store: Store, clock: SetClock
) -> None:
    await owe(store, owed(1))

    async def away(db: Transaction, delivery: Delivery) -> Card:
        raise Unavailable("gone")

    with pytest.raises(Unavailable):
        await send_due(store, {"slack": FakePlatform()}, away, clock)
    clock.move(LEASE)
    assert await send_due(store, {"slack": FakePlatform()}, compose, clock) == 1


async def test_a_platform_that_is_not_set_up_is_named(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1, platform="teams"))
    await send_due(store, {"slack": FakePlatform()}, compose, clock)
    assert states(await all_of(store)) == {"T1-0001": (GIVEN_UP, 1, "no platform")}


async def test_a_failed_send_is_tried_again_after_a_wait_and_says_why_meanwhile(
    store: Store, clock: SetClock
) -> None:
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


async def test_a_message_that_arrived_although_its_answer_was_lost_is_not_sent_again(
    store: Store, clock: SetClock
) -> None:
    await owe(store, owed(1), owed(2))
    pigeons = FakePlatform(loses={"T1-0001"}, fails={"T1-0002": [SendFailed("Slack was busy.")]})
    await send_due(store, {"slack": pigeons}, compose, clock)
    clock.move(MINUTE)
    await send_due(store, {"slack": pigeons}, compose, clock)
    assert sorted(pigeons.asked) == ["T1-0001", "T1-0002"]
    assert pigeons.tried == {"T1-0001": 1, "T1-0002": 2}


async def test_an_adapter_that_stumbles_holds_up_nobody(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1), owed(2))
    await send_due(store, {"slack": FakePlatform(fails={"T1-0001": [KeyError("ts")]})}, compose, clock)
    assert states(await all_of(store)) == {
        "T1-0001": (WAITING, 1, "muddled"),
        "T1-0002": (SETTLED, 1, ""),
    }


async def test_a_dead_workspace_gives_up_with_its_reason_and_slows_no_other(
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


async def test_a_throttled_workspace_is_left_alone_as_long_as_it_asked_and_slows_no_other(
    store: Store, clock: SetClock
) -> None:
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


async def test_a_workspace_that_never_answers_is_left_alone_and_slows_no_other(
    store: Store, clock: SetClock
) -> None:
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


async def test_a_workspace_is_written_to_in_the_order_of_claims_however_slow_it_is(
    store: Store, clock: SetClock
) -> None:
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


async def test_two_that_were_claimed_in_time_but_held_up_do_not_leave_together(
    store: Store, clock: SetClock
) -> None:
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
async def test_what_waited_longer_than_the_pace_of_its_place_would_meet_what_another_worker_claimed_next(
    clock: SetClock, waited: int, member: str, sent: int
) -> None:
    pigeons = FakePlatform()
    claimed = replace(owed(1), due_at=MORNING + LEASE, attempts=1, member=member)
    clock.move(PACE * waited)
    shall = await Sender({"slack": pigeons}, clock, SEND_TIMEOUT).send(
        ComposedDelivery(claimed, Card("Hello"))
    )
    assert len(pigeons.sent) == sent
    assert shall == (settled(claimed) if sent else handed_back(claimed, clock.now()))


async def test_looking_for_an_earlier_attempt_may_take_longer_than_its_pace_and_is_then_done_only_once(
    clock: SetClock,
) -> None:
    class Slow(FakePlatform):
        async def find(self, to: Address, key: str) -> str | None:
            clock.move(2 * PACE)
            return await super().find(to, key)

    pigeons = Slow()
    claimed = replace(owed(1), due_at=MORNING + LEASE, attempts=2, member="")
    shall = await Sender({"slack": pigeons}, clock, SEND_TIMEOUT).send(
        ComposedDelivery(claimed, Card("Hello"))
    )
    assert (pigeons.sent, shall) == ([], replace(claimed, due_at=clock.now(), attempts=0))


async def test_in_a_workspace_places_are_written_to_before_people_for_they_may_wait_less(
    store: Store, clock: SetClock
) -> None:
    places = [replace(owed(n), member="") for n in (4, 5)]
    await owe(store, *(owed(n) for n in range(3)), *places)
    pigeons = FakePlatform()
    assert await send_due(store, {"slack": pigeons}, compose, clock) == 5
    assert [key for *_, key in pigeons.sent] == [f"T1-{n:04}" for n in (4, 5, 0, 1, 2)]


async def test_of_conversations_those_spoken_in_last_are_remembered(clock: SetClock) -> None:
    sending = Sender({"slack": FakePlatform()}, clock, SEND_TIMEOUT)
    for n in range(REMEMBERED_CONVERSATIONS + 1):
        claimed = replace(owed(n), due_at=MORNING + LEASE, attempts=1)
        assert (await sending.send(ComposedDelivery(claimed, Card("Hello")))).state is SETTLED
    assert len(sending._next_at_by_address) == REMEMBERED_CONVERSATIONS
    again = replace(owed(n), due_at=MORNING + LEASE, attempts=1)
    assert (await sending.send(ComposedDelivery(again, Card("Hello")))).due_at == MORNING + PACE


async def test_what_becomes_due_while_a_workspace_does_not_answer_does_not_wait_for_it(
    store: Store, clock: SetClock
) -> None:
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


async def test_what_a_dead_worker_held_comes_back_when_its_lease_ends_and_is_looked_for_first(
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
    """A store that breaks, at the moment of keeping, in some of its transactions, counted from 1; and in some
    of its looks. `fault` is what it says then."""

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
async def test_a_crash_between_sending_and_settling_repeats_at_most_once(
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


async def test_when_the_database_goes_away_nothing_is_left_running(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1), owed(2, "T2"))
    pigeons, patience = FakePlatform(silent={"T2"}), timedelta(milliseconds=20)
    with pytest.raises(Unavailable):
        await send_due(Breaking(store, 2), {"slack": pigeons}, compose, clock, send_timeout=patience)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_what_was_sent_while_the_database_was_away_is_settled_when_it_is_back_and_not_sent_again(
    store: Store, clock: SetClock
) -> None:
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


async def test_what_was_claimed_but_not_begun_when_the_database_went_away_is_due_at_once(
    store: Store, clock: SetClock
) -> None:
    await owe(store, owed(1), owed(2))
    outbox = Outbox(Breaking(store, looks=[1]), {"slack": FakePlatform()}, compose, clock)
    with pytest.raises(Unavailable):
        await outbox.send_due()
    clock.move(PACE)
    assert await outbox.send_due() == 2
    assert states(await all_of(store)) == {"T1-0001": (SETTLED, 1, ""), "T1-0002": (SETTLED, 1, "")}


async def test_a_fault_of_ours_between_claiming_and_sending_costs_a_lease_and_no_more(
    store: Store, clock: SetClock
) -> None:
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
    """Takes as long with each as it is told to."""

    def __init__(self, clock: SetClock, takes: timedelta):
        super().__init__()
        self._clock, self._takes = clock, takes

    async def send(self, to: Address, card: Card, key: str) -> str:
        self._clock.move(self._takes)
        return await super().send(to, card, key)


async def test_what_waited_long_for_its_turn_is_composed_anew(store: Store, clock: SetClock) -> None:
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


async def test_what_waited_longer_than_its_lease_is_left_to_whoever_has_it_now(
    store: Store, clock: SetClock
) -> None:
    await owe(store, owed(1), owed(2))
    slow = Slow(clock, LEASE)
    assert await send_due(store, {"slack": slow}, compose, clock, most=2) == 1
    assert slow.tried == {"T1-0001": 1}
    assert states(await all_of(store)) == {"T1-0001": (SETTLED, 1, ""), "T1-0002": (WAITING, 1, "")}


async def test_what_was_purged_meanwhile_stays_purged(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1))

    class Purging(FakePlatform):
        async def send(self, to: Address, card: Card, key: str) -> str:
            async with store.transaction() as db:
                await db.remove(Delivery, id=key)
            return await super().send(to, card, key)

    assert await send_due(store, {"slack": Purging()}, compose, clock) == 1
    assert await all_of(store) == []


class Gate(FakePlatform):
    """Lets messages through when it is told to."""

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.arrived, self.passes = asyncio.Semaphore(0), asyncio.Semaphore(0)

    async def send(self, to: Address, card: Card, key: str) -> str:
        self.arrived.release()
        await self.passes.acquire()
        return await super().send(to, card, key)


async def test_when_told_to_stop_it_settles_what_is_under_way_and_begins_no_more(
    store: Store, clock: SetClock
) -> None:
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


async def test_when_told_to_stop_while_the_database_is_away_it_stops(store: Store, clock: SetClock) -> None:
    await owe(store, owed(1))
    gate = Gate()
    work = asyncio.create_task(send_due(Breaking(store, 2), {"slack": gate}, compose, clock))
    await gate.arrived.acquire()
    work.cancel()
    await asyncio.sleep(0)
    gate.passes.release()
    with pytest.raises(asyncio.CancelledError):
        await work


async def test_reminders_in_hand_are_all_sent_before_it_stops_for_their_rows_must_settle_alike(
    store: Store, clock: SetClock
) -> None:
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


async def test_where_another_worker_was_told_to_wait_this_one_does_too(
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
async def test_whatever_an_adapter_lets_through_is_a_trouble_of_that_message_alone(
    store: Store, clock: SetClock, fault: Exception, trouble: FailureReason
) -> None:
    await owe(store, owed(1), owed(2))
    assert await send_due(store, {"slack": FakePlatform(fails={"T1-0001": [fault]})}, compose, clock) == 1
    assert states(await all_of(store)) == {
        "T1-0001": (WAITING, 1, trouble.value),
        "T1-0002": (SETTLED, 1, ""),
    }


async def test_the_log_says_what_failed_and_why_but_not_to_whom_nor_that_it_was_a_reminder(
    store: Store, clock: SetClock
) -> None:
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


async def test_one_conversation_bears_less_than_its_workspace_and_the_rest_follows_at_its_pace(
    store: Store, clock: SetClock
) -> None:
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


async def test_a_burst_is_no_larger_than_the_platform_allows_and_the_rest_follows_at_its_pace(
    store: Store, clock: SetClock
) -> None:
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
    """As if m0 had replied."""
    return None if delivery.member == "m0" else Card("A reminder")


async def test_reminders_settle_alike_whether_sent_not_needed_failed_throttled_late_or_broken(
    store: Store, clock: SetClock
) -> None:
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


async def test_late_reminders_settle_like_those_in_time(store: Store, clock: SetClock) -> None:
    await owe(store, owed(0, kind=DeliveryKind.REMINDER), owed(1, kind=DeliveryKind.REMINDER))
    clock.move(TOO_LATE + MINUTE - MORNING)
    pigeons = FakePlatform()
    await send_due(store, {"slack": pigeons}, needed_by_some, clock)
    assert pigeons.sent == []
    assert states(await all_of(store)) == {"T1-0000": (SETTLED, 1, ""), "T1-0001": (SETTLED, 1, "")}


async def test_a_failed_reminder_is_tried_again_by_who_remembers_it_and_its_row_tells_nothing(
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
