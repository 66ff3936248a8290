"""Sends what is owed: claims, composes, sends, settles. Safe to run many times at once, safe to kill.

All lanes are written to side by side, each one message after the other: a slow or dead workspace costs the
others nothing, and where a workspace says "wait", nothing follows.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState, Lane
from bot.core.errors import Stale, Unavailable
from bot.core.instrumentation import NO_INSTRUMENTATION, Instrumentation
from bot.core.ports import Clock, Platform, Store, Transaction
from bot.delivery import rate_limit
from bot.delivery.retry import handed_back, settled
from bot.delivery.sender import (
    LEASE,
    SEND_TIMEOUT,
    Compose,
    ComposedDelivery,
    LaneBackoff,
    Sender,
    compose_all,
)

POLL_AFTER = 1  # second, by the machine's clock

DeliveryChange = tuple[Delivery, Delivery]  # as it was claimed, which counted the attempt, and as it shall be

Defer = Callable[[Transaction, Sequence[Delivery], datetime], Awaitable[Sequence[Delivery]]]
"""Of those claimed in this transaction the ones that may leave now; it puts off the others."""


async def defer_nothing(_: Transaction, claimed: Sequence[Delivery], _now: datetime) -> Sequence[Delivery]:
    return claimed


class Outbox:
    """One for as long as a worker lives, for it remembers what must not be asked of the database: reminders
    that failed, whose rows settle alike whatever happened, since else they would name the silent; and what
    came of messages while the database was away."""

    def __init__(
        self,
        store: Store,
        platforms: Mapping[str, Platform],
        compose: Compose,
        clock: Clock,
        *,
        at_once: int = 500,
        patience: timedelta = SEND_TIMEOUT,
        hold_back: Defer = defer_nothing,
        watch: Instrumentation = NO_INSTRUMENTATION,
    ):
        """`at_once` bounds how many are in hand."""
        self._store, self._compose, self._clock, self._at_once = store, compose, clock, at_once
        self._sending = Sender(platforms, clock, patience, watch)
        self._hold_back = hold_back
        self._stopping = False
        self._in_hand: Counter[str] = Counter()  # by lane: those claimed and not settled
        self._queues: dict[str, list[ComposedDelivery]] = {}  # by lane, while it is written to
        self._done: list[DeliveryChange] = []
        self._missed: list[Delivery] = []
        self._rested: dict[str, LaneBackoff] = {}  # what the lanes were told already
        self._news = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def send_due(self, most: int = 10_000) -> int:
        """Send until nothing is due or `most` are done; return how many settled. Raises Unavailable: what was
        sent by then is settled by the next call.

        Cancelled, it takes nothing more in hand and begins no further message, but settles what it has.
        """
        work = asyncio.create_task(self._work(most))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            self._stopping = True
            with suppress(Unavailable):
                await work
            raise
        finally:
            self._stopping = False

    async def _work(self, most: int) -> int:
        self._in_hand, self._queues = Counter(was.lane for was, _ in self._done), {}
        self._tasks = set()
        try:
            count = await self._settle()
            while True:
                most -= await self._take(most)
                if not self._in_hand:
                    return count
                await self._hear()
                for fault in self._faults():
                    raise fault
                count += await self._settle()
        finally:
            self._stopping = True
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _hear(self) -> None:
        """Until something is done, or may have become due meanwhile: a platform that does not answer keeps
        others waiting no longer."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), POLL_AFTER)
        self._news.clear()

    async def _take(self, most: int) -> int:
        """Claim and start on as many as there is room for, a good many at a time; return how many."""
        in_hand = self._in_hand.total()
        room = 0 if self._stopping else min(most, self._at_once - in_hand)
        if not room or in_hand > self._at_once // 2:
            return 0
        now = self._clock.now()
        async with self._store.transaction() as db:
            claimed = await self._hold_back(db, await db.claim(now, LEASE, room), now)
            if self._in_hand:
                self._heed(await db.find(Lane, id=list(self._in_hand)), now)
        remembered = self._remembered(now)
        self._in_hand.update(each.lane for each in (*claimed, *remembered))
        try:
            letters = await compose_all(self._store, self._compose, [*claimed, *remembered])
        except Unavailable:
            self._missed += remembered
            self._report(*((each, handed_back(each, now)) for each in claimed))
            raise
        reminders = [letter for letter in letters if letter.delivery.kind == DeliveryKind.REMINDER]
        if reminders:
            self._start(self._remind(reminders))
        for lane, rest in _by_lane(
            letter for letter in letters if letter.delivery.kind != DeliveryKind.REMINDER
        ):
            if lane not in self._queues:
                self._queues[lane] = []
                self._start(self._write(lane))
            self._queues[lane] += rest
            self._queues[lane].sort(key=_to_a_person)
        return len(letters)

    def _heed(self, lanes: Iterable[Lane], now: datetime) -> None:
        """Another worker may have been told to leave alone a lane of which we have messages in hand."""
        for each in lanes:
            if rate_limit.back_off(each, now) and not self._sending.backoffs(each.id, now):
                self._sending.resting[each.id] = self._rested[each.id] = LaneBackoff(each.next_at)

    def _remembered(self, now: datetime) -> list[Delivery]:
        """Reminders that failed before and whose time has come again."""
        due = [delivery for delivery in self._missed if delivery.due_at <= now]
        self._missed[:] = [delivery for delivery in self._missed if delivery.due_at > now]
        return [replace(delivery, due_at=now + LEASE, attempts=delivery.attempts + 1) for delivery in due]

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(lambda _: self._news.set())

    def _faults(self) -> list[BaseException]:
        """Of ours, that a task has ended in: what it had in hand then comes back after its lease."""
        ended = {each for each in self._tasks if each.done()}
        self._tasks -= ended
        return [fault for each in ended if (fault := each.exception())]

    async def _write(self, lane: str) -> None:
        queue = self._queues[lane]
        while queue:
            letter = queue.pop(0)
            if self._stopping:
                shall = handed_back(letter.delivery, self._clock.now())
            else:
                shall = await self._sending.send(letter)
            self._report((letter.delivery, shall))
        del self._queues[lane]

    async def _put(self, lane: Sequence[ComposedDelivery]) -> list[DeliveryChange]:
        return [(letter.delivery, await self._sending.send(letter)) for letter in lane]

    async def _remind(self, letters: Sequence[ComposedDelivery]) -> None:
        """Settle them all at once: when each was settled would tell who had not replied. So none of them can
        be handed back."""
        lanes = await asyncio.gather(*(self._put(lane) for _, lane in _by_lane(letters)))
        outcomes = [outcome for lane in lanes for outcome in lane]
        self._missed += [shall for _, shall in outcomes if shall.state is DeliveryState.WAITING]
        self._report(*((was, settled(was)) for was, _ in outcomes))

    def _report(self, *outcomes: DeliveryChange) -> None:
        self._done += outcomes
        self._news.set()

    async def _settle(self) -> int:
        """Write down all that was done meanwhile; return how many were settled."""
        for lane, rest in self._sending.resting.items() - self._rested.items():
            await _rest_lane(self._store, lane, rest.until)
            self._rested[lane] = rest
        done = sorted(self._done, key=_order)
        settled_ = [was for was, shall in done if shall.state is DeliveryState.SETTLED]
        if done:
            async with self._store.transaction() as db:
                for was, shall in done:
                    if shall.state is not DeliveryState.SETTLED:
                        with suppress(Stale):  # purged, or taken over by another worker after our lease
                            await _change(db, was, shall)
                await db.update_all_if_unchanged(settled_, state=DeliveryState.SETTLED, error="")
            self._sending.watch.deliveries_settled(done)
        del self._done[: len(done)]
        self._in_hand -= Counter(was.lane for was, _ in done)
        return len(settled_)


