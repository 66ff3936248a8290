"""Stores round keys, which link answers to their authors while a round is open. No backup may hold this
database."""

import os
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.database import Database, open_database
from storage.errors import translate_errors
from storage.prepared import prepare
from storage.types import UtcDateTime

KEY_BYTES = 32

metadata = sa.MetaData()
_keys = sa.Table(
    "keys",
    metadata,
    sa.Column("round", sa.String, primary_key=True),
    sa.Column("key", sa.LargeBinary, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False, index=True),
)
_GET = sa.select(_keys.c.key).where(_keys.c.round == sa.bindparam("round_"))
_MADE_BEFORE = (
    sa.select(_keys.c.round)
    .where(_keys.c.made_at < sa.bindparam("before", type_=UtcDateTime))
    .order_by(_keys.c.round)
)
_DESTROY = sa.delete(_keys).where(_keys.c.round.in_(sa.bindparam("rounds", expanding=True)))


class SqlRoundKeyStore:
    """Implements ports.RoundKeyStore. It caches no keys: one process could not make another forget them."""

    def __init__(self, url: str):
        self._database = open_database(url)
        self._has_tables = False

    async def create(self, rounds: Sequence[str], now: datetime) -> None:
        """Raises AlreadyExists if a round has a key: none is ever replaced."""
        rows = [{"round": id, "key": os.urandom(KEY_BYTES), "made_at": now} for id in rounds]
        if rows:
            async with (await self.open()).transaction() as connection:
                with translate_errors():
                    await connection.execute(sa.insert(_keys), rows)

    async def get(self, round_: str) -> bytes | None:
        async with (await self.open()).autocommit() as connection:
            query = prepare(_GET, connection.dialect.name, bytes)
            keys = await query.run(connection, {"round_": round_})
        return keys[0] if keys else None

    async def destroy(self, *rounds: str) -> None:
        if rounds:
            async with (await self.open()).transaction() as connection:
                with translate_errors():
                    await connection.execute(_DESTROY, {"rounds": rounds})
            await self._database.purge_deleted(_keys.name)

    async def created_before(self, before: datetime) -> list[str]:
        async with (await self.open()).read_only() as connection:
            with translate_errors():
                return list((await connection.execute(_MADE_BEFORE, {"before": before})).scalars())

    async def close(self) -> None:
        await self._database.close()

    async def open(self) -> Database:
        """Return the database; the first call creates missing tables, for there is no schema to migrate."""
        if not self._has_tables:
            async with self._database.transaction() as connection:
                with translate_errors():
                    await connection.run_sync(_create_tables)
            self._has_tables = True
        return self._database


def _create_tables(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":  # one at a time, however many processes start together
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("accord keys"))))
    metadata.create_all(connection)
