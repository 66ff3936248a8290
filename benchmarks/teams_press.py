"""How many presses in Teams are believed, heard, kept and answered with the next card in a second, against a
bare handler that checks a token with a key that it has and keeps a row. Both over HTTP, in turns."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from itertools import count, cycle
from statistics import median
from tempfile import TemporaryDirectory

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from adapters.teams.incoming import somebody
from adapters.teams.trust import CHANNEL, ISSUER
from benchmarks import Figure
from benchmarks.databases import BACKENDS, databases
from benchmarks.press import SECRET, SLICES, Press, addresses, over_http, prepared, slice_of
from benchmarks.served import ACCORD, served
from bot.model import Address
from bot.wiring import SystemClock
from storage.keys import RoundKeys

APP, TENANT, SERVICE = "an app", "a tenant", "http://127.0.0.1/service/"
HEAD = (
    "POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
    "Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
)
BOT = {"id": f"28:{APP}", "name": "Accord"}


def in_teams(number: int, n: int) -> tuple[Address, Address]:
    return somebody(TENANT, f"29:{number}-{n}"), Address("teams", TENANT, f"a:{number}-{n}")


async def measure() -> list[Figure]:
    return [figure for backend in BACKENDS for figure in await pressing(backend)]


async def pressing(backend: str) -> list[Figure]:
    async with AsyncExitStack() as stack:
        store, bare = await stack.enter_async_context(databases(backend))
        folder = stack.enter_context(TemporaryDirectory())
        url, keys_url = await addresses(backend, bare, folder)
        keys = RoundKeys(keys_url)
        stack.push_async_callback(keys.close)
        presses = await prepared(store, keys, in_teams)
        own = generate_private_key(public_exponent=65537, key_size=2048)
        issuer = await stack.enter_async_context(issuing(own))
        settings = {
            "ACCORD_DATABASE_URL": url,
            "ACCORD_KEYS_URL": keys_url,
            "ACCORD_SECRET_KEY": SECRET,
            "TEAMS_APP_ID": APP,
            "TEAMS_APP_PASSWORD": "a password",
            "TEAMS_TENANT_ID": TENANT,
            "TEAMS_OPENID_METADATA_URL": f"{issuer}/description",
            "TEAMS_ALLOWED_SERVICE_HOSTS": "127.0.0.1",
        }
        ours = await stack.enter_async_context(served(*ACCORD, **settings))
        limit = await stack.enter_async_context(served("-m", "benchmarks.bare", **settings))
        asking = requests(presses, token(own))
        turns = [await stack.enter_async_context(over_http(port, asking, done=200)) for port in (ours, limit)]
        for turn in turns:
            await slice_of(turn)  # the first warms up
        heard, alone = zip(*[[await slice_of(turn) for turn in turns] for _ in range(SLICES)], strict=True)
    slow = f"a press in Teams, s, p99, {backend}"
    rate, limit_ = (median(each.rate for each in slices) for slices in (heard, alone))
    return [
        Figure(f"presses in Teams a second, {backend}", rate, limit_, 0.4),
        Figure(slow, median(each.p99 for each in heard), 0.25, 1, at_most=True),
    ]


def token(own: RSAPrivateKey) -> str:
    now = SystemClock().now()
    claims = {"iss": ISSUER, "aud": APP, "nbf": now, "exp": now + timedelta(hours=1), "serviceurl": SERVICE}
    return jwt.encode(claims, own, "RS256", {"kid": "the key"})


def requests(presses: list[Press], token: str) -> Iterator[bytes]:
    """No two are the same, for what comes again is not heard again."""
    for number, press in zip(count(), cycle(presses), strict=False):
        who, home = press.person.address, press.person.home
        assert home
        activity = {
            "type": "invoke",
            "name": "adaptiveCard/action",
            "id": f"activity {number}",
            "channelId": CHANNEL,
            "serviceUrl": SERVICE,
            "from": {"id": who.key.removeprefix("@"), "name": press.person.name},
            "recipient": BOT,
            "conversation": {"id": home.key, "tenantId": TENANT, "conversationType": "personal"},
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "en-GB",
            "localTimezone": "Europe/London",
            "value": {"action": {"type": "Action.Execute", "verb": "say", "data": {"says": press.says}}},
        }
        body = json.dumps(activity)
        yield HEAD.format(token=token, length=len(body), body=body).encode()


@asynccontextmanager
async def issuing(own: RSAPrivateKey) -> AsyncIterator[str]:
    """Microsoft's part: says which keys it signs with."""
    key = json.loads(RSAAlgorithm.to_jwk(own.public_key()))
    keys = {"keys": [key | {"kid": "the key", "use": "sig", "endorsements": [CHANNEL]}]}

    async def description(request: web.Request) -> web.Response:
        return web.json_response({"jwks_uri": str(request.url.with_path("/keys"))})

    async def published(_: web.Request) -> web.Response:
        return web.json_response(keys)

    app = web.Application()
    app.router.add_get("/description", description)
    app.router.add_get("/keys", published)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")
