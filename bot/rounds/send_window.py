"""Defers claimed messages: those to a person outside their working hours, a second check-in on one day, and
what follows a summary that was not sent yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from bot.core import retention
from bot.core.deliveries import EDIT_KINDS, MEMBERSHIP_KINDS, Delivery, DeliveryKind, DeliveryState
from bot.core.followups import Alert
from bot.core.models import Member, Organisation, Person, web_address
from bot.core.ports import Transaction
from bot.core.timezones import local_date
from bot.rounds import working_hours

IN_TURN = [DeliveryKind.SUMMARY, DeliveryKind.ALERT, DeliveryKind.ACTIONS]
FOLLOW_SUMMARY = IN_TURN[1:]
SHORTEST_WAIT, MAX_DOUBLINGS = timedelta(seconds=5), 9
WEB_LANE = web_address("").lane


class Recipient(NamedTuple):
    """A person, and the region whose public holidays they keep."""

    person: Person
    region: str


@dataclass(frozen=True, slots=True)
class DailyCheckIn:
    """A person was asked the questions of this invitation on this day of their time zone. The `id` consists
    of the person and the day: there is one check-in a day, over all partnerships."""

    id: str
    person: str
    invitation: str
    on: date
    expires_at: datetime


async def defer(db: Transaction, claimed: Sequence[Delivery], now: datetime) -> list[Delivery]:
    """Return the deliveries that may be sent now, and put off the others until they may.

    Call it in the transaction that claimed them. All deliveries to one person lie in one lane, from which
    nobody else claims before this transaction ends, so two workers never use the same day twice."""
    recipients = await _recipients(db, claimed)
    next_moment = cache(working_hours.next_working_moment)  # many people, few time zones
    next_morning = cache(working_hours.next_working_morning)
    due_at: dict[str, datetime] = {}
    for delivery in claimed:
        recipient = recipients.get(delivery.id)
        if recipient and not (_is_page_news(delivery) or delivery.kind in EDIT_KINDS):
            due_at[delivery.id] = next_moment(recipient.person.zone, now, recipient.region)
    check_ins = [
        delivery
        for delivery in claimed
        if delivery.kind == DeliveryKind.CHECK_IN and due_at.get(delivery.id) == now <= delivery.late_at
    ]
    for delivery in await _second_check_ins(db, check_ins, recipients, now) if check_ins else ():
        recipient = recipients[delivery.id]
        due_at[delivery.id] = next_morning(recipient.person.zone, now, recipient.region)
    for delivery, until in await _out_of_turn(db, claimed, now):
        due_at[delivery.id] = max(until, due_at.get(delivery.id, now))
    for delivery in claimed:
        if due_at.get(delivery.id, now) > now:
            attempts = delivery.attempts_before_claim
            await db.update_if_unchanged(delivery, due_at=due_at[delivery.id], attempts=attempts)
    return [delivery for delivery in claimed if due_at.get(delivery.id, now) <= now]


async def _out_of_turn(
    db: Transaction, claimed: Sequence[Delivery], now: datetime
) -> list[tuple[Delivery, datetime]]:
    """Return the deliveries that follow others of their round to the same address which still wait: alerts
    the summary, gravest first, and the question about actions the alerts. Each comes with the moment at which
    to look again: the more often the summary has failed, the later."""
    following = [delivery for delivery in claimed if delivery.kind in FOLLOW_SUMMARY]
    if not following:
        return []
    waiting = await db.find(
        Delivery,
        lane=[delivery.lane for delivery in following],
        state=DeliveryState.WAITING,
        kind=IN_TURN,
        to=[delivery.to for delivery in following],
    )
    alerts = await db.find(Alert, id=[delivery.subject for delivery in waiting])
    rounds = {alert.id: alert.round for alert in alerts}
    out_of_turn = []
    for delivery in following:
        round_ = rounds.get(delivery.subject, delivery.subject)
        earlier = [
            other
            for other in waiting
            if other.to == delivery.to
            and rounds.get(other.subject, other.subject) == round_
            and _turn(other) < _turn(delivery)
        ]
        if earlier:
            attempts = max(other.attempts for other in earlier)
            out_of_turn.append((delivery, now + SHORTEST_WAIT * 2 ** min(attempts, MAX_DOUBLINGS)))
    return out_of_turn


def _turn(delivery: Delivery) -> tuple[int, datetime, str]:
    return IN_TURN.index(DeliveryKind(delivery.kind)), delivery.late_at, delivery.id


def _is_page_news(delivery: Delivery) -> bool:
    """Return True for membership news on Accord's own pages, which may come at any hour."""
    return delivery.kind in MEMBERSHIP_KINDS and delivery.lane == WEB_LANE


async def _second_check_ins(
    db: Transaction, check_ins: Sequence[Delivery], recipients: dict[str, Recipient], now: datetime
) -> list[Delivery]:
    """Return the check-ins whose person has another one today, and store the day of the others."""
    wanted = {
        delivery.id: _daily_check_in(delivery, recipients[delivery.id].person, now) for delivery in check_ins
    }
    stored = await db.find(DailyCheckIn, id=[daily.id for daily in wanted.values()])
    first_of_day = {daily.id: daily for daily in stored}
    new: list[DailyCheckIn] = []
    for daily in wanted.values():
        if daily.id not in first_of_day:
            first_of_day[daily.id] = daily
            new.append(daily)
    await db.add(*new)
    return [
        delivery
        for delivery in check_ins
        if first_of_day[wanted[delivery.id].id].invitation != delivery.subject
    ]


def _daily_check_in(check_in: Delivery, person: Person, now: datetime) -> DailyCheckIn:
    today = local_date(now, person.zone)
    return DailyCheckIn(
        f"{person.id} {today}", person.id, check_in.subject, today, now + retention.DAILY_CHECK_INS
    )


async def _recipients(db: Transaction, claimed: Sequence[Delivery]) -> dict[str, Recipient]:
    """Return the recipient of each delivery that goes to the present home of a person, by delivery.

    Deliveries to channels and to former homes are left out: other code decides whether those are sent."""
    member_ids = [delivery.member for delivery in claimed if delivery.member]
    members = {member.id: member for member in await db.find(Member, id=member_ids)}
    person_ids = [member.person for member in members.values()]
    people = {person.id: person for person in await db.find(Person, id=person_ids)}
    organisation_ids = {member.organisation for member in members.values()}
    organisations = await db.find(Organisation, id=[*organisation_ids])
    regions = {organisation.id: organisation.region for organisation in organisations}
    return {
        delivery.id: Recipient(people[member.person], regions[member.organisation])
        for delivery in claimed
        if (member := members.get(delivery.member)) and people[member.person].home == delivery.to
    }
