"""Health: which parts are missing for Accord to work."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core.heartbeats import Heartbeat
from bot.ops.health import not_ready
from storage.heartbeats import SqlHeartbeats
from storage.keys import KeysDatabase
from storage.store import SqlStore
from tests.support.databases import PostgreSQL
from tests.support.fakes import SetClock


@pytest.fixture(params=["sqlite", "postgresql"])
async def bare(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SqlStore]:
    """A database without tables."""
    url = f"sqlite+aiosqlite:///{tmp_path}/bare.db"
    if request.param == "postgresql":
        postgresql: PostgreSQL = request.getfixturevalue("postgresql")
        url = postgresql.url(postgresql.new())
    store = SqlStore(url)
    yield store
    await store.close()


async def test_accord_is_ready_with_databases_and_a_worker(
    store: SqlStore, heartbeats: SqlHeartbeats, clock: SetClock
) -> None:
    await heartbeats.record(Heartbeat("w", "here", clock.now()))
    assert await not_ready(store, heartbeats, clock) == []


async def test_a_database_without_tables_lacks_migrations(
    bare: SqlStore, heartbeats: SqlHeartbeats, clock: SetClock
) -> None:
    assert await not_ready(bare, heartbeats, clock) == ["migrations", "worker"]


async def test_a_worker_without_a_recent_heartbeat_is_missing(
    store: SqlStore, heartbeats: SqlHeartbeats, clock: SetClock
) -> None:
    await heartbeats.record(Heartbeat("w", "here", clock.now()))
    clock.move(timedelta(minutes=2))
    assert await not_ready(store, heartbeats, clock) == ["worker"]


async def test_an_unreachable_database_hides_its_migrations_and_workers(
    tmp_path: Path, clock: SetClock
) -> None:
    away = f"sqlite+aiosqlite:///{tmp_path}"  # a folder
    store, keys = SqlStore(away), KeysDatabase(away)
    assert await not_ready(store, SqlHeartbeats(keys), clock) == ["database", "keys"]
    await store.close()
    await keys.close()


@dataclass
class Silent:
    """Implements ports.DatabaseHealth and ports.Heartbeats: never answers."""

    asked: int = 0

    async def _wait(self) -> None:
        self.asked += 1
        await asyncio.Event().wait()

    async def is_current(self) -> bool:
        await self._wait()
        return True

    async def lag(self, now: datetime) -> timedelta:
        await self._wait()
        return timedelta()

    async def all(self) -> list[Heartbeat]:
        await self._wait()
        return []

    async def record(self, pulse: Heartbeat) -> None: ...

    async def stop(self, worker: str) -> None: ...


async def test_health_does_not_wait_for_a_silent_database(clock: SetClock) -> None:
    silent = Silent()
    assert await not_ready(silent, silent, clock, seconds=0.01) == ["database", "keys"]
    assert silent.asked == 2
