"""Backs up the main database, but not the keys, into one file, and restores it into SQLite or PostgreSQL.

A backup is a SQLite database with the tables of the version that made it, which any tool for SQLite reads.
Its rows are in the order of their ids, which tells less than the database about who came when.
"""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.core.errors import TEMPORARY, AccordError, describe_file_error
from storage.checks import require_there
from storage.database import Connection, Database, open_database
from storage.errors import explain_errors
from storage.filesystems import sync_to_disk
from storage.migrate import migrate
from storage.prepared import prepare, prepare_change
from storage.schema import Schema, compare_schema, read_schema, refusal
from storage.tables import KEYS_BINDING, metadata
from storage.types import UtcDateTime

BATCH_SIZE = 5_000  # rows
_NAME = "accord-%Y-%m-%dT%H%M%SZ.db"  # when it was made, in UTC
_NOT_EMPTY = (
    "the database is not empty. Restore into a new one, for example: ACCORD_DATA=restored accord restore ..."
)

# What is restored is another installation: it must not use the keys of the one it came from.
_COPIED = [table for table in metadata.sorted_tables if table is not KEYS_BINDING]


async def back_up(url: str, to: Path | str, now: datetime, batch_size: int = BATCH_SIZE) -> Path:
    """Back up one state of the database into the file `to`, and return the file. If `to` is a folder, ends in
    / or has no suffix, the file gets a name of its own in that folder, which is created if it is missing.
    Others may go on writing. The file gets its name once it is whole. Raises AccordError."""
    with _nothing_done("backed up", to):
        require_there(url)
        file = _new_file(to, now)
        with TemporaryDirectory(prefix=TEMPORARY, dir=file.parent) as folder:
            draft = Path(folder) / "draft.db"
            async with _open(url) as source, source.read_only() as rows:
                if (schema := await compare_schema(rows)) is not Schema.CURRENT:
                    raise AccordError(refusal(schema))
                await migrate(_url(draft))
                async with _open(_url(draft)) as target, target.transaction() as into:
                    await _copy(rows, into, batch_size)
            await asyncio.to_thread(_finish, draft)
            file.touch(mode=0o600, exist_ok=False)  # fails if another process has made it meanwhile
            draft.replace(file)
            sync_to_disk(file.parent)
    return file


def remove_old(folder: Path, keep: timedelta, now: datetime) -> list[Path]:
    """Remove the backups in a folder that are older than `keep`, and return them. Only files that `back_up`
    has named are removed; their names say when they were made. Raises AccordError."""
    removed = []
    with _nothing_done("removed", folder):
        for file in sorted(folder.glob("accord-*.db")):
            made_at = _made_at(file)
            if made_at and made_at < now - keep and file.is_file() and not file.is_symlink():
                file.unlink()
                removed.append(file)
    return removed


def _made_at(file: Path) -> datetime | None:
    """Return the moment in the name of a backup, or None if `back_up` did not choose that name."""
    with suppress(ValueError):
        made_at = datetime.strptime(file.name, _NAME).replace(tzinfo=UTC)
        return made_at if file.name == made_at.strftime(_NAME) else None
    return None


async def restore(file: Path, url: str, batch_size: int = BATCH_SIZE) -> None:
    """Restore a backup, of this version or an older one, into an empty database. The file does not change.
    Raises AccordError, and has then changed nothing."""
    with _nothing_done("restored", file), TemporaryDirectory(prefix=TEMPORARY) as folder:
        copy = Path(shutil.copyfile(file, Path(folder) / "copy.db"))
        if not _is_whole_backup(copy):
            raise AccordError(f"{file} is not an Accord backup, or it is damaged. Choose another file")
        await migrate(_url(copy), str(file))
        if await read_schema(url) not in {Schema.EMPTY, Schema.CURRENT}:
            raise AccordError(_NOT_EMPTY)
        await migrate(url)
        async with (
            _open(_url(copy)) as source,
            _open(url) as target,
            source.read_only() as rows,
            target.transaction() as into,
        ):
            if await _has_rows(into):
                raise AccordError(_NOT_EMPTY)
            await _copy(rows, into, batch_size)


@contextmanager
def _nothing_done(verb: str, place: Path | str) -> Iterator[None]:
    """Turn errors into an AccordError that says nothing was done, and why. `place` is what is read from or
    written to."""
    with explain_errors(f"Nothing was {verb}"):
        try:
            yield
        except OSError as error:
            raise AccordError(f"{describe_file_error(error, place)}. Choose another place") from error


@asynccontextmanager
async def _open(url: str) -> AsyncIterator[Database]:
    database = open_database(url, maintenance=True)
    try:
        yield database
    finally:
        await database.close()


async def _copy(source: Connection, target: Connection, batch_size: int) -> None:
    for table in _COPIED:
        stored = _stored_table(table)
        insert = prepare_change(sa.insert(stored), target.backend)
        async for rows in _batches(source, stored, [key.name for key in table.primary_key], batch_size):
            await insert.run_each(target, rows)


async def _batches(
    source: Connection, table: sa.TableClause, keys: list[str], batch_size: int
) -> AsyncIterator[list[dict[str, Any]]]:
    key = sa.tuple_(*(table.c[name] for name in keys))
    last = sa.tuple_(*(sa.bindparam(name, type_=table.c[name].type) for name in keys))
    query = sa.select(table).order_by(*key).limit(batch_size)

    def row(*values: Any) -> dict[str, Any]:
        return dict(zip(table.c.keys(), values, strict=True))

    following = prepare(query.where(key > last), source.backend, row)
    rows = await prepare(query, source.backend, row).run(source)
    while rows:
        yield rows
        rows = await following.run(source, rows[-1])


async def _has_rows(connection: Connection) -> bool:
    for table in _COPIED:
        if await connection.fetch(f"SELECT 1 FROM {table.name} LIMIT 1"):  # noqa: S608
            return True
    return False


def _stored_table(table: sa.Table) -> sa.TableClause:
    """Return the table with the types that the database stores, so that values are copied without parsing."""
    return sa.table(table.name, *(sa.column(column.name, _stored_type(column.type)) for column in table.c))


def _stored_type(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    """Return the stored type: all our own types are text, except moments, which differ between databases."""
    return sa.String() if isinstance(type_, TypeDecorator) and not isinstance(type_, UtcDateTime) else type_


def _new_file(to: Path | str, now: datetime) -> Path:
    """Return the file to write. Raises AccordError if it exists."""
    path = Path(to)
    if str(to).endswith("/") or not path.suffix:  # a Path forgets the /
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = path / now.strftime(_NAME) if path.is_dir() else path
    if file.exists():
        raise AccordError(f"{file} already exists. Choose another name, or a folder such as backups/")
    return file


def _finish(draft: Path) -> None:
    """Make the draft one file, readable where nothing can be written, and sync it to the disk. Raises
    AccordError if it cannot be read back."""
    with closing(sqlite3.connect(draft)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        problems = connection.execute("PRAGMA quick_check").fetchall()
    if problems != [("ok",)]:
        raise AccordError("the new file cannot be read back. Check the disk, then try again")
    sync_to_disk(draft)


def _is_whole_backup(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(file)) as connection:
            version = connection.execute("SELECT version_num FROM alembic_version").fetchall()
            return bool(version) and connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    except (sqlite3.DatabaseError, UnicodeDecodeError):  # its words about damage may hold damaged text
        return False


def _url(file: Path) -> str:
    return f"sqlite:///{file}"
