"""Implementations of ports for tests: a clock, ids, and a platform."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import TypeVar

from bot.core.cards import Card
from bot.core.models import Address

R = TypeVar("R")


class SetClock:
    """Implements ports.Clock: stands still until it is moved."""

    def __init__(self, moment: datetime):
        self._moment = moment

    def now(self) -> datetime:
        return self._moment

    def move(self, by: timedelta) -> None:
        self._moment += by


class CountedIds:
    """Implements ports.Ids: the same in every run."""

    def __init__(self) -> None:
        self._count = count(1)

    def new(self) -> str:
        return f"id{next(self._count):014}"

    def code(self) -> str:
        return f"harbour-{next(self._count):04}-mint"

    def shuffled(self, things: Sequence[R]) -> list[R]:
        return random.Random(1).sample(things, len(things))


@dataclass
class FakePlatform:
    """Implements ports.Platform for every platform of the cast. It records the cards that it sends, and those
    that replaced them; `refuses` holds the errors to raise, by the key of an address."""

    sent: list[tuple[Address, Card]] = field(default_factory=list)
    edited: list[tuple[str, Card]] = field(default_factory=list)  # message, card
    refuses: dict[str, Exception] = field(default_factory=dict)

    async def send(self, to: Address, card: Card, key: str) -> str:
        if failure := self.refuses.get(to.key):
            raise failure
        self.sent.append((to, card))
        return f"message {len(self.sent)}"

    async def find(self, to: Address, key: str) -> str | None:
        return None

    async def edit(self, to: Address, message: str, card: Card) -> None:
        if failure := self.refuses.get(to.key):
            raise failure
        assert self.sent[int(message.removeprefix("message ")) - 1][0] == to
        self.edited.append((message, card))

    def shown(self, to: Address) -> list[Card]:
        """Return what a conversation shows now, in the order of its messages."""
        edited = dict(self.edited)
        messages = enumerate(self.sent, 1)
        return [edited.get(f"message {n}", card) for n, (address, card) in messages if address == to]
