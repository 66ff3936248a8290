"""A scenario with random ids: counted ids would give everything away."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.core.ports import Crypto, RoundKeyStore
from storage.ids import RandomIds
from tests.privacy import dump
from tests.privacy.dump import Dump
from tests.support.fakes import SetClock
from tests.support.scenario import Scenario, open_scenario


@pytest.fixture
async def scenario(
    database_url: str, keys: RoundKeyStore, crypto: Crypto, clock: SetClock
) -> AsyncIterator[Scenario]:
    async with open_scenario(database_url, keys, crypto, clock, RandomIds()) as scenario:
        yield scenario


@pytest.fixture
def take(database_url: str) -> Callable[[], Awaitable[Dump]]:
    """Copy the database as it is now, as a thief would."""

    async def take() -> Dump:
        scheme, _, path = database_url.partition(":///")
        if scheme.startswith("sqlite"):
            return dump.of_sqlite(Path(path))
        return await dump.of_postgresql(database_url)

    return take
