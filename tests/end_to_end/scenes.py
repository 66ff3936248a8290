"""Four partnerships, each with a past and a round that has just closed, as the web chat shows them: a calm
one, one that falls, one that is split, one that is too small."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bot import app
from bot.app import Application
from bot.core.followups import Action, ActionOutcome, Note
from bot.core.models import (
    Channel,
    Invitation,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    Role,
    Round,
    RoundKind,
    RoundState,
    web_address,
)
from bot.demo.run import demo_settings
from bot.membership import login_links
from bot.questions import rotation
from bot.questions.bank import QuestionBank
from bot.rounds import answers, tally
from bot.rounds.answers import COMMENT
from bot.rounds.tally import RoundAnswers
from tests.end_to_end.serving import our_port, served
from tests.support.fakes import SetClock

CLOSES = datetime(2026, 11, 13, 16, 30, tzinfo=UTC)  # the newest round of each scene, a Friday
VIEWER = Person("maya", web_address("maya"), web_address("maya"), "Maya Okafor", "Europe/London", "en")
SEED = "calm6"  # chance under which nothing stands out in the calm one

Answers = Callable[[int, int, str], int]  # of a round from 1, a member from 0, a theme: a point


@dataclass(frozen=True, slots=True)
class Scene:
    """`rounds` with the newest. The first half of the members are of the lead side; the last of them stay
    silent in each round, `silent` many."""

    id: str
    name: str
    members: int
    rounds: int
    silent: int
    answer: Answers
    comments: tuple[str, ...] = ()


def usual(number: int, member: int, theme: str) -> int:
    """Return an answer by the model of docs/method.md: a person's level, and chance."""
    level = Random(f"{SEED} {member}").gauss(3.7, 0.7)
    return _point(level + Random(f"{SEED} {number} {member} {theme}").gauss(0, 0.5))


def falling(number: int, member: int, theme: str) -> int:
    down = {"trust": 1 if number > 24 else 0, "power": 0 if member < 7 else 1}
    return _point(usual(number, member, theme) - down.get(theme, 0))


def split(number: int, member: int, theme: str) -> int:
    if theme == "purpose" and number > 5:
        return (1, 5, 2, 4, 2, 5)[member % 6]
    return usual(number, member, theme)


def _point(level: float) -> int:
    return min(5, max(1, round(level)))


