"""Greet people who install or open Accord, and channels that it is added to. The product says who is new."""

from cachetools import LRUCache

from adapters.slack.payloads import ReplyTarget, SlackPayload
from adapters.slack.responder import ReplyMode, Responder
from adapters.slack.users import UserDirectory
from bot.core.cards import Card
from bot.core.events import AppOpened
from bot.core.models import Address
from bot.handlers.bot import Bot

REMEMBERED = 10_000  # people who have opened Accord, so that the database is not asked each time


class Greeter:
    def __init__(self, bot: Bot, users: UserDirectory, responder: Responder):
        self._bot, self._users, self._responder = bot, users, responder
        self._opened: LRUCache[Address, bool] = LRUCache(REMEMBERED)

    async def greet_opener(self, payload: SlackPayload) -> None:
        """Greet somebody who opened Accord, on whichever of its tabs."""
        workspace, user = payload.workspace, payload.speaker.user
        if workspace and user:
            await self.greet_user(Address("slack", workspace, user), f"opened: {payload.event_id}")

    async def greet_user(self, user: Address, id: str) -> None:
        """Greet somebody in private who installed Accord, or opened it. `id` is that of the event."""
        if user in self._opened:
            return
        to = ReplyTarget(user.workspace, user.key)
        profile = await self._users.profile("", to, user.key)
        reply = await self._bot.handle(AppOpened(id, user, profile.language if profile else ""))
        self._opened[user] = True
        if reply.card:
            await self._responder.reply(to, reply.card, ReplyMode.PRIVATE_CHAT)

    async def greet_channel(self, payload: SlackPayload, card: Card) -> None:
        """Post a greeting in the channel that Accord was added to."""
        place = ReplyTarget(payload.workspace, payload.bot_user, payload.channel)
        await self._responder.reply(place, card, ReplyMode.POST)
