"""Sends what is owed: claims, composes, sends, settles. Safe to run many times at once, safe to kill.

All lanes are written to side by side, each one message after the other: a slow or dead workspace costs the
others nothing, and where a workspace says "wait", nothing follows.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from bot.delivery.retry import settled
from bot.delivery.sending import PATIENCE, Compose, Letter, Sending, composed
from bot.errors import Stale
from bot.model import Delivery, DeliveryState, Lane
from bot.ports import Clock, Platform, Records, Store
from bot.running.watch import UNWATCHED, Watch

REMINDER = "remind"
LEASE = timedelta(minutes=5)  # far longer than anything takes from claim to settling

Outcome = tuple[Delivery, Delivery]  # as it was claimed, which counted the attempt, and as it shall be


async def send_due(  # noqa: PLR0913  what it works with, and what bounds it
    store: Store,
    platforms: Mapping[str, Platform],
    compose: Compose,
    clock: Clock,
    *,
    most: int = 10_000,
    at_once: int = 500,
    patience: timedelta = PATIENCE,
    missed: list[Delivery] | None = None,
    watch: Watch = UNWATCHED,
) -> int:
    """Send until nothing is due or `most` are done; return how many settled. `at_once` bounds those in hand.

    A reminder's row settles alike whether it was sent, not needed or failed: else it would name the silent.
    One that failed is remembered in `missed` only: give the same list each time, to have it tried again until
    it is late.

    Cancelled, it takes nothing more in hand, but finishes and settles what is.
    """
    sending = Sending(platforms, clock, patience, watch)
    outbox = _Outbox(store, compose, clock, sending, at_once, [] if missed is None else missed)
    work = asyncio.create_task(outbox.work(most))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        outbox.stopping = True
        await work
        raise


class _Outbox:
    """What one call of `send_due` has in hand."""

    def __init__(
        self,
        store: Store,
        compose: Compose,
        clock: Clock,
        sending: Sending,
        at_once: int,
        missed: list[Delivery],
    ):
        self.stopping = False
        self._store, self._compose, self._clock, self._sending = store, compose, clock, sending
        self._at_once, self._missed = at_once, missed
        self._in_hand = 0
        self._done: list[Outcome] = []
        self._rested: dict[str, datetime] = {}  # what the lanes were told already
        self._news = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def work(self, most: int) -> int:
        count = 0
        try:
            while True:
                most -= await self._take(most)
                if not self._in_hand:
                    return count
                await self._news.wait()
                self._news.clear()
                count += await self._settle()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _take(self, most: int) -> int:
        """Claim and start on as many as there is room for, a good many at a time; return how many."""
        room = 0 if self.stopping else min(most, self._at_once - self._in_hand)
        if not room or self._in_hand > self._at_once // 2:
            return 0
        now = self._clock.now()
        async with self._store.begin() as db:
            claimed = await db.claim(now, LEASE, room)
        letters = await composed(self._store, self._compose, claimed + self._remembered(now))
        self._in_hand += len(letters)
        reminders = [letter for letter in letters if letter.delivery.kind == REMINDER]
        if reminders:
            self._start(self._remind(reminders))
        for lane in _by_lane(letter for letter in letters if letter.delivery.kind != REMINDER):
            self._start(self._write_to(lane, self._report))
        return len(letters)

    def _remembered(self, now: datetime) -> list[Delivery]:
        """Reminders that failed before and whose time has come again."""
        due = [delivery for delivery in self._missed if delivery.due_at <= now]
        self._missed[:] = [delivery for delivery in self._missed if delivery.due_at > now]
        return [replace(delivery, due_at=now + LEASE, attempts=delivery.attempts + 1) for delivery in due]

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _write_to(self, lane: Sequence[Letter], report: Callable[[Outcome], None]) -> None:
        for letter in lane:
            report((letter.delivery, await self._sending.put(letter)))

    async def _remind(self, letters: Sequence[Letter]) -> None:
        """Settle them all at once: when each was settled would tell who had not replied."""
        outcomes: list[Outcome] = []
        await asyncio.gather(*(self._write_to(lane, outcomes.append) for lane in _by_lane(letters)))
        self._missed += [shall for _, shall in outcomes if shall.state is DeliveryState.WAITING]
        self._report(*((was, settled(was)) for was, _ in outcomes))

    def _report(self, *outcomes: Outcome) -> None:
        self._done += outcomes
        self._news.set()

    async def _settle(self) -> int:
        """Write down all that was done meanwhile; return how many were settled."""
        for lane, until in self._sending.resting.items() - self._rested.items():
            await _rest(self._store, lane, until)
            self._rested[lane] = until
        done, self._done = sorted(self._done, key=_order), []
        settled_ = [was for was, shall in done if shall.state is DeliveryState.SETTLED]
        async with self._store.begin() as db:
            for was, shall in done:
                if shall.state is not DeliveryState.SETTLED:
                    with suppress(Stale):  # purged, or taken over by another worker after our lease
                        await _change(db, was, shall)
            await db.change_all(settled_, state=DeliveryState.SETTLED, error="")
        self._sending.watch.settled(done)
        self._in_hand -= len(done)
        return len(settled_)


def _by_lane(letters: Iterable[Letter]) -> Iterable[list[Letter]]:
    lanes: dict[str, list[Letter]] = defaultdict(list)
    for letter in letters:
        lanes[letter.delivery.lane].append(letter)
    return lanes.values()


def _order(outcome: Outcome) -> tuple[bool, str, str]:
    """Those that wait set their lanes' alarms: first and in one order, so that no two workers hold each other
    up. Among the settled, the order must not tell what became of them."""
    _, shall = outcome
    return shall.state is not DeliveryState.WAITING, shall.lane, shall.id


async def _change(db: Records, was: Delivery, shall: Delivery) -> None:
    await db.change(was, state=shall.state, due_at=shall.due_at, attempts=shall.attempts, error=shall.error)


async def _rest(store: Store, lane: str, until: datetime) -> None:
    """Leave the lane alone until then, unless somebody said longer already."""
    async with store.begin() as db:
        while (row := await db.get(Lane, lane)).next_at < until:
            with suppress(Stale):  # claimed meanwhile
                await db.change(row, next_at=until)
