"""Stand-ins for Microsoft's servers, on this machine, and a session to reach them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from starlette.applications import Starlette

from adapters.charts import ChartRenderer
from adapters.teams.integration import TeamsIntegration
from bot.chats import ChatServices
from bot.delivery.threads import Threads
from bot.worker import Worker
from storage.crypto import SecretBox
from storage.installations import SqlInstallations
from tests.adapters.teams.connector_service import Service
from tests.adapters.teams.issuer import Issuer, trusting
from tests.adapters.teams.teams_user import TeamsUser
from tests.support.scenario import Scenario

HERE = "https://accord.example"
Serve = Callable[[web.Application], Awaitable[str]]


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Start apps; the function returns an app's address, without a slash at the end."""
    async with AsyncExitStack() as stack:

        async def start(app: web.Application) -> str:
            server = await stack.enter_async_context(TestServer(app))
            return str(server.make_url("/")).rstrip("/")

        yield start


def chart_path(of: str, language: str, now: datetime) -> str:
    return f"/charts/{of}.{language}.png"


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
async def service_url(serve: Serve, service: Service) -> str:
    return await serve(service.app())


@pytest.fixture
async def teams(scenario: Scenario, serve: Serve, service_url: str) -> AsyncIterator[TeamsIntegration]:
    settings = trusting(await serve(Issuer().app()), service_url)
    secret_keys = ("k" * 40,)
    services = ChatServices(
        scenario.bot,
        ChartRenderer(),
        SqlInstallations(scenario.store, SecretBox(secret_keys)),
        Threads(scenario.store, scenario.clock),
        chart_path,
        HERE,
        secret_keys,
    )
    async with settings.open(services) as integration:
        scenario.worker = Worker(
            scenario.context,
            {"teams": integration.platform, "slack": scenario.platform, "web": scenario.platform},
        )
        yield integration


@pytest.fixture
def ben(scenario: Scenario, teams: TeamsIntegration, service: Service, service_url: str) -> TeamsUser:
    return TeamsUser(Starlette(routes=[*teams.routes]), service, service_url, scenario.clock)
