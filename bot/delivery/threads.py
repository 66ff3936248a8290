"""Below which message others stand that follow it up, on platforms that have threads."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.cards import Card
from bot.core.errors import SendFailed, Unavailable
from bot.core.models import Address
from bot.core.ports import Clock, Store

KEPT = timedelta(days=8)  # longer than what follows a summary may be late

SendBelow = Callable[[str], Awaitable[str]]
"""Posts a message below the one that it is given, or by itself; returns what the platform calls it."""


@dataclass(frozen=True, slots=True)
class ThreadRoot:
    """Which message in a place was about a matter: the `id` is made of these two."""

    id: str
    message: str
    expires_at: datetime


class Threads:
    def __init__(self, store: Store, clock: Clock):
        self._store, self._clock = store, clock

    async def post(self, to: Address, card: Card, put: SendBelow) -> str:
        """Put it below what it follows, if that is known and still stands; else by itself. Returns and raises
        what `put` does; raises Unavailable before anything was put."""
        if root := await self._root(to, card):
            try:
                return await put(root)
            except SendFailed as failure:  # what it follows may have been deleted
                if not failure.permanent:
                    raise
        message = await put("")
        await self._keep(to, card, message)
        return message

    async def _root(self, to: Address, card: Card) -> str:
        if not card.reply_to:
            return ""
        async with self._store.read_only() as db:
            found = await db.find(ThreadRoot, id=_id(to, card.reply_to))
        return next((each.message for each in found), "")

    async def _keep(self, to: Address, card: Card, message: str) -> None:
        """Where that is not possible just now, what follows stands by itself: this was sent, and must not be
        again."""
        if card.thread_key and not card.reply_to:
            posted = ThreadRoot(_id(to, card.thread_key), message, self._clock.now() + KEPT)
            with suppress(Unavailable):
                async with self._store.transaction() as db:
                    await db.upsert(posted)


def _id(to: Address, about: str) -> str:
    return f"{to} {about}"
