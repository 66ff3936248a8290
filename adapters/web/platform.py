"""Accord's own pages as a platform: what is sent there lies in the inbox, to be read when its owner comes."""

from bot.core.cards import Card
from bot.core.models import Address
from bot.core.ports import Clock, WebInbox, WebMessage

RECENT = 200  # posts among which an earlier attempt is looked for


class WebPlatform:
    """Nothing here can fail but the database, and what is kept under a key is kept once."""

    def __init__(self, inbox: WebInbox, clock: Clock):
        self._inbox, self._clock = inbox, clock

    async def send(self, to: Address, card: Card, key: str) -> str:
        await self._inbox.post(WebMessage(key, to, card, card.thread_key, self._clock.now()))
        return key

    async def find(self, to: Address, key: str) -> str | None:
        posts = await self._inbox.posts(to, RECENT)
        return key if any(post.id == key for post in posts) else None
