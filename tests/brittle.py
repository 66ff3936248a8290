"""A store, keys and a platform that stop working at a chosen step, as when the process is killed there.

Everything that the product does to the world goes through a port, so each time it asks something of one is a
point at which it can fail; `Fuse.points` names them all: `closing._publish: commit`.
"""

import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from bot.model import Address
from bot.ports import Keys, Platform, Records, Store
from bot.talk.card import Card


class Killed(BaseException):
    """Nothing in the product holds it back. Whoever was killed asks for nothing more."""


@dataclass
class Fuse:
    """Blows at step number `at`, or at the first at the `point` of this name: each thing that is asked of the
    store, the keys or a platform is one, and so is each commit, just before it and just after. 0 never
    blows."""

    at: int = 0
    fault: Callable[[], BaseException] = Killed
    point: str = ""
    steps: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    dead: bool = False

    def step(self, name: str) -> None:
        if self.dead:
            raise Killed
        self.steps.append(name)
        self.points.append(f"{_asking()}: {name}")
        if len(self.steps) == self.at or self.points[-1] == self.point:
            self.point = ""
            fault = self.fault()
            self.dead = isinstance(fault, Killed)
            raise fault


def _asking() -> str:
    """The function of the product that is at work: the innermost but for what only passes questions on."""
    frame: Any = sys._getframe()
    while frame := frame.f_back:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("bot.") and module != "bot.delivery.together":
            return f"{module.rpartition('.')[2]}.{frame.f_code.co_name}"
    return "nobody"


@dataclass
class BrittleStore:
    """Implements bot.ports.Store."""

    store: Store
    fuse: Fuse

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Records]:
        self.fuse.step("begin")
        async with self.store.begin() as db:
            yield cast("Records", BrittleRecords(db, self.fuse))
            self.fuse.step("commit")
        self.fuse.step("committed")

    @asynccontextmanager
    async def look(self) -> AsyncIterator[Records]:
        self.fuse.step("look")
        async with self.store.look() as db:
            yield db

    async def scrub(self) -> None:
        self.fuse.step("scrub")
        await self.store.scrub()


@dataclass
class BrittleRecords:
    """Implements bot.ports.Records."""

    records: Records
    fuse: Fuse

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def asked(*args: Any, **options: Any) -> Any:
            self.fuse.step(name)
            return await getattr(self.records, name)(*args, **options)

        return asked


@dataclass
class BrittleKeys:
    """Implements bot.ports.Keys."""

    keys: Keys
    fuse: Fuse

    async def make(self, rounds: Sequence[str], now: datetime) -> None:
        self.fuse.step("make key")
        await self.keys.make(rounds, now)
        self.fuse.step("made key")

    async def get(self, round_: str) -> bytes | None:
        self.fuse.step("get key")
        return await self.keys.get(round_)

    async def destroy(self, *rounds: str) -> None:
        self.fuse.step("destroy key")
        await self.keys.destroy(*rounds)
        self.fuse.step("destroyed key")

    async def kept(self, before: datetime) -> list[str]:
        self.fuse.step("kept keys")
        return await self.keys.kept(before)


@dataclass
class BrittlePlatform:
    """Implements bot.ports.Platform. Between `send` and `sent` the message arrives."""

    platform: Platform
    fuse: Fuse

    async def send(self, to: Address, card: Card, key: str) -> str:
        self.fuse.step("send")
        message = await self.platform.send(to, card, key)
        self.fuse.step("sent")
        return message

    async def update(self, to: Address, message: str, card: Card) -> None:
        raise NotImplementedError

    async def find(self, to: Address, key: str) -> str | None:
        self.fuse.step("find")
        return await self.platform.find(to, key)
