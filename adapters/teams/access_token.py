"""Fetches the token that our own calls carry: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import structlog

from adapters.http_json import read_json
from adapters.teams.clouds import TokenEndpoint
from adapters.teams.credentials import Credential
from adapters.teams.token_errors import NoToken, not_asked, refused, unreadable
from bot.core.ports import Clock

log = structlog.get_logger()

RENEW_BEFORE = timedelta(minutes=5)  # the token ends
MIN_LIFETIME, MAX_LIFETIME = timedelta(minutes=1), timedelta(days=1)  # whatever an answer says
TIMEOUT = aiohttp.ClientTimeout(total=4)  # a person waits for the reply, and Teams for some 15 seconds
FAILURE_KEPT_FOR = timedelta(seconds=5)
MAX_BYTES = 2**16  # of an answer; Microsoft's have about 2 KB
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class AccessTokenProvider:
    """Keeps one token for all calls. Whoever needs the next one waits for the same request, and shares its
    failure. For some seconds after a failure nobody asks again."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        endpoint: TokenEndpoint,
        app_id: str,
        credential: Credential,
        clock: Clock,
    ):
        self._http, self._endpoint, self._clock = http, endpoint, clock
        self.app_id, self._credential = app_id, credential
        self._token, self._renew_at, self._ends_at = "", LONG_AGO, LONG_AGO
        self._failure: NoToken | None = None
        self._failed_at = LONG_AGO
        self._request: asyncio.Task[None] | None = None

    async def token(self) -> str:
        """Return a token that is valid. Raises NoToken."""
        if self._clock.now() >= self._renew_at:
            await asyncio.shield(self._start_request())
        if self._clock.now() < self._ends_at:
            return self._token
        failure = self._failure or not_asked()
        raise NoToken(failure.failure, failure.what, failure.cure)

    def discard(self, token: str) -> None:
        """Have the next call fetch another token, for this one was refused."""
        if token == self._token:
            self._renew_at = self._ends_at = LONG_AGO

    async def close(self) -> None:
        if self._request:
            self._request.cancel()
            await asyncio.gather(self._request, return_exceptions=True)

    def _start_request(self) -> "asyncio.Task[None]":
        """Return the request in progress, or a new one unless the last has just failed."""
        just_failed = self._failure and self._clock.now() < self._failed_at + FAILURE_KEPT_FOR
        if self._request is None or (self._request.done() and not just_failed):
            self._request = asyncio.create_task(self._renew())
        return self._request

    async def _renew(self) -> None:
        try:
            self._token, lifetime = await self._fetch()
        except NoToken as failure:
            self._note(failure)
            return
        now = self._clock.now()
        self._failure, self._ends_at = None, now + lifetime
        self._renew_at = now + max(lifetime - RENEW_BEFORE, lifetime / 2)

    def _note(self, failure: NoToken) -> None:
        """Remember a failure. It is logged once, and not for each caller."""
        if self._failure is None or str(self._failure) != str(failure):
            log.error(failure.what, cure=failure.cure, app=self.app_id)
        self._failure, self._failed_at = failure, self._clock.now()

    async def _fetch(self) -> tuple[str, timedelta]:
        """Return a token and its lifetime. Raises NoToken."""
        fields, url = self._fields(), self._endpoint.url
        try:
            async with self._http.post(url, data=fields, timeout=TIMEOUT, allow_redirects=False) as response:
                body = await read_json(response, MAX_BYTES)
                if response.status == 200:
                    return _token_in(body), _lifetime_in(body)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise not_asked() from error
        raise refused(response.status, body)

    def _fields(self) -> Mapping[str, str]:
        """Return what is sent to get a token. Raises NoToken."""
        try:
            proof = self._credential.fields(self.app_id, self._endpoint.url, self._clock.now())
        except (OSError, ValueError) as error:
            raise unreadable(error) from error
        return {
            "grant_type": "client_credentials",
            "client_id": self.app_id,
            "scope": self._endpoint.scope,
            **proof,
        }


def _token_in(body: Any) -> str:
    """Raises ValueError if there is none, or none that can stand in a header."""
    token = body.get("access_token") if isinstance(body, dict) else None
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
        raise ValueError("There is no token in the answer.")
    return token


def _lifetime_in(body: dict[str, Any]) -> timedelta:
    try:
        seconds = float(body["expires_in"])
    except (KeyError, TypeError, ValueError, OverflowError):  # nothing, or no number
        return MIN_LIFETIME
    shortest, longest = MIN_LIFETIME.total_seconds(), MAX_LIFETIME.total_seconds()
    return timedelta(seconds=max(shortest, min(seconds, longest)))
