"""Completes databases of revision 0001 that were made before its last form.

Until 22 November 2026 revision 0001 was edited in place. From commit 78cfa2e on, each edit added something: a
database of that time has the revision, but not all of its tables and columns.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from types import ModuleType

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

ADDED_TABLES = ("installations", "conversations", "asked", "mailboxes", "no_mail", "posted")
REMINDERS = 1  # each round had one before a partnership could choose
INDEX = "ix_deliveries_lane_state_due_at"


def complete(connection: sa.Connection, first: ModuleType) -> bool:
    """Add what a database of revision 0001 lacks; `first` is its migration. Returns True if anything was
    missing. Tables that no version has made are left as they are."""
    columns = _read_columns(connection)
    with Operations.context(MigrationContext.configure(connection)) as op:
        missing = [table for table in ADDED_TABLES if table not in columns]
        if "via" in columns.get("installations", ()) and _is_empty(connection, "installations"):
            op.drop_table("installations")
            missing.append("installations")
        for table in missing:
            create: Callable[[], None] = getattr(first, f"_{table}")
            create()
        if "reminders" not in columns.get("partnerships", ()):
            _add_reminders(op)
        if "within" not in columns.get("channels", ()):
            op.add_column("channels", sa.Column("within", sa.String(), nullable=True))
            op.create_index("ix_channels_within", "channels", ["within"])
        if INDEX in {index["name"] for index in sa.inspect(connection).get_indexes("deliveries")}:
            op.drop_index(INDEX, "deliveries")
            op.create_index(f"{INDEX}_late_at", "deliveries", ["lane", "state", "due_at", "late_at"])
    return _read_columns(connection) != columns


def _read_columns(connection: sa.Connection) -> Mapping[str, AbstractSet[str]]:
    columns = sa.inspect(connection).get_multi_columns()
    return {table: {column["name"] for column in of_table} for (_, table), of_table in columns.items()}


def _is_empty(connection: sa.Connection, table: str) -> bool:
    return connection.execute(sa.select(sa.literal(1)).select_from(sa.table(table)).limit(1)).first() is None


def _add_reminders(op: Operations) -> None:
    """Add the column without a default of the database's, which the migration does not have either."""
    op.add_column("partnerships", sa.Column("reminders", sa.Integer(), nullable=True))
    partnerships = sa.table("partnerships", sa.column("reminders", sa.Integer))
    op.execute(partnerships.update().values(reminders=REMINDERS))
    with op.batch_alter_table("partnerships") as table:
        table.alter_column("reminders", nullable=False)
