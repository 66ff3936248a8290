"""Delivers to Accord's own pages: a message is kept in the inbox until its reader opens the page."""

from bot.core.cards import Card
from bot.core.models import Address
from bot.core.ports import Clock, WebInbox, WebMessage

RECENT_POSTS = 200  # how many are searched for an earlier attempt


class WebPlatform:
    """Implements ports.Platform. Only the database can fail, and what is kept under a key is kept once."""

    def __init__(self, inbox: WebInbox, clock: Clock):
        self._inbox, self._clock = inbox, clock

    async def send(self, to: Address, card: Card, key: str) -> str:
        return await self._inbox.post(WebMessage(key, to, card, card.thread_key, self._clock.now()))

    async def find(self, to: Address, key: str) -> str | None:
        posts = await self._inbox.posts(to, RECENT_POSTS)
        return key if any(post.id == key for post in posts) else None

    async def edit(self, to: Address, message: str, card: Card) -> None:
        await self._inbox.replace(to, message, card)
