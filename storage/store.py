"""Stores and reads records in SQLite or PostgreSQL."""

from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal, Self, TypeVar

from bot.core.deliveries import Delivery
from bot.core.errors import AccordError, NotFound, Stale
from bot.core.models import UsageCounter
from bot.delivery.rate_limit import LaneLimits, limits_of
from storage import delivery_queue, queries
from storage.database import CONNECTIONS, Connection, open_database
from storage.prepared import PreparedInsert
from storage.queries import Kind
from storage.schema import is_current
from storage.tables import TABLES, metadata

R = TypeVar("R")
V = TypeVar("V")

# Tables that foreign keys point to come before those that have the keys.
_ORDER = {table: position for position, table in enumerate(metadata.sorted_tables)}


class SqlStore:
    """Implements ports.Store and ports.DatabaseHealth. `limits` gives the rate limits of a lane, and at most
    `connections` to PostgreSQL are open."""

    def __init__(
        self, url: str, limits: Callable[[str], LaneLimits] = limits_of, connections: int = CONNECTIONS
    ):
        self._database = open_database(url, connections=connections)
        self._limits = limits

    def patient(self) -> Self:
        """Return the same store for work for which nobody waits: its statements may take longer."""
        store = copy(self)
        store._database = self._database.patient()  # noqa: SLF001  a copy of itself
        return store

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["SqlTransaction"]:
        async with self._database.transaction() as connection:
            transaction = SqlTransaction(connection, self._limits)
            yield transaction
            if transaction.error:
                raise transaction.error

    @asynccontextmanager
    async def read_only(self) -> AsyncIterator["SqlTransaction"]:
        async with self._database.read_only() as connection:
            yield SqlTransaction(connection, self._limits)

    async def purge_deleted(self) -> None:
        await self._database.purge_deleted("answers", "comments", "heard")

    async def is_current(self) -> bool:
        async with self._database.read_only() as connection:
            current = await is_current(connection)
        await self._database.probe()
        return current

    async def lag(self, now: datetime) -> timedelta:
        async with self._database.read_only() as connection:
            return now - await delivery_queue.neglected_since(connection, now)

    async def close(self) -> None:
        await self._database.close()


