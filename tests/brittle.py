"""A store and keys that stop working at a chosen step, as when the process is killed there."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from bot.ports import Keys, Records, Store


class Killed(Exception):
    """Nothing in the product knows it, so nothing in the product holds it back."""


@dataclass
class Fuse:
    """Blows at step number `at`: each thing that is asked of the store or the keys is one, and so is each
    commit. 0 never blows."""

    at: int = 0
    fault: Callable[[], Exception] = Killed
    steps: list[str] = field(default_factory=list)

    def step(self, name: str) -> None:
        self.steps.append(name)
        if len(self.steps) == self.at:
            raise self.fault()


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

    async def get(self, round_: str) -> bytes | None:
        self.fuse.step("get key")
        return await self.keys.get(round_)

    async def destroy(self, *rounds: str) -> None:
        self.fuse.step("destroy key")
        await self.keys.destroy(*rounds)

    async def kept(self, before: datetime) -> list[str]:
        self.fuse.step("kept keys")
        return await self.keys.kept(before)
