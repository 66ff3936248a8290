"""Accord in processes of its own, to be killed: each a worker that ticks without a pause, and a door at which
people speak to it.

They are forked from one that has imported everything, so that it costs little to begin again.
"""

import asyncio
import mmap
import multiprocessing
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from bot.app import load_question_bank, load_talking_points
from bot.context import AppContext
from bot.core.cards import Card
from bot.core.deliveries import Delivery
from bot.core.errors import Unavailable
from bot.core.events import Message
from bot.core.models import Address
from bot.core.ports import Transaction
from bot.delivery.outbox import Outbox
from bot.handlers.bot import Bot
from bot.rounds import working_hours
from bot.worker import Worker
from storage.crypto import ChaChaCrypto
from storage.ids import RandomIds
from storage.store import SqlStore
from tests.faults.remote_platform import Client, FarAway
from tests.support.databases import key_store
from tests.support.http_stub import Cut, Reply, post, serve_http

SECRET = "a secret key that is only for being killed with"
PLATFORMS = ("slack", "teams")
EPOCH, MICROSECOND = datetime.fromtimestamp(0, UTC), timedelta(microseconds=1)

BANK, TALKING = load_question_bank(), load_talking_points()
working_hours.next_working_moment("Europe/London", EPOCH, "GB-ENG")  # learns the public holidays

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.faults.processes", "asyncpg"])


class SharedClock:
    """Implements ports.Clock: all processes read what one of them sets."""

    def __init__(self, file: Path):
        if not file.exists():
            file.write_bytes(bytes(8))
        with file.open("r+b") as opened:
            self._there = mmap.mmap(opened.fileno(), 8)

    def now(self) -> datetime:
        return EPOCH + int.from_bytes(self._there[:], "big") * MICROSECOND

    def set(self, moment: datetime) -> None:
        self._there[:] = ((moment - EPOCH) // MICROSECOND).to_bytes(8, "big")

    def move(self, by: timedelta) -> None:
        self.set(self.now() + by)


class RunningClock(SharedClock):
    """Implements ports.Clock: it runs ahead of the real time by as much as it was moved."""

    def now(self) -> datetime:
        return datetime.now(UTC) + (super().now() - EPOCH)

    def move(self, by: timedelta) -> None:
        self.set(super().now() + by)


@dataclass(frozen=True)
class Place:
    """Where a process finds everything. `home` is the test's port: messages arrive there, and so does what a
    process says of itself."""

    database: str
    keys: str
    clock_file: Path
    runs: bool = False  # the clock does, by itself
    finds: bool = True
    home: int = 0

    @property
    def clock(self) -> SharedClock:
        return RunningClock(self.clock_file) if self.runs else SharedClock(self.clock_file)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[AppContext]:
        store, keys = SqlStore(self.database), key_store(self.keys)
        yield AppContext(store, keys, ChaChaCrypto((SECRET,)), self.clock, RandomIds(), BANK, {}, TALKING)
        await store.close()
        await keys.close()


def live(name: str, place: Place) -> None:
    """Run a process that does everything, until it is killed."""
    asyncio.run(_live(name, place))


def send(name: str, place: Place) -> None:
    """Run a process that only sends deliveries."""
    asyncio.run(_send(name, place))


async def _live(name: str, place: Place) -> None:
    async with place.opened() as context:
        bot = Bot(context)

        async def hear(_: str, said: Any) -> Reply:
            who = Address.parse(said["who"])
            card = (await bot.handle(Message(said["id"], who, who, said["text"], pressed=True))).card
            return Reply(body=b"true" if card and card.title != "Not done" else b"false")

        async with serve_http(hear) as port:
            await post(place.home, "/began", {"name": name, "port": port})
            worker = Worker(context, dict.fromkeys(PLATFORMS, Client(place.home, context.clock, place.finds)))
            while True:
                at = context.clock.now()
                await worker.tick()
                await post(place.home, "/ticked", {"name": name, "at": at.timestamp()})


async def _send(name: str, place: Place) -> None:
    store, clock = SqlStore(place.database), place.clock
    outbox = Outbox(store, dict.fromkeys(PLATFORMS, Client(place.home, clock, place.finds)), _card, clock)
    await post(place.home, "/began", {"name": name, "port": 0})
    while True:
        at = clock.now()
        try:
            await outbox.send_due()
            await post(place.home, "/ticked", {"name": name, "at": at.timestamp()})
        except Unavailable:
            await post(place.home, "/unavailable", {"name": name})


async def _card(_: Transaction, delivery: Delivery) -> Card:
    return Card(delivery.subject)


@dataclass
class Crew:
    """The processes at work. They all have the same home."""

    work: Callable[[str, Place], None]
    place: Place
    platform: FarAway
    _running: dict[str, ForkServerProcess] = field(default_factory=dict)
    _doors: dict[str, int] = field(default_factory=dict)
    _ticked: dict[str, float] = field(default_factory=dict)  # when the last tick to have ended began
    _died: set[str] = field(default_factory=set)  # by themselves
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def answer(self, path: str, said: Any) -> Reply | Cut:
        """As the home of all."""
        reply: Reply | Cut = Reply()
        match path:
            case "/began":
                self._doors[said["name"]] = said["port"]
            case "/ticked":
                self._ticked[said["name"]] = said["at"]
            case "/unavailable":  # the answer to which is the pause before the next try
                pass
            case _:
                reply = await self.platform.answer(path, said)
        async with self._news:
            self._news.notify_all()
        return reply

    async def begin(self, name: str) -> None:
        process = self._running[name] = FORKED.Process(target=self.work, args=(name, self.place), daemon=True)
        process.start()
        asyncio.get_running_loop().add_reader(process.sentinel, self._died.add, name)
        await self.until(lambda: name in self._doors)

    def kill(self, name: str) -> None:
        """As `kill -9` does."""
        process = self._running.pop(name)
        asyncio.get_running_loop().remove_reader(process.sentinel)
        process.kill()
        process.join()
        self._doors.pop(name)
        self._ticked.pop(name, None)

    async def ticked(self) -> None:
        """Wait until all processes have done what is due."""
        now = self.place.clock.now().timestamp()
        await self.until(lambda: all(self._ticked.get(name, 0) >= now for name in self._running))

    async def say(self, who: Address, id: str, text: str) -> bool:
        """Send a sentence to any process; return True if it was done. Raises OSError or h11's error if that
        is unknown."""
        await self.until(lambda: bool(self._doors))
        said = {"who": str(who), "id": id, "text": text}
        done: bool = (await post(random.choice([*self._doors.values()]), "/hear", said)).json
        return done

    async def until(self, so: Callable[[], bool]) -> None:
        """Wait until the condition holds; check whenever something arrives, and each second."""
        while not so():
            assert not self._died, f"nobody killed {self._died}"
            with suppress(TimeoutError):
                async with asyncio.timeout(1), self._news:
                    await self._news.wait()

    @property
    def names(self) -> list[str]:
        return [*self._doors]


@asynccontextmanager
async def crew(work: Callable[[str, Place], None], place: Place, *names: str) -> AsyncIterator[Crew]:
    ours = Crew(work, place, FarAway())
    async with serve_http(ours.answer) as port:
        ours.place = replace(place, home=port)
        try:
            for name in names:
                await ours.begin(name)
            yield ours
        finally:
            for name in ours.names:
                ours.kill(name)
