"""Compares the tables of a database with those that this version expects. Takes milliseconds: no Alembic.

The revision alone does not tell. Until 22 November 2026 revision 0001 was edited in place, so databases with
different tables have it (`storage/unreleased.py`).
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from pathlib import Path

from storage.database import Connection, open_database
from storage.tables import metadata

MIGRATIONS = Path(__file__).parent / "migrations"
REVISIONS = sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
FIRST, HEAD = REVISIONS[0], REVISIONS[-1]

REVISION_TABLE = "alembic_version"
_EXPECTED = {table.name: set(table.columns.keys()) for table in metadata.sorted_tables}
_COLUMNS = {
    "sqlite": """
        SELECT tables.name, columns.name
        FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
        WHERE tables.type = 'table' AND tables.name NOT GLOB 'sqlite_*'
    """,
    "postgresql": """
        SELECT relname, attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
        AND attnum > 0 AND NOT attisdropped
    """,
}


class Schema(StrEnum):
    """The result of comparing the tables of a database with those of this version."""

    CURRENT = "current"
    EMPTY = "empty"
    OLDER = "older"
    NEWER = "newer"
    UNKNOWN = "unknown"  # no released version has made them
    FOREIGN = "foreign"  # another program has


async def read_schema(url: str) -> Schema:
    """Return how the tables of a database compare with those of this version. Raises Unavailable."""
    database = open_database(url)
    try:
        async with database.read_only() as connection:
            return await compare_schema(connection)
    finally:
        await database.close()


async def is_current(connection: Connection) -> bool:
    return await compare_schema(connection) is Schema.CURRENT


async def compare_schema(connection: Connection) -> Schema:
    """Return how the tables of a database compare with those of this version."""
    columns = await read_columns(connection)
    if columns and not columns.keys() & _EXPECTED.keys():
        return Schema.EMPTY if columns.keys() == {REVISION_TABLE} else Schema.FOREIGN
    revision = await read_revision(connection, columns)
    if revision and revision not in REVISIONS:
        return Schema.NEWER
    if not revision:
        return Schema.UNKNOWN if columns.keys() & _EXPECTED.keys() else Schema.EMPTY
    if revision == HEAD and all(columns.get(name) == names for name, names in _EXPECTED.items()):
        return Schema.CURRENT
    # The first revision has several forms: which ones can be upgraded, the upgrade itself finds out.
    return Schema.UNKNOWN if revision == HEAD != FIRST else Schema.OLDER


async def read_columns(connection: Connection) -> Mapping[str, AbstractSet[str]]:
    """Return the names of the columns of each table; tables that are not Accord's are among them."""
    columns: dict[str, set[str]] = {}
    for table, column in await connection.fetch(_COLUMNS[connection.backend]):
        columns.setdefault(table, set()).add(column)
    return columns


async def read_revision(connection: Connection, columns: Mapping[str, AbstractSet[str]]) -> str:
    """Return the revision of the last migration, or an empty text."""
    if REVISION_TABLE not in columns:
        return ""
    rows = await connection.fetch(f"SELECT version_num FROM {REVISION_TABLE}")  # noqa: S608
    return ", ".join(sorted(revision for (revision,) in rows))


def refusal(schema: Schema, name: str = "the database") -> str:
    """Return why Accord cannot use a database as it is, and what to do instead, for an error message."""
    if schema is Schema.EMPTY:
        return f"{name} has no tables yet. Run accord migrate"
    if schema is Schema.OLDER:
        return f"{name} is from an older version of Accord. Run accord migrate"
    if schema is Schema.NEWER:
        return (
            f"{name} is from a newer version of Accord. Run that version, or restore a backup of this version"
            " into a new database"
        )
    if schema is Schema.FOREIGN:
        return f"{name} holds tables of another program. Set ACCORD_DATABASE_URL to an empty database"
    return (
        f"{name} is from a version of Accord that was never released. Run that version, or restore a backup"
        " of a released version into a new database"
    )
