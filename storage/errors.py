"""What the two databases' errors mean to the product. Pure."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from bot.core.errors import AccordError, AlreadyExists, Stale, Unavailable

# https://www.sqlite.org/rescode.html
_TAKEN = {sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE}
_ORPHAN = sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY
_AWAY = {
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
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_PG_TAKEN, _PG_ORPHAN = "23505", "23503"
_PG_CLOSED = {"25006", "42501"}  # read-only, not permitted
_PG_AWAY = {"08", "28", "3D", "53", "55", "57", "58"}
_PG_CROSSED = "40"  # a deadlock, or two that could not follow one another


@contextmanager
def translate_errors() -> Iterator[None]:
    """Raise the product's error for one of the database's. Lets through what is a fault in the code."""
    try:
        yield
    except Exception as error:
        if translated := translate(error):
            raise translated from error
        raise


def translate(error: Exception) -> AccordError | None:
    """Return the product's error for one of SQLAlchemy, of SQLite's driver or of a socket; None for a fault
    in the code."""
    if isinstance(error, sa.exc.DBAPIError):
        return _of_sqlalchemy(error)
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    if isinstance(error, sa.exc.TimeoutError | OSError):
        return Unavailable(f"The database does not answer: {error}")
    return None


def _of_sqlalchemy(error: sa.exc.DBAPIError) -> AccordError | None:
    if isinstance(error.orig, sqlite3.Error):
        return _of_sqlite(error.orig)
    state = getattr(error.orig, "sqlstate", None) or ""
    # asyncpg is confused, and no server has said why, where the other side hung up in the middle of it all.
    if error.connection_invalidated or (isinstance(error, sa.exc.InternalError) and not state):
        return Unavailable(f"The connection to the database was lost: {error.orig}")
    return of_postgresql(state, str(error.orig))


def _of_sqlite(error: sqlite3.Error) -> AccordError | None:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)  # faults of the driver itself have none
    if code in _TAKEN:
        return AlreadyExists(str(error))
    if code == _ORPHAN:
        return Stale(str(error))
    return Unavailable(str(error)) if code & 0xFF in _AWAY else None


def of_postgresql(state: str, said: str) -> AccordError | None:
    if state == _PG_TAKEN:
        return AlreadyExists(said)
    if state == _PG_ORPHAN or state.startswith(_PG_CROSSED):
        return Stale(said)
    return Unavailable(said) if state[:2] in _PG_AWAY or state in _PG_CLOSED else None
