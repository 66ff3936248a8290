"""A fixed cast, in two workspaces, a tenant and a browser, who speak to the real product over a real
store."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from gettext import NullTranslations
from itertools import count
from typing import Any, TypeVar

import pytest

from bot.context import AppContext
from bot.core.cards import Buttons, Card, KeyValues, Link, SmallText, Text, TextBox
from bot.core.deliveries import Delivery
from bot.core.events import Event, Message
from bot.core.models import Address, Member, Partnership, Person, web_address
from bot.core.ports import Crypto, RoundKeyStore, Store
from bot.handlers.bot import Bot
from bot.notifications.registry import compose
from tests.conftest import CountedIds, SetClock
from tests.questions.product_bank import BANK

R = TypeVar("R")

CHANNEL = Address("slack", "T1", "C1")


@dataclass(frozen=True)
class SceneUser:
    """Somebody who speaks."""

    name: str
    address: Address

    @property
    def token(self) -> str:
        return str(self.address)


AMIRA = SceneUser("Amira Khan", Address("slack", "T1", "U1"))  # coordinates Harbour, for the borough
BEN = SceneUser("Ben Okoro", Address("teams", "tenant", "aad-2"))  # leads Riverside Trust
CARYS = SceneUser("Carys Puw", Address("slack", "T2", "U3"))
EVE = SceneUser("Eve", Address("slack", "T9", "U9"))  # knows nobody


@dataclass
class Scene:
    context: AppContext
    bot: Bot
    clock: SetClock
    store: Store
    _events: Iterator[int] = field(default_factory=lambda: count(1))

    async def say(self, who: SceneUser, text: str, where: Address | None = None, **more: Any) -> Card:
        """What somebody says in private or, with `where`, in a place that others read; and the reply."""
        said = Message(f"event {next(self._events)}", who.address, where or who.address, text, name=who.name)
        card = (await self.bot.handle(replace(said, shared=where is not None, **more))).card
        assert card is not None
        return card

    async def handle(self, event: Event) -> Card | None:
        return (await self.bot.handle(event)).card

    async def told(self, who: SceneUser) -> list[Card]:
        """What is owed to somebody, as it would be composed now. They have it then."""
        async with self.store.transaction() as db:
            owed = await db.find(Delivery, to=who.address)
            cards = [await compose(self.context, db, each) for each in owed]
            await db.remove(Delivery, to=who.address)
        return [each for each in cards if each]

    async def found(self, kind: type[R], /, **where: Any) -> list[R]:
        async with self.store.read_only() as db:
            return await db.find(kind, **where)

    async def person(self, who: SceneUser) -> Person:
        (person,) = await self.found(Person, address=who.address)
        return person

    async def member(self, who: SceneUser, partnership: str = "Harbour") -> Member:
        (place,) = await self.found(Partnership, name=partnership)
        (member,) = await self.found(Member, person=(await self.person(who)).id, partnership=place.id)
        return member

    async def harbour(self) -> None:
        """Amira has started Harbour."""
        await self.say(AMIRA, "start partnership Harbour")
        await self.say(AMIRA, "profile organisation Borough Council")

    async def riverside(self) -> None:
        """Amira has started Harbour, and Ben has joined it for Riverside Trust."""
        await self.harbour()
        code = facts(await self.say(AMIRA, "invite"))["Code"]
        await self.say(BEN, f"join {code} as Riverside Trust")
        await self.press(AMIRA, (await self.told(AMIRA))[0], "Approve Ben Okoro")
        await self.told(BEN)

    async def press(self, who: SceneUser, card: Card, label: str) -> Card:
        return await self.say(who, ways(card)[label], pressed=True)

    async def add_on_web(self, by: SceneUser, name: str, organisation: str) -> tuple[SceneUser, Card]:
        """Somebody without a platform is added, and speaks from Accord's pages."""
        card = await self.say(by, f"add {name} to {organisation}")
        (person,) = await self.found(Person, name=name)
        return SceneUser(name, web_address(person.id)), card

    async def in_on_web(self, by: SceneUser, name: str, organisation: str) -> tuple[SceneUser, Card]:
        """The same, and they have confirmed."""
        who, card = await self.add_on_web(by, name, organisation)
        await self.say(who, f"confirm {(await self.member(who)).id}")
        return who, card

    async def add(self, by: SceneUser, who: SceneUser, organisation: str) -> None:
        """Somebody is added by a mention, and confirms."""
        await self.say(by, f"add {who.token} to {organisation}")
        await self.press(who, (await self.told(who))[-1], "Confirm")


def ways(card: Card) -> dict[str, str]:
    """What each button says, by its label."""
    return {
        each.label: each.says for part in card.parts if isinstance(part, Buttons) for each in part.options
    }


def boxes(card: Card) -> dict[str, str]:
    return {part.label: part.says for part in card.parts if isinstance(part, TextBox)}


def facts(card: Card) -> dict[str, str]:
    return {name: value for part in card.parts if isinstance(part, KeyValues) for name, value in part.rows}


def texts(card: Card) -> list[str]:
    return [part.words for part in card.parts if isinstance(part, Text)]


def small_print(card: Card) -> list[str]:
    return [part.words for part in card.parts if isinstance(part, SmallText)]


def link(card: Card) -> str:
    (path,) = [part.path for part in card.parts if isinstance(part, Link)]
    return path


def reason(card: Card) -> str:
    """Why it was not done. Fails where it was."""
    assert card.title == "That was not done", card
    (words,) = texts(card)
    return words


@pytest.fixture
def scene(store: Store, keys: RoundKeyStore, crypto: Crypto, clock: SetClock, ids: CountedIds) -> Scene:
    context = AppContext(store, keys, crypto, clock, ids, BANK, {"cy": NullTranslations()})
    return Scene(context, Bot(context), clock, store)
