"""The loop: close what is over, open what is due, send what is owed, forget what has expired. Safe to run
twice, safe to kill: the database remembers what is due, and every step is claimed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot.context import AppContext
from bot.core.deliveries import ConversationLimit, Delivery, DeliveryState, ProcessedEvent
from bot.core.errors import Unavailable, locate_error
from bot.core.instrumentation import NO_INSTRUMENTATION, Instrumentation
from bot.core.models import BrowserSession, Comment, JoinCode, LoginLink
from bot.core.ports import Platform
from bot.delivery.outbox import Outbox
from bot.delivery.threads import ThreadRoot
from bot.notifications.registry import compose
from bot.rounds import closing, opening
from bot.rounds.send_window import DailyCheckIn, defer

log = structlog.get_logger()

HOURLY = timedelta(hours=1)
BATCH = 10_000
SETTLED_STATES = (DeliveryState.SETTLED, DeliveryState.GIVEN_UP)
SETTLED_KEPT_FOR = timedelta(days=30)  # then of use only to whoever asks what was sent lately


class Worker:
    """Wakes often and does what is due. What it remembers itself, another worker can do without."""

    def __init__(
        self,
        context: AppContext,
        platforms: Mapping[str, Platform],
        watch: Instrumentation = NO_INSTRUMENTATION,
    ):
        self._context, self._watch = context, watch
        self._outbox = Outbox(
            context.store,
            platforms,
            partial(compose, context),
            context.clock,
            hold_back=defer,
            watch=watch,
        )
        self._aside: dict[str, datetime] = {}
        self._began = self._stopping = False
        self._tidied_at: datetime | None = None
        self._sending: asyncio.Task[int] | None = None

    async def tick(self) -> None:
        """One round of everything. Whatever one step stumbles over is logged and keeps nothing else from
        being done; the next tick tries again."""
        now, away = self._context.clock.now(), ""
        steps: dict[str, Callable[[datetime], Awaitable[object]]] = {
            "begin": self._begin,
            "close": partial(closing.close_due, self._context, aside=self._aside),  # makes room for the next
            "open": partial(opening.open_due, self._context),
            "send": self._send,
            "tidy": self._tidy,
        }
        for name, step in steps.items():
            if self._stopping:
                break
            began = asyncio.get_running_loop().time()
            try:
                await step(now)
            except Unavailable as error:
                away = str(error)
            except Exception as error:  # noqa: BLE001  a fault of ours in one thing must not stop the others
                self._watch.step_failed(name)
                log.error("a step failed", step=name, fault=locate_error(error))  # noqa: TRY400  its words belong in no log
            self._watch.step_finished(name, asyncio.get_running_loop().time() - began)
        if away:
            self._watch.step_failed("database")
            log.warning("database away", reason=away)

    def stop(self) -> None:
        """Begin nothing new: what is in hand is sent and settled, and then a tick has ended."""
        self._stopping = True
        if self._sending:
            self._sending.cancel()

    async def _begin(self, now: datetime) -> None:
        """Once, before anything else."""
        if not self._began:
            await closing.cancel_keyless(self._context, now)
            self._began = True

    async def _send(self, _: datetime) -> None:
        self._sending = asyncio.create_task(self._outbox.send_due())
        try:
            await self._sending
        except asyncio.CancelledError:
            if not self._stopping:
                raise
        finally:
            self._sending = None

    async def _tidy(self, now: datetime) -> None:
        if self._tidied_at is None or abs(now - self._tidied_at) >= HOURLY:  # clocks are put back, too
            self._tidied_at = now
            try:
                await closing.sweep_keys(self._context, now)
                await tidy(self._context, now)
            except Unavailable:
                self._tidied_at = None
                raise


EXPIRES: dict[type[Any], str] = {
    Comment: "expires_at",
    JoinCode: "expires_at",
    LoginLink: "expires_at",
    BrowserSession: "expires_at",
    ProcessedEvent: "until_at",
    DailyCheckIn: "expires_at",
    ThreadRoot: "expires_at",
}


async def tidy(context: AppContext, now: datetime) -> None:
    """Forget what has expired."""
    async with context.store.transaction() as db:
        for kind, moment in EXPIRES.items():
            over = await db.due(kind, moment, now, BATCH)
            await db.remove(kind, id=[each.id for each in over])
        quiet = await db.due(ConversationLimit, "next_at", now - HOURLY, BATCH)
        await db.remove(ConversationLimit, id=[each.id for each in quiet])
        done = await db.due(Delivery, "late_at", now - SETTLED_KEPT_FOR, BATCH, state=SETTLED_STATES)
        await db.remove(Delivery, id=[each.id for each in done])
