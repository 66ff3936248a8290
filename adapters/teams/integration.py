"""Teams, put together: what the rest of Accord needs of it."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import aiohttp
from starlette.routing import Route

from adapters.teams.access_token import AccessTokenProvider
from adapters.teams.connector import Connector
from adapters.teams.controller import TeamsController
from adapters.teams.jwks import SigningKeyCache
from adapters.teams.platform import TeamsPlatform
from adapters.teams.routes import Authenticator, messages_route
from adapters.teams.service_urls import ServiceUrls
from adapters.teams.settings import TeamsSettings
from bot.core.cards import Chart
from bot.core.ports import Installations
from bot.delivery.threads import Threads
from bot.handlers.bot import Bot

Path = Callable[[str, str, datetime], str]
"""Of the picture of what is drawn, in a language: for a while, and nobody can guess it."""


@dataclass(frozen=True, slots=True)
class TeamsIntegration:
    """`routes` check for themselves who calls."""

    name: str
    platform: TeamsPlatform
    routes: Sequence[Route]
    pages: Callable[[object], Sequence[Route]] = lambda _: []  # Teams lets us in by itself
    connection: Callable[[], AbstractAsyncContextManager[None]] = nullcontext


@asynccontextmanager
async def teams(
    settings: TeamsSettings, bot: Bot, installations: Installations, *, public_url: str, picture: Path
) -> AsyncIterator[TeamsIntegration]:
    """Open until the end of the block. One session serves all calls. `picture` tells where pictures are,
    under our public address."""
    clock, trust = bot.context.clock, settings.trust
    async with aiohttp.ClientSession() as http:
        password = settings.app_password.get_secret_value()
        bearer = AccessTokenProvider(http, settings.asks_for_tokens_at, settings.app_id, password, clock)
        services = ServiceUrls(installations, clock)
        can_fetch = public_url.startswith("https://") or settings.has_a_stand_in
        pictures = partial(chart_url, public_url, picture) if can_fetch else no_chart
        threads = Threads(bot.context.store, clock)
        platform = TeamsPlatform(
            Connector(http, bearer, trust), services, threads, clock, public_url, pictures
        )
        keyring = SigningKeyCache(http, settings.openid_metadata_url, clock)
        try:
            entrance = Authenticator(trust, keyring, clock)
            yield TeamsIntegration(
                "teams", platform, [messages_route(entrance, TeamsController(bot, platform, services))]
            )
        finally:
            await keyring.close()


def chart_url(public_url: str, picture: Path, chart: Chart, now: datetime) -> str:
    return public_url + picture(chart.of, chart.language, now)


def no_chart(_chart: Chart, _now: datetime) -> str:
    return ""
