"""Acts on the events that are about a whole workspace, which may have many thousand people."""

import asyncio
from collections.abc import Set as AbstractSet

from bot.context import AppContext
from bot.core import retention
from bot.core.deliveries import ProcessedEvent
from bot.core.errors import AlreadyExists, Stale, Unavailable
from bot.core.events import AppUninstalled, WorkspaceEvent
from bot.core.ports import Transaction
from bot.membership import people, removals

MAX_RETRIES = 5


class WorkspaceEvents:
    """Changes some people of a workspace in each transaction, so that others get their turn.

    The last transaction marks the event as processed. One that a crash interrupts is delivered again, and
    goes on with the people who are left."""

    def __init__(self, context: AppContext):
        self._context = context
        self._lock = asyncio.Lock()  # an event begins when the one before it is done

    async def handle(self, event: WorkspaceEvent) -> None:
        """Act on an event, unless it was processed before. Raises Unavailable: the event then comes again."""
        async with self._lock:
            failures, changed = 0, set[str]()
            while failures < MAX_RETRIES:
                try:
                    async with self._context.store.transaction() as db:
                        portion, is_done = await self._change_some(db, event, changed)
                except (Stale, AlreadyExists):  # a person, or the same event, was handled meanwhile
                    failures += 1
                    continue
                if is_done:
                    return
                failures = 0
                changed |= portion
            raise Unavailable("Others are changing the people of this workspace")

    async def _change_some(
        self, db: Transaction, event: WorkspaceEvent, before: AbstractSet[str]
    ) -> tuple[set[str], bool]:
        """Return the ids of the people who were changed, and True if nobody is left. `before` are the ids of
        those whom the event changed before."""
        id, now = self._context.crypto.event_hash(event.id), self._context.clock.now()
        if await db.count(ProcessedEvent, id=id):
            return set(), True
        if isinstance(event, AppUninstalled):
            changed = await people.app_uninstalled(db, event, before)
            await removals.tell_of_people(self._context, db, changed, now, wait=removals.ALL_CHANGED_AFTER)
        else:
            changed = await people.app_reinstalled(db, event)
        if is_done := len(changed) < people.PORTION:
            await db.add(ProcessedEvent(id, "", now + retention.EVENTS))
        return {person.id for person in changed}, is_done
