"""How a story is told: a fixed cast, a platform at the port that remembers what it was given, and time that
passes only when the story says so."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from types import MappingProxyType
from typing import Any, TypeVar

import pytest

from bot.app import load_talking_points
from bot.context import AppContext
from bot.core.cards import BulletList, Button, Buttons, Card, KeyValues, SmallText, Text, TextBox
from bot.core.deliveries import Delivery, DeliveryState, Lane
from bot.core.events import Message
from bot.core.i18n import load_catalogue
from bot.core.models import (
    Address,
    Channel,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    Role,
    Round,
    RoundState,
)
from bot.core.ports import Crypto, Ids, RoundKeyStore, Store
from bot.handlers.bot import Bot
from bot.questions.bank import QuestionBank
from bot.rounds import answers
from bot.rounds.answers import COMMENT
from bot.worker import Worker
from storage import store as storage
from tests.conftest import SetClock
from tests.questions.product_bank import BANK, PROMPTS

R = TypeVar("R")

WELSH = {"cy": load_catalogue((PROMPTS / "cy" / "accord.po").read_text(encoding="utf-8"))}
TALKING = load_talking_points()
FORTNIGHTLY = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0;BYSECOND=0"
CHANNEL = Address("slack", "council", "C-harbour")


@dataclass(frozen=True, slots=True)
class ScenarioUser:
    """Somebody of the cast, on a platform of their own organisation."""

    key: str
    name: str
    organisation: str
    platform: str
    role: Role = Role.MEMBER
    language: str = "en"
    zone: str = "Europe/London"

    @property
    def address(self) -> Address:
        workspace = "accord" if self.platform == "web" else self.organisation
        return Address(self.platform, workspace, f"person-{self.key}" if self.platform == "web" else self.key)

    @property
    def person(self) -> Person:
        return Person(f"person-{self.key}", self.address, self.address, self.name, self.zone, self.language)

    @property
    def member(self) -> str:
        return f"member-{self.key}"


AMIRA = ScenarioUser("amira", "Amira", "council", "slack", Role.COORDINATOR)
BEN = ScenarioUser("ben", "Ben", "trust", "teams", Role.LEAD)
CERYS = ScenarioUser("cerys", "Cerys", "kitchen", "web", language="cy")
DILYS = ScenarioUser("dilys", "Dilys", "kitchen", "web", Role.LEAD)
EFE = ScenarioUser("efe", "Efe", "council", "slack")
FARAH = ScenarioUser("farah", "Farah", "council", "slack")
GWIL = ScenarioUser("gwil", "Gwil", "trust", "teams")
HANA = ScenarioUser("hana", "Hana", "trust", "teams")
IDRIS = ScenarioUser("idris", "Idris", "shelter", "slack", Role.LEAD)
JO = ScenarioUser("jo", "Jo", "shelter", "slack", zone="America/New_York")
KOFI = ScenarioUser("kofi", "Kofi", "council", "slack")
LOWRI = ScenarioUser("lowri", "Lowri", "trust", "teams", Role.COORDINATOR)
SIX = (AMIRA, BEN, CERYS, DILYS, EFE, FARAH)
CAST = (*SIX, GWIL, HANA, IDRIS, JO, KOFI, LOWRI)
STRANGER = ScenarioUser("stranger", "", "elsewhere", "slack")

ORGANISATIONS = {
    "council": Organisation("council", "harbour", "Harbour Council", MembershipStatus.ACTIVE, lead_body=True),
    "trust": Organisation("trust", "harbour", "Harbour NHS Trust", MembershipStatus.ACTIVE, lead_body=True),
    "kitchen": Organisation(
        "kitchen", "harbour", "Cegin Gymunedol", MembershipStatus.ACTIVE, region="GB-WLS"
    ),
    "shelter": Organisation("shelter", "harbour", "Harbour Shelter", MembershipStatus.ACTIVE),
}


@dataclass
class FakePlatform:
    """Implements ports.Platform, for every platform of the cast. `refuses` holds what to raise, by the
    key of an address."""

    sent: list[tuple[Address, Card]] = field(default_factory=list)
    refuses: dict[str, Exception] = field(default_factory=dict)

    async def send(self, to: Address, card: Card, key: str) -> str:
        if failure := self.refuses.get(to.key):
            raise failure
        self.sent.append((to, card))
        return f"message {len(self.sent)}"

    async def find(self, to: Address, key: str) -> str | None:
        return None


@dataclass
class Scenario:
    """A partnership and what happens to it. Whoever speaks sees the reply, whoever is written to the card."""

    store: Store
    keys: RoundKeyStore
    crypto: Crypto
    clock: SetClock
    ids: Ids
    bank: QuestionBank = BANK
    platform: FakePlatform = field(default_factory=FakePlatform)
    cast: Sequence[ScenarioUser] = ()

    def __post_init__(self) -> None:
        self.context = AppContext(
            self.store, self.keys, self.crypto, self.clock, self.ids, self.bank, WELSH, TALKING
        )
        self.bot = Bot(self.context)
        self.worker = self.another_worker()
        self._shown: dict[Address, Card] = {}
        self._events = count(1)

    def another_worker(self) -> Worker:
        return Worker(self.context, dict.fromkeys(("slack", "teams", "web"), self.platform))

    async def found(self, *cast: ScenarioUser, **fields: Any) -> Partnership:
        """Harbour Together, with everybody of the cast in it, and a channel in the council's workspace."""
        self.cast = cast
        now = self.clock.now()
        partnership = Partnership("harbour", "Harbour Together", "Europe/London", "en", now)
        partnership = replace(partnership, **fields)
        organisations = {each.organisation: ORGANISATIONS[each.organisation] for each in cast}
        members = (
            Member(a.member, "harbour", a.organisation, a.person.id, a.role, MembershipStatus.ACTIVE, now)
            for a in cast
        )
        async with self.store.transaction() as db:
            await db.add(partnership, Channel("channel", "harbour", CHANNEL, "#harbour"))
            await db.add(*organisations.values(), *(each.person for each in cast), *members)
        return partnership

    async def opens(self, *cast: ScenarioUser, **fields: Any) -> Round:
        """The partnership, with its first scheduled round just opened."""
        now = self.clock.now()
        await self.found(*cast, **{"rhythm": FORTNIGHTLY, "rhythm_at": now, "next_round_at": now, **fields})
        await self.worker.tick()
        return await self.open_round()

    async def says(
        self, actor: ScenarioUser, text: str, *, event: str = "", shared: bool = False, pressed: bool = False
    ) -> Card:
        """What Accord replies. An empty card where it says nothing."""
        where = CHANNEL if shared else actor.address
        id = event or f"event {next(self._events)}"
        said = Message(id, actor.address, where, text, shared, pressed, actor.name)
        card = (await self.bot.handle(said)).card or Card("")
        self._shown[actor.address] = card
        return card

    def shows(self, actor: ScenarioUser) -> Card:
        """The card that somebody saw last."""
        sent = [card for to, card in self.platform.sent if to == actor.address]
        return self._shown.get(actor.address) or sent[-1]

    async def presses(self, actor: ScenarioUser, label: str, shared: bool = False) -> Card:
        return await self.says(actor, says(self.shows(actor), label), pressed=True, shared=shared)

    async def writes(self, actor: ScenarioUser, words: str) -> Card:
        """Fill in the box that is shown, and send it."""
        box = next(part for part in self.shows(actor).parts if isinstance(part, TextBox))
        return await self.says(actor, f"{box.says} {words}", pressed=True)

    async def answers(self, actor: ScenarioUser, *taps: int | str, comment: str = "") -> Card:
        """A check-in: one tap a question, numbers being points, `?` Can't say and `-` skip; then a comment
        or none. One tap is given to every question."""
        card = await self.says(actor, "check-in")
        while any(b.says.startswith("answer ") for b in buttons(card)):
            tap, taps = taps[0], taps[1:] or taps
            wanted = "skip " if tap == "-" else "answer "
            fitting = [b for b in buttons(card) if b.says.startswith(wanted) and b.says.endswith(f"{tap}")]
            option = fitting[0] if tap != "-" else next(b for b in buttons(card) if b.says.startswith(wanted))
            card = await self.says(actor, option.says, pressed=True)
        if any(isinstance(part, TextBox) for part in card.parts):
            if comment:
                return await self.writes(actor, comment)
            skip = next(b for b in buttons(card) if b.says.startswith("skip "))
            card = await self.says(actor, skip.says, pressed=True)
        return card

    async def all_answer(self, *points: int) -> None:
        """Everybody of the cast, each their own point to every question."""
        for actor, point in zip(self.cast, points, strict=True):
            await self.answers(actor, point)

    async def fill(self, *points: int, comments: Mapping[ScenarioUser, str] = MappingProxyType({})) -> None:
        """As if everybody of the cast had answered, each their own point to every question; 0 is no reply."""
        round_ = await self.open_round()
        unlocked = await answers.require_unlocked(self.context, round_, self.context.translator())
        async with self.store.transaction() as db:
            for actor, point in zip(self.cast, points, strict=False):
                for question in round_.questions if point else ():
                    await answers.save(db, unlocked, actor.member, question, str(point))
                if actor in comments:
                    await answers.save(db, unlocked, actor.member, COMMENT, comments[actor])

    async def passes(self, **lapse: float) -> None:
        """Time goes by, and the worker ticks whenever something is due."""
        end = self.clock.now() + timedelta(**lapse)
        await self.worker.tick()
        while moment := await self._next(end):
            self.clock.move(moment - self.clock.now())
            await self.worker.tick()
        self.clock.move(end - self.clock.now())
        await self.worker.tick()

    async def closes(self) -> None:
        """The open round's time is up, and nothing happens until then."""
        self.clock.move((await self.open_round()).closes_at - self.clock.now())
        await self.worker.tick()

    async def passes_until(self, day: int, hour: int = 10, minute: int = 0) -> None:
        """Until this day of March 2026, or of the month that the story is in."""
        then = self.clock.now().replace(day=day, hour=hour, minute=minute)
        await self.passes(seconds=(then - self.clock.now()).total_seconds())

    async def _next(self, end: datetime) -> datetime | None:
        """The next moment at which something is due, if there is one up to the end."""
        async with self.store.read_only() as db:
            partnerships = await db.find(Partnership, round="", ended_at=None)
            moments = [each.next_round_at for each in partnerships if each.next_round_at]
            moments += [each.closes_at for each in await db.find(Round, state=RoundState.OPEN)]
            moments += [each.due_at for each in await db.find(Delivery, state=DeliveryState.WAITING)]
            moments += [each.next_at for each in await db.find(Lane)]
        return min((each for each in moments if self.clock.now() < each <= end), default=None)

    def told(self, actor: ScenarioUser) -> list[str]:
        """The titles of what somebody was sent unasked."""
        return [card.title for to, card in self.platform.sent if to == actor.address]

    def posted(self) -> list[Card]:
        """What was posted in the channel."""
        return [card for to, card in self.platform.sent if to == CHANNEL]

    async def all(self, kind: type[R], **where: Any) -> list[R]:
        async with self.store.read_only() as db:
            return await db.find(kind, **where)

    async def one(self, kind: type[R], **where: Any) -> R:
        (found,) = await self.all(kind, **where)
        return found

    async def open_round(self) -> Round:
        return await self.open_round_of("harbour")

    async def open_round_of(self, partnership: str) -> Round:
        return await self.one(Round, state=RoundState.OPEN, partnership=partnership)


