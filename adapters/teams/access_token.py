"""Fetches the token that our own calls carry: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication"""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from bot.core.errors import FailureReason, SendFailed
from bot.core.ports import Clock

SCOPE = "https://api.botframework.com/.default"
RENEW_BEFORE = timedelta(minutes=5)  # the token ends
TIMEOUT = aiohttp.ClientTimeout(total=10)
RETRY_AFTER = timedelta(minutes=1)


class AccessTokenProvider:
    """Keeps one token for all calls. When it is about to end, one caller fetches the next, and the others
    wait."""

    def __init__(self, http: aiohttp.ClientSession, url: str, app_id: str, password: str, clock: Clock):
        self._http, self._url, self._clock = http, url, clock
        self._credentials = {
            "grant_type": "client_credentials",
            "client_id": app_id,
            "client_secret": password,
            "scope": SCOPE,
        }
        self._token, self._renew_at = "", datetime.min.replace(tzinfo=clock.now().tzinfo)
        self._lock = asyncio.Lock()

    async def token(self) -> str:
        """Return a token that is valid. Raises SendFailed."""
        async with self._lock:
            if self._clock.now() >= self._renew_at:
                self._token, lifetime = await self._fetch()
                self._renew_at = self._clock.now() + max(lifetime - RENEW_BEFORE, lifetime / 2)
            return self._token

    def discard(self, token: str) -> None:
        """Have the next call fetch another token, for this one was refused."""
        if token == self._token:
            self._renew_at = datetime.min.replace(tzinfo=self._renew_at.tzinfo)

    async def _fetch(self) -> tuple[str, timedelta]:
        """Return a token and its lifetime. Raises SendFailed."""
        try:
            async with self._http.post(self._url, data=self._credentials, timeout=TIMEOUT) as response:
                body: Any = await response.json(content_type=None)
                if response.status == 200:
                    return str(body["access_token"]), timedelta(seconds=int(body["expires_in"]))
                reason = str(body.get("error", ""))[:40] if isinstance(body, dict) else ""
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            reason = "Microsoft could not be asked for a token; it will be tried again."
            raise SendFailed(reason, failure=FailureReason.TIMEOUT, retry_after=RETRY_AFTER) from error
        # An operator can cure any of these, so no message is given up.
        raise SendFailed(
            f"Microsoft gave no token ({response.status} {reason})."
            " Check TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID.",
            failure=FailureReason.NO_PLATFORM,
            retry_after=RETRY_AFTER,
        )
