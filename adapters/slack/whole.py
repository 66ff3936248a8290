"""Slack, put together: what the rest of Accord needs of it."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from functools import partial

from starlette.routing import Route

from adapters.slack.afterwards import Afterwards
from adapters.slack.app import Desk
from adapters.slack.clients import Clients, bare, session
from adapters.slack.ears import Ears
from adapters.slack.edge import Edge
from adapters.slack.installing import Installing, Show
from adapters.slack.oauth import OAuth
from adapters.slack.people import People
from adapters.slack.pictures import Easel, Pictures
from adapters.slack.platform import Slack
from adapters.slack.settings import SlackSettings
from adapters.slack.showing import Showing
from adapters.slack.socket import connected
from adapters.slack.tokens import ManyTokens, OneToken
from bot.core.ports import Installations
from bot.delivery.threads import Threads
from bot.handlers.bot import Bot


@dataclass(frozen=True, slots=True)
class Whole:
    """`routes` check for themselves who calls; `pages` are for people. While `connection` is open, it takes
    what comes over Socket Mode."""

    name: str
    platform: Slack
    routes: Sequence[Route]
    pages: Callable[[Show], Sequence[Route]]
    connection: Callable[[], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def slack(
    settings: SlackSettings,
    bot: Bot,
    easel: Easel,
    installations: Installations,
    *,
    public_url: str,
    secret_keys: Sequence[str],
) -> AsyncIterator[Whole]:
    """Open until the end of the block; what was still to be shown then is shown first."""
    one, signing_secret, app_token, client_secret = (
        each.get_secret_value()
        for each in (settings.bot_token, settings.signing_secret, settings.app_token, settings.client_secret)
    )
    clock, afterwards, pictures = bot.context.clock, Afterwards(), Pictures(easel)
    async with session() as shared:
        anybody = bare(shared, settings.api_url)
        oauth = OAuth(anybody, settings.client_id, client_secret, clock)
        many = ManyTokens(installations, clock, oauth.renewed)
        tokens = OneToken(one) if one else many
        clients = Clients(shared, settings.api_url, tokens)
        showing = Showing(clients, pictures, shared, public_url)
        desk = Desk(Ears(bot, People(clients), showing, afterwards), tokens, anybody)
        install = partial(
            Installing,
            oauth,
            many,
            bot=bot,
            authorize_url=settings.authorize_url,
            public_url=public_url,
            secret_keys=secret_keys,
        )
        yield Whole(
            "slack",
            Slack(clients, pictures, Threads(bot.context.store, clock), public_url),
            [Edge(desk, signing_secret).route()] if signing_secret else [],
            lambda show: [] if one else install(show).routes(),
            partial(connected, desk, app_token, anybody) if app_token else nullcontext,
        )
        await afterwards.finish()
