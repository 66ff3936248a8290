"""The endpoint that Teams calls, POST /api/messages, and the authentication of its callers."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.teams.activities import dispatch
from adapters.teams.controller import TeamsController
from adapters.teams.http_json import read_json
from adapters.teams.payloads import MalformedActivity, TeamsActivity, parse_body
from adapters.teams.tenants import AllowedTenants, RefusalLog
from adapters.teams.token_validation import (
    AuthError,
    SigningKey,
    bearer_token,
    key_id,
    parse_keys,
    validate_activity,
    validate_token,
)
from bot.core.errors import Unavailable
from bot.core.ports import Clock
from bot.settings import require_https_unless_local

log = structlog.get_logger()

REFRESH_AFTER = timedelta(days=1)  # as Microsoft asks
# Between two fetches, so that tokens with invented keys cannot cause many. It doubles with each fetch that
# brings no new key.
MIN_PAUSE, MAX_PAUSE = timedelta(milliseconds=500), timedelta(minutes=1)
FORGET_PAUSE_AFTER = timedelta(minutes=10)  # without a fetch
TIMEOUT = aiohttp.ClientTimeout(total=2.5)  # of each of two requests; a caller waits for both
FETCH_ERRORS = (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError)
MAX_BYTES = 2**20  # of an answer; Microsoft's have about 50 KB


def messages_route(
    authenticator: "Authenticator", controller: TeamsController, refusals: RefusalLog
) -> Route:
    async def messages(request: Request) -> Response:
        try:
            authorization = request.headers.get("authorization")
            activity = await authenticator.authenticate(authorization, await request.body())
            status, body = await dispatch(controller, activity)
        except AuthError as error:
            await refusals.add(error)
            return Response(status_code=error.status)
        except MalformedActivity as error:
            log.warning("an activity was not understood", reason=str(error))
            return Response(status_code=400)
        except Unavailable:
            return Response(status_code=503)
        return Response(status_code=status) if body is None else JSONResponse(body, status)

    return Route("/api/messages", messages, methods=["POST"])


class Authenticator:
    """Accepts what Teams sends, and nothing else."""

    def __init__(self, allowed: AllowedTenants, keys: "SigningKeyCache", clock: Clock):
        self._allowed, self._keys, self._clock = allowed, keys, clock

    async def authenticate(self, authorization: str | None, body: bytes) -> TeamsActivity:
        """Return the activity in a request. Raises AuthError. The body is only parsed after a valid token."""
        token = bearer_token(authorization)
        key = await self._keys.get(key_id(token))
        trust = await self._allowed.trust()
        valid = validate_token(trust, token, key, self._clock.now())
        return validate_activity(trust, valid, parse_body(body))


class SigningKeyCache:
    """Fetches the keys that an OpenID description points to. Published keys stay until a fetch succeeds
    without them: an outage at Microsoft locks nobody out."""

    def __init__(self, http: aiohttp.ClientSession, description_url: str, clock: Clock):
        self._http, self._url, self._clock = http, description_url, clock
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at: datetime | None = None
        self._tried_at: datetime | None = None
        self._pause = MIN_PAUSE
        self._refresh: asyncio.Task[None] | None = None

    async def get(self, id: str) -> SigningKey | None:
        """Return a key. Waits for a fetch only if the key is unknown; old keys are refreshed in the
        background."""
        if id not in self._keys:
            if refresh := self._start_refresh():
                await asyncio.shield(refresh)
        elif self._fetched_at is None or self._clock.now() - self._fetched_at >= REFRESH_AFTER:
            self._start_refresh()
        return self._keys.get(id)

    async def close(self) -> None:
        if self._refresh:
            self._refresh.cancel()
            await asyncio.gather(self._refresh, return_exceptions=True)

    def _start_refresh(self) -> "asyncio.Task[None] | None":
        """Return the refresh in progress, or a new one, or None if the last one was a moment ago."""
        if self._refresh and not self._refresh.done():
            return self._refresh
        if self._tried_at:
            since = self._clock.now() - self._tried_at
            if since < self._pause:
                return None
            if since >= FORGET_PAUSE_AFTER:
                self._pause = MIN_PAUSE
        self._refresh = asyncio.create_task(self._fetch_keys())
        return self._refresh

    async def _fetch_keys(self) -> None:
        known = self._keys
        try:
            if keys := await fetch_signing_keys(self._http, self._url):
                self._keys, self._fetched_at = keys, self._clock.now()
                return
            reason = "it published none that can be read"
        except FETCH_ERRORS as error:
            reason = type(error).__name__
        finally:
            brought_news = bool(self._keys.keys() - known.keys())
            self._pause = MIN_PAUSE if brought_news else min(self._pause * 2, MAX_PAUSE)
            self._tried_at = self._clock.now()
        log.warning("Microsoft's signing keys were not fetched", reason=reason, known=len(self._keys))


async def fetch_signing_keys(http: aiohttp.ClientSession, description_url: str) -> dict[str, SigningKey]:
    """Return the keys that an OpenID description points to. Raises one of FETCH_ERRORS."""
    description = await _fetch_json(http, description_url)
    return parse_keys(await _fetch_json(http, str(description["jwks_uri"])))


async def _fetch_json(http: aiohttp.ClientSession, url: str) -> Any:
    require_https_unless_local(url, "that begins with https://", "because trust rests on it")
    async with http.get(url, timeout=TIMEOUT, raise_for_status=True) as response:
        return await read_json(response, MAX_BYTES)
