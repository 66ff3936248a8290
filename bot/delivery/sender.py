"""Composes deliveries and puts them to their platforms, one message at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from cachetools import LRUCache

from bot.core.cards import Card
from bot.core.deliveries import Delivery, DeliveryKind
from bot.core.errors import AccordError, FailureReason, SendFailed, Unavailable, locate_error
from bot.core.instrumentation import NO_INSTRUMENTATION, Instrumentation
from bot.core.models import Address
from bot.core.ports import Clock, Platform, Store, Transaction
from bot.delivery.batch_loader import BatchingReader
from bot.delivery.rate_limit import LONG_AGO, limits_of
from bot.delivery.retry import failed, given_up, handed_back, settled

log = structlog.get_logger()

Compose = Callable[[Transaction, Delivery], Awaitable[Card | None]]
"""What a delivery says at this moment; None where it is no longer needed or no longer allowed."""

LEASE = timedelta(minutes=5)  # far longer than anything takes from claim to settling
FRESH_FOR = timedelta(seconds=30)  # how long after its claim a card may leave: then it is composed anew
SEND_TIMEOUT = timedelta(seconds=10)  # with one message, by the machine's clock
REMEMBERED_CHATS = 10_000  # conversations: more than are written to before one may be sent more
TIMED_OUT = timedelta(seconds=30)  # how long a lane that did not answer at all is left alone


@dataclass(frozen=True, slots=True)
class ComposedDelivery:
    """A delivery and its card: None where it is not needed, the failure where it could not be composed."""

    delivery: Delivery
    card: Card | SendFailed | None


async def compose_all(
    store: Store, compose: Compose, deliveries: Sequence[Delivery]
) -> list[ComposedDelivery]:
    """All side by side in one look, which one that fails may spoil for others: whatever failed is composed
    again, by itself."""
    async with store.read_only() as records, BatchingReader(records) as db:
        cards = await asyncio.gather(*(compose(db, each) for each in deliveries), return_exceptions=True)
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
    except Exception as error:  # noqa: BLE001  a fault of ours with one delivery is no reason to hold up the others
        return SendFailed(locate_error(error), failure=FailureReason.FAULT)


@dataclass(frozen=True, slots=True)
class LaneBackoff:
    """A lane is to be left alone until then."""

    until: datetime
    why: str = ""


class Sender:
    """Puts letters to their platforms. Remembers which lanes asked to be left alone."""

    def __init__(
        self,
        platforms: Mapping[str, Platform],
        clock: Clock,
        patience: timedelta,
        watch: Instrumentation = NO_INSTRUMENTATION,
    ):
        self.resting: dict[str, LaneBackoff] = {}
        self.watch = watch
        self._spoken: LRUCache[Address, datetime] = LRUCache(
            REMEMBERED_CHATS
        )  # from when on each may be sent more
        self._platforms = platforms
        self._clock = clock
        self._patience = patience.total_seconds()

    def backoffs(self, lane: str, now: datetime) -> LaneBackoff | None:
        known = self.resting.get(lane)
        return known if known and known.until > now else None

    async def send(self, letter: ComposedDelivery) -> Delivery:
        """Send it if it still should be; return what shall become of the delivery. Never raises."""
        delivery, ready = letter.delivery, self._ready(letter)
        if isinstance(ready, Delivery):
            return ready
        began = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self._patience):
                shall = await self._sent(delivery, ready)
        except Exception as error:  # noqa: BLE001  whatever an adapter stumbles over must not stop the others
            shall = self._failed(delivery, _meaning(error))
        self.watch.message_sent(delivery, asyncio.get_running_loop().time() - began)
        return shall

    def _ready(self, letter: ComposedDelivery) -> Card | Delivery:
        """What to send, or what shall become of the delivery where it is not to be sent, or not now."""
        delivery, card, now = letter.delivery, letter.card, self._clock.now()
        if now >= delivery.due_at:  # the lease ran out while this waited its turn: somebody else may have it
            return delivery
        if now > delivery.late_at:
            return given_up(delivery, FailureReason.LATE)
        if card is None:
            return settled(delivery)
        if held := self._held(delivery):
            return held
        return card if isinstance(card, Card) else self._failed(delivery, card)

    def _held(self, delivery: Delivery) -> Delivery | None:
        """How it waits, where it must."""
        now = self._clock.now()
        if rest := self.backoffs(delivery.lane, now):
            return handed_back(delivery, rest.until, rest.why)
        if (free_at := self._spoken.get(delivery.to, now)) > now:
            return handed_back(delivery, free_at)
        return handed_back(delivery, now) if now > _leaves_by(delivery) else None

    async def _sent(self, delivery: Delivery, card: Card) -> Delivery:
        """Raises SendFailed, or whatever else an adapter does."""
        if (platform := self._platforms.get(delivery.to.platform)) is None:
            raise SendFailed("not set up here", failure=FailureReason.NO_PLATFORM, permanent=True)
        if delivery.attempts > 1:
            # An earlier attempt may have arrived although its answer, or the worker, was lost.
            if await platform.find(delivery.to, delivery.id) is not None:
                return settled(delivery)
            if held := self._held(delivery):  # looking took its time, and need not be done again
                return replace(held, attempts=0)
        self._speak(delivery)
        await platform.send(delivery.to, card, delivery.id)
        return settled(delivery)

    def _speak(self, delivery: Delivery) -> None:
        """A claim paid for this message, but may have waited here for its turn until the next one came."""
        now, pace = self._clock.now(), limits_of(delivery.lane).conversation
        if pace.every:
            next_at = self._spoken.get(delivery.to, LONG_AGO)
            self._spoken[delivery.to] = pace.next_at(next_at, now, 1)

    def _failed(self, delivery: Delivery, failure: SendFailed) -> Delivery:
        now = self._clock.now()
        if failure.retry_after is not None:
            self.resting[delivery.lane] = LaneBackoff(now + failure.retry_after, failure.failure.value)
        if delivery.kind != DeliveryKind.REMINDER:  # where one fails, somebody has not replied
            log.warning(
                "a message was not delivered",
                lane=delivery.lane,
                kind=delivery.kind,
                attempt=delivery.attempts,
                trouble=failure.failure.value,
                reason=str(failure),
            )
        return failed(delivery, failure, now)


def _leaves_by(delivery: Delivery) -> datetime:
    """A place (no `member`) bears its next message once its pace says so, and any worker may claim that one:
    what left later than this would meet it. A person is seldom sent two, and many may wait their turn."""
    pace = limits_of(delivery.lane).conversation.every
    return delivery.due_at - LEASE + (pace if pace and not delivery.member else FRESH_FOR)


def _meaning(error: Exception) -> SendFailed:
    match error:
        case SendFailed():
            return error
        case Unavailable():  # Accord's own pages lie in the database
            return SendFailed("the database is away")
        case TimeoutError():
            return SendFailed("no answer in time", failure=FailureReason.TIMEOUT, retry_after=TIMED_OUT)
        case OSError():
            return SendFailed(locate_error(error), failure=FailureReason.TIMEOUT)
        case _:
            return SendFailed(locate_error(error), failure=FailureReason.INVALID_RESPONSE)
