"""Put the parts of Slack together."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial

from slack_sdk.signature import SignatureVerifier
from starlette.routing import Route

from adapters.slack.checks import log_problems
from adapters.slack.clients import SlackClients, create_client, session
from adapters.slack.controller import SlackController
from adapters.slack.dispatcher import Dispatcher
from adapters.slack.files import SlackFiles
from adapters.slack.http import EventsEndpoint
from adapters.slack.install_routes import InstallRoutes, Show
from adapters.slack.oauth import SlackOAuth
from adapters.slack.platform import SEND_ERRORS, SlackPlatform
from adapters.slack.responder import BackgroundTasks, Responder
from adapters.slack.settings import SlackSettings
from adapters.slack.sign_in import SlackSignIn
from adapters.slack.socket_mode import socket_mode
from adapters.slack.tokens import InstallationTokens, SingleTokenSource
from adapters.slack.users import UserDirectory
from bot.chats import ChatServices, TrialServices
from bot.core.errors import Unavailable
from bot.core.events import AppReinstalled
from bot.handlers.bot import Bot


@dataclass(frozen=True, slots=True)
class SlackIntegration:
    """Slack as the application needs it. `routes` check signatures themselves; `pages` are for people.
    `connection` receives over Socket Mode while it is open."""

    name: str
    platform: SlackPlatform
    routes: Sequence[Route]
    pages: Callable[[Show], Sequence[Route]]
    connection: Callable[[], AbstractAsyncContextManager[None]]
    identity_provider: SlackSignIn | None


@asynccontextmanager
async def open_slack(settings: SlackSettings, services: ChatServices) -> AsyncIterator[SlackIntegration]:
    """Keep Slack's session open for the block. Replies that are still to be shown at its end are shown first,
    as nothing else would show them."""
    bot_token, app_token = settings.bot_token.get_secret_value(), settings.app_token.get_secret_value()
    signing_secret, client_secret = (
        secret.get_secret_value() for secret in (settings.signing_secret, settings.client_secret)
    )
    bot, public_url = services.bot, services.public_url
    clock, tasks, files = bot.clock, BackgroundTasks(), SlackFiles(services.chart_renderer)
    async with session(settings.api_url) as http:
        client = create_client(http, settings.api_url)  # without a token
        oauth = SlackOAuth(client, settings.client_id, client_secret, clock)
        installed = InstallationTokens(services.installations, clock, oauth.renew)
        tokens = SingleTokenSource(bot_token) if bot_token else installed
        clients = SlackClients(http, settings.api_url, tokens)
        responder = Responder(clients, files, http, public_url, lambda code: bot.translator(language=code))
        controller = SlackController(
            bot, UserDirectory(clients), responder, tasks, services.threads, services.owed_replies
        )
        dispatcher = Dispatcher(controller, tokens, client)
        install = partial(
            InstallRoutes,
            oauth,
            installed,
            bot=bot,
            greet=lambda user, event: tasks.start(controller.greeter.greet_user(user, event)),
            authorize_url=settings.authorize_url,
            public_url=public_url,
            secret_keys=services.secret_keys,
        )
        sign_in = SlackSignIn(http, settings, tokens, clock) if settings.sign_in else None
        connect = partial(socket_mode, dispatcher, app_token, client) if app_token else nullcontext
        yield SlackIntegration(
            "slack",
            SlackPlatform(clients, files, services.threads, public_url),
            [EventsEndpoint(dispatcher, SignatureVerifier(signing_secret)).route()] if signing_secret else [],
            lambda show: [] if bot_token else install(show).routes(),
            partial(_connection, settings, services, connect),
            sign_in,
        )
        await tasks.finish()
        if sign_in:
            await sign_in.close()


@asynccontextmanager
async def _connection(
    settings: SlackSettings,
    services: ChatServices,
    connect: Callable[[], AbstractAsyncContextManager[None]],
) -> AsyncIterator[None]:
    """Receive over Socket Mode, if it is wanted. Meanwhile try the token in the settings and log what is
    wrong: else nobody would know before a message does not come. Tokens of installations are not tried,
    since there may be hundreds."""
    trial = TrialServices(services.bot.clock, services.chart_renderer, None, services.public_url)
    tasks: list[asyncio.Task[None]] = []
    if settings.bot_token:
        tasks.append(asyncio.create_task(log_problems(settings, trial)))
        tasks.append(asyncio.create_task(report_workspace(settings, services.bot)))
    try:
        async with connect():
            yield
    finally:
        for task in tasks:
            task.cancel()


async def report_workspace(settings: SlackSettings, bot: Bot) -> None:
    """Report that Accord is installed in the workspace of the token in the settings. Slack tells when an app
    is removed; one that is installed again by hand has a new token, and so starts again."""
    async with session(settings.api_url) as http:
        client = create_client(http, settings.api_url, settings.bot_token.get_secret_value())
        with suppress(*SEND_ERRORS, Unavailable):  # `log_problems` tells what Slack refuses
            if workspace := (await client.auth_test()).get("team_id"):
                await bot.handle(AppReinstalled(f"started: {bot.ids.new()}", "slack", str(workspace)))
