"""All of Teams, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from starlette.routing import Route

from adapters.teams.bearer import Bearer
from adapters.teams.connector import Connector
from adapters.teams.endpoint import route
from adapters.teams.entrance import Entrance
from adapters.teams.keyring import Keyring
from adapters.teams.listening import Listening
from adapters.teams.platform import Picture, Teams
from adapters.teams.services import Services
from adapters.teams.settings import TeamsSettings
from bot.ports import Installations
from bot.talk.hear import Bot


@dataclass(frozen=True, slots=True)
class Opened:
    platform: Teams
    route: Route


@asynccontextmanager
async def opened(
    settings: TeamsSettings, bot: Bot, installations: Installations, public_url: str, picture: Picture
) -> AsyncIterator[Opened]:
    """One session for all calls, closed at the end of the block."""
    clock, trust = bot.world.clock, settings.trust
    async with aiohttp.ClientSession() as http:
        password = settings.app_password.get_secret_value()
        bearer = Bearer(http, settings.asks_for_tokens_at, settings.app_id, password, clock)
        services = Services(installations, clock)
        teams = Teams(Connector(http, bearer, trust), services, clock, public_url, picture)
        keyring = Keyring(http, settings.openid_metadata_url, clock)
        try:
            entrance, listening = Entrance(trust, keyring, clock), Listening(bot, teams, services)
            yield Opened(teams, route(entrance, listening))
        finally:
            await keyring.close()
