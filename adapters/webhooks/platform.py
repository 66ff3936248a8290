"""Webhooks as a platform: each message is one signed POST."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Protocol

from bot.context import AppContext
from bot.core.cards import Card, KeyValues, Link, plain
from bot.core.errors import FailureReason, SendFailed
from bot.core.models import Address
from bot.core.ports import Clock
from bot.core.webhooks import WebhookTarget
from bot.notifications import webhooks

LoadTarget = Callable[[str], Awaitable[WebhookTarget]]
"""Loads the target of the webhook with this id. Raises SendFailed."""
SwitchOff = Callable[[str], Awaitable[None]]
"""Switches off the webhook with this id."""
MAX_PAUSE = timedelta(hours=1)  # that a receiver may ask for


class Client(Protocol):
    """Sends the POST: see adapters/webhooks/client.py."""

    async def post(self, target: WebhookTarget, body: str, key: str, now: datetime, /) -> tuple[int, str]: ...

    async def close(self) -> None: ...


def open_client() -> Client:
    """Open the client. It is imported only now: most installations send to no webhook."""
    from adapters.webhooks.client import WebhookClient

    return WebhookClient()


class WebhookPlatform:
    """Implements ports.Platform. A receiver cannot be searched: it knows a message that came twice by its
    id."""

    def __init__(
        self,
        load_target: LoadTarget,
        switch_off: SwitchOff,
        clock: Clock,
        public_url: str,
        open_client: Callable[[], Client] = open_client,
    ):
        self._load_target, self._switch_off = load_target, switch_off
        self._clock, self._public_url = clock, public_url
        self._open_client = open_client
        self._client: Client | None = None

    async def send(self, to: Address, card: Card, key: str) -> str:
        target = await self._load_target(to.key)
        if self._client is None:
            self._client = self._open_client()
        body = body_of(card, self._public_url)
        status, retry_after = await self._client.post(target, body, key, self._clock.now())
        if status == HTTPStatus.GONE:
            await self._switch_off(to.key)
        if status // 100 != 2:
            raise _refused(status, retry_after)
        return key

    async def find(self, to: Address, key: str) -> str | None:
        """Return None: a message that may have arrived is sent again, with the same id."""

    async def edit(self, to: Address, message: str, card: Card) -> None:
        """Do nothing: what was sent stays."""

    async def close(self) -> None:
        if self._client:
            await self._client.close()


@asynccontextmanager
async def webhook_platform(context: AppContext, public_url: str) -> AsyncIterator[WebhookPlatform]:
    """Open the platform until the end of the block."""
    platform = WebhookPlatform(
        partial(webhooks.load_target, context),
        partial(webhooks.switch_off, context),
        context.clock,
        public_url,
    )
    try:
        yield platform
    finally:
        await platform.close()


def body_of(card: Card, public_url: str) -> str:
    """Return the JSON of a card: its title is the type of the event, its key-values and links are the data.
    The spec's `timestamp` is when the event happened, so it is the same each time the message is sent."""
    data: dict[str, str] = {}
    for part in card.parts:
        if isinstance(part, KeyValues):
            data |= {name: plain(value) for name, value in part.rows}
        elif isinstance(part, Link):
            data[part.label] = public_url + part.path
    event = {"type": card.title, "timestamp": data.pop("timestamp", ""), "data": data}
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


def _refused(status: int, retry_after: str) -> SendFailed:
    """Return the failure for the status of a response that is no success."""
    reason = f"answered {status}"
    if status == HTTPStatus.GONE:
        return SendFailed(reason, failure=FailureReason.NOT_FOUND, permanent=True)
    if retry_after.isdecimal() and retry_after.isascii():
        pause = min(timedelta(seconds=int(retry_after[:9])), MAX_PAUSE)
        return SendFailed(reason, failure=FailureReason.BUSY, retry_after=pause)
    return SendFailed(reason, failure=FailureReason.REFUSED)
