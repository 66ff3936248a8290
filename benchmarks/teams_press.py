"""How many presses in Teams are believed, heard, kept and answered with the next card in a second, against a
bare handler that checks a token with a key that it has and keeps a row. Both over HTTP, in turns."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count, cycle
from statistics import median
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from adapters.teams.payloads import user_address
from adapters.teams.token_validation import CHANNEL, ISSUER
from benchmarks import Figure
from benchmarks.databases import BACKENDS
from benchmarks.press import Press, in_turns, over_http, ready
from benchmarks.served import beside_bare
from bot.app import SystemClock
from bot.core.models import Address

APP, TENANT, SERVICE = "an app", "a tenant", "http://127.0.0.1/service/"
HEAD = (
    "POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
    "Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
)
BOT = {"id": f"28:{APP}", "name": "Accord"}


def in_teams(number: int, n: int) -> tuple[Address, Address]:
    return user_address(TENANT, f"29:{number}-{n}"), Address("teams", TENANT, f"a:{number}-{n}")


async def measure() -> list[Figure]:
    return [figure for backend in BACKENDS for figure in await pressing(backend)]


async def pressing(backend: str) -> list[Figure]:
    own = generate_private_key(public_exponent=65537, key_size=2048)
    async with ready(backend, in_teams) as it, issuing(own) as issuer:
        settings = it.settings | {
            "TEAMS_APP_ID": APP,
            "TEAMS_APP_PASSWORD": "a password",
            "TEAMS_TENANT_ID": TENANT,
            "TEAMS_OPENID_METADATA_URL": f"{issuer}/description",
            "TEAMS_ALLOWED_SERVICE_HOSTS": "127.0.0.1",
        }
        asking = requests(it.presses, token(own))
        async with (
            beside_bare(settings) as (ours, limit),
            over_http(ours, asking, done=200) as presses,
            over_http(limit, asking, done=200) as bare,
        ):
            heard, alone = await in_turns(presses, bare)
    slow = f"a press in Teams, s, p99, {backend}"
    rate, limit_ = (median(each.rate for each in slices) for slices in (heard, alone))
    return [
        Figure(f"presses in Teams a second, {backend}", rate, limit_, 0.4),
        Figure(slow, median(each.p99 for each in heard), 0.25, 1, at_most=True),
    ]


def token(own: RSAPrivateKey, service: str = SERVICE) -> str:
    now = SystemClock().now()
    claims = {"iss": ISSUER, "aud": APP, "nbf": now, "exp": now + timedelta(hours=1), "serviceurl": service}
    return jwt.encode(claims, own, "RS256", {"kid": "the key"})


def requests(presses: list[Press], token: str) -> Iterator[bytes]:
    """No two are the same, for what comes again is not heard again."""
    for number, press in zip(count(), cycle(presses), strict=False):
        who, home = press.person.address, press.person.home
        assert home
        pressed = {
            "type": "invoke",
            "name": "adaptiveCard/action",
            "value": {"action": {"type": "Action.Execute", "verb": "say", "data": {"says": press.says}}},
        }
        said = activity(number, who.key.removeprefix("@"), press.person.name, home.key, SERVICE)
        body = json.dumps(said | pressed)
        yield HEAD.format(token=token, length=len(body), body=body).encode()


def activity(number: int, who: str, name: str, home: str, service: str) -> dict[str, Any]:
    """All but what is said in it."""
    return {
        "id": f"activity {number}",
        "channelId": CHANNEL,
        "serviceUrl": service,
        "from": {"id": who, "name": name},
        "recipient": BOT,
        "conversation": {"id": home, "tenantId": TENANT, "conversationType": "personal"},
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "en-GB",
        "localTimezone": "Europe/London",
    }


@asynccontextmanager
async def issuing(own: RSAPrivateKey, seconds: float = 0) -> AsyncIterator[str]:
    """Microsoft's part: says which keys it signs with, gives tokens, each after so many seconds, and takes
    messages."""
    key = json.loads(RSAAlgorithm.to_jwk(own.public_key()))
    keys = {"keys": [key | {"kid": "the key", "use": "sig", "endorsements": [CHANNEL]}]}

    async def description(request: web.Request) -> web.Response:
        await asyncio.sleep(seconds)
        return web.json_response({"jwks_uri": str(request.url.with_path("/keys"))})

    async def published(_: web.Request) -> web.Response:
        await asyncio.sleep(seconds)
        return web.json_response(keys)

    async def given(_: web.Request) -> web.Response:
        await asyncio.sleep(seconds)
        return web.json_response({"access_token": "a token", "expires_in": 3600})

    async def taken(_: web.Request) -> web.Response:
        return web.json_response({"id": "1"})

    app = web.Application()
    app.router.add_get("/description", description)
    app.router.add_get("/keys", published)
    app.router.add_post("/token", given)
    app.router.add_post("/{call:.*}", taken)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")
