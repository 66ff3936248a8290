"""Workers' signs of life, in the keys database: in the one that is backed up, rows written at known moments
would tell when the rows around them were written, answers among them."""

from datetime import timedelta

import sqlalchemy as sa

from bot.core.heartbeats import Heartbeat
from storage.columns import Moment
from storage.faults import told_plainly
from storage.keys import RoundKeys, metadata
from storage.statements import INSERTS

REMEMBERED = timedelta(days=1)

_pulses = sa.Table(
    "pulses",
    metadata,
    sa.Column("worker", sa.String, primary_key=True),
    sa.Column("host", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
)
_ALL = sa.select(_pulses).order_by(_pulses.c.at)
_OLD = sa.delete(_pulses).where(_pulses.c.at < sa.bindparam("before", type_=Moment))
_STOP = sa.delete(_pulses).where(_pulses.c.worker == sa.bindparam("stopped"))


class Pulses:
    """Implements ports.Heartbeats."""

    def __init__(self, keys: RoundKeys):
        self._keys = keys

    async def record(self, pulse: Heartbeat) -> None:
        async with (await self._keys.open()).begin() as connection:
            with told_plainly():
                insert = INSERTS[connection.dialect.name](_pulses)
                new = insert.values(worker=pulse.worker, host=pulse.host, at=pulse.at)
                put = new.on_conflict_do_update(index_elements=["worker"], set_={"at": pulse.at})
                await connection.execute(put)
                await connection.execute(_OLD, {"before": pulse.at - REMEMBERED})

    async def stop(self, worker: str) -> None:
        async with (await self._keys.open()).begin() as connection:
            with told_plainly():
                await connection.execute(_STOP, {"stopped": worker})

    async def all(self) -> list[Heartbeat]:
        async with (await self._keys.open()).look() as connection:
            with told_plainly():
                rows = (await connection.execute(_ALL)).all()
        return [Heartbeat(row.worker, row.host, row.at) for row in rows]
