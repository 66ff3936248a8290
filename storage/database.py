"""The interface of SQLite and PostgreSQL to the rest of storage."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal, Protocol, TypeVar

import sqlalchemy as sa

R = TypeVar("R")

CONNECTIONS = 10


class Connection(Protocol):
    """A connection inside one transaction. Statements, values and rows are as the driver takes and gives
    them. Raises the errors of the product."""

    @property
    def backend(self) -> Literal["sqlite", "postgresql"]: ...

    async def fetch(self, statement: str, parameters: Sequence[Any] = (), /) -> Sequence[Sequence[Any]]:
        """Run one statement and return its rows."""

    async def execute(self, statement: str, parameters: Sequence[Any] = (), /) -> int:
        """Run one statement and return the number of rows it changed; without parameters, any command."""

    async def execute_many(self, statement: str, rows: Sequence[Sequence[Any]], /) -> None:
        """Run one statement once for each row of parameters."""

    async def run_sync(self, work: Callable[[sa.Connection], R], /) -> R:
        """Run a migration over SQLAlchemy, in the same transaction. Raises SQLAlchemy's errors."""


class Database(Protocol):
    """A database. Its blocks raise Unavailable when they begin and end; errors inside pass through."""

    def transaction(self) -> AbstractAsyncContextManager[Connection]:
        """Begin a transaction that writes: committed when the block ends, rolled back when it raises."""

    def read_only(self) -> AbstractAsyncContextManager[Connection]:
        """Begin a transaction that sees one state of the database and writes nothing."""

    def autocommit(self) -> AbstractAsyncContextManager[Connection]:
        """Take a connection for one query that needs no transaction."""

    async def probe(self) -> None:
        """Raise Unavailable if nothing can be written, as far as that shows without writing."""

    async def purge_deleted(self, *tables: str) -> None:
        """Erase rows that were removed from these tables from the files too, as far as the database can."""

    async def erase_deleted(self, *tables: str) -> None:
        """Do the same for rows that must be in no write-ahead log either, as far as the role may."""

    def patient(self) -> "Database":
        """Return the same database for work for which nobody waits: its statements may take longer."""

    async def close(self) -> None: ...


def open_database(
    url: str, *, connections: int = CONNECTIONS, foreign_keys: bool = True, maintenance: bool = False
) -> Database:
    """Return the database of a URL; the first block connects to it, and at most `connections` are open at a
    time. SQLite has no such limit, and enforces foreign keys only with `foreign_keys`. With `maintenance`
    statements may take as long as they need."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        from storage.sqlite import SqliteDatabase

        return SqliteDatabase(parsed, foreign_keys=foreign_keys)
    from storage.postgresql import PostgresDatabase

    return PostgresDatabase(parsed, connections, maintenance=maintenance)
