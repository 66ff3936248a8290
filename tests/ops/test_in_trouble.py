"""A full disk, a read-only disk, and a database that is away: pages and health report it, nothing is damaged,
and afterwards everything works without a restart."""

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.web.app import create_app
from adapters.web.health import Health
from bot import app
from bot.app import Application
from bot.context import AppContext
from bot.handlers.bot import Bot
from bot.ops.health import not_ready
from bot.settings import Settings
from storage.backup import back_up
from storage.crypto import ChaChaCrypto
from storage.heartbeats import SqlHeartbeats
from storage.ids import RandomIds
from storage.store import SqlStore
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.scripted_bot import FakeRenderer
from tests.questions.product_bank import BANK
from tests.support.databases import PostgreSQL, fill_disk, key_store, remount
from tests.support.fakes import SetClock
from tests.support.history_factory import add_members_without_home

SECRET = SecretStr("a secret key of thirty-two characters")
TROUBLE = "Sorry, there is a problem with the service"


class Gwen(Browser):
    """A coordinator who started a partnership, and keeps adding notes."""

    _at = ""

    async def begins(self) -> None:
        await self.get("/start")
        await self.press(
            "Start the partnership", name="Gwen Hughes", partnership="Harbour", organisation="Borough Council"
        )

    async def starts(self) -> None:
        await self.begins()
        self._at = self.path.partition("?")[0]

    async def notes(self, words: str) -> int:
        return await self.says(f"note {words}")

    async def says(self, words: str) -> int:
        await self.get(self._at)
        if self.status == 200:
            await self.press("Send", words=words)
        assert (self.status == 503) is (TROUBLE in self.page.titles)
        assert "Traceback" not in self.response.text
        return self.status

    async def ready(self) -> tuple[int, str]:
        await self.get("/readyz")
        return self.status, self.response.text


@asynccontextmanager
async def started(settings: Settings) -> AsyncIterator[tuple[Application, Gwen]]:
    async with app.open_application(settings) as accord, accord.run_worker():
        gwen = Gwen(accord.app)
        await gwen.starts()
        assert await gwen.notes("We share an office") == 200
        yield accord, gwen


async def is_whole(accord: Application, tmp_path: Path) -> bool:
    """Return True if every row can be read and copied into a new database, which checks all constraints."""
    return (await back_up(accord.settings.database, tmp_path, accord.bot.context.clock.now())).exists()


async def nothing() -> bytes:
    return b""


async def test_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    async with started(Settings(data=small_disk / "data", secret_key=SECRET)) as (accord, gwen):
        fill_disk(small_disk)
        assert await gwen.ready() == (503, "not ready: database")
        assert await gwen.notes("We share a budget") == 503
        (small_disk / "filler").unlink()
        assert await gwen.notes("We share a budget") == 200
        assert await gwen.ready() == (200, "ready")
        assert await is_whole(accord, tmp_path)
    with closing(sqlite3.connect(small_disk / "data" / "accord.db")) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def test_a_disk_that_can_only_be_read(
    small_disk: Path, sqlite_url: str, clock: SetClock, crypto: ChaChaCrypto
) -> None:
    """What opens the database then is refused; what opens it afterwards is not."""
    file = Path(shutil.copy(sqlite_url.partition("///")[2], small_disk / "accord.db"))
    remount(small_disk, "ro")
    store, keys = (
        SqlStore(f"sqlite+aiosqlite:///{file}"),
        key_store(f"sqlite+aiosqlite:///{small_disk}/keys/keys.db"),
    )
    context = AppContext(store, keys, crypto, clock, RandomIds(), BANK, {})
    health = Health(partial(not_ready, store, SqlHeartbeats(keys), clock), nothing, "", alone=True)
    app = create_app(
        Bot(context),
        SqlWebInbox(store),
        FakeRenderer(),
        secret_keys=("key",),
        public_url=HERE,
        extra_routes=health.routes(),
    )
    gwen = Gwen(app)
    await gwen.begins()
    assert (gwen.status, TROUBLE in gwen.page.titles) == (503, True)
    assert await gwen.ready() == (503, "not ready: database, keys")
    remount(small_disk, "rw")
    await gwen.starts()
    assert await gwen.notes("We share an office") == 200
    assert await gwen.ready() == (503, "not ready: worker")
    await store.close()
    await keys.close()


@pytest.fixture
def shared(postgresql: PostgreSQL, migrated_database: str) -> tuple[str, str]:
    """Return the names of two databases: Accord's and its keys'."""
    return postgresql.new(template=migrated_database), postgresql.new()


def at(postgresql: PostgreSQL, shared: tuple[str, str], tmp_path: Path) -> Settings:
    main, keys = (postgresql.url(name) for name in shared)
    return Settings(data=tmp_path, database_url=main, keys_url=keys, secret_key=SECRET)


AWAY = (
    "ALTER DATABASE {name} ALLOW_CONNECTIONS false",
    "ALTER DATABASE {name} ALLOW_CONNECTIONS true",
)
READ_ONLY = (
    "ALTER DATABASE {name} SET default_transaction_read_only = on",
    "ALTER DATABASE {name} RESET default_transaction_read_only",
)
LOSE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"


@pytest.mark.parametrize(("begin", "end"), [AWAY, READ_ONLY], ids=["away", "read-only"])
async def test_a_shared_database(
    begin: str, end: str, postgresql: PostgreSQL, shared: tuple[str, str], tmp_path: Path
) -> None:
    async with started(at(postgresql, shared, tmp_path)) as (_, gwen):
        postgresql.run("postgres", begin.format(name=shared[0]), LOSE.format(name=shared[0]))
        assert [await gwen.notes("We share a budget") for _ in range(5)] == [503] * 5
        assert await gwen.ready() == (503, "not ready: database")
        postgresql.run("postgres", end.format(name=shared[0]), LOSE.format(name=shared[0]))
        while await gwen.notes("We share a budget") != 200:  # each connection finds out for itself
            pass
        assert await gwen.ready() == (200, "ready")


async def test_keys_that_are_away(postgresql: PostgreSQL, shared: tuple[str, str], tmp_path: Path) -> None:
    async with started(at(postgresql, shared, tmp_path)) as (accord, gwen):
        store, now = accord.bot.context.store, accord.bot.context.clock.now()
        await add_members_without_home(store, now, 4, "Harbour")
        assert await gwen.says("ask trust now") == 200
        postgresql.run("postgres", AWAY[0].format(name=shared[1]), LOSE.format(name=shared[1]))
        assert await gwen.says("check-in") == 503
        assert await gwen.ready() == (503, "not ready: keys")
        postgresql.run("postgres", AWAY[1].format(name=shared[1]))
        assert await gwen.says("check-in") == 200
        assert await gwen.ready() == (200, "ready")


async def test_a_shared_database_whose_disk_is_full(
    postgresql: PostgreSQL, small_disk: Path, migrated_database: str, tmp_path: Path
) -> None:
    remount(small_disk, "size=64m")
    main, keys = postgresql.new_on_disk(small_disk, "small", template=migrated_database), postgresql.new()
    async with started(at(postgresql, (main, keys), tmp_path)) as (accord, gwen):
        fill_disk(small_disk)
        while await gwen.says(f"action {'x' * 200}") == 200:  # there was room inside its files
            pass
        assert await gwen.ready() == (503, "not ready: database")
        (small_disk / "filler").unlink()
        assert await gwen.ready() == (200, "ready")
        assert await gwen.notes("We share a budget") == 200
        assert await is_whole(accord, tmp_path)
    postgresql.run("postgres", f"DROP DATABASE {main} WITH (FORCE)", "DROP TABLESPACE small")
