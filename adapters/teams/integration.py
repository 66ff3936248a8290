"""Connects Accord to Teams."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime

import aiohttp
from starlette.routing import Route

from adapters.teams.access_token import AccessTokenProvider
from adapters.teams.connector import Connector
from adapters.teams.controller import TeamsController
from adapters.teams.platform import ServiceUrls, TeamsPlatform
from adapters.teams.render import CardRenderer
from adapters.teams.routes import Authenticator, SigningKeyCache, messages_route
from adapters.teams.settings import TeamsSettings
from bot.core.cards import Chart
from bot.core.ports import Installations
from bot.delivery.threads import Threads
from bot.handlers.bot import Bot

ChartPath = Callable[[str, str, datetime], str]
"""Returns the path of a chart's picture, by the chart's name and language: unguessable, and valid for a while
from that moment."""


@dataclass(frozen=True, slots=True)
class TeamsIntegration:
    """`routes` authenticate their callers themselves."""

    name: str
    platform: TeamsPlatform
    routes: Sequence[Route]
    pages: Callable[[object], Sequence[Route]] = lambda _: []  # Teams needs no pages to be installed
    connection: Callable[[], AbstractAsyncContextManager[None]] = nullcontext


@asynccontextmanager
async def teams(
    settings: TeamsSettings,
    bot: Bot,
    installations: Installations,
    threads: Threads,
    *,
    public_url: str,
    chart_path: ChartPath,
) -> AsyncIterator[TeamsIntegration]:
    """Open the integration until the end of the block. One HTTP session serves all calls."""
    clock = bot.clock
    can_fetch = public_url.startswith("https://") or settings.uses_stand_in

    def chart_url(chart: Chart) -> str:
        return public_url + chart_path(chart.name, chart.language, clock.now()) if can_fetch else ""

    async with aiohttp.ClientSession() as http:
        tokens = AccessTokenProvider(
            http,
            settings.token_endpoint,
            settings.app_id,
            settings.app_password.get_secret_value(),
            clock,
        )
        connector = Connector(http, tokens, settings.trust)
        services, renderer = ServiceUrls(installations, clock), CardRenderer(public_url, chart_url)
        platform = TeamsPlatform(connector, services, threads, renderer)
        controller = TeamsController(bot, platform, services, renderer)
        keys = SigningKeyCache(http, settings.openid_metadata_url, clock)
        route = messages_route(Authenticator(settings.trust, keys, clock), controller)
        try:
            yield TeamsIntegration("teams", platform, [route])
        finally:
            await keys.close()
