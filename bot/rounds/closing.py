"""Closing a round, in steps that a crash may come between: refuse answers, read and destroy them, destroy
the key, publish.

Each step finds out by itself whether it was done before, so whoever comes next goes on where another
stopped. Signals, alerts and actions belong between the readings and the publishing: they take readings, and
leave as Deliveries.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.context import AppContext
from bot.core.deliveries import Delivery, DeliveryKind, ProcessedEvent, new_delivery
from bot.core.errors import AlreadyExists, NotFound, Refusal, Stale, Unavailable, locate_error
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
from bot.rounds import actions, tally
from bot.rounds.alerts import raise_alerts
from bot.rounds.answers import unlock
from bot.rounds.opening import participants
from bot.rounds.working_hours import next_working_moment

log = structlog.get_logger()

BATCH = 50
RETRY_AFTER = timedelta(minutes=10)
COMMENTS_EXPIRE_AFTER = timedelta(days=90)  # they stay personal data
SUMMARY_LATE_AFTER = timedelta(days=7)
AFTER_SUMMARY = timedelta(minutes=1)
OPENING_TAKES = timedelta(minutes=10)  # a key is drawn before its round is there


async def close_due(context: AppContext, now: datetime, aside: dict[str, datetime] | None = None) -> int:
    """Close every round whose time has come, and finish those that somebody began to close; return how many
    were tried. One that cannot be, for whatever fault of ours, is logged and left alone for a while, which
    `aside` remembers: give the same each time."""
    aside = {} if aside is None else aside
    async with context.store.read_only() as db:
        due = await db.due(Round, "closes_at", now, BATCH, state=RoundState.OPEN)
        begun = await db.find(Round, state=RoundState.CLOSING)
    tried = [each for each in (*begun, *due) if aside.get(each.id, now) <= now]
    for round_ in tried:
        try:
            await close(context, round_, now)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  one bad round must not keep the others open
            log.error("a round could not be closed", round=round_.id, fault=locate_error(error))  # noqa: TRY400  its words belong in no log
            aside[round_.id] = now + RETRY_AFTER
    return len(tried)


def may_close(round_: Round, now: datetime, t: Translator) -> None:
    """Raises Refusal where nobody may close the round by hand yet."""
    if now < round_.may_close_at:
        when = t.moment(round_.may_close_at)
        raise Refusal(
            t(
                "The round was not closed: people were promised time to answer. Say close again from {when}.",
                when=when,
            )
        )


async def stop_answers(db: Transaction, round_: Round) -> None:
    """The first step: no further answers. The others follow at the worker's next tick. Raises Stale where
    the round is not open any more."""
    await db.update_if_unchanged(round_, state=RoundState.CLOSING)


async def close(context: AppContext, round_: Round, now: datetime) -> None:
    """All steps, or those that are left."""
    try:
        if round_.state is RoundState.OPEN:
            async with context.store.transaction() as db:
                await stop_answers(db, round_)
        if await _read(context, round_.id, now):
            await context.store.purge_deleted()
            await context.keys.destroy(round_.id)
            await _publish(context, round_.id, now)
    except (Stale, AlreadyExists):  # another worker is closing it too, and was first with this step
        return


async def _read(context: AppContext, id: str, now: datetime) -> bool:
    """One transaction: readings in, answers out. False where nothing is to be published: the key is lost or
    fits no more, and the round is called off; or it is over already."""
    async with context.store.transaction() as db:
        round_ = await db.get_for_update(Round, id)  # nobody leaves, or reads it too, meanwhile
        if round_.state is not RoundState.CLOSING:  # another worker is further
            return False
        if await db.count(QuestionResult, round=id):
            return True
        if (said := await _unseal_answers(context, db, round_)) is None:
            await cancel(context, db, round_, now)
            return False
        partnership = await db.get(Partnership, round_.partnership)
        words = context.ids.shuffled(tally.publishable_comments(said, partnership.threshold))
        expires_at = now + COMMENTS_EXPIRE_AFTER
        await db.add(
            *tally.question_results(round_, said, context.bank, partnership.threshold),
            *(Comment(context.ids.new(), id, each, expires_at) for each in words),
        )
        await db.update_if_unchanged(round_, invited=said.invited, replies=tally.count_replies(said))
        await _delete_traces(db, round_)
        return True


async def _unseal_answers(context: AppContext, db: Transaction, round_: Round) -> tally.RoundAnswers | None:
    """What was answered; None where it cannot be read."""
    if (unlocked := await unlock(context, round_)) is None:
        return None
    invited = {each.member for each in await db.find(Invitation, round=round_.id)}
    members = await db.find(Member, id=list(invited))
    lead_bodies = await db.find(Organisation, partnership=round_.partnership, lead_body=True)
    leading = {each.id for each in lead_bodies}
    leads = frozenset(unlocked.pseudonym(each.id) for each in members if each.organisation in leading)
    sealed = await db.find(Answer, round=round_.id)
    try:
        unsealed = [(each.pseudonym, each.question, unlocked.unseal(each)) for each in sealed]
    except NotFound:
        return None
    return tally.RoundAnswers(tally.group_by_pseudonym(unsealed), leads, len(invited))


async def _publish(context: AppContext, id: str, now: datetime) -> None:
    """Open to everybody at the same moment; personal messages follow in each person's hours. Raises Stale
    where another worker was first."""
    async with context.store.transaction() as db:
        round_ = replace(await db.get(Round, id), state=RoundState.CLOSING)  # Stale where it is not, any more
        await db.update_if_unchanged(round_, state=RoundState.CLOSED, closed_at=now)
        await raise_alerts(context, db, await db.get(Round, id), now)
        partnership = await _release_partnership(db, round_)
        await _ask_about_actions(context, db, partnership, await db.get(Round, id), now)
        known = await participants(db, [partnership.id])
        told = [(each.address, now, "") for each in await db.find(Channel, partnership=partnership.id)]
        for member in known.members:
            person, region = known.people[member.person], known.regions[member.organisation]
            if person.home:
                due = next_working_moment(person.zone, now, region)
                told.append((person.home, due, member.id))
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
                for to, due, member in told
            )
        )


async def _ask_about_actions(
    context: AppContext, db: Transaction, partnership: Partnership, round_: Round, now: datetime
) -> None:
    """After a scheduled round the channels are asked about what the partnership said it would do."""
    if round_.kind is not RoundKind.SCHEDULED or not await actions.to_ask(db, partnership, round_):
        return
    channels = [each.address for each in await db.find(Channel, partnership=partnership.id)]
    due, late = now + AFTER_SUMMARY, now + SUMMARY_LATE_AFTER
    await db.add(
        *(
            new_delivery(
                context.ids.new(),
                DeliveryKind.ACTIONS,
                to=to,
                subject=round_.id,
                partnership=partnership.id,
                due_at=due,
                late_at=late,
            )
            for to in channels
        )
    )


async def cancel(context: AppContext, db: Transaction, round_: Round, now: datetime) -> None:
    """Cancel a round and say so in the channels. Its answers are destroyed unread: the key goes before this
    transaction ends, so that nothing is left to read whatever becomes of it. Raises Stale where the round
    has just closed, which then keeps its key."""
    await db.update_if_unchanged(round_, state=RoundState.CANCELLED, closed_at=now)
    await context.keys.destroy(round_.id)
    await _delete_traces(db, round_)
    partnership = await _release_partnership(db, round_)
    late = now + SUMMARY_LATE_AFTER
    channels = [each.address for each in await db.find(Channel, partnership=partnership.id)]
    await db.add(
        *(
            new_delivery(
                context.ids.new(),
                DeliveryKind.ROUND_CANCELLED,
                to=to,
                subject=round_.id,
                partnership=partnership.id,
                due_at=now,
                late_at=late,
            )
            for to in channels
        )
    )


async def cancel_keyless(context: AppContext, now: datetime) -> int:
    """After a restore: a round whose key is gone can never be read. Looked for at the start of a worker."""
    async with context.store.read_only() as db:
        open_ = await db.find(Round, state=RoundState.OPEN)
    kept = {*await context.keys.created_before(now + OPENING_TAKES)}
    lost = [each for each in open_ if each.id not in kept]
    for round_ in lost:
        with suppress(Stale):  # another worker was first
            async with context.store.transaction() as db:
                await cancel(context, db, round_, now)
    return len(lost)


async def sweep_keys(context: AppContext, now: datetime) -> None:
    """Destroy keys that a crash left behind: those of rounds that are over, or never came to be."""
    kept = await context.keys.created_before(now - OPENING_TAKES)
    async with context.store.read_only() as db:
        needed = await db.find(Round, state=[RoundState.OPEN, RoundState.CLOSING])
    await context.keys.destroy(*({*kept} - {each.id for each in needed}))


async def _delete_traces(db: Transaction, round_: Round) -> None:
    """Remove everything that says or hints who replied."""
    invitations = [each.id for each in await db.find(Invitation, round=round_.id)]
    await db.remove(Answer, round=round_.id)
    await db.remove(ProcessedEvent, round=round_.id)
    await db.remove(Delivery, kind=DeliveryKind.REMINDER, subject=invitations)


async def _release_partnership(db: Transaction, round_: Round) -> Partnership:
    """The partnership may open its next round."""
    partnership = await db.get(Partnership, round_.partnership)
    return await db.update_if_unchanged(partnership, round="")
