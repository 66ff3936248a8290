"""How fast due messages leave, against a bare loop that only sends them."""

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
from benchmarks.databases import BACKENDS, databases
from benchmarks.loopback import Wire, wire
from benchmarks.scene import NOW, At, Still, add, context, in_slack, partnership
from bot.context import AppContext
from bot.core.cards import Card
from bot.core.models import Address
from bot.core.ports import Platform
from bot.delivery.outbox import Outbox
from bot.notifications.registry import compose
from bot.rounds.opening import open_due
from bot.rounds.send_window import defer
from storage import card_json
from storage.keys import SqlRoundKeyStore

WORKSPACES, MEMBERS = 200, 20
MESSAGES = WORKSPACES * MEMBERS
AT_ONCE = 64  # in the bare loop: more make it slower

L = TypeVar("L")


@dataclass
class Sink:
    """A platform at the other end of a wire. Remembers what went through, and when the last of it did."""

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

    async def update(self, to: Address, message: str, card: Card) -> None:
        raise NotImplementedError

    async def find(self, to: Address, key: str) -> str | None:
        raise NotImplementedError


async def measure() -> list[Figure]:
    async with wire() as kept:
        return [figure for backend in BACKENDS for figure in await fan_out(backend, kept)]


async def fan_out(backend: str, wire: Wire) -> tuple[Figure, Figure]:
    whole, beside = Sink(wire), Sink(wire, dead="T7")
    async with due(backend) as ours:
        begin, end = await sending(ours, "slack", whole)
    alone = median([await bare_loop(lambda letter: Sink(wire).send(*letter), whole.sent) for _ in range(3)])
    async with due(backend) as ours:
        begin_beside, _ = await sending(ours, "slack", beside)
    assert (len(whole.sent), len(beside.sent)) == (MESSAGES, MESSAGES - MEMBERS)
    arrived, others = whole.last_at - begin, beside.last_at - begin_beside
    return (
        Figure(f"messages a second, {backend}", MESSAGES / (end - begin), MESSAGES / alone, 0.3),
        Figure(f"beside a dead workspace, s for all others, {backend}", others, arrived, 1.2, at_most=True),
    )


@asynccontextmanager
async def due(
    backend: str, at: At = in_slack, workspaces: int = WORKSPACES, members: int = MEMBERS
) -> AsyncIterator[AppContext]:
    """A context in which everybody is owed a question."""
    async with databases(backend) as (store, _):
        await add(store, *(partnership(number, members, NOW, at) for number in range(workspaces)))
        with TemporaryDirectory() as folder:
            keys = SqlRoundKeyStore(f"sqlite+aiosqlite:///{folder}/keys.db")
            ours = context(store, keys)
            await open_due(ours, NOW)
            yield ours
            await keys.close()


async def sending(ours: AppContext, name: str, platform: Platform) -> tuple[float, float]:
    """When all that is due began to be sent, and when the last of it was settled."""
    begin = time.perf_counter()
    outbox = Outbox(ours.store, {name: platform}, partial(compose, ours), Still(), defer=defer)
    await outbox.send_due()
    return begin, time.perf_counter()


async def bare_loop(send: Callable[[L], Awaitable[object]], letters: Iterable[L]) -> float:
    """The seconds that it takes to send them, and do nothing else."""
    rest = iter(letters)

    async def send_some() -> None:
        for letter in rest:
            await send(letter)

    begin = time.perf_counter()
    await asyncio.gather(*(send_some() for _ in range(AT_ONCE)))
    return time.perf_counter() - begin
