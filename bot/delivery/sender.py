"""Composes deliveries and sends them to their platforms, one message at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from cachetools import LRUCache

from bot.core.cards import Card
from bot.core.deliveries import TELLING_KINDS, Delivery, DeliveryKind, ThreadRoot
from bot.core.errors import AccordError, FailureReason, SendFailed, Unavailable, locate_error
from bot.core.instrumentation import NO_INSTRUMENTATION, Instrumentation
from bot.core.models import Address
from bot.core.ports import Clock, Platform, Store, Transaction
from bot.delivery.batch_loader import BatchingReader
from bot.delivery.rate_limit import LONG_AGO, limits_of
from bot.delivery.retry import failed, given_up, handed_back, known_unsent, settled
from bot.delivery.threads import Threads, root_of

log = structlog.get_logger()

Compose = Callable[[Transaction, Delivery], Awaitable[Card | None]]
"""Returns the card of a delivery as it is now, or None if it is no longer needed or no longer allowed."""

LEASE = timedelta(minutes=5)  # far longer than a delivery takes from claim to settling
FRESH_FOR = timedelta(seconds=30)  # after its claim; an older card is composed again
SEND_TIMEOUT = timedelta(seconds=10)  # for one message, by the machine's clock
REMEMBERED_CONVERSATIONS = 10_000  # more than are written to before one may be sent more
TIMEOUT_BACKOFF = timedelta(seconds=30)  # for a lane that did not answer at all


@dataclass(frozen=True, slots=True)
class ComposedDelivery:
    """A delivery and its card: None if it is not needed, the failure if it could not be composed."""

    delivery: Delivery
    card: Card | SendFailed | None


async def compose_all(
    store: Store, compose: Compose, deliveries: Sequence[Delivery]
) -> list[ComposedDelivery]:
    """Compose all side by side in one transaction. One that fails may spoil it for others, so each that
    failed is composed again, by itself. Raises Unavailable."""
    async with store.read_only() as records, BatchingReader(records) as db:
        cards = await asyncio.gather(
            *(compose(db, delivery) for delivery in deliveries), return_exceptions=True
        )
    return [
        ComposedDelivery(
            delivery,
            await _compose_one(store, compose, delivery) if isinstance(card, BaseException) else card,
        )
        for delivery, card in zip(deliveries, cards, strict=True)
    ]


async def _compose_one(store: Store, compose: Compose, delivery: Delivery) -> Card | SendFailed | None:
    try:
        async with store.read_only() as db:
            return await compose(db, delivery)
    except Unavailable:
        raise
    except SendFailed as failure:
        return failure
    except AccordError as error:
        return SendFailed(locate_error(error), failure=FailureReason.FAULT, permanent=True)
    except Exception as error:  # noqa: BLE001  a fault in one delivery must not hold up the others
        return SendFailed(locate_error(error), failure=FailureReason.FAULT)


@dataclass(frozen=True, slots=True)
class LaneBackoff:
    """A lane to leave alone until a time. `reason` is the FailureReason that led to it, or empty. It must not
    be stored if it `tells` who replied: somebody may be alone in a lane."""

    until: datetime
    reason: str = ""
    tells: bool = False


class Sender:
    """Sends composed deliveries to their platforms. Remembers which lanes asked to be left alone.

    `roots` holds what is to be stored of the messages that were sent: whoever stores it empties the list."""

    def __init__(
        self,
        platforms: Mapping[str, Platform],
        threads: Threads,
        clock: Clock,
        send_timeout: timedelta,
        instrumentation: Instrumentation = NO_INSTRUMENTATION,
    ):
        self.backoffs: dict[str, LaneBackoff] = {}
        self.roots: list[ThreadRoot] = []
        self.instrumentation = instrumentation
        self._next_at_by_address: LRUCache[Address, datetime] = LRUCache(REMEMBERED_CONVERSATIONS)
        self._platforms, self._threads = platforms, threads
        self._clock = clock
        self._send_timeout = send_timeout.total_seconds()

    def backoff(self, lane: str, now: datetime) -> LaneBackoff | None:
        """Return the backoff of a lane, or None if it may be sent to now."""
        backoff = self.backoffs.get(lane)
        return backoff if backoff and backoff.until > now else None

    def forget_past_backoffs(self, now: datetime) -> None:
        self.backoffs = {lane: backoff for lane, backoff in self.backoffs.items() if backoff.until > now}

    async def send(self, composed: ComposedDelivery) -> Delivery:
        """Send a composed delivery if it is still valid. Returns the updated delivery; never raises."""
        delivery, ready = composed.delivery, self._check(composed)
        if isinstance(ready, Delivery):
            return ready
        began = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self._send_timeout):
                updated = await self._send(delivery, ready)
        except Exception as error:  # noqa: BLE001  an error in an adapter must not stop the other deliveries
            updated = self._fail(delivery, _as_send_failed(error))
        self.instrumentation.message_sent(delivery, asyncio.get_running_loop().time() - began)
        return updated

    def _check(self, composed: ComposedDelivery) -> Card | Delivery:
        """Return the card to send, or the updated delivery if it must not be sent, or not now."""
        delivery, card, now = composed.delivery, composed.card, self._clock.now()
        if now >= delivery.due_at:  # the lease ran out in the queue: another worker may have claimed it
            return delivery
        if now > delivery.late_at:
            return given_up(delivery, FailureReason.LATE)
        if card is None:
            return settled(delivery)
        if postponed := self._postpone(delivery):
            return postponed
        return card if isinstance(card, Card) else self._fail(delivery, card)

    def _postpone(self, delivery: Delivery) -> Delivery | None:
        """Return the delivery handed back if it has to wait, or None if it may be sent now."""
        now = self._clock.now()
        if backoff := self.backoff(delivery.lane, now):
            return handed_back(delivery, backoff.until, backoff.reason)
        next_at = self._next_at_by_address.get(delivery.to, now)
        if next_at > now and limits_of(delivery.lane).conversation.every:
            return handed_back(delivery, next_at)
        return handed_back(delivery, now) if now > _send_before(delivery) else None

    async def _send(self, delivery: Delivery, card: Card) -> Delivery:
        """Send a card unless it arrived before. Raises SendFailed, or anything else that an adapter does."""
        if (platform := self._platforms.get(delivery.to.platform)) is None:
            raise SendFailed("not set up here", failure=FailureReason.NO_PLATFORM, permanent=True)
        if card.replaces:
            return await self._edit(platform, delivery, card)
        if delivery.may_have_arrived:
            if (message := await platform.find(delivery.to, delivery.id)) is not None:
                return self._sent(delivery, card, message)
            if postponed := self._postpone(delivery):  # the search took a while
                return known_unsent(postponed)
        self._count_towards_limit(delivery)
        return self._sent(delivery, card, await platform.send(delivery.to, card, delivery.id))

    async def _edit(self, platform: Platform, delivery: Delivery, card: Card) -> Delivery:
        """Put a card in the place of the newest message, or of the one before it where that came later. Those
        before say already that it did. Nothing is missing where a message is not there."""
        messages = await self._threads.find_all(delivery.to, card.replaces)
        if delivery.kind == DeliveryKind.QUESTION_MOVED:
            messages = [message for message in messages if message != messages[-1]]
            card = replace(card, replaces="")  # a platform may know what asks by now: that one stays
        for message in messages[-1:]:
            try:
                await platform.edit(delivery.to, message, card)
            except SendFailed as failure:
                if not failure.permanent:
                    raise
        return settled(delivery)

    def _sent(self, delivery: Delivery, card: Card, message: str) -> Delivery:
        if root := root_of(delivery, card, message):
            self.roots.append(root)
        elif delivery.kind == DeliveryKind.REMINDER:
            self._threads.note(delivery.to, card.thread_key, message)
        return settled(delivery)

    def _count_towards_limit(self, delivery: Delivery) -> None:
        """Record when the conversation may be sent the next message. The claim counted this one already, but
        it may have waited in the queue until the next claim."""
        now, limit = self._clock.now(), limits_of(delivery.lane).conversation
        if limit.every:
            next_at = self._next_at_by_address.get(delivery.to, LONG_AGO)
            self._next_at_by_address[delivery.to] = limit.next_at(next_at, now, 1)

    def _fail(self, delivery: Delivery, failure: SendFailed) -> Delivery:
        now, tells = self._clock.now(), delivery.kind in TELLING_KINDS
        if failure.retry_after is not None:
            until = now + failure.retry_after
            self.backoffs[delivery.lane] = LaneBackoff(until, failure.failure.value, tells)
        if not tells:
            log.warning(
                "a message was not delivered",
                lane=delivery.lane,
                kind=delivery.kind,
                attempt=delivery.attempts,
                trouble=failure.failure.value,
                reason=str(failure),
            )
        return failed(delivery, failure, now)


def _send_before(delivery: Delivery) -> datetime:
    """Return the last moment at which a claimed delivery may be sent.

    Any worker may claim the next message to a channel (no `member`) once its rate limit allows, and a later
    message would meet that one. A person is seldom sent two, and many may be in the queue."""
    every = limits_of(delivery.lane).conversation.every
    return delivery.due_at - LEASE + (every if every and not delivery.member else FRESH_FOR)


def _as_send_failed(error: Exception) -> SendFailed:
    match error:
        case SendFailed():
            return error
        case Unavailable():  # the web inbox is in the database
            return SendFailed("the database is away")
        case TimeoutError():
            return SendFailed("no answer in time", failure=FailureReason.TIMEOUT, retry_after=TIMEOUT_BACKOFF)
        case OSError():
            return SendFailed(locate_error(error), failure=FailureReason.TIMEOUT)
        case _:
            return SendFailed(locate_error(error), failure=FailureReason.INVALID_RESPONSE)
