"""Brings a database to the schema of this version."""

from enum import StrEnum
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.database import Connection, open_database
from storage.errors import translate_errors

FOLDER = Path(__file__).parent / "migrations"


async def migrate(url: str) -> None:
    """All in one transaction: interrupted, it leaves what was there. Raises Unavailable."""
    # SQLite alters a table by building it anew; foreign keys would take along what points at the old one.
    ours = open_database(url, foreign_keys=False)
    try:
        async with ours.transaction() as connection:
            with translate_errors():
                await connection.run_sync(_upgrade)
    finally:
        await ours.close()


async def pending(url: str) -> bool:
    """Whether `migrate` has something to do. Raises Unavailable."""
    ours = open_database(url)
    try:
        async with ours.read_only() as connection:
            with translate_errors():
                return not await is_current(connection)
    finally:
        await ours.close()


def _upgrade(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":  # one at a time, however many processes start together
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("accord migrate"))))
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


class Schema(StrEnum):
    OURS = "ours"
    OLDER = "older"  # or none at all
    NEWER = "newer"


async def schema(connection: Connection) -> Schema:
    """Whose schema the database has."""
    found = await connection.run_sync(_versions)
    if found == _heads():
        return Schema.OURS
    return Schema.OLDER if found < _all() else Schema.NEWER


async def is_current(connection: Connection) -> bool:
    return await schema(connection) is Schema.OURS


def _versions(connection: sa.Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


@cache
def _heads() -> set[str]:
    return set(ScriptDirectory(str(FOLDER)).get_heads())


@cache
def _all() -> set[str]:
    return {each.revision for each in ScriptDirectory(str(FOLDER)).walk_revisions()}
