"""How an open round stands, without giving anybody away: what was delivered, and whether enough replied to
report."""

from dataclasses import dataclass

from bot.analysis import disclosure
from bot.context import AppContext
from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.core.models import Answer, Invitation, Partnership, Round
from bot.core.ports import Transaction
from bot.rounds import answers


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """How an open round stands, without giving anybody away: counts of messages, and whether enough
    replied."""

    round: Round
    invited: int
    delivered: int
    waiting: int
    enough: bool
    threshold: int


async def round_progress(
    context: AppContext, db: Transaction, partnership: Partnership, round_: Round
) -> RoundProgress:
    """Of a partnership and its open round. Counts the messages that put the questions, never the reminders:
    those would tell who had not replied."""
    invitations = await db.find(Invitation, round=round_.id)
    asked = await db.find(Delivery, kind=DeliveryKind.CHECK_IN, subject=[each.id for each in invitations])
    return RoundProgress(
        round=round_,
        invited=len(invitations),
        delivered=sum(each.state is DeliveryState.SETTLED for each in asked),
        waiting=sum(each.state is DeliveryState.WAITING for each in asked),
        enough=disclosure.meets_threshold(await _count_replies(context, db, round_), partnership.threshold),
        threshold=partnership.threshold,
    )


async def _count_replies(context: AppContext, db: Transaction, round_: Round) -> int:
    """How many gave a scored answer so far: for the comparison above alone, and never to be shown."""
    unlocked = await answers.unlock(context, round_)
    if unlocked is None:
        return 0
    sealed = await db.find(Answer, round=round_.id)
    return len(
        {
            each.pseudonym
            for each in sealed
            if each.question != answers.COMMENT and unlocked.unseal(each) in answers.POINTS
        }
    )
