"""Which of the messages in hand must wait: those to somebody whose working hours are over, and a check-in for
somebody who was put another one today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from bot.core.deliveries import MEMBERSHIP_KINDS, Delivery, DeliveryKind
from bot.core.models import Member, Organisation, Person, web_address
from bot.core.ports import Transaction
from bot.core.timezones import local_date
from bot.rounds import working_hours

KEPT_FOR = timedelta(days=40)  # longer than any round is open
WEB_LANE = web_address("").lane

Recipient = tuple[Person, str]  # somebody, and whose public holidays they keep


@dataclass(frozen=True, slots=True)
class DailyCheckIn:
    """On this day, as it was where they are, somebody was put the questions of this invitation. The `id` is
    made of the person and the day: there is one check-in a day, over all partnerships."""

    id: str
    person: str
    invitation: str
    on: date
    expires_at: datetime


async def defer(db: Transaction, claimed: Sequence[Delivery], now: datetime) -> list[Delivery]:
    """Those that may leave now. The others are due again when they may.

    Belongs into the transaction that claimed them. What is owed to one person lies in one lane, from which
    nobody else claims before this transaction ends: so two workers never give the same day away twice."""
    whom = await _recipients(db, claimed)
    in_hours, morning = (
        cache(working_hours.next_working_moment),
        cache(working_hours.next_working_morning),
    )  # few zones
    until = {
        each.id: in_hours(person.zone, now, region)
        for each in claimed
        if each.id in whom and not _is_page_news(each)
        for person, region in [whom[each.id]]
    }
    asks = [
        each
        for each in claimed
        if each.kind == DeliveryKind.CHECK_IN and until.get(each.id) == now <= each.late_at
    ]
    for each in await _second_check_ins(db, asks, whom, now) if asks else ():
        person, region = whom[each.id]
        until[each.id] = morning(person.zone, now, region)
    for each in claimed:
        if until.get(each.id, now) > now:
            await db.update_if_unchanged(each, due_at=until[each.id], attempts=each.attempts_before_claim)
    return [each for each in claimed if until.get(each.id, now) <= now]


def _is_page_news(delivery: Delivery) -> bool:
    """News that waits on Accord's own pages disturbs nobody."""
    return delivery.kind in MEMBERSHIP_KINDS and delivery.lane == WEB_LANE


async def _second_check_ins(
    db: Transaction, asks: Sequence[Delivery], whom: dict[str, Recipient], now: datetime
) -> list[Delivery]:
    """Those for whom it is not the first check-in today; the first takes the day."""
    mine = {each.id: _daily_check_in(each, whom[each.id][0], now) for each in asks}
    known = {each.id: each for each in await db.find(DailyCheckIn, id=[each.id for each in mine.values()])}
    taken = dict(known)
    for each in mine.values():
        taken.setdefault(each.id, each)
    await db.add(*(each for id, each in taken.items() if id not in known))
    return [each for each in asks if taken[mine[each.id].id].invitation != each.subject]


def _daily_check_in(ask: Delivery, person: Person, now: datetime) -> DailyCheckIn:
    today = local_date(now, person.zone)
    return DailyCheckIn(f"{person.id} {today}", person.id, ask.subject, today, now + KEPT_FOR)


async def _recipients(db: Transaction, claimed: Sequence[Delivery]) -> dict[str, Recipient]:
    """Whom each delivery is for, where it is somebody's who is still there and lives at this address. Whether
    it may still be sent to others is not for us to say."""
    members = {each.id: each for each in await db.find(Member, id=[e.member for e in claimed if e.member])}
    people = {each.id: each for each in await db.find(Person, id=[m.person for m in members.values()])}
    places = await db.find(Organisation, id=[*{m.organisation for m in members.values()}])
    regions = {each.id: each.region for each in places}
    return {
        each.id: (people[member.person], regions[member.organisation])
        for each in claimed
        if (member := members.get(each.member)) and people[member.person].home == each.to
    }