SCENES = (
    Scene(
        "calm",
        "Riverside Families",
        14,
        26,
        2,
        usual,
        ("The shared office helps.", "Diolch.", "Shorter papers?"),
    ),
    Scene("falling", "Harbour Together", 14, 26, 2, falling),
    Scene("split", "Two Rivers", 12, 6, 2, split),
    Scene("small", "Warm Homes", 5, 3, 1, usual),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """The URL of the scenes, and a login link, valid once, for a member of all of them."""

    url: str
    way_in: str

    def channel(self, scene: Scene) -> str:
        return f"{self.url}/me/{VIEWER.id}/channel/{scene.id}"


@asynccontextmanager
async def scenes(folder: Path, which: Sequence[Scene] = SCENES) -> AsyncIterator[Shown]:
    """Serve all scenes from one Accord whose clock stands still."""
    with our_port() as (at, url):
        clock = SetClock(CLOSES - timedelta(days=4, hours=7))
        async with app.open_application(demo_settings(folder, url), clock) as accord:
            for scene in which:
                await _past(accord, scene, clock.now())
            await accord.worker.tick()
            for scene in which:
                await _answered(accord, scene)
            clock.move(CLOSES - clock.now())
            for _ in range(12):  # the summary, the alerts and what is asked of actions, each at its moment
                await accord.worker.tick()
                clock.move(timedelta(seconds=10))
            context = accord.bot.context
            async with context.store.transaction() as db:
                way_in = await login_links.create(db, context.ids, VIEWER, clock.now() + timedelta(days=1))
            async with served(accord.app, at):
                yield Shown(url, url + way_in)


async def _past(accord: Application, scene: Scene, now: datetime) -> None:
    """Store all people, and every round but the newest, which is about to open."""
    context = accord.bot.context
    partnership = Partnership(
        scene.id,
        scene.name,
        "Europe/London",
        "en",
        now - timedelta(weeks=2 * scene.rounds),
        rhythm="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0;BYSECOND=0",
        rhythm_at=now,
        next_round_at=now,
        rounds=scene.rounds - 1,
    )
    async with context.store.transaction() as db:
        if not await db.find(Person, id=VIEWER.id):
            await db.add(VIEWER)
        await db.add(partnership, Channel(scene.id, scene.id, web_address(scene.id), scene.name))
        await db.add(*_organisations(scene), *_people(scene), *_members(scene, partnership.founded_at))
        for number in range(1, scene.rounds):
            await db.add(*_closed(context.bank, scene, number, now))
        if scene.id == "falling":
            await db.add(*_doings(scene, now))


def _organisations(scene: Scene) -> list[Organisation]:
    return [
        Organisation(
            f"{scene.id}-lead", scene.id, "Harbour Council", MembershipStatus.ACTIVE, lead_body=True
        ),
        Organisation(f"{scene.id}-other", scene.id, "The Net Loft", MembershipStatus.ACTIVE),
    ]


def _people(scene: Scene) -> list[Person]:
    return [replaced(VIEWER, f"{scene.id}{n}", f"Member {n}") for n in range(1, scene.members)]


def replaced(person: Person, id: str, name: str) -> Person:
    return Person(id, web_address(id), web_address(id), name, person.zone, person.language)


def _members(scene: Scene, since_at: datetime) -> list[Member]:
    people = [VIEWER.id, *(each.id for each in _people(scene))]
    half = scene.members // 2
    return [
        Member(
            f"{scene.id}.{n}",
            scene.id,
            f"{scene.id}-{'lead' if n < half else 'other'}",
            person,
            Role.MEMBER if n else Role.COORDINATOR,
            MembershipStatus.ACTIVE,
            since_at,
        )
        for n, person in enumerate(people)
    ]


def _said(bank: QuestionBank, scene: Scene, number: int) -> dict[int, Mapping[str, str]]:
    """Return the answers of each member who replied, by question."""
    questions = rotation.scheduled(bank, number)
    return {
        member: {each.ref: str(scene.answer(number, member, each.theme)) for each in questions}
        for member in range(scene.members - scene.silent)
    }


def _closed(bank: QuestionBank, scene: Scene, number: int, now: datetime) -> list[Any]:
    """Store a closed round, with results made by the product."""
    at = now - timedelta(weeks=2 * (scene.rounds - number)) + (CLOSES - now)
    said = _said(bank, scene, number)
    id, questions = f"{scene.id}{number}", tuple(each.ref for each in rotation.scheduled(bank, number))
    opened_at, kind = at - timedelta(days=4), RoundKind.SCHEDULED
    round_ = Round(
        id, scene.id, kind, number, questions, opened_at, at, at, RoundState.CLOSED, closed_at=at,
        invited=scene.members, replies=len(said),
    )  # fmt: skip
    leads = frozenset(str(member).encode() for member in range(scene.members // 2))
    everything = RoundAnswers(
        {str(member).encode(): each for member, each in said.items()}, leads, scene.members
    )
    invited = [Invitation(f"{id}.i{n}", id, f"{scene.id}.{n}") for n in range(scene.members)]
    return [round_, *invited, *tally.question_results(round_, everything, bank, 5)]


def _doings(scene: Scene, now: datetime) -> list[Action | Note]:
    before, later = now - timedelta(days=9), now - timedelta(days=3)
    return [
        Note("n1", scene.id, date(2026, 10, 5), "The shared office moved to the quay"),
        Action(
            "a1",
            scene.id,
            1,
            "Share the budget papers a week before",
            before,
            did=ActionOutcome.PARTLY,
            did_at=later,
        ),
        Action("a2", scene.id, 2, "Rotate the chair", before, by=date(2026, 12, 1)),
    ]


async def _answered(accord: Application, scene: Scene) -> None:
    context = accord.bot.context
    async with context.store.transaction() as db:
        (round_,) = await db.find(Round, partnership=scene.id, state=RoundState.OPEN)
        unlocked = await answers.require_unlocked(context, round_, context.translator())
        for member, said in _said(context.bank, scene, scene.rounds).items():
            for question, point in said.items():
                await answers.save(db, unlocked, f"{scene.id}.{member}", question, point)
        for member, words in enumerate(scene.comments):
            await answers.save(db, unlocked, f"{scene.id}.{member}", COMMENT, words)
