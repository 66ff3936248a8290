"""Everything but the keys in one file, whatever the database, and back into any.

A backup is a SQLite database with the tables of the version that made it: whatever reads SQLite reads it.
Rows lie in the order of their ids, which tells less than the database does of who came when.
"""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from alembic.util import CommandError
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.core.errors import AccordError
from storage.database import Connection, Database, open_database
from storage.errors import translate_errors
from storage.migrate import is_current, migrate
from storage.tables import metadata
from storage.types import UtcDateTime

AT_ONCE = 5_000  # rows


async def back_up(url: str, to: Path, now: datetime, at_once: int = AT_ONCE) -> Path:
    """One moment of the database, while others go on writing, into this file, or into a new one in this
    folder. Under its name it is whole or not there. Raises AccordError."""
    with _or_nothing("backed up"):
        file = _new(to, now)
        with TemporaryDirectory(prefix=".accord-", dir=file.parent) as folder:
            draft = Path(folder) / "draft.db"
            async with _opened(url) as source, source.read_only() as rows:
                if not await is_current(rows):
                    raise AccordError("the database is of another version. Say: accord migrate")
                await migrate(_url(draft))
                async with _opened(_url(draft)) as target, target.transaction() as into:
                    await _copy(rows, into, at_once)
            await asyncio.to_thread(_finish, draft)
            file.touch(mode=0o600, exist_ok=False)  # nobody else's, should somebody have come meanwhile
            draft.replace(file)
            _keep(file.parent)
    return file


async def restore(file: Path, url: str, at_once: int = AT_ONCE) -> None:
    """All of a backup, be it of an older version, into an empty database; the file stays as it is. Raises
    AccordError; the database is then as it was."""
    with _or_nothing("restored"), TemporaryDirectory(prefix="accord-") as folder:
        copy = Path(shutil.copyfile(file, Path(folder) / "copy.db"))
        if not _is_ours(copy):
            raise AccordError(f"{file} is no backup of Accord's")
        try:
            await migrate(_url(copy))
        except CommandError as error:
            raise AccordError(f"{file} is of a newer version of Accord than this one") from error
        await migrate(url)
        async with (
            _opened(_url(copy)) as source,
            _opened(url) as target,
            source.read_only() as rows,
            target.transaction() as into,
        ):
            if await _holds_anything(into):
                raise AccordError("the database is not empty. Restore into a new one")
            await _copy(rows, into, at_once)


@contextmanager
def _or_nothing(done: str) -> Iterator[None]:
    """Says what was not done, and why."""
    try:
        with translate_errors():
            try:
                yield
            except OSError as error:
                raise AccordError(f"{error.strerror}: {error.filename}") from error
    except AccordError as error:
        raise AccordError(f"Nothing was {done}: {error}") from error


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    opened = open_database(url)
    try:
        yield opened
    finally:
        await opened.close()


async def _copy(source: Connection, target: Connection, at_once: int) -> None:
    for table in metadata.sorted_tables:
        kept = _as_kept(table)
        async for rows in _rows(source, kept, [key.name for key in table.primary_key], at_once):
            await target.execute(sa.insert(kept), rows)


async def _rows(
    source: Connection, table: sa.TableClause, keys: list[str], at_once: int
) -> AsyncIterator[list[dict[str, Any]]]:
    key = sa.tuple_(*(table.c[name] for name in keys))
    query = sa.select(table).order_by(*(table.c[name] for name in keys)).limit(at_once)
    some = query
    while rows := (await source.execute(some)).mappings().all():
        yield [dict(row) for row in rows]
        some = query.where(key > tuple(rows[-1][name] for name in keys))


async def _holds_anything(connection: Connection) -> bool:
    for table in metadata.sorted_tables:
        if (await connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1))).all():
            return True
    return False


def _as_kept(table: sa.Table) -> sa.TableClause:
    """Its columns as the database holds them: what is written as text is copied unread."""
    return sa.table(table.name, *(sa.column(each.name, _unread(each.type)) for each in table.c))


def _unread(kept: TypeEngine[Any]) -> TypeEngine[Any]:
    """Text, where we make one of what is kept; but a moment, which each database holds in its own way, is
    read."""
    return sa.String() if isinstance(kept, TypeDecorator) and not isinstance(kept, UtcDateTime) else kept


def _new(to: Path, now: datetime) -> Path:
    """Raises AccordError where it is there already."""
    file = to / f"accord-{now:%Y-%m-%dT%H%M%SZ}.db" if to.is_dir() else to
    if file.exists():
        raise AccordError(f"{file} is there already")
    return file


def _finish(draft: Path) -> None:
    """One file, which can be read where nothing can be written, and lies on the disk. Raises AccordError
    where it cannot be read back."""
    with closing(sqlite3.connect(draft)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        faults = connection.execute("PRAGMA quick_check").fetchall()
    if faults != [("ok",)]:
        raise AccordError("what was written cannot be read back whole. Look at the disk, then try again")
    _keep(draft)


def _keep(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_ours(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(file)) as connection:
            return bool(connection.execute("SELECT version_num FROM alembic_version").fetchall())
    except sqlite3.DatabaseError:
        return False


def _url(file: Path) -> str:
    return f"sqlite:///{file}"
