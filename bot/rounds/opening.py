"""Opening a round: claim the partnership, draw the key, invite everybody, owe the messages, set the next
date.

The records that a round begins with. Pure.

Reminders exist for everybody from the start, and each looks at the moment of sending whether it is needed: a
table of who must be reminded would be one of who replied.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import structlog

from bot.context import AppContext
from bot.core.deliveries import Delivery, DeliveryKind, new_delivery
from bot.core.errors import NotFound, Refusal, Stale, Unavailable, locate_error
from bot.core.i18n import Translator
from bot.core.models import (
    Invitation,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    Role,
    Round,
    RoundKind,
)
from bot.core.ports import Ids, Transaction
from bot.language import recurrence
from bot.questions import rotation
from bot.rounds import question_spacing, schedule
from bot.rounds.reminders import is_paused, reminders
from bot.rounds.working_hours import next_working_moment

BATCH = 50  # partnerships whose rounds are opened in one transaction
AD_HOC_WORKING_DAYS = 2  # working days an ad hoc round is open where nobody says for how long
MIN_DURATION, MAX_DURATION = timedelta(hours=1), timedelta(days=30)
SCHEDULE_STOPPED_LATE_AFTER = timedelta(days=14)
RETRY_AFTER = timedelta(hours=1)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Participants:
    """Who is in some partnerships. `people` by id; `regions` by organisation."""

    members: tuple[Member, ...]
    people: dict[str, Person]
    regions: dict[str, str]

    def invitees(self, round_: Round) -> list[tuple[Member, Person]]:
        """Those who are put a round's questions: its partnership's members who do not pause."""
        mine = [(m, self.people[m.person]) for m in self.members if m.partnership == round_.partnership]
        return [(member, person) for member, person in mine if not is_paused(person, round_.opened_at)]

    def regions_of(self, partnership: Partnership) -> set[str]:
        """Whose public holidays a partnership's members keep."""
        return {self.regions[m.organisation] for m in self.members if m.partnership == partnership.id}


@dataclass(frozen=True, slots=True)
class AdHocDraft:
    """An ad hoc round as a coordinator asks for it. `own` is the text of the partnership's own question, or
    empty; without a `duration` the round stays open for some working days."""

    questions: tuple[str, ...]
    own: str = ""
    duration: timedelta | None = None


async def open_due(context: AppContext, now: datetime) -> int:
    """Open every scheduled round that is due, once each however many workers try; return how many."""
    opened, before = 0, list[Partnership]()
    while True:
        async with context.store.read_only() as db:
            due = await db.due(Partnership, "next_round_at", now, BATCH, round="", ended_at=None)
        if due == before:  # others hold them just now
            return opened
        opened += await _open_batch(context, due, now)
        if len(due) < BATCH:
            return opened
        before = due


async def _open_batch(context: AppContext, due: list[Partnership], now: datetime) -> int:
    """All in one transaction; if one is bad, or another worker was first with it, each in its own."""
    try:
        return await _open(context, due, now) if due else 0
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001  one bad partnership must not keep the others waiting
        if len(due) == 1:
            await _postpone(context, due[0], error, now)
            return 0
    return sum([await _open_batch(context, [each], now) for each in due])


async def _open(context: AppContext, due: list[Partnership], now: datetime) -> int:
    ids = [context.ids.new() for _ in due]
    await context.keys.create(
        ids, now
    )  # a key too many is swept; a round without its key could not be answered
    async with context.store.transaction() as db:
        known = await participants(db, [each.id for each in due])
        owed = [
            await _scheduled(context, db, known, each, id, now) for id, each in zip(ids, due, strict=True)
        ]
        await db.add(*(record for records in owed for record in records))
    return len([records for records in owed if records])


async def _scheduled(
    context: AppContext,
    db: Transaction,
    known: Participants,
    partnership: Partnership,
    id: str,
    now: datetime,
) -> list[Any]:
    """The records of a scheduled round, and the partnership claimed for it. None, and a later date, where
    one of its questions was put too lately."""
    number = partnership.rounds + 1
    packs = (partnership.pack,) if partnership.pack else ()
    questions = tuple(question.ref for question in rotation.scheduled(context.bank, number, packs))
    if (free := await question_spacing.scheduled(db, context.bank, partnership, questions, now)) > now:
        await db.update_if_unchanged(partnership, next_round_at=free)
        return []
    since = partnership.rhythm_at or now
    following = recurrence.next_dates(partnership.rhythm, partnership.zone, now, since, 1)[0]
    await db.update_if_unchanged(partnership, round=id, rounds=number, next_round_at=following)
    closes_at = schedule.closes_before(following, now, partnership.zone, known.regions_of(partnership))
    half = now + (closes_at - now) / 2
    round_ = Round(id, partnership.id, RoundKind.SCHEDULED, number, questions, now, closes_at, half)
    return build_records(round_, known, context.ids)


