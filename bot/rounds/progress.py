"""Progress of an open round: how many messages were delivered, and whether enough members replied to report.

It gives away nobody's reply."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.analysis import disclosure
from bot.context import AppContext
from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.core.models import Answer, Invitation, Partnership, ProgressCheck, Round
from bot.core.ports import Transaction
from bot.rounds import answers

CHECK_INTERVAL = timedelta(hours=1)


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
    context: AppContext, db: Transaction, partnership: Partnership, round_: Round, now: datetime
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
        enough=await _has_enough(context, db, partnership, round_, now),
        threshold=partnership.threshold,
    )


async def _has_enough(
    context: AppContext, db: Transaction, partnership: Partnership, round_: Round, now: datetime
) -> bool:
    """Return True if enough members had replied at the last look. There is at most one look an hour, and
    after a yes none: otherwise this would tell when the last reply came that was needed, and whether somebody
    who leaves had replied."""
    last = await db.first(ProgressCheck, id=round_.id)
    if last and (last.enough or abs(now - last.checked_at) < CHECK_INTERVAL):
        return last.enough
    replies = await _count_replies(context, db, round_)
    enough = disclosure.meets_threshold(replies, partnership.threshold)
    if last:
        await db.update_if_unchanged(last, enough=enough, checked_at=now)
    else:
        await db.add(ProgressCheck(round_.id, enough, now, round_.closes_at))
    return enough


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
