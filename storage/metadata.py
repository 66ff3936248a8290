"""The one collection of tables, and the names of their keys and indexes. Pure."""

from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def table(name: str, *rest: Any, **options: Any) -> sa.Table:
    """Return a table whose primary key is the id of its record."""
    return sa.Table(name, metadata, sa.Column("id", sa.String, primary_key=True), *rest, **options)
