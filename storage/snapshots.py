"""Copies a whole SQLite database while it is in use, as `accord demo` does to start again."""

import sqlite3
from contextlib import closing
from pathlib import Path


def copy_sqlite(source: Path, target: Path) -> None:
    """Overwrite the database `target` with `source`. Waits until nobody writes to either, so it must not be
    called in the event loop whose tasks write."""
    with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(target)) as copy:
        origin.backup(copy)
