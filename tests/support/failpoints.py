"""A store, keys and a platform that stop working at a chosen step, as when the process is killed there.

Everything that the product does to the world goes through a port, so each call of a port is a point at which
it can fail. A `Failpoint` names the call by the calling function and by the step.
"""

import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from bot.core.cards import Card
from bot.core.models import Address
from bot.core.ports import Platform, RoundKeyStore, Store, Transaction


class Killed(BaseException):
    """Ends the process for a test: the product catches no BaseException, and calls no port afterwards."""


@dataclass(frozen=True)
class Failpoint:
    """One step of a port, as one function of the product calls it: `_publish: commit`."""

    function: str
    step: str

    def __str__(self) -> str:
        return f"{self.function}: {self.step}"


def failpoint(function: Callable[..., Any], step: str) -> Failpoint:
    return Failpoint(f"{function.__module__}.{function.__qualname__}", step)


@dataclass
class FailingStep:
    """Raises at step number `at`, or at the first step at `point`. Each call of the store, the keys or a
    platform is a step, and so are the moments just before and just after each commit. 0 never raises."""

    at: int = 0
    fault: Callable[[], BaseException] = Killed
    point: Failpoint | None = None
    steps: list[str] = field(default_factory=list)
    points: list[Failpoint] = field(default_factory=list)
    killed: bool = False

    def step(self, name: str) -> None:
        if self.killed:
            raise Killed
        self.steps.append(name)
        self.points.append(Failpoint(_calling_function(), name))
        if len(self.steps) == self.at or self.points[-1] == self.point:
            self.point = None
            fault = self.fault()
            self.killed = isinstance(fault, Killed)
            raise fault


def _calling_function() -> str:
    """Return the innermost function of the product that calls the port and does more than pass calls on.

    Coverage replaces code objects, so functions are compared by name."""
    frame: Any = sys._getframe()
    while frame := frame.f_back:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("bot.") and module != "bot.delivery.batch_loader":
            return f"{module}.{frame.f_code.co_qualname}"
    return "nobody"


@dataclass
class FailingStore:
    """Implements ports.Store."""

    store: Store
    failing_step: FailingStep

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        self.failing_step.step("begin")
        async with self.store.transaction() as db:
            yield cast("Transaction", FailingTransaction(db, self.failing_step))
            self.failing_step.step("commit")
        self.failing_step.step("committed")

    @asynccontextmanager
    async def read_only(self) -> AsyncIterator[Transaction]:
        self.failing_step.step("look")
        async with self.store.read_only() as db:
            yield db

    async def purge_deleted(self) -> None:
        self.failing_step.step("scrub")
        await self.store.purge_deleted()


@dataclass
class FailingTransaction:
    """Implements ports.Transaction."""

    records: Transaction
    failing_step: FailingStep

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def call(*args: Any, **options: Any) -> Any:
            self.failing_step.step(name)
            return await getattr(self.records, name)(*args, **options)

        return call


@dataclass
class FailingKeys:
    """Implements ports.RoundKeyStore."""

    keys: RoundKeyStore
    failing_step: FailingStep

    async def create(self, rounds: Sequence[str], now: datetime) -> None:
        self.failing_step.step("make key")
        await self.keys.create(rounds, now)
        self.failing_step.step("made key")

    async def get(self, round_: str) -> bytes | None:
        self.failing_step.step("get key")
        return await self.keys.get(round_)

    async def destroy(self, *rounds: str) -> None:
        self.failing_step.step("destroy key")
        await self.keys.destroy(*rounds)
        self.failing_step.step("destroyed key")

    async def created_before(self, before: datetime, after: str, most: int) -> list[str]:
        self.failing_step.step("kept keys")
        return await self.keys.created_before(before, after, most)

    async def existing(self, rounds: Sequence[str]) -> set[str]:
        self.failing_step.step("kept keys")
        return await self.keys.existing(rounds)


@dataclass
class FailingPlatform:
    """Implements ports.Platform. Between `send` and `sent` the message arrives."""

    platform: Platform
    failing_step: FailingStep

    async def send(self, to: Address, card: Card, key: str) -> str:
        self.failing_step.step("send")
        message = await self.platform.send(to, card, key)
        self.failing_step.step("sent")
        return message

    async def edit(self, to: Address, message: str, card: Card) -> None:
        self.failing_step.step("edit")
        await self.platform.edit(to, message, card)

    async def find(self, to: Address, key: str) -> str | None:
        self.failing_step.step("find")
        return await self.platform.find(to, key)
