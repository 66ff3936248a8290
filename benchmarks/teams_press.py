"""Measures the processor time of a press in Teams, which is verified and answered with the next card, against
bare handlers, and how many presses one process takes in a second. The bare handlers are in bare_server.py."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from itertools import count, cycle
from secrets import token_hex
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from adapters.teams.clouds import CLOUDS
from adapters.teams.payloads import user_address
from adapters.teams.token_validation import CHANNEL
from benchmarks import Figure
from benchmarks.bare_server import INSERT, KEEP
from benchmarks.closed_loop import FULL, Load, Size, figures, in_turns
from benchmarks.databases import BACKENDS
from benchmarks.open_rounds import Press, ready
from benchmarks.servers import serve_both
from bot.app import SystemClock
from bot.core.models import Address

APP, TENANT, SERVICE = "an app", "a tenant", "http://127.0.0.1/service/"
HEAD = (
    "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
    "Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
)
BOT = {"id": f"28:{APP}", "name": "Accord"}


def in_teams(number: int, n: int) -> tuple[Address, Address]:
    return user_address(TENANT, f"29:{number}-{n}"), Address("teams", TENANT, f"a:{number}-{n}")


async def measure(backends: Sequence[str] = BACKENDS, size: Size = FULL) -> list[Figure]:
    return [figure for backend in backends for figure in await pressing(backend, size)]


async def pressing(backend: str, size: Size) -> list[Figure]:
    own = generate_private_key(public_exponent=65537, key_size=2048)
    async with ready(backend, size.partnerships, in_teams) as prepared, serve_issuer(own) as issuer:
        settings = prepared.settings | {
            "TEAMS_APP_ID": APP,
            "TEAMS_APP_PASSWORD": "a password",
            "TEAMS_TENANT_ID": TENANT,
            "TEAMS_OPENID_METADATA_URL": f"{issuer}/description",
            "TEAMS_ALLOWED_SERVICE_HOSTS": "127.0.0.1",
        }
        requests_to = partial(requests, prepared.presses, token(own))
        async with serve_both(settings) as (accord, bare):
            slices = await in_turns(
                size,
                prepared.database,
                Load(accord, requests_to("/api/messages"), 200),
                Load(bare, requests_to(f"{KEEP}/api/messages"), 200),
                Load(bare, requests_to(f"{INSERT}/api/messages"), 200),
            )
    return figures("in Teams", backend, slices)


def token(own: RSAPrivateKey, service: str = SERVICE) -> str:
    now = SystemClock().now()
    claims = {
        "iss": CLOUDS["public"].issuer,
        "aud": APP,
        "nbf": now,
        "exp": now + timedelta(hours=1),
        "serviceurl": service,
    }
    return jwt.encode(claims, own, "RS256", {"kid": "the key"})


def requests(presses: Sequence[Press], token: str, path: str) -> Iterator[bytes]:
    """Yield requests, all different, also from those of another run, since a repeated event is ignored."""
    run = token_hex(8)
    for number, press in zip(count(), cycle(presses), strict=False):
        address, home = press.person.address, press.person.home
        assert home
        pressed = {
            "type": "invoke",
            "name": "adaptiveCard/action",
            "value": {"action": {"type": "Action.Execute", "verb": "say", "data": {"says": press.says}}},
        }
        id, user = f"{number}.{run}", address.key.removeprefix("@")
        body = json.dumps(activity(id, user, press.person.name, home.key, SERVICE) | pressed)
        yield HEAD.format(path=path, token=token, length=len(body), body=body).encode()


def activity(id: str, user: str, name: str, home: str, service: str) -> dict[str, Any]:
    """Return an activity without its content."""
    return {
        "id": id,
        "channelId": CHANNEL,
        "serviceUrl": service,
        "from": {"id": user, "name": name},
        "recipient": BOT,
        "conversation": {"id": home, "tenantId": TENANT, "conversationType": "personal"},
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "en-GB",
        "localTimezone": "Europe/London",
    }


@asynccontextmanager
async def serve_issuer(own: RSAPrivateKey, seconds: float = 0) -> AsyncIterator[str]:
    """Run a fake of Microsoft, and yield its URL: it publishes its signing keys and issues tokens, each after
    so many seconds, and accepts messages."""
    key = json.loads(RSAAlgorithm.to_jwk(own.public_key()))
    keys = {"keys": [key | {"kid": "the key", "use": "sig", "endorsements": [CHANNEL]}]}

    async def description(request: web.Request) -> web.Response:
        await asyncio.sleep(seconds)
        return web.json_response({"jwks_uri": str(request.url.with_path("/keys"))})

    async def published(_: web.Request) -> web.Response:
        await asyncio.sleep(seconds)
        return web.json_response(keys)

    async def issue_token(_: web.Request) -> web.Response:
        await asyncio.sleep(seconds)
        return web.json_response({"access_token": "a token", "expires_in": 3600})

    async def accept(_: web.Request) -> web.Response:
        return web.json_response({"id": "1"})

    app = web.Application()
    app.router.add_get("/description", description)
    app.router.add_get("/keys", published)
    app.router.add_post("/token", issue_token)
    app.router.add_post("/{call:.*}", accept)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")