class SqlTransaction:
    """Implements ports.Transaction over one open transaction. After an error PostgreSQL drops a transaction,
    whatever follows, and says nothing; here both databases do, and each later call raises the error again."""

    def __init__(self, connection: Connection, limits: Callable[[str], LaneLimits]):
        self._connection, self._limits = connection, limits
        self._backend = connection.backend
        self.error: AccordError | None = None

    async def add(self, *records: Any) -> None:
        await self._write(queries.add, records)

    async def add_if_new(self, record: Any) -> bool:
        return await self._run(queries.add_if_new(type(record), self._backend).run_one, record)

    async def upsert(self, *records: Any) -> None:
        await self._write(queries.upsert, records)

    async def get(self, kind: type[R], id: str) -> R:
        return await self._get(kind, id)

    async def get_for_update(self, kind: type[R], id: str) -> R:
        return await self._get(kind, id, lock="update")

    async def get_for_share(self, kind: type[R], id: str) -> R:
        return await self._get(kind, id, lock="share")

    async def first_joined(self, kind: type[R], id: str, share: str = "") -> R | None:
        records = await self._run(queries.first_joined(kind, share, self._backend).run, {"id": id})
        if records and share and self._backend == "postgresql":  # others may have changed while this waited
            records = await self._run(queries.first_joined(kind, "", self._backend).run, {"id": id})
        return records[0] if records else None

    async def first(self, kind: type[R], /, **where: Any) -> R | None:
        records = await self._run(queries.first(kind, _shape(where), self._backend).run, where)
        return records[0] if records else None

    async def find(self, kind: type[R], /, **where: Any) -> list[R]:
        return await self._run(queries.find(kind, _shape(where), self._backend).run, where)

    async def count(self, kind: type[Any], /, **where: Any) -> int:
        return (await self._run(queries.count(kind, _shape(where), self._backend).run, where))[0]

    async def latest(self, kind: type[R], by: str, most: int, /, **where: Any) -> list[R]:
        query = queries.latest(kind, by, _shape(where), self._backend)
        return await self._run(query.run, {**where, "most": most})

    async def due(self, kind: type[R], moment: str, now: datetime, most: int, /, **where: Any) -> list[R]:
        query = queries.due(kind, moment, _shape(where), self._backend)
        return await self._run(query.run, {**where, "now": now, "most": most})

    async def page(self, kind: type[R], after: str, most: int, /, **where: Any) -> list[R]:
        query = queries.page(kind, _shape(where), self._backend)
        return await self._run(query.run, {**where, "after": after, "most": most})

    async def in_lane(self, kind: type[R], address: str, lane: str, most: int, /, **where: Any) -> list[R]:
        query = queries.in_lane(kind, address, _shape(where), self._backend)
        # A semicolon is the character after a colon.
        return await self._run(query.run, {**where, "from_": f"{lane}:", "before": f"{lane};", "most": most})

    async def update_if_unchanged(self, record: R, /, **fields: Any) -> R:
        kind, names = type(record), tuple(fields)
        changed: R = replace(record, **fields)  # type: ignore[type-var]  # every record is a dataclass
        if isinstance(changed, Delivery) and "due_at" in fields:
            await self._wake_lanes([changed])
        keys = {f"key_{key.name}": getattr(record, key.name) for key in TABLES[kind].primary_key}
        seen = {f"is_{name}": getattr(record, name) for name in names}
        new = {f"to_{name}": value for name, value in fields.items()}
        change = queries.update_if_unchanged(kind, names, self._backend)
        if not await self._run(change.run, keys | seen | new):
            raise Stale(f"{record} has changed")
        return changed

    async def update_all_if_unchanged(self, records: Sequence[Any], /, **fields: Any) -> int:
        names = tuple(fields)
        by_values: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        for record in records:
            by_values[tuple(getattr(record, name) for name in names)].append(record)
        new = {f"to_{name}": value for name, value in fields.items()}
        changed = 0
        for values, alike in by_values.items():
            seen = {f"is_{name}": value for name, value in zip(names, values, strict=True)}
            change = queries.update_all_if_unchanged(type(alike[0]), names, self._backend)
            ids = {"ids": [record.id for record in alike]}
            changed += await self._run(change.run, ids | seen | new)
        return changed

    async def remove(self, kind: type[Any], /, **where: Any) -> int:
        return await self._run(queries.remove(kind, _shape(where), self._backend).run, where)

    async def remove_due(
        self, kind: type[Any], moment: str, now: datetime, most: int, /, **where: Any
    ) -> int:
        change = queries.remove_due(kind, moment, _shape(where), self._backend)
        return await self._run(change.run, {**where, "now": now, "most": most})

    async def count_use(self, counter: str, now: datetime, period: timedelta) -> UsageCounter:
        values = {"counter": counter, "now": now, "until": now + period}
        return (await self._run(queries.count_use(self._backend).run, values))[0]

    async def claim(self, now: datetime, lease: timedelta, most: int) -> list[Delivery]:
        return await delivery_queue.claim(self._run, self._backend, self._limits, now, lease, most)

    async def _get(self, kind: type[R], id: str, lock: queries.Lock = "") -> R:
        records = await self._run(queries.get(kind, lock, self._backend).run, {"id": id})
        if not records:
            raise NotFound(f"There is no {kind.__name__} {id!r}")
        return records[0]

    async def _write(self, insert: Callable[[Kind, str], PreparedInsert], records: Iterable[Any]) -> None:
        by_kind: dict[Kind, list[Any]] = defaultdict(list)
        for record in records:
            by_kind[type(record)].append(record)
        if Delivery in by_kind:
            await self._wake_lanes(by_kind[Delivery])
        for kind in sorted(by_kind, key=lambda kind: _ORDER[TABLES[kind]]):
            await self._run(insert(kind, self._backend).run, by_kind[kind])

    async def _wake_lanes(self, deliveries: Sequence[Delivery]) -> None:
        """A lane must be looked at when its first delivery falls due, which these may move forward. Call this
        before deliveries are written: lanes are always locked first."""
        await delivery_queue.wake_lanes(self._run, self._backend, deliveries)

    async def _run(self, run: Callable[[Connection, V], Awaitable[R]], values: V) -> R:
        """Run a prepared statement, if there was no error before."""
        if self.error:
            raise self.error
        try:
            return await run(self._connection, values)
        except AccordError as error:
            self.error = error
            raise


def _shape(where: Mapping[str, Any]) -> queries.Shape:
    return tuple([(name, _comparison(value)) for name, value in where.items()])


def _comparison(value: Any) -> Literal["is", "any", "nothing"]:
    if value is None:
        return "nothing"
    return "any" if isinstance(value, list | tuple | set | frozenset) else "is"
