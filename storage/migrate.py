"""Migrates a database to the schema of this version.

This module imports Alembic, which takes most of a second. A start on a current schema does without
(`storage/schema.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.core.errors import AccordError
from storage.checks import require_writable
from storage.database import Connection, open_database
from storage.errors import translate_errors
from storage.schema import (
    FIRST,
    HEAD,
    MIGRATIONS,
    Schema,
    compare_schema,
    read_columns,
    read_revision,
    refusal,
)
from storage.unreleased import complete

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The revisions before and after a migration; `before` is empty for a new database. `completed` is True
    if revision 0001 was in one of its unreleased forms."""

    before: str
    after: str
    completed: bool = False

    def __str__(self) -> str:
        if not self.before:
            return f"The database was created, at version {self.after}."
        if self.before == self.after and not self.completed:
            return "The database is up to date."
        form = " (before its release)" if self.completed else ""
        return f"The database was upgraded from version {self.before}{form} to {self.after}."


def _silent(_: str) -> None:
    """Report nothing."""


async def migrate(url: str, name: str = "the database", report: Report = _silent) -> Upgrade:
    """Migrate in one transaction; if interrupted, nothing has changed. An upgrade calls `report` with a line
    for each step. Raises AccordError, which calls the database `name`, if this version cannot upgrade it."""
    require_writable(url, "database")
    # SQLite alters a table by copying it; dropping the old one would cascade along foreign keys.
    database = open_database(url, foreign_keys=False, maintenance=True)
    try:
        async with database.transaction() as connection:
            return await _upgrade(connection, name, report)
    finally:
        await database.close()


async def _upgrade(connection: Connection, name: str, report: Report) -> Upgrade:
    if connection.backend == "postgresql":  # one at a time, however many processes start together
        await connection.execute("SELECT pg_advisory_xact_lock(hashtext('accord migrate'))")
    before = await read_revision(connection, await read_columns(connection))
    schema = await compare_schema(connection)
    if schema is Schema.CURRENT:
        return Upgrade(before, before)
    if schema not in {Schema.EMPTY, Schema.OLDER}:
        raise AccordError(refusal(schema, name))
    if before:
        report(f"Upgrading to version {HEAD}. If this is interrupted, nothing has changed.")
    try:
        with translate_errors():
            completed = await connection.run_sync(
                lambda connection: _run_migrations(connection, before, report if before else _silent)
            )
    except sa.exc.SQLAlchemyError as error:  # such as a missing table
        reason = getattr(error, "orig", error)
        raise AccordError(f"{refusal(Schema.UNKNOWN, name)} ({reason})") from error
    if await compare_schema(connection) is not Schema.CURRENT:
        raise AccordError(refusal(Schema.UNKNOWN, name))
    return Upgrade(before, HEAD, completed)


def _run_migrations(connection: sa.Connection, before: str, report: Report) -> bool:
    """Return True if revision 0001 was in an unreleased form."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"], config.attributes["report"] = connection, report
    first = ScriptDirectory.from_config(config).get_revision(FIRST)
    completed = before == FIRST and complete(connection, first.module)
    command.upgrade(config, "head")
    return completed
