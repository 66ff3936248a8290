"""Reads for many at once what each asks for alone.

A hundred deliveries that are composed side by side all ask for their member, then for their person, and so
on. What is asked at the same time becomes one question to the database; what was answered is not asked again.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self, TypeVar

from bot.core.deliveries import Delivery
from bot.core.errors import NotFound
from bot.core.ports import Transaction

R = TypeVar("R")

Question = tuple[type[Any], str, tuple[tuple[str, Any], ...]]
"""A kind of record, the field that each asks other values of, and what else must hold."""

SEVERAL = (list, tuple, set, frozenset)


class BatchingReader:
    """Implements ports.Transaction for many tasks at once, over those of a transaction in which all read."""

    def __init__(self, records: Transaction):
        self._records = records
        self._turn = asyncio.Lock()  # a transaction answers one question at a time
        self._answers: dict[Question, dict[Any, asyncio.Future[list[Any]]]] = defaultdict(dict)
        self._open: dict[Question, list[Any]] = {}
        self._asking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._asking:
            self._asking.cancel()
            await asyncio.wait([self._asking])

    async def find(self, kind: type[R], /, **where: Any) -> list[R]:
        field = "id" if "id" in where else next(reversed(where), "")
        rest = tuple((name, value) for name, value in where.items() if name != field)
        value = where.get(field)
        several = isinstance(value, SEVERAL)
        if value is None or (several and field != "id") or any(isinstance(each, SEVERAL) for _, each in rest):
            return await self._alone(self._records.find(kind, **where))
        if not several:
            return [*await self._answer((kind, field, rest), value)]
        answers = [self._answer((kind, field, rest), each) for each in sorted({*value})]
        return [record for answer in answers for record in await answer]

    async def get(self, kind: type[R], id: str) -> R:
        for found in await self.find(kind, id=id):
            return found
        raise NotFound(f"There is no {kind.__name__} {id!r}")

    def _answer(self, question: Question, value: Any) -> asyncio.Future[list[Any]]:
        answers = self._answers[question]
        if value not in answers:
            answers[value] = asyncio.get_running_loop().create_future()
            self._open.setdefault(question, []).append(value)
            if self._asking is None or self._asking.done():
                self._asking = asyncio.create_task(self._ask())
        return answers[value]

    async def _ask(self) -> None:
        while self._open:
            await asyncio.sleep(0)  # whoever else was about to ask does so now
            asked, self._open = self._open, {}
            for (kind, field, rest), values in asked.items():
                answers = [self._answers[kind, field, rest][value] for value in values]
                try:
                    found = await self._alone(self._records.find(kind, **dict(rest), **{field: values}))
                except Exception as error:  # noqa: BLE001  it belongs to whoever asked
                    for answer in answers:
                        answer.set_exception(error)
                        answer.exception()  # some may have stopped waiting for it
                else:
                    of = defaultdict(list)
                    for record in found:
                        of[getattr(record, field)].append(record)
                    for value, answer in zip(values, answers, strict=True):
                        answer.set_result(of[value])

    async def _alone(self, question: Awaitable[R]) -> R:
        async with self._turn:
            return await question

    async def first(self, kind: type[R], /, **where: Any) -> R | None:
        return next(iter(await self.find(kind, **where)), None)

    # The rest of the port, one at a time.

    async def get_for_update(self, kind: type[R], id: str) -> R:
        return await self._alone(self._records.get_for_update(kind, id))

    async def count(self, kind: type[Any], /, **where: Any) -> int:
        return await self._alone(self._records.count(kind, **where))

    async def latest(self, kind: type[R], by: str, most: int, /, **where: Any) -> list[R]:
        return await self._alone(self._records.latest(kind, by, most, **where))

    async def due(self, kind: type[R], moment: str, now: datetime, most: int, /, **where: Any) -> list[R]:
        return await self._alone(self._records.due(kind, moment, now, most, **where))

    async def get_for_share(self, kind: type[R], id: str) -> R:
        return await self._alone(self._records.get_for_share(kind, id))

    async def add(self, *records: Any) -> None:
        await self._alone(self._records.add(*records))

    async def upsert(self, *records: Any) -> None:
        await self._alone(self._records.upsert(*records))

    async def update_if_unchanged(self, record: R, /, **fields: Any) -> R:
        return await self._alone(self._records.update_if_unchanged(record, **fields))

    async def update_all_if_unchanged(self, records: Sequence[Any], /, **fields: Any) -> int:
        return await self._alone(self._records.update_all_if_unchanged(records, **fields))

    async def remove(self, kind: type[Any], /, **where: Any) -> int:
        return await self._alone(self._records.remove(kind, **where))

    async def claim(self, now: datetime, lease: timedelta, most: int) -> list[Delivery]:
        return await self._alone(self._records.claim(now, lease, most))
