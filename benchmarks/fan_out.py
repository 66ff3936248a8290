"""How fast due messages leave, against a bare loop that only sends them."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from tempfile import TemporaryDirectory
from typing import Protocol

from benchmarks import Figure
from benchmarks.databases import BACKENDS, databases
from benchmarks.loopback import Wire, wire
from benchmarks.scene import NOW, Still, add, partnership, world
from bot.compose import compose
from bot.delivery.outbox import Outbox
from bot.model import Address
from bot.ports import Platform
from bot.rounds.holding import hold_back
from bot.rounds.rounds import open_due
from bot.talk.card import Card
from storage import cards
from storage.keys import RoundKeys

WORKSPACES, MEMBERS = 200, 20
MESSAGES = WORKSPACES * MEMBERS
AT_ONCE = 64  # in the bare loop: more make it slower


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
        await self.wire.post(to.workspace, cards.written(card).encode())
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
    arrived, settled = await sending(backend, whole)
    alone = median([await bare_loop(Sink(wire), whole.sent) for _ in range(3)])
    others, _ = await sending(backend, beside)
    assert (len(whole.sent), len(beside.sent)) == (MESSAGES, MESSAGES - MEMBERS)
    return (
        Figure(f"messages a second, {backend}", MESSAGES / settled, MESSAGES / alone, 0.3),
        Figure(f"beside a dead workspace, s for all others, {backend}", others, arrived, 1.2, at_most=True),
    )


class Watched(Platform, Protocol):
    """A platform that notes when the last message went through."""

    last_at: float


async def sending(backend: str, sink: Watched) -> tuple[float, float]:
    """The seconds from when the messages are due until the last has arrived, and until all are settled."""
    async with databases(backend) as (store, _):
        await add(store, *(partnership(number, MEMBERS, NOW) for number in range(WORKSPACES)))
        with TemporaryDirectory() as folder:
            keys = RoundKeys(f"sqlite+aiosqlite:///{folder}/keys.db")
            ours = world(store, keys)
            await open_due(ours, NOW)
            begin = time.perf_counter()
            outbox = Outbox(store, {"slack": sink}, partial(compose, ours), Still(), hold_back=hold_back)
            await outbox.send_due()
            end = time.perf_counter()
            await keys.close()
    return sink.last_at - begin, end - begin


async def bare_loop(sink: Sink, letters: Iterable[tuple[Address, Card, str]]) -> float:
    rest = iter(letters)

    async def send_some() -> None:
        for letter in rest:
            await sink.send(*letter)

    begin = time.perf_counter()
    await asyncio.gather(*(send_some() for _ in range(AT_ONCE)))
    return time.perf_counter() - begin
