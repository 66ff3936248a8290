"""Batches equal reads of concurrent tasks into one query each.

A hundred deliveries that are composed side by side all need their member, then their person, and so on.
Reads that are requested at the same time become one query, and its results are kept.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self, TypeVar

from bot.core.deliveries import Delivery
from bot.core.errors import NotFound
from bot.core.models import UsageCounter
from bot.core.ports import Transaction

R = TypeVar("R")

BatchKey = tuple[type[Any], str, tuple[tuple[str, Any], ...]]
"""A kind of record, the field whose values are batched, and the other conditions."""

COLLECTIONS = (list, tuple, set, frozenset)


class BatchingReader:
    """Implements ports.Transaction for many tasks at once, over the one transaction in which they read."""

    def __init__(self, db: Transaction):
        self._db = db
        self._lock = asyncio.Lock()  # a transaction runs one query at a time
        self._results: dict[BatchKey, dict[Any, asyncio.Future[list[Any]]]] = defaultdict(dict)
        self._requested: dict[BatchKey, list[Any]] = {}
        self._loading: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._loading:
            self._loading.cancel()
            await asyncio.wait([self._loading])

    async def find(self, kind: type[R], /, **where: Any) -> list[R]:
        field = "id" if "id" in where else next(reversed(where), "")
        rest = tuple((name, value) for name, value in where.items() if name != field)
        value = where.get(field)
        is_collection = isinstance(value, COLLECTIONS)
        if (
            value is None
            or (is_collection and field != "id")
            or any(isinstance(condition, COLLECTIONS) for _, condition in rest)
        ):
            return await self._run(self._db.find(kind, **where))
        if not is_collection:
            return [*await self._request((kind, field, rest), value)]
        results = [self._request((kind, field, rest), id) for id in sorted({*value})]
        return [record for result in results for record in await result]

    async def first(self, kind: type[R], /, **where: Any) -> R | None:
        return next(iter(await self.find(kind, **where)), None)

    async def get(self, kind: type[R], id: str) -> R:
        if (record := await self.first(kind, id=id)) is None:
            raise NotFound(f"There is no {kind.__name__} {id!r}")
        return record

    def _request(self, key: BatchKey, value: Any) -> asyncio.Future[list[Any]]:
        results = self._results[key]
        if value not in results:
            results[value] = asyncio.get_running_loop().create_future()
            self._requested.setdefault(key, []).append(value)
            if self._loading is None or self._loading.done():
                self._loading = asyncio.create_task(self._load())
        return results[value]

    async def _load(self) -> None:
        while self._requested:
            await asyncio.sleep(0)  # lets the other tasks request theirs
            requested, self._requested = self._requested, {}
            for key, values in requested.items():
                await self._load_batch(key, values)

    async def _load_batch(self, key: BatchKey, values: list[Any]) -> None:
        kind, field, rest = key
        results = [self._results[key][value] for value in values]
        try:
            records = await self._run(self._db.find(kind, **dict(rest), **{field: values}))
        except Exception as error:  # noqa: BLE001  it is raised in the tasks that requested these
            for result in results:
                result.set_exception(error)
                result.exception()  # marks it as retrieved: the tasks may have stopped waiting
        else:
            by_value = defaultdict(list)
            for record in records:
                by_value[getattr(record, field)].append(record)
            for value, result in zip(values, results, strict=True):
                result.set_result(by_value[value])

    async def _run(self, query: Awaitable[R]) -> R:
        async with self._lock:
            return await query

    # The other methods of the port are not batched.

    async def get_for_update(self, kind: type[R], id: str) -> R:
        return await self._run(self._db.get_for_update(kind, id))

    async def count(self, kind: type[Any], /, **where: Any) -> int:
        return await self._run(self._db.count(kind, **where))

    async def latest(self, kind: type[R], by: str, most: int, /, **where: Any) -> list[R]:
        return await self._run(self._db.latest(kind, by, most, **where))

    async def due(self, kind: type[R], moment: str, now: datetime, most: int, /, **where: Any) -> list[R]:
        return await self._run(self._db.due(kind, moment, now, most, **where))

    async def page(self, kind: type[R], after: str, most: int, /, **where: Any) -> list[R]:
        return await self._run(self._db.page(kind, after, most, **where))

    async def in_lane(self, kind: type[R], address: str, lane: str, most: int, /, **where: Any) -> list[R]:
        return await self._run(self._db.in_lane(kind, address, lane, most, **where))

    async def get_for_share(self, kind: type[R], id: str) -> R:
        return await self._run(self._db.get_for_share(kind, id))

    async def first_joined(self, kind: type[R], id: str, share: str = "") -> R | None:
        return await self._run(self._db.first_joined(kind, id, share))

    async def add(self, *records: Any) -> None:
        await self._run(self._db.add(*records))

    async def add_if_new(self, record: Any) -> bool:
        return await self._run(self._db.add_if_new(record))

    async def upsert(self, *records: Any) -> None:
        await self._run(self._db.upsert(*records))

    async def update_if_unchanged(self, record: R, /, **fields: Any) -> R:
        return await self._run(self._db.update_if_unchanged(record, **fields))

    async def update_all_if_unchanged(self, records: Sequence[Any], /, **fields: Any) -> int:
        return await self._run(self._db.update_all_if_unchanged(records, **fields))

    async def remove(self, kind: type[Any], /, **where: Any) -> int:
        return await self._run(self._db.remove(kind, **where))

    async def remove_due(
        self, kind: type[Any], moment: str, now: datetime, most: int, /, **where: Any
    ) -> int:
        return await self._run(self._db.remove_due(kind, moment, now, most, **where))

    async def count_use(self, counter: str, now: datetime, period: timedelta) -> UsageCounter:
        return await self._run(self._db.count_use(counter, now, period))

    async def claim(self, now: datetime, lease: timedelta, most: int) -> list[Delivery]:
        return await self._run(self._db.claim(now, lease, most))
