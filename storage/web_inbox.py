"""Stores the messages that the web adapter shows a member or a channel."""

from collections.abc import Collection
from contextlib import suppress

from bot.core.cards import Card
from bot.core.errors import AlreadyExists
from bot.core.models import Address
from bot.core.ports import Store, WebMessage

MAX_POSTS = 200  # of one address


class SqlWebInbox:
    """Implements ports.WebInbox."""

    def __init__(self, store: Store):
        self._store = store

    async def post(self, post: WebMessage) -> str:
        """Check before writing: on PostgreSQL a row that was refused stays in the files, and would tell who
        was reminded. An address keeps its newest `MAX_POSTS`."""
        with suppress(AlreadyExists):
            async with self._store.transaction() as db:
                if post.about and (earlier := await db.first(WebMessage, to=post.to, about=post.about)):
                    return earlier.id
                await db.add(post)
                if (surplus := await db.count(WebMessage, to=post.to) - MAX_POSTS) > 0:
                    oldest = await db.due(WebMessage, "posted_at", post.posted_at, surplus, to=post.to)
                    await db.remove(WebMessage, id=[old.id for old in oldest])
        return post.id

    async def replace(self, to: Address, id: str, card: Card) -> None:
        async with self._store.transaction() as db:
            if post := await db.first(WebMessage, id=id, to=to):
                await db.update_if_unchanged(post, card=card)

    async def posts(self, to: Address, most: int) -> list[WebMessage]:
        async with self._store.read_only() as db:
            return (await db.latest(WebMessage, "posted_at", most, to=to))[::-1]

    async def forget(self, to: Collection[Address]) -> None:
        async with self._store.transaction() as db:
            await db.remove(WebMessage, to=list(to))
