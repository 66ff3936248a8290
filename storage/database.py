"""What SQLite and PostgreSQL have in common, as far as the rest of storage is concerned."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

R = TypeVar("R")


class Connection(Protocol):
    """Inside one transaction."""

    @property
    def dialect(self) -> sa.Dialect: ...

    async def execute(
        self,
        statement: sa.Executable,
        parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        /,
    ) -> sa.CursorResult[Any]: ...

    async def exec_driver_sql(
        self, statement: str, parameters: Sequence[tuple[Any, ...]], /
    ) -> sa.CursorResult[Any]:
        """The driver's own SQL, with values as the driver takes them."""

    async def fetch(self, statement: str, parameters: Sequence[Any], /) -> Sequence[Sequence[Any]]:
        """One statement in the driver's own SQL, with the driver's own values and rows."""

    async def run_sync(self, work: Callable[[sa.Connection], R], /) -> R:
        """For what knows nothing of `await`."""


class Database(Protocol):
    """Its blocks raise Unavailable on their way in and out, and let through what is raised inside them."""

    def transaction(self) -> AbstractAsyncContextManager[Connection]:
        """A transaction that writes: kept when the block ends well, dropped when it raises."""

    def read_only(self) -> AbstractAsyncContextManager[Connection]:
        """A transaction that sees one moment and writes nothing."""

    def autocommit(self) -> AbstractAsyncContextManager[Connection]:
        """For one query alone, which needs no transaction around it."""

    async def probe(self) -> None:
        """Raises Unavailable where nothing can be written, as far as can be found out without a trace."""

    async def purge_deleted(self, *tables: str) -> None:
        """Make what was removed from these tables gone from the files as well, as far as the database can."""

    async def close(self) -> None: ...


def open_database(url: str, *, foreign_keys: bool = True) -> Database:
    """Opens nothing yet. `foreign_keys`: whether SQLite, which can do without, heeds them."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        from storage.sqlite import SqliteDatabase

        return SqliteDatabase(parsed, foreign_keys=foreign_keys)
    from storage.postgresql import PostgresDatabase

    return PostgresDatabase(parsed)
