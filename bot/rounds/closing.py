"""Closing a round in steps: refuse answers, count and destroy them, destroy the key, publish.

A crash may come between any two steps. Each step finds out by itself whether it was done before, so the next
worker continues where another stopped. Alerts and actions belong to the publishing: they are made from the
stored results, and leave as deliveries.
"""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from bot.context import AppContext
from bot.core import retention
from bot.core.deliveries import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    ProcessedEvent,
    deliveries_to,
    new_delivery,
)
from bot.core.errors import (
    AlreadyExists,
    NotFound,
    Refusal,
    SecretKeyMissing,
    Stale,
    Unavailable,
    locate_error,
)
from bot.core.i18n import Translator
from bot.core.models import (
    Answer,
    Channel,
    Comment,
    Invitation,
    Member,
    Organisation,
    Partnership,
    QuestionResult,
    Round,
    RoundKind,
    RoundState,
)
from bot.core.ports import Transaction
from bot.rounds import actions, announcements, channel_deliveries, next_round, tally
from bot.rounds.alerts import raise_alerts
from bot.rounds.answers import unlock
from bot.rounds.participants import participants
from bot.rounds.publishing import store_published
from bot.rounds.webhook_deliveries import enqueue_round_closed
from bot.rounds.working_hours import next_working_moment

log = structlog.get_logger()

BATCH = 50
PAGE = 250  # rounds or partnerships that are read at once
RETRY_AFTER = timedelta(minutes=10)
SUMMARY_LATE_AFTER = timedelta(days=7)
ACTIONS_AFTER_SUMMARY = timedelta(minutes=1)
QUESTIONS_AFTER_SUMMARY = timedelta(minutes=2)
OPENING_TAKES = timedelta(minutes=10)  # a key is created before its round is stored


async def close_due(context: AppContext, now: datetime, retry_at: dict[str, datetime] | None = None) -> int:
    """Close every round whose time has come, and finish those that are half closed; return how many were
    tried. A round that fails is logged and not tried again for a while: `retry_at`, by round, remembers
    until when, so pass the same dictionary each time."""
    retry_at = {} if retry_at is None else retry_at
    for id in [id for id, until in retry_at.items() if until <= now]:
        del retry_at[id]
    async with context.store.read_only() as db:
        due = await db.due(Round, "closes_at", now, BATCH, state=RoundState.OPEN)
        half_closed = await db.find(Round, state=RoundState.CLOSING)
    rounds = [round_ for round_ in (*half_closed, *due) if retry_at.get(round_.id, now) <= now]
    for round_ in rounds:
        try:
            await close(context, round_, now)
        except Exception as error:
            # One bad round must not keep the others open.
            if isinstance(error, Unavailable) and not isinstance(error, SecretKeyMissing):
                raise
            log.error("a round could not be closed", round=round_.id, fault=locate_error(error))  # noqa: TRY400  a traceback could hold what people wrote
            retry_at[round_.id] = now + RETRY_AFTER
    return len(rounds)


def may_close(round_: Round, now: datetime, t: Translator) -> None:
    """Raise Refusal while the round cannot be closed by hand yet."""
    if now < round_.may_close_at:
        when = t.moment(round_.may_close_at)
        if round_.may_close_at >= round_.closes_at:
            raise Refusal(
                t(
                    "This round closes on {when}. You cannot close it sooner, because we "
                    "promised people that long.",
                    when=when,
                )
            )
        raise Refusal(
            t(
                "You can close this round from {when}. We promised people at least that long.",
                when=when,
            )
        )


async def stop_answers(db: Transaction, round_: Round) -> None:
    """Take the first step: refuse further answers. The worker takes the others at its next tick. Raises
    Stale where the round is not open any more."""
    await db.update_if_unchanged(round_, state=RoundState.CLOSING)


async def close(context: AppContext, round_: Round, now: datetime) -> None:
    """Take all steps, or those that are left."""
    try:
        if round_.state is RoundState.OPEN:
            async with context.store.transaction() as db:
                await stop_answers(db, round_)
        if await _count_answers(context, round_.id, now):
            await context.store.purge_deleted()
            await context.keys.destroy(round_.id)
            await _publish(context, round_.id, now)
    except (Stale, AlreadyExists):  # another worker closes it too, and took this step first
        return


