"""How late the event loop is while Microsoft takes a second over each thing that it is asked for: what it
signs with, twice, when somebody speaks in Teams, and a token of our own, for the reply."""

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
from benchmarks.databases import databases
from benchmarks.lag import late
from benchmarks.scene import context
from benchmarks.teams_press import APP, TENANT, activity, issuing, token
from bot.app import SystemClock
from bot.chats import ChatServices
from bot.delivery.threads import Threads
from bot.handlers.bot import Bot
from storage.crypto import SecretBox
from storage.installations import SqlInstallations
from storage.keys import SqlRoundKeyStore

SLOW = 1.0  # seconds
TURNS = 5


async def measure() -> list[Figure]:
    """The worst of each turn, since one call that blocks would be one look among hundreds; of these the
    median, since whatever else runs on this machine takes its time too."""
    own = generate_private_key(public_exponent=65537, key_size=2048)
    async with databases("SQLite") as (store, _), issuing(own, SLOW) as issuer:
        with TemporaryDirectory() as folder:
            keys = SqlRoundKeyStore(f"sqlite+aiosqlite:///{folder}/keys.db")
            bot = Bot(context(store, keys, SystemClock()))
            secret_keys = ("k" * 40,)
            services = ChatServices(
                bot,
                ChartRenderer(),
                SqlInstallations(store, SecretBox(secret_keys)),
                Threads(store, bot.clock),
                lambda *_: "",
                issuer,
                secret_keys,
            )
            speaking = partial(spoken, services, own)
            worst = [max(await late(speaking(turn))) for turn in range(TURNS + 1)]
            await keys.close()
    what = f"event loop lag while keys and token take {SLOW:.0f} s each, s, worst"
    return [Figure(what, median(worst[1:]), 0.05, 1, at_most=True)]  # the first turn warms up


async def spoken(services: ChatServices, own: RSAPrivateKey, turn: int) -> None:
    """Somebody says something to an Accord that has just started."""
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
    said = activity(turn, "29:1", "Person 1", "a:1", service) | {"type": "message", "text": "help"}
    async with settings.open(services) as whole:
        app = httpx2.ASGITransport(app=Starlette(routes=[*whole.routes]))
        headers = {"Authorization": f"Bearer {token(own, service)}"}
        async with httpx2.AsyncClient(transport=app, base_url="http://here", timeout=60) as client:
            answer = await client.post("/api/messages", content=json.dumps(said), headers=headers)
    assert answer.status_code == 200
