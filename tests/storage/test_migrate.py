"""Migrations lead to the tables that the code expects, once, and without loss."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.core.errors import Unavailable
from bot.core.models import Person
from storage.database import open_database
from storage.migrate import Upgrade, migrate
from storage.schema import HEAD, Schema, read_schema
from storage.store import SqlStore
from storage.tables import metadata
from tests.storage.examples import AMIRA
from tests.support.databases import PostgreSQL


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/data/accord.db"
    postgresql: PostgreSQL = request.getfixturevalue("postgresql")
    return postgresql.url(postgresql.new())


async def test_an_empty_database_gets_the_tables_of_this_version(empty_url: str) -> None:
    assert await read_schema(empty_url) is Schema.EMPTY
    assert await migrate(empty_url) == Upgrade("", HEAD)
    assert await read_schema(empty_url) is Schema.CURRENT


async def test_migrating_again_changes_nothing(store: SqlStore, database_url: str) -> None:
    async with store.transaction() as db:
        await db.add(AMIRA)
    await migrate(database_url)
    async with store.read_only() as db:
        assert await db.find(Person) == [AMIRA]


async def test_processes_that_start_together_migrate_once(empty_url: str) -> None:
    upgrades = await asyncio.gather(*(migrate(empty_url) for _ in range(4)))
    assert sorted(upgrade.before for upgrade in upgrades) == ["", HEAD, HEAD, HEAD]


# Alembic cannot read an index over an expression back from SQLite, and says so; the next test can.
@pytest.mark.filterwarnings("ignore:.*expression-based index")
async def test_migrations_create_the_tables_of_the_code(database_url: str) -> None:
    def differences(connection: sa.Connection) -> Any:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    ours = open_database(database_url)
    async with ours.transaction() as connection:
        assert await connection.run_sync(differences) == []
    await ours.close()


def test_on_sqlite_the_definitions_are_the_same(migrated_file: Path) -> None:
    expected = sa.create_engine("sqlite://")
    metadata.create_all(expected)
    definitions = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'"
    with expected.connect() as connection, sqlite3.connect(migrated_file) as migrated:
        as_expected = {name: words(sql) for name, sql in connection.execute(sa.text(definitions))}
        assert {name: words(sql) for name, sql in migrated.execute(definitions)} == as_expected
    migrated.close()


async def test_only_the_owner_can_use_file_and_folder(tmp_path: Path) -> None:
    await migrate(f"sqlite+aiosqlite:///{tmp_path}/data/accord.db")
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "data" / "accord.db").stat().st_mode & 0o777 == 0o600


async def test_migrating_a_missing_server_raises_unavailable(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(Unavailable):
        await migrate(f"sqlite+aiosqlite:///{tmp_path}/data/accord.db")
    with pytest.raises(Unavailable):
        await read_schema("postgresql+asyncpg://nobody@127.0.0.1:1/nowhere")


def words(sql: str) -> list[str]:
    """What a table or an index consists of: the order of a table's columns and constraints means nothing, nor
    do the quotes around the name of one that a migration copied."""
    parts = sql.replace('"', "").replace(")", "\n)").replace(",", "\n").splitlines()
    return sorted(part for line in parts if (part := line.strip()))
