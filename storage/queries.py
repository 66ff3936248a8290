"""The SQL for records: what a transaction asks for, as statements. Pure.

Each statement is built once a process and kept, with its values left open. In a query a value has the name of
its field; in an update it is `is_<field>` where it is compared, `to_<field>` where it is written.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, Literal, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import operators

from bot.core.models import UsageCounter
from storage.prepared import (
    PreparedChange,
    PreparedInsert,
    PreparedQuery,
    make_joined,
    memoised,
    prepare,
    prepare_change,
    prepare_insert,
)
from storage.tables import TABLES
from storage.types import ListOf

R = TypeVar("R")

Kind = type[Any]
Lock = Literal["", "share", "update"]
Shape = tuple[tuple[str, Literal["is", "any", "nothing"]], ...]
"""The fields that a query compares, and how: with a value, with each of several values, or with NULL."""

_MOST = sa.bindparam("most", type_=sa.Integer)

INSERTS: Mapping[str, Callable[[sa.Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@memoised
def column_names(kind: Kind) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def columns(kind: Kind) -> list[sa.Column[Any]]:
    return [TABLES[kind].c[name] for name in column_names(kind)]


@memoised
def add(kind: Kind, backend: str) -> PreparedInsert:
    return prepare_insert(sa.insert(TABLES[kind]), backend, column_names(kind))


@memoised
def add_if_new(kind: Kind, backend: str) -> PreparedInsert:
    """It writes no row if there is one with the same primary key."""
    table = TABLES[kind]
    statement = INSERTS[backend](table).on_conflict_do_nothing(index_elements=table.primary_key)
    return prepare_insert(statement, backend, column_names(kind))


@memoised
def upsert(kind: Kind, backend: str) -> PreparedInsert:
    table = TABLES[kind]
    insert = INSERTS[backend](table)
    new = {name: insert.excluded[name] for name in column_names(kind) if not table.c[name].primary_key}
    statement = insert.on_conflict_do_update(index_elements=table.primary_key, set_=new)
    return prepare_insert(statement, backend, column_names(kind))


@memoised
def count_use(backend: str) -> PreparedQuery[UsageCounter]:
    """A counter that ends later than a new one would was made by a clock that was put back since."""
    table = TABLES[UsageCounter]
    now, until = (sa.bindparam(name, type_=table.c.expires_at.type) for name in ("now", "until"))
    insert = INSERTS[backend](table).values(id=sa.bindparam("counter"), used=1, expires_at=until)
    is_over = sa.or_(table.c.expires_at <= now, table.c.expires_at > until)
    statement = insert.on_conflict_do_update(
        index_elements=table.primary_key,
        set_={
            "used": sa.case((is_over, 1), else_=table.c.used + 1),
            "expires_at": sa.case((is_over, until), else_=table.c.expires_at),
        },
    )
    return prepare(statement.returning(*columns(UsageCounter)), backend, UsageCounter)


@memoised
def get(kind: type[R], lock: Lock, backend: str) -> PreparedQuery[R]:
    """SQLite ignores `lock`: a transaction that writes is alone there."""
    statement = _select(columns(kind), kind, (("id", "is"),), backend)
    if lock:
        statement = statement.with_for_update(read=lock == "share")
    return prepare(statement, backend, kind)


@memoised
def first_joined(kind: type[R], share: str, backend: str) -> PreparedQuery[R]:
    kinds: dict[str, Kind] = {field.name: field.type for field in fields(kind)}  # type: ignore[arg-type,misc]
    tables = {name: TABLES[record] for name, record in kinds.items()}
    (_, first), *others = tables.items()
    joined: sa.FromClause = first
    for name, table in others:
        holder = next(other for other in tables.values() if name in other.c)
        joined = joined.join(table, table.c.id == holder.c[name])
    statement = sa.select(*(column for record in kinds.values() for column in columns(record)))
    statement = statement.select_from(joined).where(first.c.id == sa.bindparam("id", type_=first.c.id.type))
    if share:
        statement = statement.with_for_update(read=True, of=tables[share])
    parts = [(record, len(column_names(record))) for record in kinds.values()]
    return prepare(statement, backend, make_joined(kind, parts))


@memoised
def find(kind: type[R], shape: Shape, backend: str) -> PreparedQuery[R]:
    statement = _select(columns(kind), kind, shape, backend)
    return prepare(statement.order_by(*TABLES[kind].primary_key), backend, kind)


@memoised
def first(kind: type[R], shape: Shape, backend: str) -> PreparedQuery[R]:
    statement = _select(columns(kind), kind, shape, backend)
    return prepare(statement.order_by(*TABLES[kind].primary_key).limit(1), backend, kind)


@memoised
def count(kind: Kind, shape: Shape, backend: str) -> PreparedQuery[int]:
    statement = _select([sa.func.count()], kind, shape, backend).select_from(TABLES[kind])
    return prepare(statement, backend, int)


@memoised
def latest(kind: type[R], by: str, shape: Shape, backend: str) -> PreparedQuery[R]:
    table = TABLES[kind]
    order = table.c[by].desc().nulls_last() if table.c[by].nullable else table.c[by].desc()
    statement = _select(columns(kind), kind, shape, backend)
    statement = statement.order_by(order, *(key.desc() for key in table.primary_key))
    return prepare(statement.limit(_MOST), backend, kind)


@memoised
def due(kind: type[R], moment: str, shape: Shape, backend: str) -> PreparedQuery[R]:
    statement = _due(columns(kind), kind, moment, shape, backend)
    statement = statement.order_by(TABLES[kind].c[moment], *TABLES[kind].primary_key)
    return prepare(statement.limit(_MOST), backend, kind)


@memoised
def page(kind: type[R], shape: Shape, backend: str) -> PreparedQuery[R]:
    id = TABLES[kind].c.id
    statement = _select(columns(kind), kind, shape, backend).where(id > sa.bindparam("after", type_=id.type))
    return prepare(statement.order_by(id).limit(_MOST), backend, kind)


@memoised
def in_lane(kind: type[R], address: str, shape: Shape, backend: str) -> PreparedQuery[R]:
    """Compare bytes: PostgreSQL has other operators for that, and an index for these, since its collations
    pass over punctuation. https://www.postgresql.org/docs/current/indexes-opclass.html"""
    text = sa.type_coerce(TABLES[kind].c[address], sa.String)
    from_, before = (sa.bindparam(name, type_=sa.String) for name in ("from_", "before"))
    is_later, is_earlier = (">=", "<") if backend == "sqlite" else ("~>=~", "~<~")
    is_in_lane = text.bool_op(is_later)(from_), text.bool_op(is_earlier)(before)
    statement = _select(columns(kind), kind, shape, backend).where(*is_in_lane)
    return prepare(statement.limit(_MOST), backend, kind)


