"""The endpoint that Teams calls, POST /api/messages, and the authentication of its callers."""

from functools import partial
from typing import Any

import aiohttp
import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.http_json import read_json
from adapters.oidc.published import PublishedCache
from adapters.teams.activities import dispatch
from adapters.teams.controller import TeamsController
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
from bot.environment import require_https_unless_local

log = structlog.get_logger()

SigningKeys = PublishedCache[SigningKey]
TIMEOUT = aiohttp.ClientTimeout(total=2.5)  # of each of two requests; a caller waits for both
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

    def __init__(self, allowed: AllowedTenants, keys: SigningKeys, clock: Clock):
        self._allowed, self._keys, self._clock = allowed, keys, clock

    async def authenticate(self, authorization: str | None, body: bytes) -> TeamsActivity:
        """Return the activity in a request. Raises AuthError. The body is only parsed after a valid token."""
        token = bearer_token(authorization)
        key = await self._keys.get(key_id(token))
        trust = await self._allowed.trust()
        valid = validate_token(trust, token, key, self._clock.now())
        return validate_activity(trust, valid, parse_body(body))


def signing_keys(http: aiohttp.ClientSession, description_url: str, clock: Clock) -> SigningKeys:
    """Return a cache of the keys that an OpenID description points to."""
    fetch = partial(fetch_signing_keys, http, description_url)
    return PublishedCache(fetch, clock, "Microsoft's signing keys")


async def fetch_signing_keys(http: aiohttp.ClientSession, description_url: str) -> dict[str, SigningKey]:
    """Return the keys that an OpenID description points to. Raises one of the errors of a
    `PublishedCache`."""
    description = await _fetch_json(http, description_url)
    return parse_keys(await _fetch_json(http, str(description["jwks_uri"])))


async def _fetch_json(http: aiohttp.ClientSession, url: str) -> Any:
    require_https_unless_local(url, "that begins with https://", "because trust rests on it")
    async with http.get(url, timeout=TIMEOUT, raise_for_status=True) as response:
        return await read_json(response, MAX_BYTES)
