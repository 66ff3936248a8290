"""Connects Accord to Teams."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass

from starlette.routing import Route

from adapters.teams.access_token import AccessTokenProvider
from adapters.teams.check_ins import CheckInMessages
from adapters.teams.connector import Connector, TenantConnectors
from adapters.teams.controller import TeamsController
from adapters.teams.everyone import AddingEveryone
from adapters.teams.form_flow import TeamsFormFlow
from adapters.teams.outbound import open_session
from adapters.teams.platform import ServiceUrls, TeamsPlatform
from adapters.teams.render import CardRenderer
from adapters.teams.replies import Pause, TeamsReplies
from adapters.teams.routes import Authenticator, messages_route, signing_keys
from adapters.teams.settings import TeamsSettings
from adapters.teams.sign_in import MicrosoftSignIn
from adapters.teams.tasks import TeamsTasks
from adapters.teams.tenants import AllowedTenants, RefusalLog
from bot.chats import ChatServices
from bot.core.cards import Chart


@dataclass(frozen=True, slots=True)
class TeamsIntegration:
    """`routes` authenticate their callers themselves."""

    name: str
    platform: TeamsPlatform
    routes: Sequence[Route]
    pages: Callable[[object], Sequence[Route]] = lambda _: []  # Teams needs no pages to be installed
    connection: Callable[[], AbstractAsyncContextManager[None]] = nullcontext
    identity_provider: MicrosoftSignIn | None = None


@asynccontextmanager
async def open_teams(
    settings: TeamsSettings, services: ChatServices, pause: Pause = asyncio.sleep
) -> AsyncIterator[TeamsIntegration]:
    """Open the integration until the end of the block. One HTTP session serves all calls. `pause` waits
    before a reply is tried again."""
    bot, public_url = services.bot, services.public_url
    clock = bot.clock
    can_fetch = public_url.startswith("https://") or settings.uses_stand_in

    def chart_url(chart: Chart) -> str:
        if not can_fetch:
            return ""
        return f"{public_url}{services.chart_path(chart.name, chart.language, clock.now())}?small"

    async with open_session(settings) as http:
        providers = [
            AccessTokenProvider(http, settings.token_endpoint(app.tenant), app.app_id, app.credential, clock)
            for app in settings.apps
        ]
        allowed = AllowedTenants(settings.trust, services.tenants, clock)
        await allowed.trust()  # so that no request waits for it
        connectors = TenantConnectors(
            {tokens.app_id: Connector(http, tokens, settings.trust) for tokens in providers}, allowed
        )
        urls = ServiceUrls(services.installations, clock)
        renderer = CardRenderer(public_url, chart_url)
        platform = TeamsPlatform(connectors, urls, services.threads, renderer)
        replies, tasks, owed = TeamsReplies(platform, pause), TeamsTasks(), services.owed_replies
        form_flow = TeamsFormFlow(bot, platform, AddingEveryone(bot, replies, owed, tasks))
        check_ins = CheckInMessages(bot, platform, services.threads, tasks, pause)
        controller = TeamsController(bot, urls, renderer, form_flow, replies, check_ins, owed)
        keys = signing_keys(http, settings.metadata_url, clock)
        refusals = RefusalLog(services.tenants, clock)
        route = messages_route(Authenticator(allowed, keys, clock), controller, refusals)
        sign_in = MicrosoftSignIn(http, settings, allowed, platform, clock) if settings.sign_in else None
        try:
            yield TeamsIntegration("teams", platform, [route], identity_provider=sign_in)
        finally:
            await tasks.finish()
            await keys.close()
            if sign_in:
                await sign_in.close()
            for tokens in providers:
                await tokens.close()
