"""Checks the databases, and the files they lie in, for `accord check`."""

import os
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.core.errors import Unavailable
from bot.ops.doctor import Finding, error, ok, warning
from storage.database import Connection, open_database
from storage.filesystems import network_filesystem
from storage.keys_folder import sqlite_file
from storage.schema import Schema, compare_schema

LOW_SPACE, NO_SPACE = 2**30, 64 * 2**20  # bytes free
MAX_CLOCK_DRIFT = timedelta(seconds=10)
_UNWRITABLE_CURE = "Let the user that runs Accord write there, or set {} to another folder"
_LOCKED_CURE = "Make the user that runs Accord the owner of {0}*, and run: chmod 600 {0}*"
_FOLDER_SETTINGS = {"database": "ACCORD_DATA", "keys": "ACCORD_KEYS_FOLDER"}
_UNUSABLE_CURE = "Check that it is running, has free space, and that Accord's user may write to it."


async def check_databases(main: str, keys: str, now: datetime, mounted: str) -> list[Finding]:
    """Check the main database, and the files of both. Creates nothing, not even a database that is not there
    yet. `mounted` is /proc/self/mountinfo."""
    findings = [*_check_file(main, "database", now, mounted), *_check_file(keys, "keys", now, mounted)]
    if is_there(main):
        findings += await _check_main(main, now)
    return findings


def is_there(url: str) -> bool:
    """Return False if the URL is that of a file which does not exist."""
    file = sqlite_file(url)
    return file is None or file.exists()


def require_writable(url: str, about: str) -> None:
    """Raise Unavailable, with the cure, if the URL is that of a file that cannot be written to, or whose
    folder cannot."""
    if (file := sqlite_file(url)) is None:
        return
    if reason := _unwritable(_folder(file)):
        raise Unavailable(f"{reason}. {_unwritable_cure(about)}")
    for locked in _locked_files(file):
        raise Unavailable(f"Accord cannot read and write {locked}. {_LOCKED_CURE.format(file)}")


def require_there(url: str) -> None:
    """Raise Unavailable, with the cure, if the URL is that of a file which does not exist."""
    if not is_there(url):
        raise Unavailable(
            f"there is no database at {sqlite_file(url)}. Check ACCORD_DATA and ACCORD_DATABASE_URL"
        )


def _folder(file: Path) -> Path:
    """Return the folder that the file lies in, or the one in which its missing folders would be created."""
    return next(parent for parent in file.parents if parent.exists())


def _unwritable(folder: Path) -> str:
    """Return why Accord cannot write to a folder, or an empty text."""
    if not folder.is_dir():
        return f"{folder} is a file, where Accord needs a folder"
    return "" if os.access(folder, os.W_OK | os.X_OK) else f"Accord cannot write to {folder}"


def _locked_files(file: Path) -> list[Path]:
    """Return which files of a database Accord may not both read and write. SQLite creates those beside it
    with its mode, so they stay closed when only the database is opened up again."""
    files = [file.with_name(f"{file.name}{suffix}") for suffix in ("", "-wal", "-shm")]
    return [each for each in files if each.exists() and not os.access(each, os.R_OK | os.W_OK)]


def _unwritable_cure(about: str) -> str:
    return _UNWRITABLE_CURE.format(_FOLDER_SETTINGS[about])


def cause_and_cure(unavailable: Unavailable) -> tuple[str, str]:
    """Split the words of an error, most of which end with what to do."""
    cause, _, cure = str(unavailable).removesuffix(".").rpartition(". ")
    return (f"{cause}.", f"{cure}.") if cause else (f"{cure}.", _UNUSABLE_CURE)


def check_private(file: Path, about: str) -> Iterator[Finding]:
    """Yield an error if others than its owner may use a file."""
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield error(
            about,
            f"Other users of this machine may use {file} (mode {mode:04o}).",
            f"Run: chmod 600 {file}*",
        )


def _check_file(url: str, about: str, now: datetime, mounted: str) -> Iterator[Finding]:
    if (file := sqlite_file(url)) is None:
        return
    folder = _folder(file)
    if kind := network_filesystem(folder.resolve(), mounted):
        yield error(
            about,
            f"{file} is on a network drive ({kind}), where two processes would damage it.",
            "Set ACCORD_DATA to a disk of this machine, or use PostgreSQL: docs/operate/systemd.md says how.",
        )
    if reason := _unwritable(folder):
        yield error(about, f"{reason}.", f"{_unwritable_cure(about)}.")
    if (free := shutil.disk_usage(folder).free) < LOW_SPACE:
        severity = error if free < NO_SPACE else warning
        yield severity(
            about, f"Only {free // 2**20} MB are free in {folder}.", "Free some space before it is full."
        )
    if not file.exists():
        yield warning(about, f"{file} does not exist yet.", "Accord creates it when it starts.")
        return
    yield from check_private(file, about)
    for locked in [] if reason else _locked_files(file):
        yield error(about, f"Accord cannot read and write {locked}.", _LOCKED_CURE.format(file))
    if datetime.fromtimestamp(file.stat().st_mtime, UTC) > now + MAX_CLOCK_DRIFT:
        yield error("clock", f"This machine's clock is behind the last change of {file}.", "Set it with NTP.")


async def _check_main(url: str, now: datetime) -> list[Finding]:
    try:
        async with open_writable(url) as connection:
            schema = await compare_schema(connection)
            version, drift = await _version_and_drift(connection, now)
    except Unavailable as unavailable:
        cause, cure = cause_and_cure(unavailable)
        return [error("database", f"It cannot be used. {cause}", cure)]
    findings = [_check_schema(schema, version, shared=sqlite_file(url) is None)]
    if drift > MAX_CLOCK_DRIFT:
        text = f"The clock of the database is {drift.total_seconds():.0f} seconds off this machine's."
        findings.append(error("clock", text, "Set both with NTP."))
    return findings


def _check_schema(schema: Schema, version: str, *, shared: bool) -> Finding:
    if schema is Schema.CURRENT:
        return ok("database", f"{version}, with the tables of this version.")
    if schema is Schema.NEWER:
        return error(
            "database",
            "A newer version of Accord has upgraded it.",
            "Run that version, or restore a backup of this version into a new database.",
        )
    if schema is Schema.FOREIGN:
        return error(
            "database",
            "It holds tables of another program.",
            "Set ACCORD_DATABASE_URL or ACCORD_DATA to an empty place.",
        )
    if schema is Schema.UNKNOWN:
        return error(
            "database",
            "A version of Accord that was never released has created it.",
            "Run that version, or restore a backup of a released version into a new database.",
        )
    severity = error if shared else warning
    return severity("database", "It does not have the tables of this version.", "Run accord migrate.")


@asynccontextmanager
async def open_writable(url: str) -> AsyncIterator[Connection]:
    """Open a database to read from. Raises Unavailable also if it cannot be written to."""
    database = open_database(url)
    try:
        await database.probe()
        async with database.read_only() as connection:
            yield connection
    finally:
        await database.close()


async def _version_and_drift(connection: Connection, now: datetime) -> tuple[str, timedelta]:
    """Return name and version of the database, and how far its clock is from this machine's."""
    if connection.backend == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}", timedelta()
    ((version, database_now),) = await connection.fetch("SELECT version(), clock_timestamp()")
    return " ".join(version.split()[:2]), abs(database_now - now)
