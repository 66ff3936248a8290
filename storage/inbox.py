"""What the web adapter shows a member or a channel, kept beside everything else."""

from collections.abc import Collection
from contextlib import suppress

from bot.errors import AlreadyThere
from bot.model import Address
from bot.ports import Post, Store


class Posts:
    """Implements bot.ports.Inbox."""

    def __init__(self, store: Store):
        self._store = store

    async def post(self, post: Post) -> None:
        """Looks first: on PostgreSQL a row that was refused stays in the files, and would tell who was
        reminded."""
        with suppress(AlreadyThere):
            async with self._store.begin() as db:
                if not (post.about and await db.count(Post, to=post.to, about=post.about)):
                    await db.add(post)

    async def posts(self, to: Address, most: int) -> list[Post]:
        async with self._store.look() as db:
            return (await db.latest(Post, "posted_at", most, to=to))[::-1]

    async def forget(self, to: Collection[Address]) -> None:
        async with self._store.begin() as db:
            await db.remove(Post, to=list(to))
