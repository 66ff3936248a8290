"""The tokens that Slack gave us: one, from the settings, or one for each workspace that let us in."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, Self

from bot.core.errors import FailureReason, NotFound, SendFailed
from bot.core.models import Address
from bot.core.ports import Clock, Installation, Installations

FRESH = timedelta(seconds=30)  # how long we trust what another process may have changed
EARLY = timedelta(hours=2)  # of the twelve hours that a token lasts
LEASE = timedelta(seconds=30)  # far longer than Slack takes to give a new token
PAUSE = 0.1  # seconds between two looks at whether another process has the new token yet

NOT_INSTALLED = "It was not sent: this Slack workspace has not let Accord in, or has thrown it out."
NOT_RENEWED = (
    "It was not sent: Slack does not renew our token for this workspace. Install Accord there again."
)
NOT_YET = "It was not sent: our token for this Slack workspace ran out, and no new one could be had yet."


@dataclass(frozen=True, slots=True)
class SlackToken:
    """`refresh` and `expires_at` only where tokens rotate; `since` is when somebody let us in."""

    access: str
    since: datetime
    refresh: str = ""
    expires_at: datetime | None = None

    def installed(self, workspace: str) -> Installation:
        given = json.dumps(asdict(self), default=datetime.isoformat)
        return Installation(lane(workspace), given)

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
        """Whether it shall be renewed."""
        return self.expires_at is not None and self.expires_at - EARLY <= now


Exchange = Callable[[SlackToken], Awaitable[SlackToken]]
"""A new token for one that runs out. Raises SendFailed."""


class TokenSource(Protocol):
    async def is_installed(self, workspace: str) -> bool:
        """Whether it let us in. Never uses the network."""

    async def get(self, workspace: str) -> str:
        """One that lasts. Raises SendFailed."""

    def report_rejected(self, workspace: str) -> None:
        """Slack refused it: look again before it is used the next time."""

    async def forget(self, workspace: str, at: datetime) -> bool:
        """We were thrown out at this moment. False where we were let in again since then."""


class SingleTokenSource:
    """Implements Tokens, for an app that is installed in one workspace by hand."""

    def __init__(self, token: str):
        self._token = token

    async def is_installed(self, workspace: str) -> bool:  # noqa: ARG002 - as the protocol has it
        return True

    async def get(self, workspace: str) -> str:  # noqa: ARG002
        return self._token

    def report_rejected(self, workspace: str) -> None:
        """There is no other."""

    async def forget(self, workspace: str, at: datetime) -> bool:  # noqa: ARG002
        return True


class InstallationTokens:
    """Implements Tokens. Those that rotate are renewed by one task of one process at a time."""

    def __init__(self, installations: Installations, clock: Clock, exchange: Exchange):
        self._installations, self._clock, self._exchange = installations, clock, exchange
        self._kept: dict[str, tuple[SlackToken, datetime]] = {}  # and until when it is trusted
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def is_installed(self, workspace: str) -> bool:
        return await self._look(workspace) is not None

    async def get(self, workspace: str) -> str:
        async with self._turns[workspace]:
            token = await self._look(workspace)
            if token and token.is_due(self._clock.now()):
                token = await self._renewed(workspace)
        if token is None:
            raise SendFailed(NOT_INSTALLED, failure=FailureReason.FORBIDDEN, permanent=True)
        return token.access

    def report_rejected(self, workspace: str) -> None:
        self._kept.pop(workspace, None)

    async def install(self, workspace: str, token: SlackToken) -> None:
        """Somebody installed Accord there, for the first time or again."""
        await self._installations.keep(token.installed(workspace))
        self.report_rejected(workspace)

    async def forget(self, workspace: str, at: datetime) -> bool:
        self.report_rejected(workspace)
        token = await self._look(workspace)
        if token and token.since > at:
            return False
        await self._installations.forget(lane(workspace))
        self.report_rejected(workspace)
        return True

    async def _look(self, workspace: str) -> SlackToken | None:
        now = self._clock.now()
        if workspace in self._kept:
            token, until = self._kept[workspace]
            if now < until:
                return token
        with suppress(NotFound):  # sealed under a secret key that is gone: as good as none
            if found := await self._installations.get(lane(workspace)):
                self._kept[workspace] = SlackToken.of(found), now + FRESH
                return self._kept[workspace][0]
        return None

    async def _renewed(self, workspace: str) -> SlackToken | None:
        """Whoever holds the lease renews it. The others use the old one while it lasts; then they wait."""
        while True:
            now = self._clock.now()
            leased = await self._installations.lease(lane(workspace), now, now + LEASE)
            self.report_rejected(workspace)
            found = await self._look(workspace)
            if found is None or not found.is_due(now):
                return found
            if leased:
                return await self._exchanged(workspace, found, now + LEASE)
            if found.lasts(now):
                return found
            await asyncio.sleep(PAUSE)

    async def _exchanged(
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
        return await self._look(workspace)


def lane(workspace: str) -> str:
    return Address("slack", workspace, "").lane
