"""Stores round keys, which link answers to their authors while a round is open. No backup may hold this
database. The keys are wrapped under ACCORD_SECRET_KEY, so whoever has only this database cannot use them.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.core.errors import AccordError, NotFound, SecretKeyMissing
from storage.crypto import KEY, KeyWrapping, fingerprint_of
from storage.database import Database, open_database
from storage.errors import translate_errors
from storage.prepared import prepare
from storage.queries import INSERTS
from storage.types import UtcDateTime

metadata = sa.MetaData()
_keys = sa.Table(
    "round_keys",
    metadata,
    sa.Column("round", sa.String, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False, index=True),
)
_bound = sa.Table(
    "bound_to",
    metadata,
    sa.Column("id", sa.String, primary_key=True),  # always _BOUND
    sa.Column("installation", sa.String, nullable=False),
    sa.Column("database", sa.String, nullable=False),  # the main one, as it was found at the last start
)
# Earlier versions kept keys as they are. A process of such a version, if one still runs, fails without this
# table; if it found its table empty, it would cancel the open rounds.
_unwrapped = sa.Table(
    "keys",
    sa.MetaData(),
    sa.Column("round", sa.String, primary_key=True),
    sa.Column("key", sa.LargeBinary, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
)
_BOUND = "keys"
_BOUND_TO = sa.select(_bound.c.installation, _bound.c.database)
_GET = sa.select(_keys.c.wrapped).where(_keys.c.round == sa.bindparam("round_"))
_ALL = sa.select(_keys.c.round, _keys.c.wrapped, _keys.c.made_at).order_by(_keys.c.round)
_MADE_BEFORE = (
    sa.select(_keys.c.round)
    .where(_keys.c.made_at < sa.bindparam("before", type_=UtcDateTime))
    .order_by(_keys.c.round)
)
_DESTROY = sa.delete(_keys).where(_keys.c.round.in_(sa.bindparam("rounds", expanding=True)))


class KeysDatabase:
    """The keys database, for those who need no key."""

    def __init__(self, url: str):
        self._database = open_database(url)
        self._has_tables = False

    async def open(self) -> Database:
        """Return the database; the first call creates missing tables, for there is no schema to migrate."""
        if not self._has_tables:
            async with self._database.transaction() as connection:
                with translate_errors():
                    await connection.run_sync(_create_tables)
            self._has_tables = True
        return self._database

    async def bound_to(self) -> tuple[str, str]:
        """Return the id of the installation that these keys belong to, and its main database at the last
        start: each is "" if they belong to none yet."""
        async with (await self.open()).read_only() as connection:
            with translate_errors():
                row = (await connection.execute(_BOUND_TO)).one_or_none()
        return (row.installation, row.database) if row else ("", "")

    async def bind(self, installation: str, database: str) -> None:
        """Let the keys belong to an installation, whose main database is this one now. Raises AccordError if
        they belong to another."""
        async with (await self.open()).transaction() as connection:
            with translate_errors():
                row = {"id": _BOUND, "installation": installation, "database": database}
                insert = INSERTS[connection.dialect.name](_bound).values(row)
                await connection.execute(
                    insert.on_conflict_do_update(
                        index_elements=["id"],
                        set_={"database": database},
                        where=_bound.c.installation == installation,
                    )
                )
        if await self.bound_to() != (installation, database):
            raise AccordError("The keys database belongs to another installation")

    async def needed_secrets(self) -> dict[str, str]:
        """Return the fingerprint of the secret key that opens the key of each round."""
        return {row["round"]: fingerprint_of(row["wrapped"]) for row in await self.rows()}

    async def created_before(self, before: datetime) -> list[str]:
        async with (await self.open()).read_only() as connection:
            with translate_errors():
                return list((await connection.execute(_MADE_BEFORE, {"before": before})).scalars())

    async def destroy(self, *rounds: str) -> None:
        if rounds:
            async with (await self.open()).transaction() as connection:
                with translate_errors():
                    await connection.execute(_DESTROY, {"rounds": rounds})
            await self._database.erase_deleted(_keys.name)

    async def close(self) -> None:
        await self._database.close()

    async def rows(self) -> Sequence[sa.RowMapping]:
        """Return all keys, wrapped: round, wrapped and made_at."""
        async with (await self.open()).read_only() as connection:
            with translate_errors():
                return (await connection.execute(_ALL)).mappings().all()


class SqlRoundKeyStore(KeysDatabase):
    """Implements ports.RoundKeyStore. It caches no keys: one process could not make another forget them."""

    def __init__(self, url: str, wrapping: KeyWrapping):
        super().__init__(url)
        self._wrapping = wrapping

    async def create(self, rounds: Sequence[str], now: datetime) -> None:
        """Raises AlreadyExists if a round has a key: none is ever replaced."""
        rows = [self._wrap(id, os.urandom(KEY), now) for id in rounds]
        if rows:
            async with (await self.open()).transaction() as connection:
                with translate_errors():
                    await connection.execute(sa.insert(_keys), rows)

    async def get(self, round_: str) -> bytes | None:
        async with (await self.open()).autocommit() as connection:
            query = prepare(_GET, connection.dialect.name, bytes)
            wrapped = await query.run(connection, {"round_": round_})
        try:
            return self._wrapping.unwrap(round_, wrapped[0]) if wrapped else None
        except NotFound as error:
            raise SecretKeyMissing(f"{error}. It has the fingerprint {fingerprint_of(wrapped[0])}") from error

    async def wrap_all(self) -> None:
        """Wrap the keys that an earlier version kept as they are."""
        database = await self.open()
        async with database.transaction() as connection:
            with translate_errors():
                if not await connection.run_sync(_lock_unwrapped):
                    return
                rows = [
                    self._wrap(row.round, row.key, row.made_at)
                    for row in await connection.execute(sa.select(_unwrapped))
                ]
                if rows:
                    await connection.execute(sa.insert(_keys), rows)
                await connection.execute(sa.delete(_unwrapped))  # SQLite overwrites what is deleted
                await connection.execute(sa.schema.DropTable(_unwrapped))
        await database.erase_deleted(_keys.name)

    async def copy_from(self, other: "SqlRoundKeyStore") -> None:
        """Copy the keys that are missing here from another database of the same installation."""
        rows = [dict(row) for row in await other.rows()]
        if rows:
            async with (await self.open()).transaction() as connection:
                with translate_errors():
                    insert = INSERTS[connection.dialect.name](_keys).on_conflict_do_nothing()
                    await connection.execute(insert, rows)

    def _wrap(self, round_: str, key: bytes, made_at: datetime) -> Mapping[str, Any]:
        return {"round": round_, "wrapped": self._wrapping.wrap(round_, key), "made_at": made_at}


def _create_tables(connection: sa.Connection) -> None:
    _lock(connection)
    missing = not sa.inspect(connection).has_table(_keys.name)
    metadata.create_all(connection)
    if missing and connection.dialect.name == "postgresql":  # which would copy keys into its statistics
        connection.execute(sa.text(f"ALTER TABLE {_keys.name} ALTER wrapped SET STATISTICS 0"))


def _lock_unwrapped(connection: sa.Connection) -> bool:
    """Return True if there is a table of keys that are not wrapped; no other process has it meanwhile."""
    _lock(connection)
    return sa.inspect(connection).has_table(_unwrapped.name)


def _lock(connection: sa.Connection) -> None:
    """Let processes that start together take turns; on SQLite, transactions that write do so anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("accord keys"))))
