"""Measures the lag of the event loop while Microsoft takes a second for each request: two for its signing
keys when somebody writes in Teams, and one for our token, for the reply."""

import json
from functools import partial
from statistics import median
from tempfile import TemporaryDirectory

import httpx2
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from pydantic import SecretStr
from starlette.applications import Starlette

from adapters.charts import ChartRenderer
from adapters.teams.settings import TeamsSettings
from benchmarks import Figure
from benchmarks.databases import databases, key_store
from benchmarks.event_loop_lag import measure_lag
from benchmarks.partnerships import context
from benchmarks.teams_press import APP, TENANT, activity, serve_issuer, token
from bot.app import SystemClock
from bot.chats import ChatServices
from bot.delivery.owed_replies import OwedReplies
from bot.delivery.threads import Threads
from bot.handlers.bot import Bot
from storage.crypto import SecretBox
from storage.installations import SqlInstallations
from storage.tenants import SqlTenants

SLOW = 1.0  # seconds
TURNS = 5


async def measure() -> list[Figure]:
    """Take the worst lag of each turn, since one blocking call would be one sample among hundreds; of these
    the median, since other processes delay this one too."""
    own = generate_private_key(public_exponent=65537, key_size=2048)
    async with databases("SQLite") as (store, _), serve_issuer(own, SLOW) as issuer:
        with TemporaryDirectory() as folder:
            keys = key_store(f"sqlite+aiosqlite:///{folder}/keys.db")
            bot = Bot(context(store, keys, SystemClock()))
            secret_keys = ("k" * 40,)
            services = ChatServices(
                bot,
                ChartRenderer(),
                SqlInstallations(store, SecretBox(secret_keys)),
                Threads(store),
                OwedReplies(bot, {}),
                lambda *_: "",
                issuer,
                secret_keys,
                SqlTenants(store),
            )
            write = partial(write_message, services, own)
            worst = [max(await measure_lag(write(turn))) for turn in range(TURNS + 1)]
            await keys.close()
    label = f"event loop lag while keys and token take {SLOW:.0f} s each, s, worst"
    return [Figure(label, median(worst[1:]), 0.05, 1, at_most=True)]  # the first turn warms up


async def write_message(services: ChatServices, own: RSAPrivateKey, turn: int) -> None:
    """Send a message to an Accord that has just started."""
    issuer = services.public_url
    service = f"{issuer}/service/"
    settings = TeamsSettings(
        app_id=APP,
        app_password=SecretStr("a password"),
        tenant_id=TENANT,
        openid_metadata_url=f"{issuer}/description",
        token_url=f"{issuer}/token",
        allowed_service_hosts="127.0.0.1",
    )
    message = activity(f"{turn}", "29:1", "Person 1", "a:1", service) | {"type": "message", "text": "help"}
    async with settings.open(services) as integration:
        app = httpx2.ASGITransport(app=Starlette(routes=[*integration.routes]))
        headers = {"Authorization": f"Bearer {token(own, service)}"}
        async with httpx2.AsyncClient(transport=app, base_url="http://here", timeout=60) as client:
            answer = await client.post("/api/messages", content=json.dumps(message), headers=headers)
    assert answer.status_code == 200
