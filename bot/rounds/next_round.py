"""The date of the next scheduled round: the first at which it can really open.

A round waits for the open one to close, and for the same questions: docs/method.md 6.8. So an ad hoc round
can postpone it. What is stored, and shown, is the date at which it will open."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.context import AppContext
from bot.core.deliveries import DeliveryKind
from bot.core.models import Partnership, Round
from bot.core.ports import Transaction
from bot.questions import rotation
from bot.questions.bank import QuestionBank
from bot.rounds import channel_deliveries, question_spacing, schedule
from bot.rounds.working_hours import add_working_days

# A worker opens a round a little after its date. That alone moves no other date.
NEGLIGIBLE = timedelta(minutes=5)
LATE_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Postponement:
    """The date at which a round was to open, and the later one at which it opens instead."""

    planned: datetime
    opens: datetime


def questions_of_next(bank: QuestionBank, partnership: Partnership) -> tuple[str, ...]:
    """Return the references of the questions that the next scheduled round asks."""
    packs = (partnership.pack,) if partnership.pack else ()
    return tuple(question.ref for question in rotation.scheduled(bank, partnership.rounds + 1, packs))


async def first_possible(
    bank: QuestionBank, db: Transaction, partnership: Partnership, planned: datetime, now: datetime
) -> datetime:
    """Return when the scheduled round that is planned for a date can open, that date at the earliest."""
    questions = questions_of_next(bank, partnership)
    opens = await question_spacing.scheduled(db, bank, partnership, questions, max(planned, now))
    if open_round := await db.first(Round, id=partnership.round):
        opens = max(opens, open_round.closes_at)
    return opens if opens - planned > NEGLIGIBLE else planned


def following(partnership: Partnership, opened_at: datetime) -> tuple[datetime, datetime | None]:
    """Return when the round after the one that opens at this moment can open, and the date of the schedule
    that it would have had if that is earlier, else None. Raises ValueError for a rhythm that Accord did not
    write."""
    since, planned = partnership.rhythm_at or opened_at, partnership.postponed_from_at or opened_at
    (date,) = schedule.dates_after(partnership.rhythm, partnership.zone, since, planned, opened_at, 1)
    spaced = add_working_days(partnership.zone, opened_at, question_spacing.MIN_WORKING_DAYS)
    return (spaced, date) if spaced - date > NEGLIGIBLE else (date, None)


async def update(
    context: AppContext, db: Transaction, partnership: Partnership, now: datetime
) -> Partnership:
    """Store when the next scheduled round can open, and return the partnership. Call it whenever a round has
    opened, closed or been cancelled."""
    planned = partnership.postponed_from_at or partnership.next_round_at
    if planned is None:
        return partnership
    opens = await first_possible(context.bank, db, partnership, planned, now)
    postponed_from = planned if opens > planned else None
    if (opens, postponed_from) == (partnership.next_round_at, partnership.postponed_from_at):
        return partnership
    return await db.update_if_unchanged(partnership, next_round_at=opens, postponed_from_at=postponed_from)


async def announce(context: AppContext, db: Transaction, partnership: Partnership, now: datetime) -> None:
    """Tell the channels when the next round opens, for they were told an earlier date."""
    await channel_deliveries.enqueue(
        context,
        db,
        DeliveryKind.ROUND_POSTPONED,
        partnership=partnership.id,
        subject=partnership.id,
        due_at=now,
        late_at=now + LATE_AFTER,
    )


def postponed_by(bank: QuestionBank, partnership: Partnership, round_: Round) -> Postponement | None:
    """Return how an ad hoc round that is not open yet would postpone the next scheduled one, or None."""
    planned = partnership.next_round_at
    if planned is None:
        return None
    spaced = question_spacing.after_round(bank, partnership, questions_of_next(bank, partnership), round_)
    opens = spaced or round_.closes_at
    return Postponement(planned, opens) if opens - planned > NEGLIGIBLE else None
