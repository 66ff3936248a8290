"""Workers' signs of life, in the keys database: in the one that is backed up, rows written at known moments
would tell when the rows around them were written, answers among them."""

from datetime import timedelta

import sqlalchemy as sa

from bot.core.heartbeats import Heartbeat
from storage.errors import translate_errors
from storage.keys import SqlRoundKeyStore, metadata
from storage.queries import INSERTS
from storage.types import UtcDateTime

REMEMBERED = timedelta(days=1)

_pulses = sa.Table(
    "pulses",
    metadata,
    sa.Column("worker", sa.String, primary_key=True),
    sa.Column("host", sa.String, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)
_ALL = sa.select(_pulses).order_by(_pulses.c.at)
_OLD = sa.delete(_pulses).where(_pulses.c.at < sa.bindparam("before", type_=UtcDateTime))
_STOP = sa.delete(_pulses).where(_pulses.c.worker == sa.bindparam("stopped"))


class SqlHeartbeats:
    """Implements ports.Heartbeats."""

    def __init__(self, keys: SqlRoundKeyStore):
        self._keys = keys

    async def record(self, pulse: Heartbeat) -> None:
        async with (await self._keys.open()).transaction() as connection:
            with translate_errors():
                insert = INSERTS[connection.dialect.name](_pulses)
                new = insert.values(worker=pulse.worker, host=pulse.host, at=pulse.at)
                put = new.on_conflict_do_update(index_elements=["worker"], set_={"at": pulse.at})
                await connection.execute(put)
                await connection.execute(_OLD, {"before": pulse.at - REMEMBERED})

    async def stop(self, worker: str) -> None:
        async with (await self._keys.open()).transaction() as connection:
            with translate_errors():
                await connection.execute(_STOP, {"stopped": worker})

    async def all(self) -> list[Heartbeat]:
        async with (await self._keys.open()).read_only() as connection:
            with translate_errors():
                rows = (await connection.execute(_ALL)).all()
        return [Heartbeat(row.worker, row.host, row.at) for row in rows]
