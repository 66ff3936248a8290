"""Posts follow-up messages below the message they follow, on platforms that have threads."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.cards import Card
from bot.core.errors import SendFailed, Unavailable
from bot.core.models import Address
from bot.core.ports import Clock, Store

KEEP_FOR = timedelta(days=8)  # longer than a message that follows a summary may be late

SendBelow = Callable[[str], Awaitable[str]]
"""Posts a message below the one whose id it gets, or by itself if that is empty; returns the new id."""


@dataclass(frozen=True, slots=True)
class ThreadRoot:
    """The message that started a thread. The `id` is made of the address and the card's thread key."""

    id: str
    message: str
    expires_at: datetime


class Threads:
    def __init__(self, store: Store, clock: Clock):
        self._store, self._clock = store, clock

    async def post(self, to: Address, card: Card, send_below: SendBelow) -> str:
        """Post a card below the message it follows, if that is known and still exists; else by itself.

        Returns and raises what `send_below` does; raises Unavailable before anything was posted."""
        if root := await self._find_root(to, card):
            try:
                return await send_below(root)
            except SendFailed as failure:  # the message it follows may have been deleted
                if not failure.permanent:
                    raise
        message = await send_below("")
        await self._save_root(to, card, message)
        return message

    async def _find_root(self, to: Address, card: Card) -> str:
        if not card.reply_to:
            return ""
        async with self._store.read_only() as db:
            root = await db.first(ThreadRoot, id=_root_id(to, card.reply_to))
        return root.message if root else ""

    async def _save_root(self, to: Address, card: Card, message: str) -> None:
        """Remember a message that others may follow. If the database is away they will stand by themselves:
        this one was sent, and must not be sent again."""
        if card.thread_key and not card.reply_to:
            root = ThreadRoot(_root_id(to, card.thread_key), message, self._clock.now() + KEEP_FOR)
            with suppress(Unavailable):
                async with self._store.transaction() as db:
                    await db.upsert(root)


def _root_id(to: Address, thread_key: str) -> str:
    return f"{to} {thread_key}"
