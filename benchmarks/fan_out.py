"""Measures how fast due messages are sent, against a bare loop that only sends them."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

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

WORKSPACES, MEMBERS = 200, 20
MESSAGES = WORKSPACES * MEMBERS
AT_ONCE = 64  # in the bare loop: more make it slower

L = TypeVar("L")


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


async def measure() -> list[Figure]:
    async with wire() as open_wire:
        return [figure for backend in BACKENDS for figure in await fan_out(backend, open_wire)]


async def fan_out(backend: str, wire: Wire) -> tuple[Figure, Figure]:
    all_alive, one_dead = Sink(wire), Sink(wire, dead="T7")
    async with due(backend) as app_context:
        begin, end = await send_due(app_context, "slack", all_alive)
    alone = median(
        [await bare_loop(lambda message: Sink(wire).send(*message), all_alive.sent) for _ in range(3)]
    )
    async with due(backend) as app_context:
        begin_one_dead, _ = await send_due(app_context, "slack", one_dead)
    assert (len(all_alive.sent), len(one_dead.sent)) == (MESSAGES, MESSAGES - MEMBERS)
    expected, others = all_alive.last_at - begin, one_dead.last_at - begin_one_dead
    return (
        Figure(f"messages a second, {backend}", MESSAGES / (end - begin), MESSAGES / alone, 0.3),
        Figure(f"beside a dead workspace, s for all others, {backend}", others, expected, 1.2, at_most=True),
    )


@asynccontextmanager
async def due(
    backend: str, at: AddressOf = in_slack, workspaces: int = WORKSPACES, members: int = MEMBERS
) -> AsyncIterator[AppContext]:
    """Yield a context in which a question is due to everybody."""
    async with databases(backend) as (store, _):
        await add(store, *(partnership(number, members, NOW, at) for number in range(workspaces)))
        with TemporaryDirectory() as folder:
            keys = key_store(f"sqlite+aiosqlite:///{folder}/keys.db")
            app_context = context(store, keys)
            await open_due(app_context, NOW)
            yield app_context
            await keys.close()


async def send_due(app_context: AppContext, name: str, platform: Platform) -> tuple[float, float]:
    """Send all that is due. Return the times of the begin and of the end, when all is settled."""
    begin = time.perf_counter()
    outbox = Outbox(
        app_context.store, {name: platform}, partial(compose, app_context), FixedClock(), defer=defer
    )
    await outbox.send_due()
    return begin, time.perf_counter()


async def bare_loop(send: Callable[[L], Awaitable[object]], messages: Iterable[L]) -> float:
    """Return the seconds that it takes to send the messages and do nothing else."""
    rest = iter(messages)

    async def send_some() -> None:
        for message in rest:
            await send(message)

    begin = time.perf_counter()
    await asyncio.gather(*(send_some() for _ in range(AT_ONCE)))
    return time.perf_counter() - begin
