"""Progress of an open round: how many messages were delivered, and whether enough members replied to report.

It gives away nobody's reply."""

from dataclasses import dataclass

from bot.analysis import disclosure
from bot.context import AppContext
from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.core.models import Answer, Invitation, Partnership, Round
from bot.core.ports import Transaction
from bot.rounds import answers


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """The progress of an open round: counts of check-in messages, and whether at least `threshold` members
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
    """Return the progress of a partnership's open round. It counts the messages that ask the questions, never
    the reminders: those would tell who has not replied."""
    invitations = await db.find(Invitation, round=round_.id)
    invitation_ids = [invitation.id for invitation in invitations]
    check_ins = await db.find(Delivery, kind=DeliveryKind.CHECK_IN, subject=invitation_ids)
    return RoundProgress(
        round=round_,
        invited=len(invitations),
        delivered=sum(delivery.state is DeliveryState.SETTLED for delivery in check_ins),
        waiting=sum(delivery.state is DeliveryState.WAITING for delivery in check_ins),
        enough=disclosure.meets_threshold(await _count_replies(context, db, round_), partnership.threshold),
        threshold=partnership.threshold,
    )


async def _count_replies(context: AppContext, db: Transaction, round_: Round) -> int:
    """Return how many members gave a scored answer so far. For comparison with the threshold only: this
    number is never shown."""
    unlocked = await answers.unlock(context, round_)
    if unlocked is None:
        return 0
    stored = await db.find(Answer, round=round_.id)
    return len(
        {
            answer.pseudonym
            for answer in stored
            if answer.question != answers.COMMENT and unlocked.unseal(answer) in answers.POINTS
        }
    )
