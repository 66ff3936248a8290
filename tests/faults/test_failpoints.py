"""A round from its opening to its summary, killed at every failpoint once: the next worker loses and doubles
nothing."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Self

import pytest

from bot.core.cards import Card
from bot.core.deliveries import Delivery
from bot.core.models import Address, Answer, Comment, Partnership, QuestionResult, Round
from bot.delivery import sender
from bot.delivery.outbox import Outbox
from bot.delivery.sender import LEASE, Sender
from bot.rounds import closing, opening
from bot.worker import Worker
from storage.tables import TABLES
from tests.support.cast import AMIRA, BEN, SIX
from tests.support.databases import each_database
from tests.support.failpoints import (
    FailingKeys,
    FailingPlatform,
    FailingStep,
    FailingStore,
    Failpoint,
    Killed,
    failpoint,
)
from tests.support.scenario import FORTNIGHTLY, Scenario

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLATFORMS = ("slack", "teams", "web")
STEPS = {
    "open": (
        failpoint(opening._open, "make key"),
        failpoint(opening._open, "add"),
        failpoint(opening._open, "committed"),
    ),
    "claim": (failpoint(Outbox._claim, "claim"), failpoint(Outbox._claim, "committed")),
    "compose": (failpoint(sender.compose_all, "look"),),
    "send": (failpoint(Sender._send, "send"), failpoint(Sender._send, "sent")),
    "settle": (
        failpoint(Outbox._settle, "update_all_if_unchanged"),
        failpoint(Outbox._settle, "commit"),
        failpoint(Outbox._settle, "committed"),
    ),
    "close": (
        failpoint(closing.close, "commit"),
        failpoint(closing._count_answers, "commit"),
        failpoint(closing.close, "scrub"),
        failpoint(closing.close, "destroy key"),
    ),
    "publish": (
        failpoint(closing._publish, "add"),
        failpoint(closing._publish, "commit"),
        failpoint(closing._publish, "committed"),
    ),
}


@dataclass
class Mailbag:
    """Implements ports.Platform, for all platforms. It outlives the workers."""

    finds: bool = True
    arrived: list[tuple[str, str, str]] = field(default_factory=list)  # key, address, title
    edited: list[tuple[str, str]] = field(default_factory=list)  # key, title

    async def send(self, to: Address, card: Card, key: str) -> str:
        self.arrived.append((key, str(to), card.title))
        return key

    async def edit(self, to: Address, message: str, card: Card) -> None:
        assert any(message == key for key, *_ in self.arrived)
        self.edited.append((message, card.title))

    async def find(self, to: Address, key: str) -> str | None:
        return key if self.finds and any(key == each for each, *_ in self.arrived) else None


async def life(scenario: Scenario, bag: Mailbag, *fuses: FailingStep) -> dict[str, Any]:
    """Play a round in which five of six answer, and return what is stored in the end. Each worker has a
    fuse; when it is killed the next one continues, the last of them without a fuse."""
    await _clear(scenario)
    monday = scenario.clock.now()
    await scenario.create_partnership(*SIX, rhythm=FORTNIGHTLY, rhythm_at=monday, next_round_at=monday)
    workers = iter([_worker(scenario, bag, failing_step) for failing_step in (*fuses, FailingStep())])
    worker = next(workers)
    asks, days = monday + HOUR, (1, 2)
    reminds = [asks + day * DAY for day in days]
    closes, tells = monday + 4 * DAY + 8 * HOUR, monday + 7 * DAY + HOUR
    for moment in (monday, asks, *reminds, closes, tells):
        scenario.clock.move(max(moment - scenario.clock.now(), timedelta(0)))
        while not await survives(worker):
            worker = next(workers)
            if await survives(worker):
                scenario.clock.move(LEASE)
        if moment == asks:
            await scenario.fill(4, 4, 3, 5, 2, comments={AMIRA: "We meet too rarely.", BEN: "Diolch."})
    left = await _left(scenario)
    scenario.clock.move(monday - scenario.clock.now())
    return left


async def survives(worker: Worker) -> bool:
    """Return True if the worker ticks to the end."""
    try:
        await worker.tick()
    except Killed:
        return False
    return True


def _worker(scenario: Scenario, bag: Mailbag, failing_step: FailingStep) -> Worker:
    context = replace(
        scenario.context,
        store=FailingStore(scenario.store, failing_step),
        keys=FailingKeys(scenario.keys, failing_step),
    )
    return Worker(context, dict.fromkeys(PLATFORMS, FailingPlatform(bag, failing_step)))


async def _clear(scenario: Scenario) -> None:
    async with scenario.store.transaction() as db:
        for kind in TABLES:
            await db.remove(kind)


async def _left(scenario: Scenario) -> dict[str, Any]:
    deliveries = await scenario.all(Delivery)
    return {
        "rounds": [
            (each.state, each.number, each.replies, each.invited) for each in await scenario.all(Round)
        ],
        "open": [(each.round, each.rounds, each.next_round_at) for each in await scenario.all(Partnership)],
        "readings": sorted(
            (each.question, each.scored, each.mean) for each in await scenario.all(QuestionResult)
        ),
        "comments": sorted(each.words for each in await scenario.all(Comment)),
        "answers": await scenario.all(Answer),
        "owed": Counter((str(each.to), each.kind, each.state) for each in deliveries),
        "keys": await scenario.keys.created_before(scenario.clock.now(), "", 9),
    }


def told(bag: Mailbag) -> Counter[tuple[str, str]]:
    """Count the messages, by recipient and title."""
    return Counter((to, title) for _, to, title in bag.arrived)


@dataclass(frozen=True)
class Undisturbed:
    """What is left of a life, and what was said to whom, where nothing is cut off."""

    scenario: Scenario
    left: dict[str, Any]
    told: Counter[tuple[str, str]]

    @classmethod
    async def on(cls, scenario: Scenario) -> Self:
        bag = Mailbag()
        left = await life(scenario, bag, FailingStep())
        assert set(told(bag).values()) == {1}
        return cls(scenario, left, told(bag))

    async def is_as(self, finds: bool, *fuses: FailingStep) -> None:
        """A life in which all these fuses blow."""
        bag = Mailbag(finds)
        left, where = (
            await life(self.scenario, bag, *fuses),
            " and ".join(str(each.points[-1]) for each in fuses),
        )
        assert all(each.killed for each in fuses), f"one was never reached: {where}"
        assert left == self.left, where
        assert told(bag).keys() == self.told.keys(), where
        repeats = Counter(key for key, *_ in bag.arrived).most_common(1)[0][1] - 1
        assert repeats <= (0 if finds else len(fuses)), where


async def points(scenario: Scenario) -> list[Failpoint]:
    """Return the failpoints of a whole round, in order."""
    failing_step = FailingStep()
    await life(scenario, Mailbag(), failing_step)
    return failing_step.points


async def test_the_failpoints_cover_every_step_of_a_round(scenario: Scenario) -> None:
    named = {*await points(scenario)}
    for step, needed in STEPS.items():
        assert named >= {*needed}, step


async def test_a_kill_at_any_failpoint_loses_and_doubles_nothing(
    scenario: Scenario,
) -> None:
    undisturbed = await Undisturbed.on(scenario)
    for point in dict.fromkeys(await points(scenario)):
        await undisturbed.is_as(True, FailingStep(point=point))


@pytest.mark.parametrize("step", STEPS)
async def test_a_kill_repeats_a_message_at_most_once_without_search(scenario: Scenario, step: str) -> None:
    undisturbed = await Undisturbed.on(scenario)
    for point in STEPS[step]:
        await undisturbed.is_as(False, FailingStep(point=point))


@pytest.mark.parametrize(
    "second",
    [failpoint(Sender._send, "find"), failpoint(Sender._send, "sent"), failpoint(Outbox._settle, "commit")],
)
async def test_a_second_kill_still_doubles_nothing(scenario: Scenario, second: Failpoint) -> None:
    undisturbed = await Undisturbed.on(scenario)
    await undisturbed.is_as(
        True, FailingStep(point=failpoint(Outbox._settle, "commit")), FailingStep(point=second)
    )


@pytest.mark.long
@pytest.mark.parametrize("finds", [True, False], ids=["found again", "not found again"])
@each_database
async def test_a_kill_at_any_step_loses_and_doubles_nothing(scenario: Scenario, finds: bool) -> None:
    undisturbed = await Undisturbed.on(scenario)
    for at in range(1, len(await points(scenario)) + 1):
        await undisturbed.is_as(finds, FailingStep(at))
