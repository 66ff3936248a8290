"""Stores heartbeats of workers in the keys database.

In the main database, rows written at known moments would tell when the rows around them were written, answers
among them.
"""

from datetime import timedelta

import sqlalchemy as sa

from bot.core.heartbeats import Heartbeat
from storage.keys import KeysDatabase, metadata
from storage.prepared import PreparedChange, memoised, prepare, prepare_change
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
_ALL = sa.select(_heartbeats.c.worker, _heartbeats.c.host, _heartbeats.c.at).order_by(_heartbeats.c.at)
_REMOVE_BEFORE = sa.delete(_heartbeats).where(_heartbeats.c.at < sa.bindparam("before", type_=UtcDateTime))
_REMOVE = sa.delete(_heartbeats).where(_heartbeats.c.worker == sa.bindparam("stopped"))


class SqlHeartbeats:
    """Implements ports.Heartbeats."""

    def __init__(self, keys: KeysDatabase):
        self._keys = keys

    async def record(self, heartbeat: Heartbeat) -> None:
        async with (await self._keys.open()).transaction() as connection:
            values = {"worker": heartbeat.worker, "host": heartbeat.host, "at": heartbeat.at}
            await _record(connection.backend).run(connection, values)
            remove = prepare_change(_REMOVE_BEFORE, connection.backend)
            await remove.run(connection, {"before": heartbeat.at - RETENTION})

    async def stop(self, worker: str) -> None:
        async with (await self._keys.open()).transaction() as connection:
            await prepare_change(_REMOVE, connection.backend).run(connection, {"stopped": worker})

    async def all(self) -> list[Heartbeat]:
        async with (await self._keys.open()).read_only() as connection:
            return await prepare(_ALL, connection.backend, Heartbeat).run(connection)


@memoised
def _record(backend: str) -> PreparedChange:
    insert = INSERTS[backend](_heartbeats)
    return prepare_change(
        insert.on_conflict_do_update(index_elements=["worker"], set_={"at": insert.excluded.at}), backend
    )
