"""Five years of a partnership, made by the product itself on a clock that we move."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.model import Answer, Heard, Invitation, Partnership, Round, RoundState
from bot.ports import Records
from bot.rounds import answers
from bot.rounds.steps import CANT_SAY, COMMENT, POINTS, SKIPPED
from bot.talk.tongue import Tongue
from bot.worker import Worker
from bot.world import World

ROUNDS = 130  # five years of fortnights
NEXT_MORNING = timedelta(hours=18)
REPLIES, COMMENTS = 0.8, 0.15  # of those who are asked


@dataclass
class Moved:
    """A clock that we move."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


async def rounds(worker: Worker, world: World, clock: Moved) -> AsyncGenerator[Round, None]:
    """Each round of the only partnership there is, from the next one on: answered, and as good as over. It
    closes when another is asked for."""
    chance = Random(1)
    while True:
        async with world.store.look() as db:
            (partnership,) = await db.find(Partnership)
        clock.moment = partnership.next_round_at or clock.moment
        await worker.tick()
        async with world.store.begin() as db:
            (round_,) = await db.find(Round, state=RoundState.OPEN)
            await answer(world, db, round_, chance)
        clock.moment = round_.closes_at
        yield round_
        await worker.tick()
        clock.moment += NEXT_MORNING
        await worker.tick()


async def answer(world: World, db: Records, round_: Round, chance: Random) -> None:
    """As if most of those who were asked had pressed."""
    vault = await answers.vault_for(world, round_, Tongue())
    for invitation in await db.find(Invitation, round=round_.id):
        if chance.random() < REPLIES:
            pseudonym = vault.pseudonym(invitation.member)
            said = replies(round_, chance)
            places = {question: (round_.id, pseudonym, question) for question in said}
            await db.add(
                *(
                    Answer(*places[q], world.seals.seal(vault.key, places[q], words))
                    for q, words in said.items()
                ),
                *(Heard(world.ids.new(), round_.id, round_.closes_at) for _ in said),
            )


def replies(round_: Round, chance: Random) -> dict[str, str]:
    """What one member says to each question, and as a comment."""
    said = {question: chance.choice((*POINTS, *POINTS, CANT_SAY)) for question in round_.questions}
    return said | {COMMENT: "We meet too late." if chance.random() < COMMENTS else SKIPPED}
