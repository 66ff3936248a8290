"""Stores heartbeats of workers in the keys database.

In the main database, rows written at known moments would tell when the rows around them were written, answers
among them.
"""

from datetime import timedelta

import sqlalchemy as sa

from bot.core.heartbeats import Heartbeat
from storage.errors import translate_errors
from storage.keys import KeysDatabase, metadata
from storage.queries import INSERTS
from storage.types import UtcDateTime

RETENTION = timedelta(days=1)

_heartbeats = sa.Table(
    "pulses",
    metadata,
    sa.Column("worker", sa.String, primary_key=True),
    sa.Column("host", sa.String, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)
_ALL = sa.select(_heartbeats).order_by(_heartbeats.c.at)
_REMOVE_BEFORE = sa.delete(_heartbeats).where(_heartbeats.c.at < sa.bindparam("before", type_=UtcDateTime))
_REMOVE = sa.delete(_heartbeats).where(_heartbeats.c.worker == sa.bindparam("stopped"))


class SqlHeartbeats:
    """Implements ports.Heartbeats."""

    def __init__(self, keys: KeysDatabase):
        self._keys = keys

    async def record(self, heartbeat: Heartbeat) -> None:
        async with (await self._keys.open()).transaction() as connection:
            with translate_errors():
                insert = INSERTS[connection.dialect.name](_heartbeats)
                row = insert.values(worker=heartbeat.worker, host=heartbeat.host, at=heartbeat.at)
                upsert = row.on_conflict_do_update(index_elements=["worker"], set_={"at": heartbeat.at})
                await connection.execute(upsert)
                await connection.execute(_REMOVE_BEFORE, {"before": heartbeat.at - RETENTION})

    async def stop(self, worker: str) -> None:
        async with (await self._keys.open()).transaction() as connection:
            with translate_errors():
                await connection.execute(_REMOVE, {"stopped": worker})

    async def all(self) -> list[Heartbeat]:
        async with (await self._keys.open()).read_only() as connection:
            with translate_errors():
                rows = (await connection.execute(_ALL)).all()
        return [Heartbeat(row.worker, row.host, row.at) for row in rows]
