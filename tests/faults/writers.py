"""Processes in which many write into one SQLite file at once, and say what was acknowledged to them."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from threading import Condition, Thread

from bot.core.models import Address, Person
from storage.store import SqlStore

AT_ONCE = 32
PATIENCE = 60  # seconds: far more than a process takes, and far less than if each writer waited in turn

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.faults.processes", "asyncpg"])  # as for the other processes of tests


def person(id: str) -> Person:
    address = Address("slack", "W", id)
    return Person(id, address, address, "Ben", "UTC", "en")


def write(url: str, name: str, each: int, acknowledged: Connection) -> None:
    """Let each of many writers make so many transactions, of two statements each."""
    asyncio.run(_write(url, name, each, acknowledged))


async def _write(url: str, name: str, each: int, acknowledged: Connection) -> None:
    store = SqlStore(url)

    async def go_on(writer: int) -> None:
        for number in range(each):
            id = f"{name}-{writer}-{number}"
            async with store.transaction() as db:
                await db.add(person(id))
                await asyncio.sleep(0)
                await db.add(person(f"{id}-too"))
            acknowledged.send_bytes(id.encode())

    await asyncio.gather(*(go_on(writer) for writer in range(AT_ONCE)))
    await store.close()


@dataclass
class Writers:
    """A process of writers, and what was acknowledged to them."""

    process: ForkServerProcess
    pipe: Connection
    acknowledged: set[str] = field(default_factory=set)
    _news: Condition = field(default_factory=Condition)

    def __post_init__(self) -> None:
        self._reader = Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        with suppress(EOFError, OSError):  # the process has ended, or was killed while it spoke
            while True:
                id = self.pipe.recv_bytes().decode()
                with self._news:
                    self.acknowledged.add(id)
                    self._news.notify_all()

    def wait_for(self, acknowledged: int) -> None:
        with self._news:
            assert self._news.wait_for(lambda: len(self.acknowledged) >= acknowledged, PATIENCE)

    def wait(self) -> None:
        """Wait until all is written."""
        self.process.join(PATIENCE)
        assert self.process.exitcode == 0

    def kill(self) -> None:
        """Kill the process, and read what it still said."""
        self.process.kill()
        self.process.join()
        self._reader.join()


@contextmanager
def writers(url: str, name: str, each: int) -> Iterator[Writers]:
    ours, theirs = FORKED.Pipe(duplex=False)
    process = FORKED.Process(target=write, args=(url, name, each, theirs), daemon=True)
    process.start()
    theirs.close()
    running = Writers(process, ours)
    try:
        yield running
    finally:
        running.kill()
        ours.close()
