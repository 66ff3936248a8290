"""Slack, put together: what the rest of Accord needs of it."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from functools import partial

from slack_sdk.signature import SignatureVerifier
from starlette.routing import Route

from adapters.slack.clients import SlackClients, create_client, session
from adapters.slack.controller import SlackController
from adapters.slack.dispatcher import Dispatcher
from adapters.slack.files import PngRenderer, SlackFiles
from adapters.slack.http import EventsEndpoint
from adapters.slack.install_routes import InstallRoutes, Show
from adapters.slack.oauth import SlackOAuth
from adapters.slack.platform import SlackPlatform
from adapters.slack.responder import BackgroundTasks, Responder
from adapters.slack.settings import SlackSettings
from adapters.slack.socket_mode import socket_mode
from adapters.slack.tokens import InstallationTokens, SingleTokenSource
from adapters.slack.users import UserDirectory
from bot.core.ports import Installations
from bot.delivery.threads import Threads
from bot.handlers.bot import Bot


@dataclass(frozen=True, slots=True)
class SlackIntegration:
    """`routes` check for themselves who calls; `pages` are for people. While `connection` is open, it takes
    what comes over Socket Mode."""

    name: str
    platform: SlackPlatform
    routes: Sequence[Route]
    pages: Callable[[Show], Sequence[Route]]
    connection: Callable[[], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def slack(
    settings: SlackSettings,
    bot: Bot,
    chart_renderer: PngRenderer,
    installations: Installations,
    *,
    public_url: str,
    secret_keys: Sequence[str],
) -> AsyncIterator[SlackIntegration]:
    """Open until the end of the block; what was still to be shown then is shown first."""
    one, signing_secret, app_token, client_secret = (
        each.get_secret_value()
        for each in (settings.bot_token, settings.signing_secret, settings.app_token, settings.client_secret)
    )
    clock, afterwards, pictures = bot.context.clock, BackgroundTasks(), SlackFiles(chart_renderer)
    async with session() as shared:
        anybody = create_client(shared, settings.api_url)
        oauth = SlackOAuth(anybody, settings.client_id, client_secret, clock)
        many = InstallationTokens(installations, clock, oauth.renewed)
        tokens = SingleTokenSource(one) if one else many
        clients = SlackClients(shared, settings.api_url, tokens)
        showing = Responder(clients, pictures, shared, public_url)
        desk = Dispatcher(SlackController(bot, UserDirectory(clients), showing, afterwards), tokens, anybody)
        install = partial(
            InstallRoutes,
            oauth,
            many,
            bot=bot,
            authorize_url=settings.authorize_url,
            public_url=public_url,
            secret_keys=secret_keys,
        )
        yield SlackIntegration(
            "slack",
            SlackPlatform(clients, pictures, Threads(bot.context.store, clock), public_url),
            [EventsEndpoint(desk, SignatureVerifier(signing_secret)).route()] if signing_secret else [],
            lambda show: [] if one else install(show).routes(),
            partial(socket_mode, desk, app_token, anybody) if app_token else nullcontext,
        )
        await afterwards.finish()
