"""Teams, put together: what the rest of Accord needs of it."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import aiohttp
from starlette.routing import Route

from adapters.teams.bearer import Bearer
from adapters.teams.connector import Connector
from adapters.teams.endpoint import route
from adapters.teams.entrance import Entrance
from adapters.teams.keyring import Keyring
from adapters.teams.listening import Listening
from adapters.teams.platform import Teams
from adapters.teams.services import Services
from adapters.teams.settings import TeamsSettings
from bot.core.cards import Chart
from bot.core.ports import Installations
from bot.delivery.threads import Threads
from bot.handlers.bot import Bot

Path = Callable[[str, str, datetime], str]
"""Of the picture of what is drawn, in a language: for a while, and nobody can guess it."""


@dataclass(frozen=True, slots=True)
class Whole:
    """`routes` check for themselves who calls."""

    name: str
    platform: Teams
    routes: Sequence[Route]
    pages: Callable[[object], Sequence[Route]] = lambda _: []  # Teams lets us in by itself
    connection: Callable[[], AbstractAsyncContextManager[None]] = nullcontext


@asynccontextmanager
async def teams(
    settings: TeamsSettings, bot: Bot, installations: Installations, *, public_url: str, picture: Path
) -> AsyncIterator[Whole]:
    """Open until the end of the block. One session serves all calls. `picture` tells where pictures are,
    under our public address."""
    clock, trust = bot.context.clock, settings.trust
    async with aiohttp.ClientSession() as http:
        password = settings.app_password.get_secret_value()
        bearer = Bearer(http, settings.asks_for_tokens_at, settings.app_id, password, clock)
        services = Services(installations, clock)
        can_fetch = public_url.startswith("https://") or settings.has_a_stand_in
        pictures = partial(address, public_url, picture) if can_fetch else none
        threads = Threads(bot.context.store, clock)
        platform = Teams(Connector(http, bearer, trust), services, threads, clock, public_url, pictures)
        keyring = Keyring(http, settings.openid_metadata_url, clock)
        try:
            entrance = Entrance(trust, keyring, clock)
            yield Whole("teams", platform, [route(entrance, Listening(bot, platform, services))])
        finally:
            await keyring.close()


def address(public_url: str, picture: Path, chart: Chart, now: datetime) -> str:
    return public_url + picture(chart.of, chart.language, now)


def none(_chart: Chart, _now: datetime) -> str:
    return ""
