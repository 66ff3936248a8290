"""Stand-ins for Microsoft's servers, on this machine, and a session to reach them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta

import aiohttp
import httpx2
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from starlette.applications import Starlette

from adapters.charts import ChartRenderer
from adapters.teams.access_token import AccessTokenProvider
from adapters.teams.clouds import TokenEndpoint
from adapters.teams.credentials import ClientSecret
from adapters.teams.integration import TeamsIntegration, open_teams
from adapters.web.app import create_app
from adapters.web.chart_links import ChartLinks
from bot.chats import ChatServices
from bot.core.ports import Platform
from bot.delivery.owed_replies import OwedReplies
from bot.delivery.threads import Threads
from bot.worker import Worker
from storage.crypto import SecretBox
from storage.installations import SqlInstallations
from storage.tenants import SqlTenants
from storage.web_inbox import SqlWebInbox
from tests.adapters.teams.connector_service import Service
from tests.adapters.teams.issuer import APP, Issuer, trusting
from tests.adapters.teams.teams_user import TeamsUser
from tests.support.fakes import SetClock
from tests.support.scenario import Scenario

HERE = "https://accord.example"
SECRET_KEYS = ("k" * 40,)
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


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    yield service
    assert service.unseen == []


@pytest.fixture
async def service_url(serve: Serve, service: Service) -> str:
    return await serve(service.app())


@pytest.fixture
async def tokens(
    http: aiohttp.ClientSession, service_url: str, clock: SetClock
) -> AsyncIterator[AccessTokenProvider]:
    tokens = AccessTokenProvider(
        http, TokenEndpoint(f"{service_url}/token"), APP, ClientSecret("a password"), clock
    )
    yield tokens
    await tokens.close()


@pytest.fixture
async def charts(scenario: Scenario, service: Service) -> AsyncIterator[ChartRenderer]:
    """Let Teams fetch our charts, and the renderer that draws them."""
    renderer = ChartRenderer()
    inbox = SqlWebInbox(scenario.store)
    app = create_app(scenario.bot, inbox, renderer, secret_keys=SECRET_KEYS, public_url=HERE)

    async def picture(url: str) -> bytes:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app)) as client:
            return (await client.get(url)).raise_for_status().content

    service.picture = picture
    yield renderer
    await renderer.close()


@pytest.fixture
async def platforms() -> dict[str, Platform]:
    """Return all platforms, once they are open."""
    return {}


@pytest.fixture
async def owed(scenario: Scenario, platforms: dict[str, Platform]) -> AsyncIterator[OwedReplies]:
    """Replies that are shown later, which waits no moment of ours."""

    async def sleep(seconds: float) -> None:
        scenario.clock.move(timedelta(seconds=seconds))

    owed = OwedReplies(scenario.bot, platforms, sleep)
    yield owed
    await owed.close()


@pytest.fixture
def services(scenario: Scenario, charts: ChartRenderer, owed: OwedReplies) -> ChatServices:
    return ChatServices(
        scenario.bot,
        charts,
        SqlInstallations(scenario.store, SecretBox(SECRET_KEYS)),
        Threads(scenario.store),
        owed,
        ChartLinks(SECRET_KEYS).path,
        HERE,
        SECRET_KEYS,
        SqlTenants(scenario.store),
    )


@pytest.fixture
async def teams(
    scenario: Scenario,
    serve: Serve,
    service: Service,
    service_url: str,
    services: ChatServices,
    platforms: dict[str, Platform],
) -> AsyncIterator[TeamsIntegration]:
    settings = trusting(await serve(Issuer().app()), service_url)
    async with open_teams(settings, services, service.pause) as integration:
        platforms |= {
            "teams": integration.platform,
            "slack": scenario.platform,
            "web": scenario.platform,
        }
        scenario.worker = Worker(scenario.context, platforms)
        yield integration


@pytest.fixture
def ben(scenario: Scenario, teams: TeamsIntegration, service: Service, service_url: str) -> TeamsUser:
    return TeamsUser(Starlette(routes=[*teams.routes]), service, service_url, scenario.clock)


@pytest.fixture
async def asked(ben: TeamsUser, scenario: Scenario) -> None:
    """Ben's partnership asks four questions, of ten people."""
    await ben.types("start partnership Harbour Together")
    await scenario.add_members_without_home(9, "Harbour Together")
    await ben.types("ask trust for 2 hours now")
