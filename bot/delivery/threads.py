"""Remembers messages that others refer to: those that start a thread, and those that are edited later.

What is remembered must not depend on who replied: a question that was sent to everybody is, a reminder is
not."""

from collections.abc import Awaitable, Callable

from cachetools import LRUCache

from bot.core import retention
from bot.core.cards import Card
from bot.core.deliveries import Delivery, DeliveryKind, ThreadRoot, root_id
from bot.core.errors import SendFailed
from bot.core.models import Address
from bot.core.ports import Store

NOTED_THREADS, MOST_NOTED = 20_000, 5
TO_PEOPLE = {DeliveryKind.CHECK_IN}  # messages to people that are edited later

SendBelow = Callable[[str], Awaitable[str]]
"""Posts a message below the one whose id it gets, or by itself if that is empty; returns the new id."""


def root_of(delivery: Delivery, card: Card, message: str) -> ThreadRoot | None:
    """Return what to remember of a message that was sent, or None. Pure."""
    if delivery.kind == DeliveryKind.REPLY:
        return None
    if not card.thread_key or (delivery.member and delivery.kind not in TO_PEOPLE):
        return None
    return ThreadRoot(root_id(delivery.to, card.thread_key), message, delivery.late_at + retention.THREADS)


class Threads:
    """Finds the messages that the outbox has sent."""

    def __init__(self, store: Store):
        self._store = store
        self._noted: LRUCache[str, tuple[str, ...]] = LRUCache(NOTED_THREADS)

    async def find(self, to: Address, thread_key: str) -> str:
        """Return the id of the latest message of a thread key in a conversation; empty if there is none.
        Raises Unavailable."""
        async with self._store.read_only() as db:
            root = await db.first(ThreadRoot, id=root_id(to, thread_key))
        return root.message if root else ""

    def note(self, to: Address, thread_key: str, message: str) -> None:
        """Remember a message in this process only: to store it would tell who was sent it."""
        id = root_id(to, thread_key)
        self._noted[id] = (*self._noted.get(id, ()), message)[-MOST_NOTED:]

    async def find_all(self, to: Address, thread_key: str) -> list[str]:
        """Return the ids of the messages of a thread key that are known, oldest first. Raises Unavailable."""
        root = await self.find(to, thread_key)
        return [*([root] if root else ()), *self._noted.get(root_id(to, thread_key), ())]

    async def post(self, to: Address, card: Card, send_below: SendBelow) -> str:
        """Post a card below the message it follows, if that is known and still exists; else by itself.

        Returns and raises what `send_below` does; raises Unavailable before anything was posted."""
        root = await self.find(to, card.reply_to) if card.reply_to else ""
        if root:
            try:
                return await send_below(root)
            except SendFailed as failure:  # the message it follows may have been deleted
                if not failure.permanent:
                    raise
        return await send_below("")
