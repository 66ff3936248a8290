"""Measures the processor time of sending due messages, against a bare loop that only sends them, in turns."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from tempfile import TemporaryDirectory
from typing import Self, TypeVar

from benchmarks import Figure
from benchmarks.databases import BACKENDS, databases, key_store
from benchmarks.loopback import Wire, wire
from benchmarks.partnerships import NOW, AddressOf, FixedClock, add, context, in_slack, partnership
from bot.context import AppContext
from bot.core.cards import Card
from bot.core.models import Address
from bot.core.ports import Platform
from bot.delivery.outbox import Outbox
from bot.notifications.registry import compose
from bot.rounds.opening import open_due
from bot.rounds.send_window import defer
from storage import card_json

AT_ONCE = 64  # in the bare loop: more make it slower

L = TypeVar("L")


@dataclass(frozen=True, slots=True)
class Size:
    """The numbers of workspaces, of members in each, and of turns."""

    workspaces: int = 200
    members: int = 20
    turns: int = 3

    @property
    def messages(self) -> int:
        return self.workspaces * self.members


FULL = Size()


@dataclass
class Sink:
    """Implements ports.Platform with a connection. It records what it sends, and when it sent the last."""

    wire: Wire
    dead: str = ""  # a workspace that never answers
    sent: list[tuple[Address, Card, str]] = field(default_factory=list)
    last_at: float = 0

    async def send(self, to: Address, card: Card, key: str) -> str:
        if to.workspace == self.dead:
            await asyncio.Event().wait()
        await self.wire.post(to.workspace, card_json.dump(card).encode())
        self.sent.append((to, card, key))
        self.last_at = time.perf_counter()
        return key

    async def edit(self, to: Address, message: str, card: Card) -> None:
        raise NotImplementedError

    async def find(self, to: Address, key: str) -> str | None:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of sending all messages: when it began, seconds, and processor time of this process."""

    began_at: float
    seconds: float
    cpu: float

    @classmethod
    async def of(cls, work: Awaitable[object]) -> Self:
        began_at, cpu = time.perf_counter(), time.process_time()
        await work
        return cls(began_at, time.perf_counter() - began_at, time.process_time() - cpu)


async def measure(backends: Sequence[str] = BACKENDS, size: Size = FULL) -> list[Figure]:
    async with wire() as open_wire:
        return [figure for backend in backends for figure in await fan_out(backend, open_wire, size)]


async def fan_out(backend: str, wire: Wire, size: Size) -> tuple[Figure, Figure]:
    accord, bare, expected = list[Cost](), list[Cost](), list[float]()
    for _ in range(size.turns):
        all_alive = Sink(wire)
        async with due(backend, size) as app_context:
            accord.append(await send_due(app_context, "slack", all_alive))
        assert len(all_alive.sent) == size.messages
        expected.append(all_alive.last_at - accord[-1].began_at)
        bare.append(await bare_loop(lambda message: Sink(wire).send(*message), all_alive.sent))
    one_dead = Sink(wire, dead="T7")
    async with due(backend, size) as app_context:
        beside = await send_due(app_context, "slack", one_dead)
    assert len(one_dead.sent) == size.messages - size.members
    others = one_dead.last_at - beside.began_at
    return (
        figure("messages of no platform", backend, size, accord, bare, 0.3),
        Figure(
            f"beside a dead workspace, s for all others, {backend}",
            others,
            median(expected),
            1.2,
            at_most=True,
        ),
    )


def figure(
    what: str, backend: str, size: Size, accord: Sequence[Cost], bare: Sequence[Cost], reach: float
) -> Figure:
    """Compare what can be sent with a second of processor time."""
    rate, bare_rate = (size.messages / median(cost.seconds for cost in of_one) for of_one in (accord, bare))
    cpu, bare_cpu = (size.messages / median(cost.cpu for cost in of_one) for of_one in (accord, bare))
    rates = f"{rate:,.0f} a second, and {bare_rate:,.0f} in a bare loop"
    return Figure(f"{what} by a second of CPU ({rates}), {backend}", cpu, bare_cpu, reach)


@asynccontextmanager
async def due(backend: str, size: Size, at: AddressOf = in_slack) -> AsyncIterator[AppContext]:
    """Yield a context in which a question is due to everybody."""
    async with databases(backend) as (store, _):
        await add(store, *(partnership(number, size.members, NOW, at) for number in range(size.workspaces)))
        with TemporaryDirectory() as folder:
            keys = key_store(f"sqlite+aiosqlite:///{folder}/keys.db")
            app_context = context(store, keys)
            await open_due(app_context, NOW)
            yield app_context
            await keys.close()


async def send_due(app_context: AppContext, name: str, platform: Platform) -> Cost:
    """Send all that is due, and settle it."""
    outbox = Outbox(
        app_context.store, {name: platform}, partial(compose, app_context), FixedClock(), defer=defer
    )
    return await Cost.of(outbox.send_due())


async def bare_loop(send: Callable[[L], Awaitable[object]], messages: Iterable[L]) -> Cost:
    """Send the messages and do nothing else."""
    rest = iter(messages)

    async def send_some() -> None:
        for message in rest:
            await send(message)

    return await Cost.of(asyncio.gather(*(send_some() for _ in range(AT_ONCE))))