@pytest.fixture
async def scenario(
    sqlite_url: str, keys: RoundKeyStore, crypto: Crypto, clock: SetClock, ids: Ids
) -> AsyncIterator[Scenario]:
    """For stories that are the same on every database."""
    store = storage.SqlStore(sqlite_url)
    yield Scenario(store, keys, crypto, clock, ids)
    await store.close()


@pytest.fixture
def everywhere(store: Store, keys: RoundKeyStore, crypto: Crypto, clock: SetClock, ids: Ids) -> Scenario:
    """For stories in which the database matters: told on each."""
    return Scenario(store, keys, crypto, clock, ids)


def buttons(card: Card) -> list[Button]:
    return [each for part in card.parts if isinstance(part, Buttons) for each in part.options]


def labels(card: Card) -> list[str]:
    return [each.label for each in buttons(card)]


def says(card: Card, label: str) -> str:
    """The sentence behind a button."""
    found = {each.label: each.says for each in buttons(card)}
    return found[label]


def facts(card: Card) -> Mapping[str, str]:
    return {name: value for part in card.parts if isinstance(part, KeyValues) for name, value in part.rows}


def reason(card: Card) -> str:
    """What a refusal says."""
    assert card.title in {"That was not done", "I did not understand that"}
    return next(part.words for part in card.parts if isinstance(part, Text))


def words(card: Card) -> str:
    """Everything that can be read on a card, a line each."""
    return "\n".join([card.title, *_lines(card)])


def _lines(card: Card) -> Iterator[str]:
    for part in card.parts:
        match part:
            case Text() | SmallText():
                yield part.words
            case KeyValues():
                yield from (f"{name}: {value}" for name, value in part.rows)
            case BulletList():
                yield from part.items
            case Buttons():
                yield from (each.label for each in part.options)
            case TextBox():
                yield part.label
            case _:
                yield getattr(part, "alt", "") or part.label  # type: ignore[union-attr]
