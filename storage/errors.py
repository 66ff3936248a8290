"""Translates errors of SQLite, PostgreSQL and SQLAlchemy into errors of the product. Pure."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import sqlalchemy as sa

from bot.core.errors import AccordError, AlreadyExists, Stale, Unavailable

# https://www.sqlite.org/rescode.html
_DUPLICATE = {sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE}
_FOREIGN_KEY = sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY
_UNAVAILABLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}
_DAMAGED = "The database file is damaged ({}). Restore a backup into a new folder"
_EXPLAINED = {  # where SQLite's own words do not tell what to do
    sqlite3.SQLITE_BUSY: "Another process is using the database ({}). Try again",
    sqlite3.SQLITE_IOERR: "The database file cannot be read or written ({}). Check whether its disk is full",
    sqlite3.SQLITE_FULL: "The disk is full ({}). Free some space, then try again",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_READONLY: "The database cannot be written to ({}). Let Accord's user write to its files",
    sqlite3.SQLITE_CANTOPEN: "The database file cannot be opened ({}). Let Accord's user read and write it",
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_PG_DUPLICATE, _PG_FOREIGN_KEY = "23505", "23503"
_PG_FORBIDDEN = {"25006", "42501", "25P03"}  # read-only, not permitted, too long idle in a transaction
_PG_UNAVAILABLE = {"08", "28", "3D", "53", "55", "57", "58"}
_PG_CONFLICT = "40"  # a deadlock or a serialization failure
_ADDRESSES = "ACCORD_DATABASE_URL and ACCORD_KEYS_URL"
_SILENT = f"The database does not answer ({{}}). Check that it is running, and that {_ADDRESSES} lead to it"
_REFUSED = f"The database does not accept its user ({{}}). Check names and passwords in {_ADDRESSES}"
_PG_EXPLAINED = {
    "25006": f"The database is read-only ({{}}). Check that {_ADDRESSES} name a primary server",
    "28000": _REFUSED,
    "28P01": _REFUSED,
    "3D000": f"There is no such database ({{}}). Create it, or change {_ADDRESSES}",
    "42501": "Accord's user may not do that ({}). Make it the owner of the database",
    "53100": "The disk of the database is full ({}). Free some space, then try again",
    "53300": "The database takes no more connections ({}). Raise max_connections on its server, or lower"
    " ACCORD_DATABASE_CONNECTIONS",
}


@contextmanager
def explain_errors(what: str) -> Iterator[None]:
    """Raise an AccordError that says what was not done, and why: an error of the product or the database."""
    try:
        with translate_errors():
            yield
    except AccordError as error:
        raise AccordError(f"{what}: {error}") from error


@contextmanager
def translate_errors() -> Iterator[None]:
    """Raise the product's error for one of the database's. Lets through what is a fault in the code."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  raised again
        reraise_translated(error)


def reraise_translated(error: Exception) -> NoReturn:
    """Raise the product's error for one of the database's, or the same error if it is a fault in the code."""
    if translated := translate(error):
        raise translated from error
    raise error


def translate(error: Exception) -> AccordError | None:
    """Return the product's error for one of SQLAlchemy, of SQLite's driver or of a socket; None for a fault
    in the code."""
    if isinstance(error, sa.exc.DBAPIError):
        return _of_sqlalchemy(error)
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    if isinstance(error, OSError) and error.filename:
        return Unavailable(f"Accord cannot write to {error.filename} ({error.strerror})")
    if isinstance(error, OSError):
        return Unavailable(_SILENT.format(error.strerror or str(error) or "it took too long"))
    return None


def _of_sqlalchemy(error: sa.exc.DBAPIError) -> AccordError | None:
    if isinstance(error.orig, sqlite3.Error):
        return _of_sqlite(error.orig)
    state = getattr(error.orig, "sqlstate", None) or ""
    # asyncpg reports an internal error without a state if the server closed the connection meanwhile.
    if error.connection_invalidated or (isinstance(error, sa.exc.InternalError) and not state):
        return Unavailable(f"The connection to the database was lost: {error.orig}")
    return of_postgresql(state, str(error.orig))


def _of_sqlite(error: sqlite3.Error) -> AccordError | None:
    if isinstance(error, sqlite3.OperationalError) and not hasattr(error, "sqlite_errorcode"):
        code = sqlite3.SQLITE_CORRUPT  # the driver's own error over text that is not UTF-8
    else:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)  # its other errors have none either
    if code in _DUPLICATE:
        return AlreadyExists(str(error))
    if code == _FOREIGN_KEY:
        return Stale(str(error))
    if code & 0xFF not in _UNAVAILABLE:
        return None
    return Unavailable(_EXPLAINED.get(code & 0xFF, "{}").format(error))


def of_postgresql(state: str, message: str) -> AccordError | None:
    """Return the product's error for an SQLSTATE; None for a fault in the code."""
    if state == _PG_DUPLICATE:
        return AlreadyExists(message)
    if state == _PG_FOREIGN_KEY or state.startswith(_PG_CONFLICT):
        return Stale(message)
    if state[:2] not in _PG_UNAVAILABLE and state not in _PG_FORBIDDEN:
        return None
    return Unavailable(_PG_EXPLAINED.get(state, "{}").format(message))
