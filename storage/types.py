"""Column types: how values of records are stored. Pure."""

import json
from collections.abc import Collection
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.types import TypeDecorator

from bot.analysis.published import PublishedContent
from bot.core.cards import Card
from bot.core.models import Address
from storage import card_json

_PUBLISHED = TypeAdapter(PublishedContent)


class AddressText(TypeDecorator[Address]):
    """Stores an address as `platform:workspace:key`."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: Address | None, _: sa.Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, _: sa.Dialect) -> Address | None:
        return None if value is None else Address.parse(value)


class UtcDateTime(TypeDecorator[datetime]):
    """Stores a moment in UTC and returns it aware; on SQLite, which has no type for it, as text that sorts by
    time."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(sa.String(26) if _is_text(dialect) else sa.DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> Any:
        if value is None or not _is_text(dialect):
            return value
        return value.astimezone(UTC).isoformat(" ", "microseconds")[:26]

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        if value is None or not _is_text(dialect):
            return value  # type: ignore[no-any-return]  # asyncpg returns aware moments in UTC
        return datetime.fromisoformat(f"{value}+00:00")  # nine times as fast as replace(tzinfo=UTC)


class EnumText(TypeDecorator[StrEnum]):
    """Stores a member of a StrEnum as its value."""

    impl = sa.String
    cache_ok = True

    def __init__(self, of: type[StrEnum]):
        super().__init__()
        self.of = of

    def process_bind_param(self, value: StrEnum | None, _: sa.Dialect) -> str | None:
        return None if value is None else value.value

    def process_result_value(self, value: str | None, _: sa.Dialect) -> StrEnum | None:
        return None if value is None else self.of(value)


class JsonTuple(TypeDecorator[tuple[Any, ...]]):
    """Stores a tuple of texts or whole numbers as a JSON array."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: tuple[Any, ...] | None, _: sa.Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, _: sa.Dialect) -> tuple[Any, ...] | None:
        return None if value is None else _parse_items(value)


class CardText(TypeDecorator[Card]):
    """Stores a card as JSON."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: Card | None, _: sa.Dialect) -> str | None:
        return None if value is None else card_json.dump(value)

    def process_result_value(self, value: str | None, _: sa.Dialect) -> Card | None:
        return None if value is None else card_json.load(value)


class PublishedText(TypeDecorator[PublishedContent]):
    """Stores what a round published as JSON, without the fields that have their default."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: PublishedContent | None, _: sa.Dialect) -> str | None:
        return None if value is None else _PUBLISHED.dump_json(value, exclude_defaults=True).decode()

    def process_result_value(self, value: str | None, _: sa.Dialect) -> PublishedContent | None:
        return None if value is None else _PUBLISHED.validate_json(value)


class ListOf(TypeDecorator[Collection[Any]]):
    """Passes values to compare a column with as one parameter: an array on PostgreSQL, JSON on SQLite."""

    impl = sa.String
    cache_ok = True

    def __init__(self, item: sa.types.TypeEngine[Any]):
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(sa.String() if _is_text(dialect) else sa.ARRAY(self.item))

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:
        """Raises TypeError for bytes on SQLite, whose JSON holds none."""
        values = list(value)
        if not _is_text(dialect):
            return values  # the array type converts each
        convert = self.item.dialect_impl(dialect).bind_processor(dialect)
        return json.dumps([convert(item) for item in values] if convert else values, ensure_ascii=False)


@lru_cache(4096)  # rows share few lists of questions and counts
def _parse_items(text: str) -> tuple[Any, ...]:
    return tuple(json.loads(text))


def _is_text(dialect: sa.Dialect) -> bool:
    return dialect.name == "sqlite"


def required(name: str, type_: Any = sa.String, *args: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, type_, *args, nullable=options.pop("nullable", False), **options)


def nullable(name: str, type_: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, type_, **options)


def foreign_key(name: str, table: str, **options: Any) -> sa.Column[Any]:
    return required(name, sa.String, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), **options)
