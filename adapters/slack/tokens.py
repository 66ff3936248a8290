"""Slack's access tokens: one from the settings, or one for each workspace that installed Accord."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, Self
from weakref import WeakValueDictionary

from cachetools import LRUCache

from bot.core.errors import FailureReason, NotFound, SendFailed
from bot.core.models import Address
from bot.core.ports import Clock, Installation, Installations

REMEMBERED = 2_000  # workspaces; the tokens of others are read again
FRESH = timedelta(seconds=30)  # how long a token is cached that another process may change
EARLY = timedelta(hours=2)  # of the twelve hours that a token lasts
LEASE = timedelta(seconds=30)  # far longer than Slack takes to renew a token
PAUSE = 0.1  # seconds between two looks at whether another process has the new token yet

NOT_INSTALLED = "It was not sent: this Slack workspace has not installed Accord, or has removed it."
NOT_RENEWED = (
    "It was not sent: Slack does not renew our token for this workspace. Install Accord there again."
)
NOT_YET = "It was not sent: our token for this Slack workspace ran out, and no new one could be had yet."


@dataclass(frozen=True, slots=True)
class SlackToken:
    """An access token. `refresh` and `expires_at` are set only if tokens rotate; `since` is when Accord was
    installed."""

    access: str
    since: datetime
    refresh: str = ""
    expires_at: datetime | None = None

    def installed(self, workspace: str) -> Installation:
        fields = json.dumps(asdict(self), default=datetime.isoformat)
        return Installation(lane(workspace), fields)

    @classmethod
    def of(cls, installation: Installation) -> Self:
        given: dict[str, Any] = json.loads(installation.given)
        moments = {
            name: given[name] and datetime.fromisoformat(given[name]) for name in ("since", "expires_at")
        }
        return cls(**{**given, **moments})

    def lasts(self, now: datetime) -> bool:
        return self.expires_at is None or now < self.expires_at

    def is_due(self, now: datetime) -> bool:
        """Return True if it has to be renewed soon."""
        return self.expires_at is not None and self.expires_at - EARLY <= now


Exchange = Callable[[SlackToken], Awaitable[SlackToken]]
"""Exchanges a token that expires for a new one. Raises SendFailed."""


class TokenSource(Protocol):
    @property
    def many(self) -> bool:
        """True if there may be tokens of several workspaces."""

    async def is_installed(self, workspace: str) -> bool:
        """Return True if Accord is installed there. Never uses the network."""

    async def get(self, workspace: str) -> str:
        """Return a token that is still valid. Raises SendFailed."""

    def report_rejected(self, workspace: str) -> None:
        """Slack refused the token: read it from the database again before it is used next."""

    async def forget(self, workspace: str, at: datetime) -> bool:
        """Forget a workspace that uninstalled Accord at this moment. Returns False, and keeps it, if
        Accord was installed again since."""


class SingleTokenSource:
    """Implements TokenSource for an app that is installed in one workspace by hand."""

    many = False

    def __init__(self, token: str):
        self._token = token

    async def is_installed(self, workspace: str) -> bool:  # noqa: ARG002 - as the protocol has it
        return True

    async def get(self, workspace: str) -> str:  # noqa: ARG002
        return self._token

    def report_rejected(self, workspace: str) -> None:
        """There is no other token."""

    async def forget(self, workspace: str, at: datetime) -> bool:  # noqa: ARG002
        return True


class InstallationTokens:
    """Implements TokenSource. Tokens that rotate are renewed by one task of one process at a time."""

    many = True

    def __init__(self, installations: Installations, clock: Clock, exchange: Exchange):
        self._installations, self._clock, self._exchange = installations, clock, exchange
        # With the moment until which it is fresh.
        self._cache: LRUCache[str, tuple[SlackToken, datetime]] = LRUCache(REMEMBERED)
        # A lock lasts for as long as somebody holds it or waits for it.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def is_installed(self, workspace: str) -> bool:
        return await self._load(workspace) is not None

    async def get(self, workspace: str) -> str:
        lock = self._locks.setdefault(workspace, asyncio.Lock())
        async with lock:
            token = await self._load(workspace)
            if token and token.is_due(self._clock.now()):
                token = await self._renew(workspace)
        if token is None:
            raise SendFailed(NOT_INSTALLED, failure=FailureReason.FORBIDDEN, permanent=True)
        return token.access

    def report_rejected(self, workspace: str) -> None:
        self._cache.pop(workspace, None)

    async def install(self, workspace: str, token: SlackToken) -> None:
        """Somebody installed Accord there, for the first time or again."""
        await self._installations.keep(token.installed(workspace))
        self.report_rejected(workspace)

    async def forget(self, workspace: str, at: datetime) -> bool:
        self.report_rejected(workspace)
        token = await self._load(workspace)
        if token and token.since > at:
            return False
        await self._installations.forget(lane(workspace))
        self.report_rejected(workspace)
        return True

    async def _load(self, workspace: str) -> SlackToken | None:
        now = self._clock.now()
        if workspace in self._cache:
            token, until = self._cache[workspace]
            if now < until:
                return token
        with suppress(NotFound):  # encrypted under a secret key that is gone: as good as none
            if installation := await self._installations.get(lane(workspace)):
                self._cache[workspace] = SlackToken.of(installation), now + FRESH
                return self._cache[workspace][0]
        return None

    async def _renew(self, workspace: str) -> SlackToken | None:
        """Renew the token if this process gets the lease. Others use the old one while it lasts; then they
        wait."""
        while True:
            now = self._clock.now()
            leased = await self._installations.lease(lane(workspace), now, now + LEASE)
            self.report_rejected(workspace)
            token = await self._load(workspace)
            if token is None or not token.is_due(now):
                return token
            if leased:
                return await self._renew_with_lease(workspace, token, now + LEASE)
            if token.lasts(now):
                return token
            await asyncio.sleep(PAUSE)

    async def _renew_with_lease(
        self, workspace: str, token: SlackToken, leased_until: datetime
    ) -> SlackToken | None:
        try:
            new = await self._exchange(token)
        except SendFailed:
            if token.lasts(self._clock.now()):
                return token
            raise
        await self._installations.renew(new.installed(workspace), leased_until)
        self.report_rejected(workspace)
        return await self._load(workspace)


def lane(workspace: str) -> str:
    return Address("slack", workspace, "").lane
