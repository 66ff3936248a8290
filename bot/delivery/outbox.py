"""Sends deliveries: claims, composes, sends and settles them. Safe to run many times at once, safe to kill.

All lanes are served side by side, each one message after the other: a slow or dead workspace costs the
others nothing, and after a workspace says "wait", nothing more is sent to it.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.cards import Card
from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState, Lane, new_delivery
from bot.core.errors import SendFailed, Stale, Unavailable
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
from bot.delivery.threads import Threads

POLL_SECONDS = 1  # by the machine's clock

DeliveryChange = tuple[Delivery, Delivery]  # as it was claimed, which counted the attempt, and as updated

Defer = Callable[[Transaction, Sequence[Delivery], datetime], Awaitable[Sequence[Delivery]]]
"""Returns those of the deliveries claimed in this transaction that may be sent now; postpones the others."""


async def defer_nothing(_: Transaction, claimed: Sequence[Delivery], _now: datetime) -> Sequence[Delivery]:
    return claimed


class Outbox:
    """Sends what is due. One instance serves a worker for as long as it lives, for it remembers what must not
    be read from the database: reminders that failed, whose rows settle alike whatever happened, and edits of
    the questions that came before a reminder, since otherwise they would name those who have not replied;
    and results that could not be written while the
    database was away."""

    def __init__(
        self,
        store: Store,
        platforms: Mapping[str, Platform],
        compose: Compose,
        clock: Clock,
        *,
        max_in_hand: int = 500,
        send_timeout: timedelta = SEND_TIMEOUT,
        defer: Defer = defer_nothing,
        instrumentation: Instrumentation = NO_INSTRUMENTATION,
    ):
        """`max_in_hand` limits how many deliveries are claimed and not settled at any time."""
        self._store, self._compose, self._clock, self._max_in_hand = store, compose, clock, max_in_hand
        self._sender = Sender(platforms, Threads(store), clock, send_timeout, instrumentation)
        self._defer = defer
        self._stopping = False
        self._in_hand: Counter[str] = Counter()  # by lane: those claimed and not settled
        self._queues: dict[str, list[ComposedDelivery]] = {}  # by lane, while it is served
        self._unsaved: list[DeliveryChange] = []
        self._unstored: list[Delivery] = []
        self._next_edit_at: dict[str, datetime] = {}  # by lane
        self._saved_backoffs: dict[str, LaneBackoff] = {}  # by lane, as the database has them
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def send_due(self, most: int = 10_000) -> int:
        """Send until nothing is due or `most` are done; return how many settled. Raises Unavailable: what was
        sent by then is settled by the next call.

        If cancelled, it claims nothing more and begins no further message, but settles what it has in hand.
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
        self._in_hand, self._queues = Counter(claimed.lane for claimed, _ in self._unsaved), {}
        self._tasks = set()
        try:
            count = await self._settle()
            while True:
                most -= await self._claim(most)
                if not self._in_hand:
                    return count
                await self._wait()
                for error in self._errors_of_ended_tasks():
                    raise error
                count += await self._settle()
        finally:
            self._stopping = True
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _wait(self) -> None:
        """Wait until a delivery is done, or until others may have become due meanwhile: a platform that does
        not answer must not hold them up."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
        self._wake.clear()

    async def _claim(self, most: int) -> int:
        """Claim as many deliveries as there is room for and start sending them; return how many. Does nothing
        until half the room is free, so that claims are large."""
        in_hand = self._in_hand.total()
        room = 0 if self._stopping else min(most, self._max_in_hand - in_hand)
        if not room or in_hand > self._max_in_hand // 2:
            return 0
        now = self._clock.now()
        async with self._store.transaction() as db:
            claimed = await self._defer(db, await db.claim(now, LEASE, room), now)
            if self._in_hand:
                self._adopt_backoffs(await db.find(Lane, id=list(self._in_hand)), now)
        unstored = self._due_unstored(now)
        self._in_hand.update(delivery.lane for delivery in (*claimed, *unstored))
        try:
            composed = await compose_all(self._store, self._compose, [*claimed, *unstored])
        except Unavailable:
            self._unstored += unstored
            self._finish(*((delivery, handed_back(delivery, now)) for delivery in claimed))
            raise
        self._start_sending(composed)
        return len(composed)

    def _start_sending(self, composed: Sequence[ComposedDelivery]) -> None:
        reminders = [message for message in composed if message.delivery.kind == DeliveryKind.REMINDER]
        if reminders:
            self._start(self._send_reminders(reminders))
        for lane, deliveries in _by_lane(
            message for message in composed if message.delivery.kind != DeliveryKind.REMINDER
        ):
            if lane not in self._queues:
                self._queues[lane] = []
                self._start(self._serve(lane))
            self._queues[lane] += deliveries
            self._queues[lane].sort(key=_is_for_a_person)

    def _adopt_backoffs(self, lanes: Iterable[Lane], now: datetime) -> None:
        """Leave lanes alone that another worker was asked to leave alone."""
        for lane in lanes:
            if rate_limit.is_backing_off(lane, now) and not self._sender.backoff(lane.id, now):
                self._sender.backoffs[lane.id] = self._saved_backoffs[lane.id] = LaneBackoff(lane.next_at)

    def _due_unstored(self, now: datetime) -> list[Delivery]:
        """Take the deliveries that are due and in no row."""
        due = [delivery for delivery in self._unstored if delivery.due_at <= now]
        self._unstored[:] = [delivery for delivery in self._unstored if delivery.due_at > now]
        return [replace(delivery, due_at=now + LEASE, attempts=delivery.attempts + 1) for delivery in due]

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(lambda _: self._wake.set())

    def _errors_of_ended_tasks(self) -> list[BaseException]:
        """Return the faults that ended a task. Deliveries it had in hand are due again after their lease."""
        ended = {task for task in self._tasks if task.done()}
        self._tasks -= ended
        return [error for task in ended if (error := task.exception())]

    async def _serve(self, lane: str) -> None:
        queue = self._queues[lane]
        while queue:
            composed = queue.pop(0)
            if self._stopping:
                updated = handed_back(composed.delivery, self._clock.now())
            else:
                updated = await self._sender.send(composed)
            self._finish((composed.delivery, updated))
        del self._queues[lane]

    async def _send_reminders(self, reminders: Sequence[ComposedDelivery]) -> None:
        """Send reminders and settle them all at once: the time at which each settles would tell who had not
        replied. So none of them can be handed back."""
        lanes = await asyncio.gather(*(self._send_in_turn(lane) for _, lane in _by_lane(reminders)))
        changes = [change for lane in lanes for change in lane]
        followed = {message.delivery.id for message in reminders if _names_its_subject(message.card)}
        for claimed, updated in changes:
            if updated.state is DeliveryState.WAITING:
                self._unstored.append(updated)
            elif claimed.id in followed:
                self._unstored.append(self._edit_after(claimed))
        self._finish(*((claimed, settled(claimed)) for claimed, _ in changes))

    def _edit_after(self, reminder: Delivery) -> Delivery:
        """Return the edit of the question that came before a reminder, at the pace of its lane."""
        edit = new_delivery(
            f"{reminder.id}:moved",
            DeliveryKind.QUESTION_MOVED,
            to=reminder.to,
            subject=reminder.subject,
            partnership=reminder.partnership,
            due_at=self._clock.now(),
            late_at=reminder.late_at,
            member=reminder.member,
        )
        due_at = max(edit.due_at, self._next_edit_at.get(edit.lane, edit.due_at))
        self._next_edit_at[edit.lane] = due_at + rate_limit.limits_of(edit.lane).lane.every
        return replace(edit, due_at=due_at)

    async def _send_in_turn(self, lane: Sequence[ComposedDelivery]) -> list[DeliveryChange]:
        return [(composed.delivery, await self._sender.send(composed)) for composed in lane]

    def _finish(self, *changes: DeliveryChange) -> None:
        self._unsaved += changes
        self._wake.set()

    def _forget_past(self, now: datetime) -> None:
        """Forget the lanes that need not wait any more: there may be many thousand workspaces."""
        self._sender.forget_past_backoffs(now)
        self._saved_backoffs = {
            lane: backoff for lane, backoff in self._saved_backoffs.items() if backoff.until > now
        }
        self._next_edit_at = {lane: at for lane, at in self._next_edit_at.items() if at > now}

    async def _settle(self) -> int:
        """Save new backoffs and all that is finished; return how many settled."""
        for lane, backoff in self._sender.backoffs.items() - self._saved_backoffs.items():
            if not backoff.tells:
                await _save_backoff(self._store, lane, backoff.until)
            self._saved_backoffs[lane] = backoff
        self._forget_past(self._clock.now())
        changes, roots = sorted(self._unsaved, key=_saving_order), [*self._sender.roots]
        to_settle = [claimed for claimed, updated in changes if updated.state is DeliveryState.SETTLED]
        if changes:
            async with self._store.transaction() as db:
                for claimed, updated in changes:
                    if updated.state is not DeliveryState.SETTLED:
                        with suppress(Stale):  # purged, or taken over by another worker after our lease
                            await _save(db, claimed, updated)
                await db.update_all_if_unchanged(to_settle, state=DeliveryState.SETTLED, error="")
                await db.upsert(*{root.id: root for root in roots}.values())
            self._sender.instrumentation.deliveries_settled(changes)
        del self._unsaved[: len(changes)], self._sender.roots[: len(roots)]
        self._in_hand -= Counter(claimed.lane for claimed, _ in changes)
        return len(to_settle)


def _by_lane(composed: Iterable[ComposedDelivery]) -> Iterable[tuple[str, list[ComposedDelivery]]]:
    lanes: dict[str, list[ComposedDelivery]] = defaultdict(list)
    for message in composed:
        lanes[message.delivery.lane].append(message)
    return lanes.items()


def _names_its_subject(card: Card | SendFailed | None) -> bool:
    return isinstance(card, Card) and bool(card.thread_key)


def _is_for_a_person(composed: ComposedDelivery) -> bool:
    """Return True unless it is for a channel. Those go first: they may wait less, and there are few."""
    return bool(composed.delivery.member)


def _saving_order(change: DeliveryChange) -> tuple[bool, str, str]:
    """Return a sort key. Those that wait move their lanes' `next_at`: they come first and in one order, so
    that no two workers block each other. Among the others the order must not tell what became of them."""
    _, updated = change
    return updated.state is not DeliveryState.WAITING, updated.lane, updated.id


async def _save(db: Transaction, claimed: Delivery, updated: Delivery) -> None:
    await db.update_if_unchanged(
        claimed,
        state=updated.state,
        due_at=updated.due_at,
        attempts=updated.attempts,
        error=updated.error,
    )


async def _save_backoff(store: Store, lane: str, until: datetime) -> None:
    """Leave the lane alone until then, unless it is left alone for longer already."""
    async with store.transaction() as db:
        while (row := await db.first(Lane, id=lane)) and row.next_at < until:
            with suppress(Stale):  # claimed meanwhile
                await db.update_if_unchanged(row, next_at=until)
