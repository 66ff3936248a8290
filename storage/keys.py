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
from storage.database import Connection, Database, open_database
from storage.prepared import (
    DIALECTS,
    PreparedChange,
    PreparedQuery,
    as_tuple,
    memoised,
    prepare,
    prepare_change,
)
from storage.queries import INSERTS, is_any_of
from storage.schema import read_columns
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
    .where(_keys.c.round > sa.bindparam("after"), _keys.c.made_at < sa.bindparam("before", type_=UtcDateTime))
    .order_by(_keys.c.round)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_INSERT = sa.insert(_keys)
_REWRAP = (  # unless the key has been destroyed meanwhile
    sa.update(_keys)
    .where(_keys.c.round == sa.bindparam("round_"), _keys.c.wrapped == sa.bindparam("old"))
    .values(wrapped=sa.bindparam("new"))
)
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('accord keys'))"


class KeysDatabase:
    """The keys database, for those who need no key."""

    def __init__(self, url: str):
        self._database = open_database(url)
        self._has_tables = False

    async def open(self) -> Database:
        """Return the database; the first call creates missing tables, for there is no schema to migrate."""
        if not self._has_tables:
            async with self._database.transaction() as connection:
                await _create_tables(connection)
            self._has_tables = True
        return self._database

    async def bound_to(self) -> tuple[str, str]:
        """Return the id of the installation that these keys belong to, and its main database at the last
        start: each is "" if they belong to none yet."""
        async with (await self.open()).read_only() as connection:
            rows = await prepare(_BOUND_TO, connection.backend, as_tuple).run(connection)
        return rows[0] if rows else ("", "")

    async def bind(self, installation: str, database: str) -> None:
        """Let the keys belong to an installation, whose main database is this one now. Raises AccordError if
        they belong to another."""
        async with (await self.open()).transaction() as connection:
            values = {"id": _BOUND, "installation": installation, "database": database}
            await _bind(connection.backend).run(connection, values)
        if await self.bound_to() != (installation, database):
            raise AccordError("The keys database belongs to another installation")

    async def needed_secrets(self) -> dict[str, str]:
        """Return the fingerprint of the secret key that opens the key of each round."""
        return {row["round"]: fingerprint_of(row["wrapped"]) for row in await self.rows()}

    async def created_before(self, before: datetime, after: str, most: int) -> list[str]:
        values = {"before": before, "after": after, "most": most}
        async with (await self.open()).read_only() as connection:
            return await prepare(_MADE_BEFORE, connection.backend, str).run(connection, values)

    async def existing(self, rounds: Sequence[str]) -> set[str]:
        async with (await self.open()).read_only() as connection:
            return {*await _existing(connection.backend).run(connection, {"rounds": rounds})}

    async def destroy(self, *rounds: str) -> None:
        if rounds:
            async with (await self.open()).transaction() as connection:
                await _destroy(connection.backend).run(connection, {"rounds": rounds})
            await self._database.erase_deleted(_keys.name)

    async def close(self) -> None:
        await self._database.close()

    async def rows(self) -> list[Mapping[str, Any]]:
        """Return all keys, wrapped: round, wrapped and made_at."""
        async with (await self.open()).read_only() as connection:
            return await prepare(_ALL, connection.backend, _row).run(connection)


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
                await prepare_change(_INSERT, connection.backend).run_each(connection, rows)

    async def get(self, round_: str) -> bytes | None:
        async with (await self.open()).autocommit() as connection:
            query = prepare(_GET, connection.backend, bytes)
            wrapped = await query.run(connection, {"round_": round_})
        try:
            return self._wrapping.unwrap(round_, wrapped[0]) if wrapped else None
        except NotFound as error:
            raise SecretKeyMissing(f"{error}. It has the fingerprint {fingerprint_of(wrapped[0])}") from error

    async def wrap_all(self) -> None:
        """Wrap the keys that an earlier version kept as they are."""
        database = await self.open()
        async with database.transaction() as connection:
            await _lock(connection)
            if _unwrapped.name not in await read_columns(connection):
                return
            unwrapped = await prepare(sa.select(_unwrapped), connection.backend, as_tuple).run(connection)
            rows = [self._wrap(*row) for row in unwrapped]
            await prepare_change(_INSERT, connection.backend).run_each(connection, rows)
            for command in ("DELETE FROM keys", "DROP TABLE keys"):  # SQLite overwrites what is deleted
                await connection.execute(command)
        await database.erase_deleted(_keys.name)

    async def rewrap_all(self) -> int:
        """Wrap under the newest secret key what older ones have wrapped, and return how many keys that were.
        One whose secret key is not set stays as it is."""
        database, changed = await self.open(), 0
        for row in await self.rows():
            if new := self._wrapping.rewrap(row["round"], row["wrapped"]):
                async with database.transaction() as connection:
                    values = {"round_": row["round"], "old": row["wrapped"], "new": new}
                    changed += await prepare_change(_REWRAP, connection.backend).run(connection, values)
        if changed:
            await database.erase_deleted(_keys.name)
        return changed

    async def copy_from(self, other: "SqlRoundKeyStore") -> None:
        """Copy the keys that are missing here from another database of the same installation."""
        rows = await other.rows()
        async with (await self.open()).transaction() as connection:
            await _copy(connection.backend).run_each(connection, rows)

    def _wrap(self, round_: str, key: bytes, made_at: datetime) -> Mapping[str, Any]:
        return _row(round_, self._wrapping.wrap(round_, key), made_at)


def _row(round_: str, wrapped: bytes, made_at: datetime) -> Mapping[str, Any]:
    return {"round": round_, "wrapped": wrapped, "made_at": made_at}


@memoised
def _bind(backend: str) -> PreparedChange:
    insert = INSERTS[backend](_bound)
    bind = insert.on_conflict_do_update(
        index_elements=["id"],
        set_={"database": insert.excluded.database},
        where=_bound.c.installation == insert.excluded.installation,
    )
    return prepare_change(bind, backend)


@memoised
def _copy(backend: str) -> PreparedChange:
    return prepare_change(INSERTS[backend](_keys).on_conflict_do_nothing(), backend)


@memoised
def _existing(backend: str) -> PreparedQuery[str]:
    return prepare(sa.select(_keys.c.round).where(is_any_of(_keys.c.round, "rounds", backend)), backend, str)


@memoised
def _destroy(backend: str) -> PreparedChange:
    return prepare_change(sa.delete(_keys).where(is_any_of(_keys.c.round, "rounds", backend)), backend)


async def _create_tables(connection: Connection) -> None:
    await _lock(connection)
    existing = await read_columns(connection)
    for table in metadata.sorted_tables:
        if table.name not in existing:
            await _define(connection, sa.schema.CreateTable(table))
            for index in table.indexes:
                await _define(connection, sa.schema.CreateIndex(index))
    if _keys.name not in existing and connection.backend == "postgresql":
        # It would copy keys into its statistics.
        await connection.execute(f"ALTER TABLE {_keys.name} ALTER wrapped SET STATISTICS 0")


async def _define(connection: Connection, definition: sa.schema.ExecutableDDLElement) -> None:
    await connection.execute(str(definition.compile(dialect=DIALECTS[connection.backend])))


async def _lock(connection: Connection) -> None:
    """Let processes that start together take turns; on SQLite, transactions that write do so anyway."""
    if connection.backend == "postgresql":
        await connection.execute(_LOCK)
