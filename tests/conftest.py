"""Fixtures for all tests: databases, keys, a clock, ids, and a scenario of the whole product."""

import asyncio
import gc
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

import pytest
import structlog
from hypothesis import settings

from bot.core.ports import Crypto, Ids, RoundKeyStore
from bot.ops.logs import _LibraryHandler
from storage.crypto import ChaChaCrypto
from storage.keys import SqlRoundKeyStore
from storage.migrate import migrate
from storage.store import SqlStore
from storage.tables import metadata
from storage.web_inbox import SqlWebInbox
from tests.support.databases import SETTINGS, PostgreSQL, key_store, postgresql_server
from tests.support.fakes import CountedIds, SetClock
from tests.support.outbound_guard import GUARD
from tests.support.scenario import Scenario, open_scenario

# A busy machine is no failure. Each run tries the same examples; `make test-long` tries new ones.
settings.register_profile("accord", deadline=None, derandomize=True)
settings.register_profile("new examples", deadline=None, max_examples=500)
settings.load_profile("accord")

# Files that take longest, which begin first: one that begins last would be waited for by all workers.
LONGEST = (
    "tests/ops/test_many_processes.py",
    "tests/end_to_end/",
    "tests/test_main.py",
    "tests/adapters/web/test_in_a_browser.py",
    "tests/test_release.py",
    "tests/deploy/",
    "tests/adapters/web/test_documentation_in_a_browser.py",
    "tests/faults/",
    "tests/ops/",
    "tests/privacy/",
    "tests/storage/",
    "tests/conversations/",
    "tests/adapters/web/",
    "tests/test_",
)

GUARD.start()

EMPTY = "; ".join(f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return at least four: tests with browsers and processes wait for half of their time."""
    return max(4, os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with LONGEST, in this order. All other files keep theirs."""
    places = (*LONGEST, "")
    items.sort(key=lambda item: next(n for n, place in enumerate(places) if item.nodeid.startswith(place)))


def pytest_collection_finish() -> None:
    """Freeze what was imported: the garbage collector need not go through all of it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def reset_logs() -> None:
    """Undo what an earlier test set up."""
    structlog.reset_defaults()
    sys.excepthook = sys.__excepthook__
    root = logging.getLogger()
    root.handlers = [handler for handler in root.handlers if not isinstance(handler, _LibraryHandler)]


@pytest.fixture(autouse=True)
def nothing_leaves_this_machine() -> Iterator[None]:
    """Fail a test that tries to reach another machine, also if the code that tried went on without it."""
    GUARD.refused.clear()
    yield
    assert GUARD.refused == []


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 3, 2, 9, tzinfo=UTC))  # a Monday


@pytest.fixture
def ids() -> CountedIds:
    return CountedIds()


@pytest.fixture(scope="session")
def crypto() -> ChaChaCrypto:
    return ChaChaCrypto(("the newest secret key of this test", "an older secret key of this test"))


@pytest.fixture
async def keys(tmp_path: Path) -> AsyncIterator[SqlRoundKeyStore]:
    keys = key_store(f"sqlite+aiosqlite:///{tmp_path}/keys/keys.db")
    yield keys
    await keys.close()


@pytest.fixture
def inbox(store: SqlStore) -> SqlWebInbox:
    return SqlWebInbox(store)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty, migrated database of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    store = SqlStore(database_url)
    yield store
    await store.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "accord.db"
    with ThreadPoolExecutor() as thread:  # the fixture may run inside an event loop
        thread.submit(asyncio.run, migrate(f"sqlite+aiosqlite:///{file}")).result()
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    return f"sqlite+aiosqlite:///{shutil.copy(migrated_file, tmp_path / 'accord.db')}"


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of two megabytes. Skips the test if mounting is not allowed."""
    folder = Path(mkdtemp(prefix="accord-small-disk-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        folder.rmdir()
        pytest.skip(f"NO DISK COULD BE MOUNTED, SO NONE WAS FULL: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)
    folder.rmdir()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    with postgresql_server(SETTINGS) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_database(postgresql: PostgreSQL) -> str:
    return postgresql.migrated()


@pytest.fixture(scope="session")
def shared_database(postgresql: PostgreSQL, migrated_database: str) -> str:
    """A database that each test empties, which is twenty times as fast as to create one."""
    return postgresql.new(template=migrated_database)


@pytest.fixture
def fresh_postgresql_url(postgresql: PostgreSQL, migrated_database: str) -> str:
    """A database that nothing was ever written to, for tests that look at pages and not at rows."""
    return postgresql.url(postgresql.new(template=migrated_database))


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL, shared_database: str) -> str:
    postgresql.run(shared_database, EMPTY)
    return postgresql.url(shared_database)


@pytest.fixture
def scenario_database(request: pytest.FixtureRequest) -> str:
    """The database of a scenario: SQLite, or each in turn for tests that are marked `each_database`."""
    url: str = request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url")
    return url


@pytest.fixture
async def scenario(
    scenario_database: str, keys: RoundKeyStore, crypto: Crypto, clock: SetClock, ids: Ids
) -> AsyncIterator[Scenario]:
    async with open_scenario(scenario_database, keys, crypto, clock, ids) as scenario:
        yield scenario
