"""A scenario with random ids, for counted ids would give everything away, and with real pages."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from adapters.web.platform import WebPlatform
from bot.core.ports import Crypto, Platform, RoundKeyStore
from bot.worker import Worker
from storage.ids import RandomIds
from storage.web_inbox import SqlWebInbox
from tests.privacy import dump
from tests.privacy.dump import Dump
from tests.support.fakes import SetClock
from tests.support.scenario import Scenario, open_scenario


@pytest.fixture
async def scenario(
    database_url: str, keys: RoundKeyStore, crypto: Crypto, clock: SetClock
) -> AsyncIterator[Scenario]:
    async with open_scenario(database_url, keys, crypto, clock, RandomIds()) as scenario:
        keep_messages_on_pages(scenario)
        yield scenario


def keep_messages_on_pages(scenario: Scenario) -> None:
    """Keep what is sent to the web in its inbox, as the product does."""
    pages = WebPlatform(SqlWebInbox(scenario.store), scenario.clock)
    platforms: dict[str, Platform] = {"web": pages, "slack": scenario.platform, "teams": scenario.platform}
    scenario.worker = Worker(scenario.context, platforms)


@pytest.fixture
def take(database_url: str) -> Callable[[], Awaitable[Dump]]:
    """Copy the database as it is now, as a thief would."""

    async def take() -> Dump:
        scheme, _, path = database_url.partition(":///")
        if scheme.startswith("sqlite"):
            return dump.of_sqlite(Path(path))
        return await dump.of_postgresql(database_url)

    return take
