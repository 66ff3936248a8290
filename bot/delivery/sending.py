"""Composes deliveries and puts them to their platforms, one message at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.retry import failed, given_up, settled, untried
from bot.delivery.together import Together
from bot.errors import AccordError, SendFailed, Unavailable
from bot.model import Delivery
from bot.ports import Clock, Platform, Records, Store
from bot.running.watch import UNWATCHED, Watch
from bot.talk.card import Card

Compose = Callable[[Records, Delivery], Awaitable[Card | None]]
"""What a delivery says at this moment; None where it is no longer needed or no longer allowed."""

PATIENCE = timedelta(seconds=10)  # with one message, by the machine's clock
SILENT = timedelta(seconds=30)  # how long a lane that did not answer at all is left alone
TOO_LATE = "It was not sent: by the time it could be, it was too late to be of use."


@dataclass(frozen=True, slots=True)
class Letter:
    """A delivery and its card: None where it is not needed, the failure where it could not be composed."""

    delivery: Delivery
    card: Card | SendFailed | None


async def composed(store: Store, compose: Compose, deliveries: Sequence[Delivery]) -> list[Letter]:
    """All side by side in one look, which one that fails may spoil for others: whatever failed is composed
    again, by itself."""
    async with store.look() as records, Together(records) as db:
        cards = await asyncio.gather(*(compose(db, each) for each in deliveries), return_exceptions=True)
    return [
        Letter(delivery, await _alone(store, compose, delivery) if isinstance(card, BaseException) else card)
        for delivery, card in zip(deliveries, cards, strict=True)
    ]


async def _alone(store: Store, compose: Compose, delivery: Delivery) -> Card | SendFailed | None:
    try:
        async with store.look() as db:
            return await compose(db, delivery)
    except Unavailable:
        raise
    except AccordError as error:
        return SendFailed(str(error), permanent=True)
    except Exception as error:  # noqa: BLE001  a fault of ours with one delivery is no reason to hold up the others
        return SendFailed(f"It could not be composed ({type(error).__name__}).")


class Sending:
    """Puts letters to their platforms. Remembers which lanes asked to be left alone, and until when."""

    def __init__(
        self,
        platforms: Mapping[str, Platform],
        clock: Clock,
        patience: timedelta,
        watch: Watch = UNWATCHED,
    ):
        self.resting: dict[str, datetime] = {}
        self.watch = watch
        self._platforms = platforms
        self._clock = clock
        self._patience = patience.total_seconds()

    async def put(self, letter: Letter) -> Delivery:
        """Send it if it still should be; return what shall become of the delivery. Never raises."""
        delivery, now = letter.delivery, self._clock.now()
        if now >= delivery.due_at:  # the lease ran out while this waited its turn: somebody else may have it
            return delivery
        if now > delivery.late_at:
            return given_up(delivery, TOO_LATE)
        if letter.card is None:
            return settled(delivery)
        if (until := self.resting.get(delivery.lane, now)) > now:
            return untried(delivery, until)
        began = asyncio.get_running_loop().time()
        failure = await self._send(delivery, letter.card)
        self.watch.sent(delivery, asyncio.get_running_loop().time() - began)
        if failure:
            return self._failed(delivery, failure)
        return settled(delivery)

    async def _send(self, delivery: Delivery, card: Card | SendFailed) -> SendFailed | None:
        if isinstance(card, SendFailed):
            return card
        if (platform := self._platforms.get(delivery.to.platform)) is None:
            return SendFailed(f"It was not sent: {delivery.to.platform} is not set up here.", permanent=True)
        try:
            async with asyncio.timeout(self._patience):
                # An earlier attempt may have arrived although its answer, or the worker, was lost.
                if delivery.attempts == 1 or await platform.find(delivery.to, delivery.id) is None:
                    await platform.send(delivery.to, card, delivery.id)
        except SendFailed as failure:
            return failure
        except TimeoutError:
            return SendFailed("The platform did not answer in time.", retry_after=SILENT)
        except Exception as error:  # noqa: BLE001  whatever an adapter stumbles over must not stop the others
            return SendFailed(f"The platform's answer was not understood ({type(error).__name__}).")
        return None

    def _failed(self, delivery: Delivery, failure: SendFailed) -> Delivery:
        now = self._clock.now()
        if failure.retry_after is not None:
            self.resting[delivery.lane] = now + failure.retry_after
        return failed(delivery, failure, now)
