"""The one place that speaks SQL: records in, records out."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from bot.core.deliveries import Delivery
from bot.core.errors import AccordError, NotFound, Stale
from bot.delivery.rate_limit import LaneLimits, limits_of
from storage import delivery_queue, queries
from storage.database import Connection, open_database
from storage.errors import translate_errors
from storage.queries import Kind
from storage.tables import TABLES, metadata

R = TypeVar("R")

_ORDER = {
    table: place for place, table in enumerate(metadata.sorted_tables)
}  # what is pointed at comes first


class SqlStore:
    """Implements ports.SqlStore and ports.DatabaseHealth. `paces` says how fast a lane may be written to."""

    def __init__(self, url: str, paces: Callable[[str], LaneLimits] = limits_of):
        self._database = open_database(url)
        self._paces = paces

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["SqlTransaction"]:
        async with self._database.transaction() as connection:
            records = SqlTransaction(connection, self._paces)
            yield records
            records.refuse_if_spoilt()

    @asynccontextmanager
    async def read_only(self) -> AsyncIterator["SqlTransaction"]:
        async with self._database.read_only() as connection:
            yield SqlTransaction(connection, self._paces)

    async def purge_deleted(self) -> None:
        await self._database.purge_deleted("answers", "comments", "heard")

    async def is_current(self) -> bool:
        from storage.migrate import is_current

        async with self._database.read_only() as connection:
            with translate_errors():
                current = await is_current(connection)
        await self._database.probe()
        return current

    async def lag(self, now: datetime) -> timedelta:
        async with self._database.read_only() as connection:
            with translate_errors():
                return now - await delivery_queue.neglected_since(connection.execute, now)

    async def close(self) -> None:
        await self._database.close()


class SqlTransaction:
    """Implements ports.Transaction over one open transaction."""

    def __init__(self, connection: Connection, paces: Callable[[str], LaneLimits]):
        self._connection, self._paces = connection, paces
        self._spoilt: AccordError | None = None

    def refuse_if_spoilt(self) -> None:
        """After an error PostgreSQL drops the transaction whatever follows, and says nothing. Here both
        databases do, and say why."""
        if self._spoilt:
            raise self._spoilt

    async def add(self, *records: Any) -> None:
        await self._write(queries.add, records)

    async def upsert(self, *records: Any) -> None:
        dialect = self._connection.dialect.name
        await self._write(lambda kind: queries.upsert(kind, dialect), records)

    async def get(self, kind: type[R], id: str) -> R:
        return await self._get(kind, id)

    async def first(self, kind: type[R], /, **where: Any) -> R | None:
        return next(iter(await self.find(kind, **where)), None)

    async def get_for_update(self, kind: type[R], id: str) -> R:
        return await self._get(kind, id, lock="update")

    async def get_for_share(self, kind: type[R], id: str) -> R:
        return await self._get(kind, id, lock="share")

    async def find(self, kind: type[R], /, **where: Any) -> list[R]:
        return await self._read(kind, queries.find(kind, queries.filter_shape(where)), where)

    async def count(self, kind: type[Any], /, **where: Any) -> int:
        statement = queries.count(kind, queries.filter_shape(where))
        return cast("int", (await self._rows(statement, queries.comparison_values(where)))[0][0])

    async def latest(self, kind: type[R], by: str, most: int, /, **where: Any) -> list[R]:
        statement = queries.latest(kind, by, queries.filter_shape(where))
        return await self._read(kind, statement, where, most=most)

    async def due(self, kind: type[R], moment: str, now: datetime, most: int, /, **where: Any) -> list[R]:
        statement = queries.due(kind, moment, queries.filter_shape(where))
        return await self._read(kind, statement, where, now=now, most=most)

    async def update_if_unchanged(self, record: R, /, **fields: Any) -> R:
        kind, names = type(record), tuple(fields)
        changed: R = replace(record, **fields)  # type: ignore[type-var]  # every record is a dataclass
        if kind is Delivery and "due_at" in fields:
            await self._wake([changed])
        keys = {f"key_{key.name}": getattr(record, key.name) for key in TABLES[kind].primary_key}
        was = {f"is_{name}": getattr(record, name) for name in names}
        new = {f"to_{name}": value for name, value in fields.items()}
        done = await self._execute(queries.update_if_unchanged(kind, names), keys | was | new)
        if done.rowcount == 0:
            raise Stale(f"{record} has changed")
        return changed

    async def update_all_if_unchanged(self, records: Sequence[Any], /, **fields: Any) -> int:
        names = tuple(fields)
        seen: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        for record in records:
            seen[tuple(getattr(record, name) for name in names)].append(record)
        new = {f"to_{name}": value for name, value in fields.items()}
        changed = 0
        for values, alike in seen.items():
            was = {f"is_{name}": value for name, value in zip(names, values, strict=True)}
            keys = {"ids": [record.id for record in alike]}
            statement = queries.update_all_if_unchanged(type(alike[0]), names)
            changed += (await self._execute(statement, keys | was | new)).rowcount
        return changed

    async def remove(self, kind: type[Any], /, **where: Any) -> int:
        statement = queries.remove(kind, queries.filter_shape(where))
        return (await self._execute(statement, queries.comparison_values(where))).rowcount

    async def claim(self, now: datetime, lease: timedelta, most: int) -> list[Delivery]:
        return await delivery_queue.claim(
            self._execute, self._connection.dialect.name, self._paces, now, lease, most
        )

    async def _get(self, kind: type[R], id: str, lock: queries.Lock = "") -> R:
        found = await self._read(kind, queries.get(kind, lock), {"id": id})
        if not found:
            raise NotFound(f"There is no {kind.__name__} {id!r}")
        return found[0]

    async def _read(
        self, kind: type[R], statement: sa.Select[Any], where: Mapping[str, Any], **values: Any
    ) -> list[R]:
        make = cast("Callable[..., R]", kind)
        return [make(*row) for row in await self._rows(statement, queries.comparison_values(where) | values)]

    async def _rows(self, statement: sa.Select[Any], values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        if queries.is_fixed(statement):
            ready = queries.prepare(statement, self._connection.dialect.name)
            return ready.rows(await self._fetch(ready.text, ready.values(values)))
        return (await self._execute(statement, values)).all()

    async def _write(self, statement: Callable[[Kind], sa.Insert], records: Iterable[Any]) -> None:
        kinds: dict[Kind, list[Any]] = defaultdict(list)
        for record in records:
            kinds[type(record)].append(record)
        await self._wake(kinds.get(Delivery, ()))
        for kind, alike in sorted(kinds.items(), key=lambda item: _ORDER[TABLES[item[0]]]):
            many = queries.bulk_insert(statement(kind), kind, self._connection.dialect.name)
            if len(alike) == 1:
                await self._fetch(many.text, *many.rows(alike))
            else:
                await self._execute_many(many, alike)

    async def _wake(self, deliveries: Iterable[Any]) -> None:
        await delivery_queue.wake_lanes(self._execute, self._connection.dialect.name, deliveries)

    async def _execute(
        self, statement: sa.Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]
    ) -> sa.CursorResult[Any]:
        with self._spoils():
            return await self._connection.execute(statement, values)

    async def _fetch(self, statement: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        with self._spoils():
            return await self._connection.fetch(statement, values)

    async def _execute_many(self, many: queries.BulkInsert, records: Sequence[Any]) -> None:
        with self._spoils():
            await self._connection.exec_driver_sql(many.text, many.rows(records))

    @contextmanager
    def _spoils(self) -> Iterator[None]:
        self.refuse_if_spoilt()
        try:
            with translate_errors():
                yield
        except AccordError as error:
            self._spoilt = error
            raise
