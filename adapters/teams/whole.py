"""Teams, put together: what the rest of Accord needs of it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
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
class Whole:
    """`routes` check for themselves who calls."""

    name: str
    platform: Teams
    routes: Sequence[Route]

    def pages(self, _: object) -> Sequence[Route]:
        """None: Teams is let in by an administrator, there."""
        return []

    def listening(self) -> AbstractAsyncContextManager[None]:
        return nullcontext()


@asynccontextmanager
async def teams(
    settings: TeamsSettings, bot: Bot, installations: Installations, *, public_url: str, picture: Picture
) -> AsyncIterator[Whole]:
    """Open until the end of the block. One session serves all calls."""
    clock, trust = bot.world.clock, settings.trust
    async with aiohttp.ClientSession() as http:
        password = settings.app_password.get_secret_value()
        bearer = Bearer(http, settings.asks_for_tokens_at, settings.app_id, password, clock)
        services = Services(installations, clock)
        platform = Teams(Connector(http, bearer, trust), services, clock, public_url, picture)
        keyring = Keyring(http, settings.openid_metadata_url, clock)
        try:
            entrance = Entrance(trust, keyring, clock)
            yield Whole("teams", platform, [route(entrance, Listening(bot, platform, services))])
        finally:
            await keyring.close()
