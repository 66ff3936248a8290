"""What can be told from the databases, and from the files they lie in."""

import os
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.core.errors import Unavailable
from bot.ops.doctor import Finding, error, ok, warning
from storage.database import Connection, open_database
from storage.errors import translate_errors
from storage.filesystems import network_filesystem
from storage.migrate import Schema, schema

MOUNTS = Path("/proc/self/mountinfo")
LITTLE, SCARCE = 2**30, 64 * 2**20  # bytes free
DRIFT = timedelta(seconds=10)


async def check_databases(main: str, keys: str, now: datetime, mounts: Path = MOUNTS) -> list[Finding]:
    """Makes nothing, not even a database that is not there yet."""
    mounted = mounts.read_text() if mounts.exists() else ""  # noqa: ASYNC240  the kernel answers at once
    found = [*_of_file(main, "database", now, mounted), *_of_file(keys, "keys", now, mounted)]
    if is_there(main):
        found += await _of_main(main, now)
    if is_there(keys):
        found += await _of_keys(main, keys)
    return found


def is_there(url: str) -> bool:
    """Whether it makes sense to ask."""
    file = _file(url)
    return file is None or file.exists()


def check_private(file: Path, about: str) -> Iterator[Finding]:
    """Whether its owner alone may use a file."""
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield error(
            about, f"Others on this machine may use {file} (mode {mode:04o}).", f"Say: chmod 600 {file}*"
        )


def _of_file(url: str, about: str, now: datetime, mounted: str) -> Iterator[Finding]:
    if (file := _file(url)) is None:
        return
    place = next(each for each in file.parents if each.exists())
    if kind := network_filesystem(place.resolve(), mounted):
        yield error(
            about,
            f"{file} lies on a network drive ({kind}), where two processes would damage it.",
            "Set ACCORD_DATA to a disk of this machine, or use PostgreSQL: README, Outgrowing one machine",
        )
    if not os.access(place, os.W_OK | os.X_OK):
        cure = "Give that folder to the user that runs Accord, on a disk that can be written to."
        yield error(about, f"Accord may not write to {place}.", cure)
    if (free := shutil.disk_usage(place).free) < LITTLE:
        say = error if free < SCARCE else warning
        yield say(about, f"Only {free // 2**20} MB are free at {place}.", "Make room before it is full.")
    if not file.exists():
        yield warning(about, f"{file} is not there yet.", "Accord makes it when it starts.")
        return
    yield from check_private(file, about)
    if datetime.fromtimestamp(file.stat().st_mtime, UTC) > now + DRIFT:
        yield error("clock", f"This machine's clock is behind the last change of {file}.", "Set it by NTP.")


async def _of_main(url: str, now: datetime) -> list[Finding]:
    try:
        async with _usable(url) as connection:
            whose = await schema(connection)
            version, off = await _server(connection, now)
    except Unavailable as raised:
        return [
            error(
                "database",
                f"It cannot be used. {raised}",
                "See that it runs, has room, and lets Accord write.",
            )
        ]
    found = [_schema(whose, version, shared=_file(url) is None)]
    if off > DRIFT:
        told = f"The clock of the database is {off.total_seconds():.0f} seconds off this machine's."
        found.append(error("clock", told, "Set both by NTP."))
    return found


def _schema(whose: Schema, version: str, *, shared: bool) -> Finding:
    if whose is Schema.OURS:
        return ok("database", f"{version}; it has the tables of this version.")
    if whose is Schema.NEWER:
        return error(
            "database",
            "It is of a newer version of Accord than this one.",
            "Run that version, or restore a backup of this one into a new database.",
        )
    say = error if shared else warning
    return say("database", "It does not have the tables of this version.", "Say: accord migrate")


async def _of_keys(main: str, keys: str) -> list[Finding]:
    try:
        async with _usable(keys) as connection:
            same = await connection.run_sync(lambda each: sa.inspect(each).has_table("alembic_version"))
    except Unavailable as raised:
        return [
            error(
                "keys",
                f"Their database cannot be used. {raised}",
                "See that it runs, has room, and lets Accord write.",
            )
        ]
    if same:
        return [
            error(
                "keys",
                "They lie in the database itself: a dump of it holds both.",
                "Give ACCORD_KEYS_URL a database of its own.",
            )
        ]
    if _together(main, keys):
        return [
            warning(
                "keys",
                "They lie beside the database: who copies that folder, or archives that server, takes both.",
                "Give ACCORD_KEYS_URL a place that no backup takes along.",
            )
        ]
    return [ok("keys", "They lie apart from the database.")]


def _together(main: str, keys: str) -> bool:
    ours, theirs = _file(main), _file(keys)
    if ours and theirs:
        return ours.parent.resolve() == theirs.parent.resolve()
    one, other = sa.make_url(main), sa.make_url(keys)
    return (one.host, one.port, one.query.get("host")) == (other.host, other.port, other.query.get("host"))


@asynccontextmanager
async def _usable(url: str) -> AsyncIterator[Connection]:
    """Raises Unavailable where it can be read, and not written to, as well."""
    ours = open_database(url)
    try:
        await ours.probe()
        async with ours.read_only() as connection:
            with translate_errors():
                yield connection
    finally:
        await ours.close()


async def _server(connection: Connection, now: datetime) -> tuple[str, timedelta]:
    """What it is, and how far its clock is from ours."""
    if connection.dialect.name == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}", timedelta()
    row = (await connection.execute(sa.text("SELECT version() AS version, clock_timestamp() AS now"))).one()
    return " ".join(row.version.split()[:2]), abs(row.now - now)


def _file(url: str) -> Path | None:
    parsed = sa.make_url(url)
    return Path(parsed.database or "").absolute() if parsed.get_backend_name() == "sqlite" else None
