"""kill -9 at random moments of opening, asking, reminding, closing and publishing, while people answer."""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import h11
import pytest

from bot.context import AppContext
from bot.core.deliveries import Delivery, DeliveryState
from bot.core.models import (
    Address,
    Channel,
    Invitation,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    QuestionResult,
    Role,
    Round,
    RoundState,
)
from bot.delivery.sender import LEASE
from tests.faults.processes import Crew, Place, SharedClock, crew, live
from tests.support.databases import PostgreSQL
from tests.support.scenario import FORTNIGHTLY

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, DAY, FORTNIGHT = timedelta(hours=1), timedelta(days=1), timedelta(weeks=2)
PARTNERSHIPS, MEMBERS = 2, 12
QUESTIONS = range(1, 6)
NOTHING, AT_ONCE = 0, 16
AT_MOST = 0.12  # seconds that a process lives on after it was given something to do


CHANNELS = [Address("slack", f"W{p}", "C") for p in range(PARTNERSHIPS)]


def address(partnership: int, member: int) -> Address:
    return Address(("slack", "teams")[partnership % 2], f"W{partnership}", f"U{member}")


def founded() -> list[Any]:
    """Store partnerships of twelve, each with a channel. The first member of each never answers."""
    rows: list[Any] = []
    for p in range(PARTNERSHIPS):
        place = f"p{p}"
        rows.append(
            Partnership(
                place,
                f"Place {p}",
                "UTC",
                "en",
                MONDAY,
                rhythm=FORTNIGHTLY,
                rhythm_at=MONDAY,
                next_round_at=MONDAY,
            )
        )
        # Of no region, so that it keeps no holidays.
        rows.append(Organisation(f"o{p}", place, "Council", MembershipStatus.ACTIVE, region=""))
        rows.append(Channel(f"c{p}", place, CHANNELS[p], "#all"))
        for m in range(MEMBERS):
            at = address(p, m)
            rows.append(Person(f"u{p}-{m}", at, at, f"Person {m}", "UTC", "en"))
            rows.append(
                Member(f"m{p}-{m}", place, f"o{p}", f"u{p}-{m}", Role.MEMBER, MembershipStatus.ACTIVE, MONDAY)
            )
    return rows


@dataclass
class Answers:
    """What each member may have answered: one value to each question where we were told that it was taken,
    several where whoever took it died before they could say."""

    crew: Crew
    may_be: dict[tuple[str, int], set[int]] = field(default_factory=lambda: defaultdict(lambda: {NOTHING}))
    taken: int = 0
    _ids: Iterator[int] = field(default_factory=count)

    async def give(self, invitation: Invitation, question: int) -> None:
        p, m = (int(part) for part in invitation.member[1:].split("-"))
        value, may_be = random.randint(1, 5), self.may_be[invitation.member, question]
        before = {*may_be}
        may_be.add(value)
        with suppress(OSError, h11.ProtocolError):
            text = f"answer {invitation.id}.{question} {value}"
            done = await self.crew.say(address(p, m), f"event {next(self._ids)}", text)
            self.taken += done
            self.may_be[invitation.member, question] = {value} if done else before

    async def chatter(self, invitations: list[Invitation]) -> None:
        """Let everybody answer and change answers, until this is cancelled."""

        async def go_on(some: Sequence[Invitation]) -> None:
            while some:
                await self.give(random.choice(some), random.choice(QUESTIONS))

        await asyncio.gather(*(go_on(invitations[n::AT_ONCE]) for n in range(AT_ONCE)))

    async def complete(self, invitations: list[Invitation]) -> None:
        """Let everybody answer everything, until each answer is acknowledged."""
        for invitation in invitations:
            for question in QUESTIONS:
                while NOTHING in (may_be := self.may_be[invitation.member, question]) or len(may_be) > 1:
                    await self.give(invitation, question)


