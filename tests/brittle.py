"""A store, keys and a platform that stop working at a chosen step, as when the process is killed there.

Everything that the product does to the world goes through a port, so each time it asks something of one is a
point at which it can fail. A `Failpoint` names it by the function that asks and by what it asks for.
"""

import inspect
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from types import CodeType
from typing import Any, cast

from bot.core.cards import Card
from bot.core.models import Address
from bot.core.ports import Platform, RoundKeyStore, Store, Transaction


class Killed(BaseException):
    """Nothing in the product holds it back. Whoever was killed asks for nothing more."""


@dataclass(frozen=True)
class Failpoint:
    """One step that one function of the product asks of a port: `_publish: commit`."""

    code: CodeType | None
    step: str

    def __str__(self) -> str:
        return f"{self.code.co_name if self.code else 'nobody'}: {self.step}"


def failpoint(function: Callable[..., Any], step: str) -> Failpoint:
    return Failpoint(inspect.unwrap(function).__code__, step)


@dataclass
class Fuse:
    """Blows at step number `at`, or at the first at the `point` of this name: each thing that is asked of the
    store, the keys or a platform is one, and so is each commit, just before it and just after. 0 never
    blows."""

    at: int = 0
    fault: Callable[[], BaseException] = Killed
    point: Failpoint | None = None
    steps: list[str] = field(default_factory=list)
    points: list[Failpoint] = field(default_factory=list)
    dead: bool = False

    def step(self, name: str) -> None:
        if self.dead:
            raise Killed
        self.steps.append(name)
        self.points.append(Failpoint(_asking(), name))
        if len(self.steps) == self.at or self.points[-1] == self.point:
            self.point = None
            fault = self.fault()
            self.dead = isinstance(fault, Killed)
            raise fault


def _asking() -> CodeType | None:
    """The function of the product that is at work: the innermost but for what only passes questions on."""
    frame: Any = sys._getframe()
    while frame := frame.f_back:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("bot.") and module != "bot.delivery.batch_loader":
            code: CodeType = frame.f_code
            return code
    return None


@dataclass
class BrittleStore:
    """Implements ports.Store."""

    store: Store
    fuse: Fuse

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        self.fuse.step("begin")
        async with self.store.transaction() as db:
            yield cast("Transaction", BrittleRecords(db, self.fuse))
            self.fuse.step("commit")
        self.fuse.step("committed")

    @asynccontextmanager
    async def read_only(self) -> AsyncIterator[Transaction]:
        self.fuse.step("look")
        async with self.store.read_only() as db:
            yield db

    async def purge_deleted(self) -> None:
        self.fuse.step("scrub")
        await self.store.purge_deleted()


@dataclass
class BrittleRecords:
    """Implements ports.Transaction."""

    records: Transaction
    fuse: Fuse

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def asked(*args: Any, **options: Any) -> Any:
            self.fuse.step(name)
            return await getattr(self.records, name)(*args, **options)

        return asked


@dataclass
class BrittleKeys:
    """Implements ports.RoundKeyStore."""

    keys: RoundKeyStore
    fuse: Fuse

    async def create(self, rounds: Sequence[str], now: datetime) -> None:
        self.fuse.step("make key")
        await self.keys.create(rounds, now)
        self.fuse.step("made key")

    async def get(self, round_: str) -> bytes | None:
        self.fuse.step("get key")
        return await self.keys.get(round_)

    async def destroy(self, *rounds: str) -> None:
        self.fuse.step("destroy key")
        await self.keys.destroy(*rounds)
        self.fuse.step("destroyed key")

    async def created_before(self, before: datetime) -> list[str]:
        self.fuse.step("kept keys")
        return await self.keys.created_before(before)


@dataclass
class BrittlePlatform:
    """Implements ports.Platform. Between `send` and `sent` the message arrives."""

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
