"""Statements that SQLAlchemy writes once and the driver runs.

For each run SQLAlchemy needs four times what PostgreSQL's driver does, and ten times what SQLite does. So it
compiles a statement once a process, and the classes here alone stand between a transaction and the driver.
This reads parts of SQLAlchemy's compiler that no documentation promises: `PROVEN_ON` names the versions with
which every test of storage has passed, on both databases.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Generic, ParamSpec, TypeVar, cast

import sqlalchemy as sa

from storage.database import Connection

P = ParamSpec("P")
R = TypeVar("R")

Convert = Callable[[Any], Any]

NO_VALUES: Mapping[str, Any] = MappingProxyType({})
PROVEN_ON = {"2.1"}  # versions of SQLAlchemy
DOUBLE = 701  # in pg_type: the only numbers with a fraction that we keep
DRIVERS = ("sqlite://", "postgresql+asyncpg://")
DIALECTS = {dialect.name: dialect() for dialect in (sa.make_url(url).get_dialect() for url in DRIVERS)}


def memoised(build: Callable[P, R]) -> Callable[P, R]:
    """Decorate a function as `functools.cache` does, also one of types, which mypy takes for unhashable."""
    return cast("Callable[P, R]", cache(build))


def make_joined(kind: Callable[..., R], parts: Sequence[tuple[Callable[..., Any], int]]) -> Callable[..., R]:
    """Return a function that takes the columns of a row and returns one record of several: of `parts`, each
    with its number of columns."""

    def make(*row: Any) -> R:
        values = iter(row)
        return kind(*(part(*islice(values, width)) for part, width in parts))

    return make


@dataclass(frozen=True, slots=True)
class PreparedStatement:
    """A statement in the driver's own SQL, with the conversions of its values."""

    text: str
    constants: Mapping[str, Any]  # values that the statement itself holds, such as its LIMIT
    parameters: tuple[tuple[str, Convert | None], ...]  # names of values in the driver's order

    def bind(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the values in the driver's order. `values` may hold more than the statement takes."""
        values = {**self.constants, **values}
        return [convert(values[name]) if convert else values[name] for name, convert in self.parameters]


@dataclass(frozen=True, slots=True)
class PreparedChange(PreparedStatement):
    """An INSERT, UPDATE or DELETE of which only the number of changed rows is wanted."""

    async def run(self, connection: Connection, values: Mapping[str, Any] = NO_VALUES) -> int:
        """Return the number of rows that were changed."""
        return await connection.execute(self.text, self.bind(values))

    async def run_each(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run the statement once for each of these values."""
        if len(rows) == 1:  # for which SQLite needs no thread
            await self.run(connection, rows[0])
        else:
            await connection.execute_many(self.text, [self.bind(values) for values in rows])


@dataclass(frozen=True, slots=True)
class PreparedQuery(PreparedStatement, Generic[R]):
    """A SELECT, or a change that returns rows, with the conversions of its columns."""

    columns: tuple[tuple[int, Convert], ...]  # positions of the columns that need a conversion
    make: Callable[..., R]  # takes the columns of a row

    async def run(self, connection: Connection, values: Mapping[str, Any] = NO_VALUES) -> list[R]:
        """Return what the rows make."""
        rows = [list(row) for row in await connection.fetch(self.text, self.bind(values))]
        for position, convert in self.columns:
            for row in rows:
                row[position] = convert(row[position])
        return [self.make(*row) for row in rows]


def as_tuple(*columns: Any) -> tuple[Any, ...]:
    """Return the columns of a row, for queries that make nothing else of them."""
    return columns


@memoised
def prepare(
    statement: sa.Select[Any] | sa.UpdateBase, backend: str, make: Callable[..., R]
) -> PreparedQuery[R]:
    """Compile a statement whose text does not depend on its values."""
    dialect = DIALECTS[backend]
    columns = (column.type.dialect_impl(dialect) for column in statement.exported_columns)
    converts = enumerate(type_.result_processor(dialect, DOUBLE) for type_ in columns)
    return PreparedQuery(
        *_compile(statement, backend),
        tuple((position, convert) for position, convert in converts if convert),
        make,
    )


@memoised
def prepare_change(statement: sa.UpdateBase, backend: str) -> PreparedChange:
    """Compile a statement whose text does not depend on its values. An INSERT without values sets all
    columns."""
    return PreparedChange(*_compile(statement, backend))


def _compile(
    statement: sa.ClauseElement, backend: str
) -> tuple[str, Mapping[str, Any], tuple[tuple[str, Convert | None], ...]]:
    """Return the fields of a PreparedStatement."""
    dialect = DIALECTS[backend]
    compiled: Any = statement.compile(dialect=dialect)
    types = ((name, compiled.binds[name].type.dialect_impl(dialect)) for name in compiled.positiontup)
    return (
        str(compiled),
        {name: bind.value for name, bind in compiled.binds.items() if not bind.required},
        tuple((name, type_.bind_processor(dialect)) for name, type_ in types),
    )


@dataclass(frozen=True, slots=True)
class PreparedInsert:
    """An INSERT in the driver's own SQL, for one record or many of a kind."""

    text: str
    values: Callable[[Any], tuple[Any, ...]]  # a record's fields, in the order of the columns
    columns: tuple[tuple[int, Convert], ...]  # positions of the columns that need a conversion

    async def run(self, connection: Connection, records: Sequence[Any]) -> None:
        if len(records) == 1:
            await self.run_one(connection, records[0])
        else:
            await connection.execute_many(self.text, self._rows(records))

    async def run_one(self, connection: Connection, record: Any) -> bool:
        """Return True if a row was written."""
        return bool(await connection.execute(self.text, self._row(record)))

    def _row(self, record: Any) -> list[Any]:
        row = list(self.values(record))
        for position, convert in self.columns:
            row[position] = convert(row[position])
        return row

    def _rows(self, records: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Convert column by column: many records share few moments and addresses, each converted once."""
        columns: list[Sequence[Any]] = [*zip(*map(self.values, records), strict=True)]
        for position, convert in self.columns:
            converted = {value: convert(value) for value in {*columns[position]}}
            columns[position] = [*map(converted.__getitem__, columns[position])]
        return [*zip(*columns, strict=True)]


@memoised
def prepare_insert(statement: sa.Insert, backend: str, fields: tuple[str, ...]) -> PreparedInsert:
    """Compile an INSERT of all columns that are named as `fields`."""
    dialect = DIALECTS[backend]
    compiled = statement.compile(dialect=dialect, column_keys=list(fields))
    columns: Any = statement.table.c
    types = (columns[name].type.dialect_impl(dialect) for name in fields)
    converts = enumerate(type_.bind_processor(dialect) for type_ in types)
    return PreparedInsert(
        str(compiled),
        attrgetter(*fields),
        tuple((position, convert) for position, convert in converts if convert),
    )
