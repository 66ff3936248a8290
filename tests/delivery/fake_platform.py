"""A fake platform that fails in many ways, and deliveries to send through it."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core.cards import Card
from bot.core.deliveries import Delivery, Lane
from bot.core.errors import SendFailed
from bot.core.models import Address, Partnership
from bot.core.ports import Clock, Platform, Store, Transaction
from bot.delivery.outbox import Outbox
from bot.delivery.sender import Compose

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOO_LATE = MORNING + timedelta(hours=8)


@dataclass
class FakePlatform:
    """Implements ports.Platform. `fails` holds the errors to raise, by workspace or delivery; `silent`
    workspaces never answer; messages of deliveries in `loses` arrive, but the reply does not."""

    fails: dict[str, list[Exception]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    loses: set[str] = field(default_factory=set)
    finds: bool = True
    sent: list[tuple[str, str, str]] = field(default_factory=list)  # address, title, key
    edited: list[tuple[str, str, str]] = field(default_factory=list)  # address, message, title
    tried: Counter[str] = field(default_factory=Counter)  # by delivery
    asked: list[str] = field(default_factory=list)  # keys that were looked for

    async def send(self, to: Address, card: Card, key: str) -> str:
        self.tried[key] += 1
        await asyncio.sleep(0)
        for name in (to.workspace, key):
            if self.fails.get(name):
                raise self.fails[name].pop(0)
        if to.workspace in self.silent:
            await asyncio.Event().wait()
        self.sent.append((str(to), card.title, key))
        if key in self.loses:
            self.loses.remove(key)
            raise SendFailed("The answer got lost.")
        return f"message {len(self.sent)}"

    async def edit(self, to: Address, message: str, card: Card) -> None:
        self.tried[message] += 1
        await asyncio.sleep(0)
        if self.fails.get(message):
            raise self.fails[message].pop(0)
        self.edited.append((str(to), message, card.title))

    async def find(self, to: Address, key: str) -> str | None:
        self.asked.append(key)
        return next((key for _, _, sent in self.sent if sent == key), None) if self.finds else None


def owed(number: int, workspace: str = "T1", kind: str = "ask", platform: str = "slack") -> Delivery:
    """Return a delivery to a person of its own, due in the morning."""
    to = Address(platform, workspace, f"D{number}")
    id = f"{workspace}-{number:04}"
    return Delivery(id, to.lane, to, kind, "r1", MORNING, TOO_LATE, "p1", member=f"m{number}")


async def owe(store: Store, *deliveries: Delivery) -> None:
    async with store.transaction() as db:
        if not await db.find(Partnership, id="p1"):
            await db.add(Partnership("p1", "Harbour", "Europe/London", "en", MORNING))
        await db.add(*deliveries)


async def send_due(
    store: Store,
    platforms: Mapping[str, Platform],
    compose: Compose,
    clock: Clock,
    most: int = 10_000,
    **options: Any,
) -> int:
    """Send what is due with a new outbox, as a new worker does."""
    return await Outbox(store, platforms, compose, clock, **options).send_due(most)


async def compose(db: Transaction, delivery: Delivery) -> Card | None:
    return Card(f"For {delivery.member}")


async def all_of(store: Store) -> list[Delivery]:
    async with store.read_only() as db:
        return await db.find(Delivery)


async def next_at(store: Store, lane: str) -> datetime:
    async with store.read_only() as db:
        return (await db.get(Lane, lane)).next_at
