"""How a database would find the rows of the statements that a test has run."""

from collections.abc import Sequence
from typing import Any, Literal

from storage.database import Connection


class ExplainedConnection:
    """Implements storage.database.Connection over another one. `plans` holds the plan of each statement, as
    the database explains it for the values of its first run."""

    def __init__(self, connection: Connection, plans: dict[str, list[str]]):
        self._connection, self.plans = connection, plans
        self.backend: Literal["sqlite", "postgresql"] = connection.backend
        self._explain = "EXPLAIN QUERY PLAN" if self.backend == "sqlite" else "EXPLAIN"

    async def fetch(self, statement: str, parameters: Sequence[Any] = (), /) -> Sequence[Sequence[Any]]:
        await self._keep_plan(statement, parameters)
        return await self._connection.fetch(statement, parameters)

    async def execute(self, statement: str, parameters: Sequence[Any] = (), /) -> int:
        await self._keep_plan(statement, parameters)
        return await self._connection.execute(statement, parameters)

    async def execute_many(self, statement: str, rows: Sequence[Sequence[Any]], /) -> None:
        if rows:
            await self._keep_plan(statement, rows[0])
        await self._connection.execute_many(statement, rows)

    async def run_sync(self, _: Any, /) -> Any:
        raise NotImplementedError

    async def _keep_plan(self, statement: str, parameters: Sequence[Any]) -> None:
        if statement not in self.plans:
            rows = await self._connection.fetch(f"{self._explain} {statement}", parameters)
            self.plans[statement] = [row[-1] for row in rows]