@memoised
def update_if_unchanged(kind: Kind, changed: tuple[str, ...], backend: str) -> PreparedChange:
    table = TABLES[kind]
    keys = (key == sa.bindparam(f"key_{key.name}", type_=key.type) for key in table.primary_key)
    return prepare_change(_update_if_same(table, changed).where(*keys), backend)


@memoised
def update_all_if_unchanged(kind: Kind, changed: tuple[str, ...], backend: str) -> PreparedChange:
    table = TABLES[kind]
    these = is_any_of(table.c.id, "ids", backend)
    return prepare_change(_update_if_same(table, changed).where(these), backend)


@memoised
def remove(kind: Kind, shape: Shape, backend: str) -> PreparedChange:
    table = TABLES[kind]
    return prepare_change(sa.delete(table).where(*_conditions(table, shape, backend)), backend)


@memoised
def remove_due(kind: Kind, moment: str, shape: Shape, backend: str) -> PreparedChange:
    table = TABLES[kind]
    first = _due([table.c.id], kind, moment, shape, backend).order_by(table.c[moment]).limit(_MOST)
    return prepare_change(sa.delete(table).where(table.c.id.in_(first)), backend)


def _select(selected: Iterable[Any], kind: Kind, shape: Shape, backend: str) -> sa.Select[Any]:
    return sa.select(*selected).where(*_conditions(TABLES[kind], shape, backend))


def _due(selected: Iterable[Any], kind: Kind, moment: str, shape: Shape, backend: str) -> sa.Select[Any]:
    table = TABLES[kind]
    is_due = table.c[moment] <= sa.bindparam("now", type_=table.c[moment].type)
    return _select(selected, kind, shape, backend).where(is_due)


def _update_if_same(table: sa.Table, changed: tuple[str, ...]) -> sa.Update:
    same = (
        table.c[name].is_not_distinct_from(sa.bindparam(f"is_{name}", type_=table.c[name].type))
        for name in changed
    )
    new = {name: sa.bindparam(f"to_{name}", type_=table.c[name].type) for name in changed}
    return sa.update(table).where(*same).values(new)


def _conditions(table: sa.Table, shape: Shape, backend: str) -> Iterator[sa.ColumnElement[bool]]:
    by_ids = backend == "sqlite" and ("id", "any") in shape
    for name, comparison in shape:
        column = table.c[name]
        if by_ids and name != "id":
            column = _without_index(column)
        match comparison:
            case "nothing":
                yield column.is_(None)
            case "any":
                yield is_any_of(column, name, backend)
            case _:
                yield column == sa.bindparam(name, type_=column.type)


def _without_index(column: sa.ColumnElement[Any]) -> Any:
    """Keep SQLite from finding rows by another column than their ids. It keeps no statistics and supposes ten
    rows for each value, but 25 ids in each list: it would read all open rounds rather than a few by id.
    https://sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_"""
    return sa.UnaryExpression(column, operator=operators.custom_op("+"), type_=column.type)


def is_any_of(column: sa.Column[Any], name: str, backend: str) -> sa.ColumnElement[bool]:
    """Compare with one parameter, however many values it holds: the text of the statement stays the same."""
    values = sa.bindparam(name, type_=ListOf(column.type))
    if backend == "sqlite":
        return column.in_(sa.select(sa.func.json_each(values).table_valued("value").c.value))
    return column == sa.any_(values)
