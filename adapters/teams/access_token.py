"""The token that our own calls carry: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication"""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from bot.core.errors import FailureReason, SendFailed
from bot.core.ports import Clock

SCOPE = "https://api.botframework.com/.default"
EARLY = timedelta(minutes=5)  # before it ends it is renewed
PATIENCE = aiohttp.ClientTimeout(total=10)
RETRY = timedelta(minutes=1)


class AccessTokenProvider:
    """One token for all calls, fetched when the last one is about to end, by one caller for all who wait."""

    def __init__(self, http: aiohttp.ClientSession, url: str, app_id: str, password: str, clock: Clock):
        self._http, self._url, self._clock = http, url, clock
        self._credentials = {
            "grant_type": "client_credentials",
            "client_id": app_id,
            "client_secret": password,
            "scope": SCOPE,
        }
        self._token, self._until = "", datetime.min.replace(tzinfo=clock.now().tzinfo)
        self._one = asyncio.Lock()

    async def token(self) -> str:
        """Raises SendFailed."""
        async with self._one:
            if self._clock.now() >= self._until:
                self._token, lasts = await self._fetch()
                self._until = self._clock.now() + max(lasts - EARLY, lasts / 2)
            return self._token

    def refused(self, token: str) -> None:
        """Somebody did not take this token any more: the next call fetches another."""
        if token == self._token:
            self._until = datetime.min.replace(tzinfo=self._until.tzinfo)

    async def _fetch(self) -> tuple[str, timedelta]:
        try:
            async with self._http.post(self._url, data=self._credentials, timeout=PATIENCE) as response:
                answer: Any = await response.json(content_type=None)
                if response.status == 200:
                    return str(answer["access_token"]), timedelta(seconds=int(answer["expires_in"]))
                reason = str(answer.get("error", ""))[:40] if isinstance(answer, dict) else ""
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            reason = "Microsoft could not be asked for a token; it will be tried again."
            raise SendFailed(reason, failure=FailureReason.TIMEOUT, retry_after=RETRY) from error
        # Whatever the reason, an operator can cure it, so nothing that is owed is given up for it.
        raise SendFailed(
            f"Microsoft gave no token ({response.status} {reason})."
            " Check TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID.",
            failure=FailureReason.NO_PLATFORM,
            retry_after=RETRY,
        )