async def open_ad_hoc(
    context: AppContext,
    db: Transaction,
    partnership: Partnership,
    draft: AdHocDraft,
    now: datetime,
    t: Translator,
) -> Round:
    """Open an ad hoc round now. Raises Refusal where one is open, or the same was asked too recently."""
    questions, own, duration = draft.questions, draft.own, draft.duration
    if partnership.round:
        open_ = await db.get(Round, partnership.round)
        raise Refusal(
            t(
                "Nothing was asked: a round is open until {when}. Ask after that, or close or cancel it.",
                when=t.moment(open_.closes_at),
            )
        )
    if duration is not None and not MIN_DURATION <= duration <= MAX_DURATION:
        raise Refusal(
            t("Nothing was asked: a round can be open from 1 hour to 30 days. Say for example: for 2 days.")
        )
    if (free := await question_spacing.ad_hoc(db, context.bank, partnership, questions, own, now)) > now:
        raise Refusal(
            t(
                "Nothing was asked: a question may be put again after five working days. Ask from {when}.",
                when=t.moment(free),
            )
        )
    known = await participants(db, [partnership.id])
    regions = known.regions_of(partnership)
    closes_at = (
        now + duration
        if duration
        else schedule.closes_at(now, partnership.zone, AD_HOC_WORKING_DAYS, regions)
    )
    may_close_at = closes_at if duration else now + MIN_DURATION
    id = context.ids.new()
    await context.keys.create([id], now)
    await db.update_if_unchanged(partnership, round=id)
    round_ = Round(id, partnership.id, RoundKind.AD_HOC, 0, questions, now, closes_at, may_close_at, own=own)
    await db.add(*build_records(round_, known, context.ids))
    return round_


async def participants(db: Transaction, partnerships: list[str]) -> Participants:
    members = await db.find(Member, partnership=partnerships, standing=MembershipStatus.ACTIVE)
    people = await db.find(Person, id=[member.person for member in members])
    organisations = await db.find(Organisation, partnership=partnerships)
    return Participants(
        tuple(members), {each.id: each for each in people}, {each.id: each.region for each in organisations}
    )


async def _postpone(context: AppContext, partnership: Partnership, error: Exception, now: datetime) -> None:
    """A partnership whose round cannot be opened keeps nobody else waiting. Where its data are at fault, its
    rhythm stops until a coordinator has set it again; where we are, it is put off, for that can be mended.
    Stale means that another worker was first, and nothing is wrong."""
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
    """Take its date away, and tell its coordinators."""
    async with context.store.transaction() as db:
        await db.update_if_unchanged(partnership, next_round_at=None)
        known = await participants(db, [partnership.id])
        told = [m for m in known.members if m.role is Role.COORDINATOR]
        homes = [(member, known.people[member.person].home) for member in told]
        late_at = now + SCHEDULE_STOPPED_LATE_AFTER
        await db.add(
            *(
                new_delivery(
                    context.ids.new(),
                    DeliveryKind.SCHEDULE_STOPPED,
                    to=home,
                    subject=partnership.id,
                    partnership=partnership.id,
                    due_at=now,
                    late_at=late_at,
                    member=member.id,
                )
                for member, home in homes
                if home
            )
        )


def build_records(round_: Round, known: Participants, ids: Ids) -> list[Round | Invitation | Delivery]:
    """The round, an invitation for everybody who is asked, and the messages owed to them, each due in their
    own working hours. Whoever cannot be written to yet is invited all the same, and finds the questions by
    saying check-in."""
    due, days = cache(next_working_moment), cache(reminders)  # few zones, many people
    records: list[Round | Invitation | Delivery] = [round_]
    for member, person in known.invitees(round_):
        region = known.regions[member.organisation]
        invitation = Invitation(ids.new(), round_.id, member.id)
        records.append(invitation)
        if (home := person.home) is None:
            continue
        owed = [(DeliveryKind.CHECK_IN, due(person.zone, round_.opened_at, region), round_.closes_at)]
        owed += [
            (DeliveryKind.REMINDER, each.due_at, each.late_at) for each in days(round_, person.zone, region)
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
            for kind, due_at, late_at in owed
        ]
    return records
