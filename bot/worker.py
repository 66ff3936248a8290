"""The work of one tick: close rounds, open rounds, send deliveries, remove what has expired. Safe to run
twice, safe to kill: the database remembers what is due, and every step is claimed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot.context import AppContext
from bot.core import retention
from bot.core.deliveries import ConversationLimit, Delivery, DeliveryState, ProcessedEvent, ThreadRoot
from bot.core.errors import Unavailable, locate_error
from bot.core.instrumentation import NO_INSTRUMENTATION, Instrumentation
from bot.core.models import (
    ApiToken,
    BrowserSession,
    Comment,
    JoinCode,
    LoginLink,
    ProgressCheck,
    UsageCounter,
)
from bot.core.ports import Platform, WebMessage
from bot.delivery.outbox import Outbox
from bot.notifications import weekly
from bot.notifications.registry import compose
from bot.rounds import closing, opening, publishing
from bot.rounds.send_window import DailyCheckIn, defer

log = structlog.get_logger()

HOURLY = timedelta(hours=1)
PORTION, PORTIONS = 250, 20  # records that are removed in one transaction, transactions at a tick
PUBLISHED_AT_ONCE = 20  # rounds; each takes some milliseconds
SETTLED_STATES = (DeliveryState.SETTLED, DeliveryState.GIVEN_UP)


class Worker:
    """Does what is due at each tick. Another worker can do without what it remembers itself."""

    def __init__(
        self,
        context: AppContext,
        platforms: Mapping[str, Platform],
        instrumentation: Instrumentation = NO_INSTRUMENTATION,
    ):
        self._context, self._instrumentation = context, instrumentation
        self._outbox = Outbox(
            context.store,
            platforms,
            partial(compose, context),
            context.clock,
            defer=defer,
            instrumentation=instrumentation,
        )
        self._postponed_rounds: dict[str, datetime] = {}  # by id, until when
        self._has_begun = self._has_published = self._stopping = False
        self._tidied_at: datetime | None = None
        self._expired: list[Expired] = []  # what is still to be removed
        self._sending: asyncio.Task[int] | None = None

    async def tick(self) -> None:
        """Do everything that is due. A step that fails is logged and does not stop the others; the next tick
        tries again."""
        now, unavailable = self._context.clock.now(), ""
        steps: dict[str, Callable[[datetime], Awaitable[object]]] = {
            "begin": self._begin,
            "close": partial(
                closing.close_due, self._context, retry_at=self._postponed_rounds
            ),  # makes room for the next
            "open": self._open,
            "weekly": partial(weekly.enqueue_due, self._context),
            "send": self._send,
            "publish": self._publish_older,
            "tidy": self._tidy,
        }
        for name, step in steps.items():
            if self._stopping:
                break
            began = asyncio.get_running_loop().time()
            try:
                await step(now)
            except Unavailable as error:
                unavailable = str(error)
            except Exception as error:  # noqa: BLE001  a fault in one step must not stop the others
                self._report(error, step=name)
            self._instrumentation.step_finished(name, asyncio.get_running_loop().time() - began)
        if unavailable:
            self._instrumentation.step_failed("database")
            log.warning("database away", reason=unavailable)

    def _report(self, error: Exception, *, step: str, **fields: str) -> None:
        """Log where an error was raised. Its own words must not be logged."""
        self._instrumentation.step_failed(step)
        log.error("a step failed", step=step, fault=locate_error(error), **fields)

    def stop(self) -> None:
        """Begin nothing new. The current tick ends once the deliveries in hand are sent and settled."""
        self._stopping = True
        if self._sending:
            self._sending.cancel()

    async def _begin(self, now: datetime) -> None:
        """Cancel rounds whose key is lost, once, before anything else."""
        if not self._has_begun:
            await closing.cancel_keyless(self._context, now)
            self._has_begun = True

    async def _open(self, now: datetime) -> None:
        """Open what is due. Thousands of rounds take a while, so the first are sent meanwhile."""
        try:
            await opening.open_due(self._context, now, self._begin_sending)
        finally:
            await self._finish_sending()

    async def _send(self, _: datetime) -> None:
        self._begin_sending()
        await self._finish_sending()

    def _begin_sending(self) -> None:
        """Send what is due, unless it is being sent or that has failed."""
        sending = self._sending
        if not self._stopping and (sending is None or (sending.done() and not sending.exception())):
            self._sending = asyncio.create_task(self._outbox.send_due())

    async def _finish_sending(self) -> None:
        try:
            if self._sending:
                await self._sending
        except asyncio.CancelledError:
            if not self._stopping:
                raise
        finally:
            self._sending = None

    async def _publish_older(self, _: datetime) -> None:
        """Store what older versions published, a few rounds at each tick until there are no more."""
        if not self._has_published:
            self._has_published = await publishing.store_older(self._context, PUBLISHED_AT_ONCE)

    async def _tidy(self, now: datetime) -> None:
        """Remove what has expired, once an hour; where that is much, some at each tick, so that sending goes
        on."""
        if self._tidied_at is None or abs(now - self._tidied_at) >= HOURLY:  # a clock may be put back
            self._tidied_at, self._expired = now, expired_at(now)
            try:
                await closing.sweep_keys(self._context, now)
            except Unavailable:
                self._tidied_at = None
                raise
        await tidy(self._context, self._expired, partial(self._report, step="tidy"))


@dataclass(frozen=True, slots=True)
class Expired:
    """The records of a kind whose field `moment` is not after `until`; `where` narrows them down."""

    kind: type[Any]
    moment: str
    until: datetime
    where: Mapping[str, Any] = field(default_factory=dict)


EXPIRES: dict[type[Any], str] = {
    Comment: "expires_at",
    JoinCode: "expires_at",
    LoginLink: "expires_at",
    BrowserSession: "expires_at",
    ProcessedEvent: "until_at",
    DailyCheckIn: "expires_at",
    ThreadRoot: "expires_at",
    ProgressCheck: "expires_at",
    UsageCounter: "expires_at",
}


def expired_at(now: datetime) -> list[Expired]:
    """Return what has expired. Each `moment` has an index."""
    return [
        *(Expired(kind, moment, now) for kind, moment in EXPIRES.items()),
        Expired(ApiToken, "expires_at", now - retention.API_TOKENS),
        Expired(ConversationLimit, "next_at", now - HOURLY),
        Expired(WebMessage, "posted_at", now - retention.WEB_MESSAGES),
        Expired(Delivery, "late_at", now - retention.SETTLED_DELIVERIES, {"state": SETTLED_STATES}),
    ]


async def tidy(context: AppContext, expired: list[Expired], report: Callable[..., None]) -> None:
    """Remove what has expired, in small transactions, so that others get their turn between them: at most so
    many that a tick may make. Takes from the list what is done. An error in one kind does not stop the
    others; it goes to `report`, with the name of the kind. Raises Unavailable."""
    for _ in range(PORTIONS):
        if not expired:
            return
        first = expired[0]
        try:
            async with context.store.transaction() as db:
                removed = await db.remove_due(first.kind, first.moment, first.until, PORTION, **first.where)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  a fault in one kind must not stop the others
            report(error, kind=first.kind.__name__)
            removed = 0
        if removed < PORTION:
            del expired[0]