def _by_lane(letters: Iterable[ComposedDelivery]) -> Iterable[tuple[str, list[ComposedDelivery]]]:
    lanes: dict[str, list[ComposedDelivery]] = defaultdict(list)
    for letter in letters:
        lanes[letter.delivery.lane].append(letter)
    return lanes.items()


def _to_a_person(letter: ComposedDelivery) -> bool:
    """What is for a place goes first: it may wait less, and there is little of it."""
    return bool(letter.delivery.member)


def _order(outcome: DeliveryChange) -> tuple[bool, str, str]:
    """Those that wait set their lanes' alarms: first and in one order, so that no two workers hold each other
    up. Among the settled, the order must not tell what became of them."""
    _, shall = outcome
    return shall.state is not DeliveryState.WAITING, shall.lane, shall.id


async def _change(db: Transaction, was: Delivery, shall: Delivery) -> None:
    await db.update_if_unchanged(
        was, state=shall.state, due_at=shall.due_at, attempts=shall.attempts, error=shall.error
    )


async def _rest_lane(store: Store, lane: str, until: datetime) -> None:
    """Leave the lane alone until then, unless somebody said longer already."""
    async with store.transaction() as db:
        while (row := await db.get(Lane, lane)).next_at < until:
            with suppress(Stale):  # claimed meanwhile
                await db.update_if_unchanged(row, next_at=until)
