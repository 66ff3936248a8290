"""Stories told in tests: a partnership of the cast, the real product over a real store, and a fake platform.
Time passes only when a test says so."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from types import MappingProxyType
from typing import Any, TypeVar

from bot.app import load_talking_points
from bot.context import AppContext
from bot.core.cards import Card, TextBox
from bot.core.deliveries import Delivery, DeliveryState, Lane
from bot.core.events import Event, Message
from bot.core.i18n import load_catalogue
from bot.core.models import (
    Address,
    Channel,
    Member,
    MembershipStatus,
    Partnership,
    Person,
    Round,
    RoundState,
    WeeklySummary,
)
from bot.core.ports import Crypto, Ids, RoundKeyStore, Store
from bot.handlers.bot import Bot
from bot.notifications.registry import compose
from bot.questions.bank import QuestionBank
from bot.rounds import answers
from bot.rounds.answers import COMMENT
from bot.worker import Worker
from storage import store as storage
from tests.questions.product_bank import BANK, PROMPTS
from tests.support.cast import AMIRA, BEN, CHANNEL, ORGANISATIONS, ScenarioUser, web_user
from tests.support.fakes import FakePlatform, SetClock
from tests.support.history_factory import add_members_without_home
from tests.support.read_cards import buttons, facts, says

R = TypeVar("R")

WELSH = {"cy": load_catalogue((PROMPTS / "cy" / "accord.po").read_text(encoding="utf-8"))}
TALKING = load_talking_points()
FORTNIGHTLY = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0;BYSECOND=0"


@dataclass
class Scenario:
    """A partnership, and the cards that its people see: replies to what they say, and what they are sent."""

    store: Store
    keys: RoundKeyStore
    crypto: Crypto
    clock: SetClock
    ids: Ids
    bank: QuestionBank = BANK
    platform: FakePlatform = field(default_factory=FakePlatform)
    cast: Sequence[ScenarioUser] = ()
    sends_email: bool = False
    event_numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.context = AppContext(
            self.store,
            self.keys,
            self.crypto,
            self.clock,
            self.ids,
            self.bank,
            WELSH,
            TALKING,
            sends_email=self.sends_email,
        )
        self.bot = Bot(self.context)
        self.worker = self.another_worker()
        self._shown: dict[Address, Card] = {}

    def another_worker(self) -> Worker:
        return Worker(self.context, dict.fromkeys(("slack", "teams", "web"), self.platform))

    async def create_partnership(self, *cast: ScenarioUser, **fields: Any) -> Partnership:
        """Store Harbour Together, with all of the cast in it, and a channel in the council's workspace."""
        self.cast = cast
        now = self.clock.now()
        partnership = Partnership("harbour", "Harbour Together", "Europe/London", "en", now)
        partnership = replace(partnership, **fields)
        organisations = {user.organisation: ORGANISATIONS[user.organisation] for user in cast}
        members = (
            Member(
                user.member,
                "harbour",
                user.organisation,
                user.person.id,
                user.role,
                MembershipStatus.ACTIVE,
                now,
            )
            for user in cast
        )
        async with self.store.transaction() as db:
            await db.add(partnership, Channel("channel", "harbour", CHANNEL, "#harbour"))
            await db.add(*organisations.values(), *(user.person for user in cast), *members)
        return partnership

    async def start_harbour(self) -> None:
        """Amira starts Harbour for the borough, by the sentences that people use."""
        await self.says(AMIRA, "start partnership Harbour")
        await self.says(AMIRA, "profile organisation Borough Council")

    async def start_with_riverside(self) -> None:
        """Amira starts Harbour, and Ben joins it for Riverside Trust."""
        await self.start_harbour()
        code = facts(await self.says(AMIRA, "invite"))["Code"]
        await self.says(BEN, f"join {code} as Riverside Trust")
        (request,) = await self.collect_cards(AMIRA)
        await self.presses(AMIRA, "Approve Ben Okoro", on=request)
        await self.collect_cards(BEN)

    async def add(self, coordinator: ScenarioUser, user: ScenarioUser, organisation: str) -> None:
        """Add somebody by a mention; they confirm."""
        await self.says(coordinator, f"add {user.token} to {organisation}")
        await self.presses(user, "Confirm", on=(await self.collect_cards(user))[-1])

    async def add_on_web(
        self, coordinator: ScenarioUser, name: str, organisation: str
    ) -> tuple[ScenarioUser, Card]:
        """Add somebody without a platform, who speaks from Accord's pages; return them and the reply."""
        card = await self.says(coordinator, f"add {name} to {organisation}")
        person = await self.one(Person, name=name)
        return web_user(name, person.id), card

    async def join_on_web(
        self, coordinator: ScenarioUser, name: str, organisation: str
    ) -> tuple[ScenarioUser, Card]:
        """Add somebody without a platform; they confirm."""
        user, card = await self.add_on_web(coordinator, name, organisation)
        await self.says(user, f"confirm {(await self.member(user)).id}")
        return user, card

    async def add_members_without_home(self, n: int, partnership: str = "Harbour") -> None:
        await add_members_without_home(self.store, self.clock.now(), n, partnership)

    async def open_first_round(self, *cast: ScenarioUser, **fields: Any) -> Round:
        """Create the partnership and open its first scheduled round."""
        now = self.clock.now()
        await self.create_partnership(
            *cast, **{"rhythm": FORTNIGHTLY, "rhythm_at": now, "next_round_at": now, **fields}
        )
        await self.worker.tick()
        return await self.open_round()

    async def says(
        self,
        user: ScenarioUser,
        text: str,
        *,
        event: str = "",
        place: Address | None = None,
        shared: bool = False,
        pressed: bool = False,
        **fields: Any,
    ) -> Card:
        """Say a sentence in private, in the `place` that others read, or in the channel if it is `shared`.
        Return the reply: an empty card if there is none."""
        place = CHANNEL if shared else place
        message = Message(
            event or f"event {next(self.event_numbers)}",
            user.address,
            place or user.address,
            text,
            place is not None,
            pressed,
            user.name,
            **fields,
        )
        card = await self.handle(message) or Card("")
        self._shown[user.address] = card
        return card

    async def handle(self, event: Event) -> Card | None:
        return (await self.bot.handle(event)).card

    def last_card(self, user: ScenarioUser) -> Card:
        """Return the card that somebody saw last."""
        sent = [card for to, card in self.platform.sent if to == user.address]
        return self._shown.get(user.address) or sent[-1]

    async def presses(
        self, user: ScenarioUser, label: str, shared: bool = False, on: Card | None = None
    ) -> Card:
        """Press a button on a card, or on the one that is shown last."""
        return await self.says(user, says(on or self.last_card(user), label), pressed=True, shared=shared)

    async def writes(self, user: ScenarioUser, words: str) -> Card:
        """Fill in the box that is shown, and send it."""
        box = next(part for part in self.last_card(user).parts if isinstance(part, TextBox))
        return await self.says(user, f"{box.says} {words}", pressed=True)

    async def answers(self, user: ScenarioUser, *taps: int | str, comment: str = "") -> Card:
        """Answer a check-in, one tap a question: a number for a point, `?` for Can't say, `-` to skip. The
        last tap answers all further questions. Then write the comment, or skip it."""
        card = await self.says(user, "check-in")
        while any(b.says.startswith("answer ") for b in buttons(card)):
            tap, taps = taps[0], taps[1:] or taps
            wanted = "skip " if tap == "-" else "answer "
            options = [b for b in buttons(card) if b.says.startswith(wanted) and b.says.endswith(f"{tap}")]
            option = options[0] if tap != "-" else next(b for b in buttons(card) if b.says.startswith(wanted))
            card = await self.says(user, option.says, pressed=True)
        if any(isinstance(part, TextBox) for part in card.parts):
            if comment:
                return await self.writes(user, comment)
            skip = next(b for b in buttons(card) if b.says.startswith("skip "))
            card = await self.says(user, skip.says, pressed=True)
        return card

    async def all_answer(self, *points: int) -> None:
        """All of the cast answer, each with their own point to every question."""
        for user, point in zip(self.cast, points, strict=True):
            await self.answers(user, point)

    async def fill(
        self, *points: int | str, comments: Mapping[ScenarioUser, str] = MappingProxyType({})
    ) -> None:
        """Store answers of the cast, each with their own point to every question; 0 is no reply, `?` is Can't
        say."""
        round_ = await self.open_round()
        unlocked = await answers.require_unlocked(self.context, round_, self.context.translator())
        async with self.store.transaction() as db:
            for user, point in zip(self.cast, points, strict=False):
                for question in round_.questions if point else ():
                    await answers.save(db, unlocked, user.member, question, str(point))
                if user in comments:
                    await answers.save(db, unlocked, user.member, COMMENT, comments[user])

    async def passes(self, **lapse: float) -> None:
        """Move the clock on, with a tick of the worker whenever something is due."""
        end = self.clock.now() + timedelta(**lapse)
        await self.worker.tick()
        while moment := await self._next_due(end):
            self.clock.move(moment - self.clock.now())
            await self.worker.tick()
        self.clock.move(end - self.clock.now())
        await self.worker.tick()

    async def closes(self) -> None:
        """Move the clock to the end of the open round, with no tick before, and close it."""
        self.clock.move((await self.open_round()).closes_at - self.clock.now())
        await self.worker.tick()

    async def passes_until(self, day: int, hour: int = 10, minute: int = 0) -> None:
        """Let time pass until this day of the present month."""
        then = self.clock.now().replace(day=day, hour=hour, minute=minute)
        await self.passes(seconds=(then - self.clock.now()).total_seconds())

    async def _next_due(self, end: datetime) -> datetime | None:
        """Return the next moment up to `end` at which something is due, or None."""
        async with self.store.read_only() as db:
            partnerships = await db.find(Partnership, round="", ended_at=None)
            moments = [partnership.next_round_at for partnership in partnerships if partnership.next_round_at]
            moments += [round_.closes_at for round_ in await db.find(Round, state=RoundState.OPEN)]
            moments += [delivery.due_at for delivery in await db.find(Delivery, state=DeliveryState.WAITING)]
            moments += [lane.next_at for lane in await db.find(Lane)]
            moments += [weekly.next_at for weekly in await db.find(WeeklySummary) if weekly.next_at]
        return min((moment for moment in moments if self.clock.now() < moment <= end), default=None)

    async def collect_cards(self, user: ScenarioUser) -> list[Card]:
        """Compose the deliveries owed to somebody, return their cards and remove them."""
        async with self.store.transaction() as db:
            owed = await db.find(Delivery, to=user.address)
            cards = [await compose(self.context, db, delivery) for delivery in owed]
            await db.remove(Delivery, to=user.address)
        return [card for card in cards if card]

    def titles_sent_to(self, user: ScenarioUser) -> list[str]:
        """Return the titles of the cards that the platform sent somebody."""
        return [card.title for to, card in self.platform.sent if to == user.address]

    def posted(self) -> list[Card]:
        """Return the cards that the platform posted in the channel, other than announcements of rounds."""
        return [card for card in self._in_channel() if not _is_announcement(card)]

    def announced(self) -> list[Card]:
        """Return the announcements of rounds that the platform posted in the channel."""
        return [card for card in self._in_channel() if _is_announcement(card)]

    def _in_channel(self) -> list[Card]:
        return [card for to, card in self.platform.sent if to == CHANNEL]

    async def all(self, kind: type[R], /, **where: Any) -> list[R]:
        async with self.store.read_only() as db:
            return await db.find(kind, **where)

    async def one(self, kind: type[R], /, **where: Any) -> R:
        (record,) = await self.all(kind, **where)
        return record

    async def person(self, user: ScenarioUser) -> Person:
        return await self.one(Person, address=user.address)

    async def member(self, user: ScenarioUser, partnership: str = "Harbour") -> Member:
        """Return somebody's membership of the partnership of that name."""
        joined = await self.one(Partnership, name=partnership)
        return await self.one(Member, person=(await self.person(user)).id, partnership=joined.id)

    async def open_round(self) -> Round:
        return await self.open_round_of("harbour")

    async def open_round_of(self, partnership: str) -> Round:
        return await self.one(Round, state=RoundState.OPEN, partnership=partnership)


@asynccontextmanager
async def open_scenario(
    database_url: str, keys: RoundKeyStore, crypto: Crypto, clock: SetClock, ids: Ids
) -> AsyncIterator[Scenario]:
    store = storage.SqlStore(database_url)
    yield Scenario(store, keys, crypto, clock, ids)
    await store.close()


def _is_announcement(card: Card) -> bool:
    return card.thread_key.startswith("announced:")
