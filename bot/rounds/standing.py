"""How an open round stands, without giving anybody away: what was delivered, and whether enough replied to
report."""

from bot.insights import ladder
from bot.model import Answer, Delivery, DeliveryState, Invitation, Partnership, Round
from bot.ports import Records
from bot.rounds import answers, steps
from bot.talk.phrases.rounds import Standing
from bot.world import World


async def of(world: World, db: Records, partnership: Partnership, round_: Round) -> Standing:
    """Of a partnership and its open round. Counts the messages that put the questions, never the reminders:
    those would tell who had not replied."""
    invitations = await db.find(Invitation, round=round_.id)
    asked = await db.find(Delivery, kind="ask", subject=[each.id for each in invitations])
    return Standing(
        round=round_,
        invited=len(invitations),
        delivered=sum(each.state is DeliveryState.SETTLED for each in asked),
        waiting=sum(each.state is DeliveryState.WAITING for each in asked),
        enough=ladder.enough(await _replies(world, db, round_), partnership.threshold),
        threshold=partnership.threshold,
    )


async def _replies(world: World, db: Records, round_: Round) -> int:
    """How many gave a scored answer so far: for the comparison above alone, and never to be shown."""
    vault = await answers.unlock(world, round_)
    if vault is None:
        return 0
    sealed = await db.find(Answer, round=round_.id)
    return len(
        {
            each.pseudonym
            for each in sealed
            if each.question != steps.COMMENT and vault.words(each) in steps.POINTS
        }
    )