@dataclass
class Season:
    """Rounds, one after the other, during which processes are killed."""

    crew: Crew
    context: AppContext
    clock: SharedClock
    kills: int  # in each phase
    killed: int = 0
    answers: Answers = field(init=False)

    def __post_init__(self) -> None:
        self.answers = Answers(self.crew)

    async def round(self, number: int) -> None:
        monday = MONDAY + (number - 1) * FORTNIGHT
        await self._phase(monday)
        invitations = await self._answering(number)
        self.answers.may_be.clear()
        await self._phase(monday + HOUR, invitations)
        await self.answers.complete(invitations)
        await self._phase(monday + 2 * DAY + HOUR)
        await self._phase(monday + 4 * DAY + 8 * HOUR, invitations)
        await self._closed(number)
        await self._phase(monday + 7 * DAY + HOUR)

    async def _phase(self, moment: datetime, answering: Sequence[Invitation] = ()) -> None:
        """Much becomes due, processes die, and in the end all is done."""
        self.clock.set(moment)
        async with chattering(self.answers, answering):
            for _ in range(self.kills):
                await asyncio.sleep(random.uniform(0, AT_MOST))  # not for something: for no reason at all
                name = random.choice(self.crew.names)
                self.crew.kill(name)
                self.killed += 1
                await self.crew.begin(name)
                self.clock.move(random.choice((timedelta(0), LEASE)))
        for _ in range(3):
            self.clock.move(LEASE)
            await self.crew.ticked()

    async def _answering(self, number: int) -> list[Invitation]:
        async with self.context.store.read_only() as db:
            rounds = await db.find(Round, number=number, state=RoundState.OPEN)
            invitations = await db.find(Invitation, round=[each.id for each in rounds])
        assert (len(rounds), len(invitations)) == (PARTNERSHIPS, PARTNERSHIPS * MEMBERS)
        return [each for each in invitations if not each.member.endswith("-0")]

    async def _closed(self, number: int) -> None:
        """Check that every acknowledged answer was counted."""
        async with self.context.store.read_only() as db:
            rounds = await db.find(Round, number=number)
            readings = await db.find(QuestionResult, round=[each.id for each in rounds])
        assert [each.state for each in rounds] == [RoundState.CLOSED] * PARTNERSHIPS
        assert len(readings) == PARTNERSHIPS * len(QUESTIONS)
        for reading in readings:
            place, question = reading.partnership, int(reading.id.rpartition(".")[2])
            may_be = [
                values
                for (member, n), values in self.answers.may_be.items()
                if n == question and member.startswith(f"m{place[1:]}-")
            ]
            assert (reading.scored, len(may_be)) == (MEMBERS - 1, MEMBERS - 1)
            assert reading.counts is not None
            for point, there in enumerate(reading.counts, start=1):
                least = sum(values == {point} for values in may_be)
                most = sum(point in values for values in may_be)
                assert least <= there <= most, (reading.id, point)


@asynccontextmanager
async def chattering(answers: Answers, invitations: Sequence[Invitation]) -> AsyncIterator[None]:
    work = asyncio.create_task(answers.chatter([*invitations]))
    yield
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work


async def survives(place: Place, workers: int, rounds: int, kills: int) -> Season:
    async with place.opened() as context:
        async with context.store.transaction() as db:
            await db.add(*founded())
        names = [f"worker {number}" for number in range(workers)]
        async with crew(live, place, *names) as ours:
            season = Season(ours, context, place.clock, kills)
            for number in range(1, rounds + 1):
                await season.round(number)
        await _nothing_lost_nothing_doubled(context, ours, rounds, 0 if place.finds else 1)
    return season


async def _nothing_lost_nothing_doubled(context: AppContext, ours: Crew, rounds: int, repeats: int) -> None:
    async with context.store.read_only() as db:
        numbers = Counter((each.partnership, each.number) for each in await db.find(Round))
        owed = await db.find(Delivery)
    expected = [(f"p{p}", number) for p in range(PARTNERSHIPS) for number in range(1, rounds + 1)]
    assert numbers == Counter(expected)
    assert {each.state for each in owed} == {DeliveryState.SETTLED}
    assert await context.keys.created_before(context.clock.now(), "", 9) == []
    arrived = ours.platform.arrived
    assert max(Counter(each.key for each in arrived).values()) <= 1 + repeats
    once = {each.key: (each.to, each.title) for each in arrived}
    told = Counter(once.values())
    for p in range(PARTNERSHIPS):
        for m in range(MEMBERS):
            to = str(address(p, m))
            assert told[to, "Partners do what they say they will do."] == rounds, to
            reminded = told[to, f"Place {p}: still time to answer"]
            assert reminded == (rounds if m == 0 else 0), to
            assert [told[to, f"Place {p}: round {n}"] for n in range(1, rounds + 1)] == [1] * rounds, to
        channel = str(CHANNELS[p])
        assert [told[channel, f"Place {p}: round {n}"] for n in range(1, rounds + 1)] == [1] * rounds


@pytest.fixture
def place(database_url: str, tmp_path: Path, postgresql_keys: Callable[[], str]) -> Place:
    """The databases: on SQLite the keys have a file of their own, on PostgreSQL a database."""
    keys = (
        postgresql_keys()
        if database_url.startswith("postgresql")
        else f"sqlite+aiosqlite:///{tmp_path}/keys.db"
    )
    clock = tmp_path / "clock"
    SharedClock(clock).set(MONDAY)
    return Place(database_url, keys, clock)


@pytest.fixture
def postgresql_keys(request: pytest.FixtureRequest) -> Callable[[], str]:
    def made() -> str:
        server: PostgreSQL = request.getfixturevalue("postgresql")
        return server.url(server.new())

    return made


def workers(place: Place) -> int:
    """Return as many workers as may share the database."""
    return 2 if place.database.startswith("postgresql") else 1


async def test_a_few_kills_lose_and_double_nothing(place: Place) -> None:
    season = await survives(place, workers(place), rounds=1, kills=1)
    assert season.killed == 5


@pytest.mark.long
async def test_two_hundred_kills_lose_and_double_nothing(place: Place) -> None:
    season = await survives(place, workers(place), rounds=10, kills=4)
    assert season.killed == 200


@pytest.mark.long
async def test_a_hundred_kills_without_search_lose_nothing(place: Place) -> None:
    season = await survives(replace(place, finds=False), workers(place), rounds=20, kills=1)
    assert season.killed == 100
