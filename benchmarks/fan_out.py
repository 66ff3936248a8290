"""How fast due messages leave, against a bare loop that only sends them."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from tempfile import TemporaryDirectory

from benchmarks import Figure
from benchmarks.databases import BACKENDS, databases
from benchmarks.loopback import Wire, wire
from benchmarks.scene import NOW, Still, add, partnership, world
from bot.compose import compose
from bot.delivery.outbox import send_due
from bot.model import Address
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
        return None


async def measure() -> list[Figure]:
    figures = []
    async with wire() as kept:
        for backend in BACKENDS:
            whole, seconds = await sending(backend, Sink(kept))
            alone = await bare_loop(Sink(kept), whole.sent)
            with_dead, others = await sending(backend, Sink(kept, dead="T7"))
            assert (len(whole.sent), len(with_dead.sent)) == (MESSAGES, MESSAGES - MEMBERS)
            figures += [
                Figure(f"messages sent a second, {backend}", MESSAGES / seconds, MESSAGES / alone, 0.3),
                Figure(
                    f"seconds for 199 workspaces beside a dead one, {backend}",
                    others,
                    seconds,
                    1.25,
                    at_most=True,
                ),
            ]
    return figures


async def sending(backend: str, sink: Sink) -> tuple[Sink, float]:
    """The seconds from when the messages are due to when the last has arrived."""
    async with databases(backend) as (store, _):
        await add(store, *(partnership(number, MEMBERS, NOW) for number in range(WORKSPACES)))
        with TemporaryDirectory() as folder:
            keys = RoundKeys(f"sqlite+aiosqlite:///{folder}/keys.db")
            ours = world(store, keys)
            await open_due(ours, NOW)
            begin = time.perf_counter()
            await send_due(store, {"slack": sink}, partial(compose, ours), Still())
            await keys.close()
    return sink, sink.last_at - begin


async def bare_loop(sink: Sink, letters: Iterable[tuple[Address, Card, str]]) -> float:
    rest = iter(letters)

    async def send_some() -> None:
        for letter in rest:
            await sink.send(*letter)

    begin = time.perf_counter()
    await asyncio.gather(*(send_some() for _ in range(AT_ONCE)))
    return time.perf_counter() - begin
