"""Databases that earlier commits have made: `upgrades/README.md` says how."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.support.databases import PostgreSQL

FOLDER = Path(__file__).parent / "upgrades"
COMMITS = ("78cfa2e", "9ee2f96", "8a30e3a")
SECRET = "the secret key of the installation that is upgraded"


@dataclass(frozen=True)
class OldDatabase:
    """A database as a commit left it, with the keys of its open round in a file of their own."""

    commit: str
    url: str
    keys_url: str


def load(commit: str, folder: Path, postgresql: PostgreSQL | None = None) -> OldDatabase:
    """Load a database into a file in the folder, or into the server."""
    kind = "postgresql" if postgresql else "sqlite"
    keys_url = load_file(f"{commit}-{kind}-keys", folder / "keys.db")
    if postgresql is None:
        return OldDatabase(commit, load_file(f"{commit}-sqlite", folder / "accord.db"), keys_url)
    name = postgresql.new()
    postgresql.run(name, (FOLDER / f"{commit}-postgresql.sql").read_text("utf-8"))
    return OldDatabase(commit, postgresql.url(name), keys_url)


def load_file(name: str, file: Path) -> str:
    """Load a database into a SQLite file and return its URL."""
    file.touch(mode=0o600)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((FOLDER / f"{name}.sql").read_text("utf-8"))
    return f"sqlite+aiosqlite:///{file}"