async def _count_answers(context: AppContext, id: str, now: datetime) -> bool:
    """Replace the answers by results, in one transaction. Return False where there is nothing to publish:
    the round is over already, or its key is lost or does not fit and so the round is cancelled."""
    async with context.store.transaction() as db:
        round_ = await db.get_for_update(Round, id)  # no member leaves and no other worker counts meanwhile
        if round_.state is not RoundState.CLOSING:  # another worker has finished it
            return False
        if await db.count(QuestionResult, round=id):
            return True
        if (answers := await _unseal_answers(context, db, round_)) is None:
            await cancel(context, db, round_, now)
            return False
        partnership = await db.get(Partnership, round_.partnership)
        comments = context.ids.shuffled(tally.publishable_comments(answers, partnership.threshold))
        expires_at = now + retention.COMMENTS
        await db.add(
            *tally.question_results(round_, answers, context.bank, partnership.threshold),
            *(Comment(context.ids.new(), id, words, expires_at) for words in comments),
        )
        await db.update_if_unchanged(round_, invited=answers.invited, replies=tally.count_replies(answers))
        await _delete_traces(db, round_)
        return True


async def _unseal_answers(context: AppContext, db: Transaction, round_: Round) -> tally.RoundAnswers | None:
    """Return all answers of a round, or None where they cannot be read."""
    if (unlocked := await unlock(context, round_)) is None:
        return None
    invited = {invitation.member for invitation in await db.find(Invitation, round=round_.id)}
    members = await db.find(Member, id=list(invited))
    lead_bodies = await db.find(Organisation, partnership=round_.partnership, lead_body=True)
    lead_ids = {organisation.id for organisation in lead_bodies}
    leads = frozenset(unlocked.pseudonym(member.id) for member in members if member.organisation in lead_ids)
    answers = await db.find(Answer, round=round_.id)
    try:
        unsealed = [(answer.pseudonym, answer.question, unlocked.unseal(answer)) for answer in answers]
    except NotFound:
        return None
    return tally.RoundAnswers(tally.group_by_pseudonym(unsealed), leads, len(invited))


async def _publish(context: AppContext, id: str, now: datetime) -> None:
    """Show the results to everybody at the same moment. Channels get the summary at once, members in their
    own working hours."""
    async with context.store.transaction() as db:
        round_ = await db.get_for_update(Round, id)
        if round_.state is not RoundState.CLOSING:  # another worker has published it
            return
        round_ = await db.update_if_unchanged(round_, state=RoundState.CLOSED, closed_at=now)
        await announcements.take_back(context, db, round_, now)
        await raise_alerts(context, db, round_, now)
        partnership = await next_round.update(context, db, await _release_partnership(db, round_), now)
        await store_published(context, db, round_)
        await _ask_about_actions(context, db, partnership, round_, now)
        await _close_questions(context, db, round_, now + QUESTIONS_AFTER_SUMMARY)
        await enqueue_round_closed(context, db, round_, now)
        active = await participants(db, [partnership.id])
        channels = await db.find(Channel, partnership=partnership.id)
        recipients = [(channel.address, now, "") for channel in channels]
        for member in active.members:
            person, region = active.people[member.person], active.regions[member.organisation]
            if person.home:
                due = next_working_moment(person.zone, now, region)
                recipients.append((person.home, due, member.id))
        late = now + SUMMARY_LATE_AFTER
        await db.add(
            *(
                new_delivery(
                    context.ids.new(),
                    DeliveryKind.SUMMARY,
                    to=to,
                    subject=id,
                    partnership=partnership.id,
                    due_at=due,
                    late_at=late,
                    member=member,
                )
                for to, due, member in recipients
            )
        )


async def _ask_about_actions(
    context: AppContext, db: Transaction, partnership: Partnership, round_: Round, now: datetime
) -> None:
    """Ask the channels, after a scheduled round, whether the partnership has done what it planned."""
    if round_.kind is not RoundKind.SCHEDULED or not await actions.to_ask(db, partnership, round_):
        return
    due = now + ACTIONS_AFTER_SUMMARY
    await _notify_channels(context, db, round_, DeliveryKind.ACTIONS, due, now + SUMMARY_LATE_AFTER)


