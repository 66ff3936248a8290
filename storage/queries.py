"""The SQL of what is asked of records. Pure.

Each is built once and kept, with its values left open: SQLAlchemy then knows it again, and is four times as
fast as with one built anew. A value that is compared is called `is_<field>`, one that is written
`to_<field>`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from typing import Any, Literal, ParamSpec, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import visitors

from storage.tables import TABLES

Lock = Literal["", "share", "update"]
P = ParamSpec("P")
R = TypeVar("R")

Kind = type[Any]
Shape = tuple[tuple[str, str], ...]
"""What is compared, and how: a field's name with `is`, `any` or `nothing`."""

DOUBLE = 701  # in pg_type: the only numbers with a fraction that we keep
DRIVERS = ("sqlite://", "postgresql+asyncpg://")
DIALECTS = {dialect.name: dialect() for dialect in (sa.make_url(url).get_dialect() for url in DRIVERS)}
INSERTS: Mapping[str, Callable[[sa.Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class BulkInsert:
    """A statement as the driver takes it, for many rows: SQLAlchemy looks anew at each row, which costs more
    than the database does."""

    text: str
    values: Callable[[Any], tuple[Any, ...]]
    kept: tuple[tuple[int, Callable[[Any], Any]], ...]  # how some of the values are kept, by place

    def rows(self, records: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Column by column: in one of many rows the same few moments and addresses stand again and again."""
        columns: list[Iterable[Any]] = [*zip(*map(self.values, records), strict=True)]
        for place, keep in self.kept:
            columns[place] = map(_PositionMap(keep).__getitem__, columns[place])
        return [*zip(*columns, strict=True)]


class _PositionMap(dict[Any, Any]):
    """Each value as it is kept, worked out once."""

    def __init__(self, keep: Callable[[Any], Any]):
        self._keep = keep

    def __missing__(self, value: Any) -> Any:
        self[value] = kept = self._keep(value)
        return kept


@dataclass(frozen=True, slots=True)
class PreparedQuery:
    """A query as the driver takes it, and its rows as records do: SQLAlchemy's way there and back costs four
    times what PostgreSQL's driver does, and ten times what SQLite does."""

    text: str
    fixed: Mapping[str, Any]  # values that are always the same
    taken: tuple[tuple[str, Callable[[Any], Any] | None], ...]  # values by name, and how each is kept
    given: tuple[tuple[int, Callable[[Any], Any]], ...]  # how some of the columns are read, by place

    def values(self, named: Mapping[str, Any]) -> list[Any]:
        known = {**self.fixed, **named}
        return [keep(known[name]) if keep else known[name] for name, keep in self.taken]

    def rows(self, found: Sequence[Sequence[Any]]) -> list[list[Any]]:
        rows = [list(row) for row in found]
        for place, read in self.given:
            for row in rows:
                row[place] = read(row[place])
        return rows


def memoised(build: Callable[P, R]) -> Callable[P, R]:
    """`functools.cache`, for types too, which mypy does not take for hashable."""
    return cast("Callable[P, R]", cache(build))


def filter_shape(where: Mapping[str, Any]) -> Shape:
    return tuple((name, _how(value)) for name, value in where.items())


def comparison_values(where: Mapping[str, Any]) -> dict[str, Any]:
    return {f"is_{name}": value for name, value in where.items() if value is not None}


@memoised
def column_names(kind: Kind) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def columns(kind: Kind) -> list[sa.Column[Any]]:
    return [TABLES[kind].c[name] for name in column_names(kind)]


@memoised
def bulk_insert(statement: sa.Insert, kind: Kind, backend: str) -> BulkInsert:
    fields_, dialect = column_names(kind), DIALECTS[backend]
    compiled = statement.compile(dialect=dialect, column_keys=list(fields_))
    types = (TABLES[kind].c[name].type.dialect_impl(dialect) for name in fields_)
    keeps = enumerate(type_.bind_processor(dialect) for type_ in types)
    return BulkInsert(
        str(compiled), attrgetter(*fields_), tuple((place, keep) for place, keep in keeps if keep)
    )


@memoised
def is_fixed(statement: sa.Select[Any]) -> bool:
    """Whether its text is always the same: the length of a list that is compared with is part of it."""
    return not any(getattr(part, "expanding", False) for part in visitors.iterate(statement))


@memoised
def prepare(statement: sa.Select[Any], backend: str) -> PreparedQuery:
    """For one that is fixed."""
    dialect = DIALECTS[backend]
    compiled: Any = statement.compile(dialect=dialect)
    taken = ((name, compiled.binds[name].type.dialect_impl(dialect)) for name in compiled.positiontup)
    types = (column.type.dialect_impl(dialect) for column in statement.selected_columns)
    reads = enumerate(type_.result_processor(dialect, DOUBLE) for type_ in types)
    return PreparedQuery(
        str(compiled),
        {name: bind.value for name, bind in compiled.binds.items() if not bind.required},
        tuple((name, type_.bind_processor(dialect)) for name, type_ in taken),
        tuple((place, read) for place, read in reads if read),
    )


@memoised
def add(kind: Kind) -> sa.Insert:
    return sa.insert(TABLES[kind])


@memoised
def upsert(kind: Kind, dialect: str) -> sa.Insert:
    table = TABLES[kind]
    insert = INSERTS[dialect](table)
    new = {name: insert.excluded[name] for name in column_names(kind) if not table.c[name].primary_key}
    kept: sa.Insert = insert.on_conflict_do_update(index_elements=table.primary_key, set_=new)
    return kept


@memoised
def get(kind: Kind, lock: Lock) -> sa.Select[Any]:
    """`lock` means nothing to SQLite, where a transaction that may write is alone already."""
    found = _matching(columns(kind), kind, (("id", "is"),))
    return found.with_for_update(read=lock == "share") if lock else found


@memoised
def find(kind: Kind, where: Shape) -> sa.Select[Any]:
    return _matching(columns(kind), kind, where).order_by(*TABLES[kind].primary_key)


@memoised
def count(kind: Kind, where: Shape) -> sa.Select[Any]:
    return _matching([sa.func.count()], kind, where).select_from(TABLES[kind])


@memoised
def latest(kind: Kind, by: str, where: Shape) -> sa.Select[Any]:
    table = TABLES[kind]
    order = table.c[by].desc().nulls_last() if table.c[by].nullable else table.c[by].desc()
    found = _matching(columns(kind), kind, where).order_by(order, *(key.desc() for key in table.primary_key))
    return found.limit(sa.bindparam("most", type_=sa.Integer))


@memoised
def due(kind: Kind, moment: str, where: Shape) -> sa.Select[Any]:
    table = TABLES[kind]
    come = table.c[moment] <= sa.bindparam("now", type_=table.c[moment].type)
    found = _matching(columns(kind), kind, where).where(come).order_by(table.c[moment], *table.primary_key)
    return found.limit(sa.bindparam("most", type_=sa.Integer))


@memoised
def update_if_unchanged(kind: Kind, changed: tuple[str, ...]) -> sa.Update:
    table = TABLES[kind]
    same = (
        table.c[name].is_not_distinct_from(sa.bindparam(f"is_{name}", type_=table.c[name].type))
        for name in changed
    )
    keys = (key == sa.bindparam(f"key_{key.name}", type_=key.type) for key in table.primary_key)
    new = {name: sa.bindparam(f"to_{name}", type_=table.c[name].type) for name in changed}
    return sa.update(table).where(*keys, *same).values(new)


@memoised
def update_all_if_unchanged(kind: Kind, changed: tuple[str, ...]) -> sa.Update:
    table = TABLES[kind]
    same = (
        table.c[name].is_not_distinct_from(sa.bindparam(f"is_{name}", type_=table.c[name].type))
        for name in changed
    )
    these = table.c.id.in_(sa.bindparam("ids", type_=table.c.id.type, expanding=True))
    new = {name: sa.bindparam(f"to_{name}", type_=table.c[name].type) for name in changed}
    return sa.update(table).where(these, *same).values(new)


@memoised
def remove(kind: Kind, where: Shape) -> sa.Delete:
    table = TABLES[kind]
    return sa.delete(table).where(*_conditions(table, where))


def _matching(what: Iterable[Any], kind: Kind, where: Shape) -> sa.Select[Any]:
    return sa.select(*what).where(*_conditions(TABLES[kind], where))


def _how(value: Any) -> str:
    if value is None:
        return "nothing"
    return "any" if isinstance(value, list | tuple | set | frozenset) else "is"


def _conditions(table: sa.Table, where: Shape) -> Iterator[sa.ColumnElement[bool]]:
    for name, how in where:
        column = table.c[name]
        match how:
            case "nothing":
                yield column.is_(None)
            case "any":
                yield column.in_(sa.bindparam(f"is_{name}", type_=column.type, expanding=True))
            case _:
                yield column == sa.bindparam(f"is_{name}", type_=column.type)
