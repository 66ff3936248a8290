"""Makes five years of a partnership with the product itself, on a clock that the benchmark moves."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from benchmarks.partnerships import add, partnership
from bot.context import AppContext
from bot.core.deliveries import ProcessedEvent
from bot.core.i18n import Translator
from bot.core.models import (
    Answer,
    Channel,
    Invitation,
    Partnership,
    Person,
    Round,
    RoundState,
    web_address,
)
from bot.core.ports import Store, Transaction
from bot.rounds import answers
from bot.rounds.answers import CANT_SAY, COMMENT, POINTS, SKIPPED
from bot.worker import Worker

ID = "p000000"  # of the only partnership
ROUNDS = 130  # five years of fortnights
NEXT_MORNING = timedelta(hours=18)
REPLIES, COMMENTS = 0.8, 0.15  # of those who are asked


@dataclass
class MovableClock:
    """Implements ports.Clock: it is moved by hand."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


async def found_partnership(store: Store, members: int, next_round_at: datetime) -> list[Person]:
    """Store the only partnership, with a channel; return its people. They answer on the web and get no
    messages, since that makes history faster."""
    rows = [
        replace(row, rhythm_at=next_round_at) if isinstance(row, Partnership) else row
        for row in partnership(0, members, next_round_at)
    ]
    people = [replace(row, address=web_address(row.id), home=None) for row in rows if isinstance(row, Person)]
    others = [row for row in rows if not isinstance(row, Person)]
    await add(store, [*people, *others, Channel("c", ID, web_address(ID), "Channel")])
    return people


async def make_reachable(store: Store, people: Sequence[Person]) -> None:
    """Let people be written to from now on."""
    async with store.transaction() as db:
        await db.upsert(*(replace(person, home=person.address) for person in people))


async def nothing_between(_: Round) -> None:
    """Let nothing happen between two rounds."""


async def rounds(
    worker: Worker,
    context: AppContext,
    clock: MovableClock,
    between: Callable[[Round], Awaitable[None]] = nothing_between,
) -> AsyncGenerator[Round, None]:
    """Yield each round of the only partnership, from the next one on, answered and at its closing time. It
    closes when the next one is asked for; `between` is awaited on the morning after."""
    chance = Random(1)
    while True:
        async with context.store.read_only() as db:
            (partnership,) = await db.find(Partnership)
        clock.moment = partnership.next_round_at or clock.moment
        await worker.tick()
        async with context.store.transaction() as db:
            (round_,) = await db.find(Round, state=RoundState.OPEN)
            await answer(context, db, round_, chance)
        clock.moment = round_.closes_at
        yield round_
        await worker.tick()
        clock.moment += NEXT_MORNING
        await worker.tick()
        await between(round_)


async def answer(context: AppContext, db: Transaction, round_: Round, chance: Random) -> None:
    """Store answers of most members who were asked."""
    unlocked = await answers.require_unlocked(context, round_, Translator())
    for invitation in await db.find(Invitation, round=round_.id):
        if chance.random() < REPLIES:
            pseudonym = unlocked.pseudonym(invitation.member)
            answers_ = replies(round_, chance)
            places = {question: (round_.id, pseudonym, question) for question in answers_}
            await db.add(
                *(
                    Answer(*places[q], context.crypto.seal(unlocked.key, places[q], words))
                    for q, words in answers_.items()
                ),
                *(ProcessedEvent(context.ids.new(), round_.id, round_.closes_at) for _ in answers_),
            )


def replies(round_: Round, chance: Random) -> dict[str, str]:
    """Return one member's answer to each question, and their comment."""
    answers_ = {question: chance.choice((*POINTS, *POINTS, CANT_SAY)) for question in round_.questions}
    return answers_ | {COMMENT: "We meet too late." if chance.random() < COMMENTS else SKIPPED}