async def _notify_channels(
    context: AppContext,
    db: Transaction,
    round_: Round,
    kind: DeliveryKind,
    due_at: datetime,
    late_at: datetime,
) -> None:
    await channel_deliveries.enqueue(
        context,
        db,
        kind,
        partnership=round_.partnership,
        subject=round_.id,
        due_at=due_at,
        late_at=late_at,
    )


async def _close_questions(context: AppContext, db: Transaction, round_: Round, due_at: datetime) -> None:
    """Take the buttons off the questions of a round that is over: of all who were asked alike, so that
    nothing tells who replied."""
    invitations = [invitation.id for invitation in await db.find(Invitation, round=round_.id)]
    asked = await db.find(
        Delivery, kind=DeliveryKind.CHECK_IN, subject=invitations, state=DeliveryState.SETTLED
    )
    edits = deliveries_to(
        [(delivery.to, delivery.member) for delivery in asked],
        context.ids.new,
        DeliveryKind.QUESTION_CLOSED,
        subject=round_.id,
        partnership=round_.partnership,
        due_at=due_at,
        late_at=due_at + SUMMARY_LATE_AFTER,
    )
    await db.add(*edits)


async def cancel(context: AppContext, db: Transaction, round_: Round, now: datetime) -> Partnership:
    """Cancel a round, notify its channels and return its partnership.

    Its answers are destroyed unread: the key is destroyed before this transaction ends, so they cannot be
    read even if it fails. Raises Stale where the round has just closed, and then keeps the key."""
    await db.update_if_unchanged(round_, state=RoundState.CANCELLED, closed_at=now)
    await context.keys.destroy(round_.id)
    await _delete_traces(db, round_)
    partnership = await next_round.update(context, db, await _release_partnership(db, round_), now)
    await announcements.take_back(context, db, round_, now)
    await _notify_channels(context, db, round_, DeliveryKind.ROUND_CANCELLED, now, now + SUMMARY_LATE_AFTER)
    await _close_questions(context, db, round_, now)
    return partnership


async def cancel_keyless(context: AppContext, now: datetime) -> int:
    """Cancel open rounds whose key is gone, as after a restore; return how many. A worker does so when it
    starts."""
    cancelled, last = 0, ""
    while True:
        async with context.store.read_only() as db:
            if not (partnerships := await db.page(Partnership, last, PAGE)):
                return cancelled
            ids = [partnership.round for partnership in partnerships if partnership.round]
            open_rounds = await db.find(Round, id=ids, state=RoundState.OPEN)
        last = partnerships[-1].id
        with_key = await context.keys.existing(ids)
        keyless = [round_ for round_ in open_rounds if round_.id not in with_key]
        cancelled += len(keyless)
        for round_ in keyless:
            with suppress(Stale):  # another worker was first
                async with context.store.transaction() as db:
                    await cancel(context, db, round_, now)
        await asyncio.sleep(0)  # SQLite reads in the event loop


async def sweep_keys(context: AppContext, now: datetime) -> None:
    """Destroy keys that a crash left behind: those of rounds that are over or were never stored."""
    last = ""
    while with_key := await context.keys.created_before(now - OPENING_TAKES, last, PAGE):
        last = with_key[-1]
        async with context.store.read_only() as db:
            unfinished = await db.find(Round, id=with_key, state=[RoundState.OPEN, RoundState.CLOSING])
        await context.keys.destroy(*({*with_key} - {round_.id for round_ in unfinished}))
        await asyncio.sleep(0)  # SQLite reads in the event loop


async def _delete_traces(db: Transaction, round_: Round) -> None:
    """Delete everything that says or hints who replied."""
    invitations = [invitation.id for invitation in await db.find(Invitation, round=round_.id)]
    await db.remove(Answer, round=round_.id)
    await db.remove(ProcessedEvent, round=round_.id)
    await db.remove(Delivery, kind=DeliveryKind.REMINDER, subject=invitations)


async def _release_partnership(db: Transaction, round_: Round) -> Partnership:
    """Let the partnership open its next round; return it."""
    partnership = await db.get(Partnership, round_.partnership)
    return await db.update_if_unchanged(partnership, round="")
