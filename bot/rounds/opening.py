"""Opening a round: claim the partnership, create a key, invite members, enqueue messages, set the next date.

Reminders are enqueued for everybody at the start, and each is checked when it is sent: a table of those who
must be reminded would be a table of those who have not replied.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import structlog

from bot.analysis.disclosure import comments_allowed, meets_threshold
from bot.context import AppContext
from bot.core.deliveries import Delivery, DeliveryKind, deliveries_to, new_delivery
from bot.core.errors import NotFound, Refusal, Stale, Unavailable, locate_error
from bot.core.i18n import Translator
from bot.core.models import (
    Invitation,
    Partnership,
    Role,
    Round,
    RoundKind,
    RoundState,
)
from bot.core.ports import Ids, Transaction
from bot.language.dates import TypedDuration
from bot.rounds import announcements, next_round, question_spacing, schedule
from bot.rounds.participants import Participants, participants
from bot.rounds.reminders import reminders
from bot.rounds.working_hours import next_working_moment

BATCH = 20  # partnerships in one transaction: with 50, SQLite holds the event loop for 0.4 seconds
AD_HOC_WORKING_DAYS = 2  # that an ad hoc round is open if no duration is given
MIN_DURATION, MAX_DURATION, MAX_WORKING_DAYS = timedelta(hours=1), timedelta(days=30), 30
NOT_OPENED_LATE_AFTER = timedelta(days=14)
RETRY_AFTER = timedelta(hours=1)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class AdHocDraft:
    """An ad hoc round as a coordinator asks for it. `own` is the text of the partnership's own question, or
    empty; without a `duration` the round stays open for `working_days`. `asked_by` is the coordinator's
    token in the roster."""

    questions: tuple[str, ...]
    own: str = ""
    duration: TypedDuration | None = None
    asked_by: str = ""
    working_days: int = AD_HOC_WORKING_DAYS


async def open_due(
    context: AppContext, now: datetime, after_portion: Callable[[], object] = lambda: None
) -> int:
    """Open every scheduled round that is due, each once however many workers try; return how many. Calls
    `after_portion` whenever more may be due."""
    opened, previous = 0, list[Partnership]()
    while True:
        async with context.store.read_only() as db:
            due = await db.due(Partnership, "next_round_at", now, BATCH, round="", ended_at=None)
        if due == previous:  # other workers are opening them
            return opened
        opened += await _open_batch(context, due, now)
        if len(due) < BATCH:
            return opened
        after_portion()
        previous = due


async def _open_batch(context: AppContext, due: list[Partnership], now: datetime) -> int:
    """Open all in one transaction; if one fails, or another worker opened it first, each in its own."""
    try:
        return await _open(context, due, now) if due else 0
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001  one bad partnership must not keep the others waiting
        if len(due) == 1:
            await _postpone(context, due[0], error, now)
            return 0
    return sum([await _open_batch(context, [partnership], now) for partnership in due])


async def _open(context: AppContext, due: list[Partnership], now: datetime) -> int:
    ids = [context.ids.new() for _ in due]
    await context.keys.create(ids, now)  # first: a spare key is swept, a round without a key is lost
    async with context.store.transaction() as db:
        active = await participants(db, [partnership.id for partnership in due])
        opened = [
            await _claim_scheduled(context, db, active, partnership, id, now)
            for id, partnership in zip(ids, due, strict=True)
        ]
        await db.add(*(record for records in opened for record in records))
        rounds = [
            (partnership, records[0]) for partnership, records in zip(due, opened, strict=True) if records
        ]
        await announcements.announce(context, db, rounds)
    return len([records for records in opened if records])


async def _claim_scheduled(
    context: AppContext,
    db: Transaction,
    active: Participants,
    partnership: Partnership,
    id: str,
    now: datetime,
) -> list[Any]:
    """Claim a partnership for a scheduled round and return the round's records. If one of its questions was
    asked too recently, or too few members can be asked for a score to be shown, postpone the round and return
    no records."""
    number, questions = partnership.rounds + 1, next_round.questions_of_next(context.bank, partnership)
    allowed_at = await question_spacing.scheduled(db, context.bank, partnership, questions, now)
    if allowed_at > now:
        await _wait(context, db, partnership, allowed_at, now)
        return []
    following, postponed_from = next_round.following(partnership, now)
    closes_at = schedule.closes_before(following, now, partnership.zone, active.regions_of(partnership))
    may_close_at = now + (closes_at - now) / 2
    round_ = Round(id, partnership.id, RoundKind.SCHEDULED, number, questions, now, closes_at, may_close_at)
    invited = len(active.invitees(round_))
    if not meets_threshold(invited, partnership.threshold):
        await db.update_if_unchanged(partnership, next_round_at=following, postponed_from_at=postponed_from)
        await _notify_coordinators(context, db, active, partnership, DeliveryKind.TOO_FEW_MEMBERS, now)
        return []
    await db.update_if_unchanged(
        partnership, round=id, rounds=number, next_round_at=following, postponed_from_at=postponed_from
    )
    takes_comments = comments_allowed(invited, invited, partnership.threshold)
    return build_records(replace(round_, takes_comments=takes_comments), active, context.ids)


async def _wait(
    context: AppContext, db: Transaction, partnership: Partnership, until: datetime, now: datetime
) -> None:
    """Postpone a scheduled round whose questions were asked too recently, and tell the channels."""
    planned = partnership.postponed_from_at or partnership.next_round_at or now
    partnership = await db.update_if_unchanged(partnership, next_round_at=until, postponed_from_at=planned)
    if until - planned > next_round.NEGLIGIBLE:
        await next_round.announce(context, db, partnership, now)


async def draft_round(
    context: AppContext,
    db: Transaction,
    partnership: Partnership,
    draft: AdHocDraft,
    now: datetime,
    t: Translator,
) -> tuple[Round, Participants]:
    """Return the ad hoc round that would open now, and who could be asked. Raises Refusal where one is open,
    the same was asked too recently, or too few members can be asked for a score to be shown."""
    await _require_allowed(context, db, partnership, draft, now, t)
    active = await participants(db, [partnership.id])
    closes_at = _ad_hoc_closes_at(draft, now, partnership.zone, active.regions_of(partnership))
    may_close_at = closes_at if draft.duration else now + MIN_DURATION
    id, kind, questions = context.ids.new(), RoundKind.AD_HOC, draft.questions
    round_ = Round(id, partnership.id, kind, 0, questions, now, closes_at, may_close_at, own=draft.own)
    invited = len(active.invitees(round_))
    _require_enough(invited, partnership, t)
    takes_comments = comments_allowed(invited, invited, partnership.threshold)
    return replace(round_, takes_comments=takes_comments, asked_by=draft.asked_by), active


def _ad_hoc_closes_at(draft: AdHocDraft, now: datetime, zone: str, regions: Collection[str]) -> datetime:
    duration = draft.duration
    if duration is None:
        return schedule.closes_at(now, zone, draft.working_days, regions)
    if duration.working_days:
        return schedule.closes_after(now, zone, duration.working_days, regions)
    return now + duration.exactly


async def open_ad_hoc(
    context: AppContext,
    db: Transaction,
    partnership: Partnership,
    draft: AdHocDraft,
    now: datetime,
    t: Translator,
) -> Round:
    """Open an ad hoc round now, and tell the channels if it postpones the next scheduled one. Raises Refusal
    as `draft_round` does."""
    round_, active = await draft_round(context, db, partnership, draft, now, t)
    await context.keys.create([round_.id], now)
    opened = await db.update_if_unchanged(partnership, round=round_.id)
    await db.add(*build_records(round_, active, context.ids))
    await announcements.announce(context, db, [(partnership, round_)])
    if (await next_round.update(context, db, opened, now)).next_round_at != partnership.next_round_at:
        await next_round.announce(context, db, partnership, now)
    return round_


def _require_enough(invited: int, partnership: Partnership, t: Translator) -> None:
    """Raise Refusal if so few members would be asked that no score could be shown."""
    if not meets_threshold(invited, partnership.threshold):
        raise Refusal(
            t.n(
                (
                    "Only {n} person can be asked now, and we need {least} replies to show a score. Invite "
                    "more people first."
                ),
                (
                    "Only {n} people can be asked now, and we need {least} replies to show a score. Invite "
                    "more people first."
                ),
                invited,
                least=partnership.threshold,
            )
        )


async def _require_allowed(
    context: AppContext,
    db: Transaction,
    partnership: Partnership,
    draft: AdHocDraft,
    now: datetime,
    t: Translator,
) -> None:
    """Raise Refusal unless this ad hoc round may be opened now."""
    if partnership.round:
        open_round = await db.get(Round, partnership.round)
        if open_round.state is not RoundState.OPEN:
            raise Refusal(t("We are closing a round just now. Try again in a minute."))
        raise Refusal(
            t(
                "A round is open until {when}. Ask after that, or close or cancel it first.",
                when=t.moment(open_round.closes_at),
            ),
            ((t("See the open round"), "status"),),
        )
    if draft.duration and not _may_be_open_for(draft.duration):
        raise Refusal(
            t("A round can be open for 1 hour to 30 working days. Type for example: ask trust for 2 days")
        )
    allowed_at = await question_spacing.ad_hoc(db, context.bank, partnership, draft.questions, draft.own, now)
    if allowed_at > now:
        raise Refusal(
            t(
                (
                    "You can ask this from {when}. Five working days must pass before the same question, and "
                    "between your own question and any other extra round."
                ),
                when=t.moment(allowed_at),
            )
        )


def _may_be_open_for(duration: TypedDuration) -> bool:
    if duration.working_days:
        return duration.working_days <= MAX_WORKING_DAYS
    return MIN_DURATION <= duration.exactly <= MAX_DURATION


async def _postpone(context: AppContext, partnership: Partnership, error: Exception, now: datetime) -> None:
    """Postpone the round of a partnership that could not be opened, so that no other has to wait.

    If its data are at fault, its schedule stops until a coordinator sets it again; if Accord is, the round is
    tried again later. Stale means that another worker opened it, and nothing is wrong."""
    if isinstance(error, Stale):
        return
    log.error("a round could not be opened", partnership=partnership.id, fault=locate_error(error))
    with suppress(Stale):
        if isinstance(error, NotFound | ValueError | LookupError):
            await _stop_schedule(context, partnership, now)
        else:
            async with context.store.transaction() as db:
                await db.update_if_unchanged(partnership, next_round_at=now + RETRY_AFTER)


async def _stop_schedule(context: AppContext, partnership: Partnership, now: datetime) -> None:
    """Remove the next date of a partnership and notify its coordinators."""
    async with context.store.transaction() as db:
        await db.update_if_unchanged(partnership, next_round_at=None, postponed_from_at=None)
        active = await participants(db, [partnership.id])
        await _notify_coordinators(context, db, active, partnership, DeliveryKind.SCHEDULE_STOPPED, now)


async def _notify_coordinators(
    context: AppContext,
    db: Transaction,
    active: Participants,
    partnership: Partnership,
    kind: DeliveryKind,
    now: datetime,
) -> None:
    """Notify the coordinators that a round could not be opened."""
    coordinators = [
        member
        for member in active.members
        if member.partnership == partnership.id and member.role is Role.COORDINATOR
    ]
    homes = [(active.people[member.person].home, member.id) for member in coordinators]
    deliveries = deliveries_to(
        homes,
        context.ids.new,
        kind,
        subject=partnership.id,
        partnership=partnership.id,
        due_at=now,
        late_at=now + NOT_OPENED_LATE_AFTER,
    )
    await db.add(*deliveries)


def build_records(round_: Round, active: Participants, ids: Ids) -> list[Round | Invitation | Delivery]:
    """Return the round, an invitation for every member who is asked, and their deliveries, each due in that
    member's working hours. Those who cannot be written to find the questions on their own page."""
    next_moment, reminders_for = cache(next_working_moment), cache(reminders)  # many people, few time zones
    records: list[Round | Invitation | Delivery] = [round_]
    for member, person in active.invitees(round_):
        region = active.regions[member.organisation]
        invitation = Invitation(ids.new(), round_.id, member.id)
        records.append(invitation)
        if (home := person.home) is None:
            continue
        opens = next_moment(person.zone, round_.opened_at, region)
        messages = [(DeliveryKind.CHECK_IN, opens, round_.closes_at)]
        messages += [
            (DeliveryKind.REMINDER, reminder.due_at, reminder.late_at)
            for reminder in reminders_for(round_, person.zone, region)
        ]
        records += [
            new_delivery(
                ids.new(),
                kind,
                to=home,
                subject=invitation.id,
                partnership=round_.partnership,
                due_at=due_at,
                late_at=late_at,
                member=member.id,
            )
            for kind, due_at, late_at in messages
        ]
    return records
