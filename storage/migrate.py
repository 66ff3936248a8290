"""Migrates a database to the schema of this version."""

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
    """Migrate in one transaction; if interrupted, nothing has changed. Raises Unavailable."""
    # SQLite alters a table by copying it; dropping the old one would cascade along foreign keys.
    database = open_database(url, foreign_keys=False)
    try:
        async with database.transaction() as connection:
            with translate_errors():
                await connection.run_sync(_upgrade)
    finally:
        await database.close()


async def pending(url: str) -> bool:
    """Return True if `migrate` has something to do. Raises Unavailable."""
    database = open_database(url)
    try:
        async with database.read_only() as connection:
            with translate_errors():
                return not await is_current(connection)
    finally:
        await database.close()


def _upgrade(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":  # one at a time, however many processes start together
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("accord migrate"))))
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


class Schema(StrEnum):
    CURRENT = "current"
    OLDER = "older"  # or none at all
    NEWER = "newer"


async def compare_schema(connection: Connection) -> Schema:
    """Return how the schema of a database compares with that of this version."""
    revisions = await connection.run_sync(_revisions)
    if revisions == _head_revisions():
        return Schema.CURRENT
    return Schema.OLDER if revisions < _all_revisions() else Schema.NEWER


async def is_current(connection: Connection) -> bool:
    return await compare_schema(connection) is Schema.CURRENT


def _revisions(connection: sa.Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


@cache
def _head_revisions() -> set[str]:
    return set(ScriptDirectory(str(FOLDER)).get_heads())


@cache
def _all_revisions() -> set[str]:
    return {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}
