"""Heartbeats of workers are stored in the keys database."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.heartbeats import Heartbeat
from storage.heartbeats import RETENTION, SqlHeartbeats
from storage.keys import KeysDatabase
from storage.tables import metadata
from tests.storage.examples import LATER, NOW
from tests.support.databases import PostgreSQL


@pytest.fixture(params=["sqlite", "postgresql"])
def keys_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/keys.db"
    postgresql: PostgreSQL = request.getfixturevalue("postgresql")
    return postgresql.url(postgresql.new())


@pytest.fixture
async def heartbeats(keys_url: str) -> AsyncIterator[SqlHeartbeats]:
    keys = KeysDatabase(keys_url)
    yield SqlHeartbeats(keys)
    await keys.close()


async def test_the_latest_heartbeat_of_each_worker_is_kept(heartbeats: SqlHeartbeats) -> None:
    second = timedelta(seconds=1)
    for pulse in (
        Heartbeat("a", "here", NOW),
        Heartbeat("b", "there", NOW + second),
        Heartbeat("a", "here", NOW + 2 * second),
    ):
        await heartbeats.record(pulse)
    assert await heartbeats.all() == [
        Heartbeat("b", "there", NOW + second),
        Heartbeat("a", "here", NOW + 2 * second),
    ]


async def test_a_stopped_worker_has_no_heartbeat(heartbeats: SqlHeartbeats) -> None:
    await heartbeats.record(Heartbeat("a", "here", NOW))
    await heartbeats.record(Heartbeat("b", "here", NOW))
    await heartbeats.stop("a")
    assert await heartbeats.all() == [Heartbeat("b", "here", NOW)]


async def test_a_heartbeat_is_removed_after_a_day(heartbeats: SqlHeartbeats) -> None:
    await heartbeats.record(Heartbeat("a", "here", NOW))
    await heartbeats.record(Heartbeat("b", "here", NOW + RETENTION))
    assert len(await heartbeats.all()) == 2
    await heartbeats.record(Heartbeat("b", "here", LATER))
    assert await heartbeats.all() == [Heartbeat("b", "here", LATER)]


async def test_processes_that_start_together_create_the_tables_once(keys_url: str) -> None:
    together = [KeysDatabase(keys_url) for _ in range(5)]
    await asyncio.gather(
        *(SqlHeartbeats(keys).record(Heartbeat(f"{n}", "here", NOW)) for n, keys in enumerate(together))
    )
    assert len(await SqlHeartbeats(together[0]).all()) == 5
    for keys in together:
        await keys.close()


def test_heartbeats_are_not_in_the_main_database() -> None:
    assert "pulses" not in metadata.tables
