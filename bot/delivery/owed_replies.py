"""Shows replies later that a platform did not take when they were given.

They are kept in the memory of the process that was spoken to, and nowhere else: a row in the database would
tell who has just spoken to Accord, and so who has answered. A restart forgets them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.core.cards import Card, holds_secret
from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState, new_delivery
from bot.core.errors import Refusal, SendFailed, Unavailable
from bot.core.events import Message
from bot.core.models import Address
from bot.core.ports import Platform
from bot.delivery.sender import LEASE, SEND_TIMEOUT, ComposedDelivery, Sender
from bot.delivery.threads import Threads
from bot.handlers.bot import Bot, Reply
from bot.handlers.check_in import CheckInView
from bot.language.commands import ShowComments, ShowMyData
from bot.messages import general

OWED_FOR = timedelta(hours=1)
FIRST_WAIT = timedelta(seconds=2)
MAX_OWED = 1_000  # replies at a time, of one process
NOT_KEPT = (ShowMyData, ShowComments)  # a chat would keep what they show


class OwedReplies:
    """`sleep` waits for so many seconds."""

    def __init__(
        self,
        bot: Bot,
        platforms: Mapping[str, Platform],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        send_timeout: timedelta = SEND_TIMEOUT,
    ):
        self._bot, self._sleep = bot, sleep
        self._sender = Sender(platforms, Threads(bot.context.store), bot.clock, send_timeout)
        self._tasks: set[asyncio.Task[None]] = set()

    def owe(self, message: Message, reply: Reply, wait: timedelta = FIRST_WAIT) -> None:
        """Show a reply as soon as the platform takes it, for an hour at most; return at once.

        Call it where a reply has a card, and everything that could be done within the request has failed. A
        reply for the speaker alone goes to their private chat, another one to where they spoke. A question of
        a check-in is composed anew, since it may have been answered meanwhile. In place of what a chat must
        not keep, people are told to type again. `wait` is the pause before the first attempt: what the
        platform asked for, if it did."""
        if reply.card and len(self._tasks) < MAX_OWED:
            task = asyncio.create_task(self._show(message, reply, wait))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Wait until no reply is owed any more."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Forget what is owed."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _show(self, message: Message, reply: Reply, wait: timedelta) -> None:
        to, clock = _destination(message, reply), self._bot.clock
        now = clock.now()
        delivery = new_delivery(
            self._bot.ids.new(),
            DeliveryKind.REPLY,
            to=to,
            subject="",
            partnership="",
            due_at=now + wait,
            late_at=now + OWED_FOR,
        )
        while delivery.state is DeliveryState.WAITING:
            await self._sleep((delivery.due_at - clock.now()).total_seconds())
            claimed = replace(delivery, due_at=clock.now() + LEASE, attempts=delivery.attempts + 1)
            delivery = await self._sender.send(await self._compose(claimed, message, reply))

    async def _compose(self, delivery: Delivery, message: Message, reply: Reply) -> ComposedDelivery:
        try:
            return ComposedDelivery(delivery, await self._card(message, reply))
        except Unavailable:
            return ComposedDelivery(delivery, SendFailed("the database is away"))

    async def _card(self, message: Message, reply: Reply) -> Card | None:
        """Return the card as it is now."""
        t = self._bot.translator(reply.speaker, message.language)
        if reply.card is None or not _may_be_kept(reply):
            return general.not_shown(t, sealed=reply.is_sealed)
        if not (reply.card.check_in and reply.speaker):
            return reply.card
        try:
            return await self._bot.view(reply.speaker, CheckInView(reply.card.check_in))
        except Refusal as refusal:
            return general.refused(t, refusal)


def _destination(message: Message, reply: Reply) -> Address:
    """Return the private chat for a reply that others must not read, else the place of the message."""
    is_private = reply.is_sealed or (reply.card and (reply.card.private or reply.card.refused))
    if not (message.shared and is_private):
        return message.place
    return (reply.speaker and reply.speaker.home) or message.sender


def _may_be_kept(reply: Reply) -> bool:
    """Return False for a reply that stays nowhere: a secret address, what somebody's own data are, and
    what belongs to answers except the questions."""
    if reply.card and holds_secret(reply.card):
        return False
    if reply.is_sealed:
        return bool(reply.card and reply.card.check_in)
    return not (reply.parsed and isinstance(reply.parsed.command, NOT_KEPT))
