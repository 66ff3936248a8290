"""Servers on this machine that stand where Microsoft's do, and a session to reach them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from starlette.applications import Starlette

from adapters.teams.whole import Whole
from adapters.teams.whole import teams as opened
from bot.worker import Worker
from storage.installations import Installed
from storage.own import Safe
from tests.adapters.teams.issuer import Issuer, trusting
from tests.adapters.teams.service import Service
from tests.adapters.teams.stand_in import Somebody
from tests.stage import Stage, everywhere, stage

__all__ = ["everywhere", "stage"]

HERE = "https://accord.example"
Serve = Callable[[web.Application], Awaitable[str]]


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Starts an app; gives its address, without a slash at the end."""
    async with AsyncExitStack() as stack:

        async def start(app: web.Application) -> str:
            server = await stack.enter_async_context(TestServer(app))
            return str(server.make_url("/")).rstrip("/")

        yield start


def picture(of: str, language: str, now: datetime) -> str:
    return f"/charts/{of}.{language}.png"


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
async def there(serve: Serve, service: Service) -> str:
    return await serve(service.app())


@pytest.fixture
async def teams(stage: Stage, serve: Serve, there: str) -> AsyncIterator[Whole]:
    settings = trusting(await serve(Issuer().app()), there)
    installations = Installed(stage.store, Safe(("k" * 40,)))
    async with opened(settings, stage.bot, installations, public_url=HERE, picture=picture) as it:
        stage.worker = Worker(
            stage.context, {"teams": it.platform, "slack": stage.postbox, "web": stage.postbox}
        )
        yield it


@pytest.fixture
def ben(stage: Stage, teams: Whole, service: Service, there: str) -> Somebody:
    return Somebody(Starlette(routes=[*teams.routes]), service, there, stage.clock)
