"""Plans: the ways in which a database would find the rows of the statements that a test has run."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Literal

from storage.database import Connection, Database


class ExplainedConnection:
    """Implements storage.database.Connection over another one. `plans` holds the plan of each statement, as
    the database explains it for the values of its first run."""

    def __init__(self, connection: Connection, plans: dict[str, str]):
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
            self.plans[statement] = "\n".join(row[-1] for row in rows)


class ExplainedDatabase:
    """Implements storage.database.Database over another one. `plans` holds the plan of each statement."""

    def __init__(self, database: Database):
        self._database = database
        self.plans: dict[str, str] = {}

    def transaction(self) -> AbstractAsyncContextManager[Connection]:
        return self._explained(self._database.transaction())

    def read_only(self) -> AbstractAsyncContextManager[Connection]:
        return self._explained(self._database.read_only())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    @asynccontextmanager
    async def _explained(
        self, block: AbstractAsyncContextManager[Connection]
    ) -> AsyncIterator[ExplainedConnection]:
        async with block as connection:
            yield ExplainedConnection(connection, self.plans)
