"""What could not be delivered: coordinators see it, and have it tried again.

Never reminders, whose rows settle alike whatever happened: one that failed would name somebody who has not
replied. Nor what somebody asked to have sent to their own mailbox.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.deliveries import Delivery, DeliveryState, FailedDelivery
from bot.core.errors import FailureReason
from bot.core.models import Address, Channel, Partnership
from bot.core.ports import Transaction
from bot.membership import permissions
from bot.membership.roster import Roster
from bot.notifications import email
from bot.rounds import working_hours

SHOWN = timedelta(days=7)  # after it was of no use any more


@dataclass(frozen=True, slots=True)
class FailedDeliveries:
    """`given_up` is never tried again by itself, `waiting` is."""

    given_up: list[Delivery]
    waiting: list[Delivery]
    roster: Roster
    channels: dict[Address, str]

    @property
    def members(self) -> set[str]:
        """Whom something could not be delivered to."""
        return {each.member for each in self.given_up}

    def describe(self, deliveries: list[Delivery]) -> list[FailedDelivery]:
        members = {each.id: each for each in self.roster.members}
        return [
            FailedDelivery(
                self.roster.name_of(members[each.member])
                if each.member in members
                else self.channels.get(each.to, each.to.platform),
                each.kind,
                each.error,
            )
            for each in deliveries
        ]


async def find_failed(db: Transaction, partnership: Partnership, now: datetime) -> FailedDeliveries:
    found = await db.find(
        Delivery, partnership=partnership.id, state=[DeliveryState.WAITING, DeliveryState.GIVEN_UP]
    )
    lately = [
        each
        for each in found
        if each.error and each.late_at > now - SHOWN and each.kind not in email.COMPOSERS
    ]
    return FailedDeliveries(
        [each for each in lately if each.state is DeliveryState.GIVEN_UP],
        [each for each in lately if each.state is DeliveryState.WAITING],
        await permissions.load_roster(db, partnership.id),
        {each.address: each.name for each in await db.find(Channel, partnership=partnership.id)},
    )


async def retry_failed(db: Transaction, failed: FailedDeliveries, now: datetime) -> list[Delivery]:
    """Owe all that was given up once more: where people can be written to now, in their working hours.
    Whether an earlier attempt arrived after all is looked up then, as with any second attempt. Return those
    that cannot be: too late, or nowhere to write to."""
    left = []
    for each in failed.given_up:
        place = _destination(failed.roster, each, now)
        if place and place[1] <= each.late_at:
            to, due_at = place
            await db.update_if_unchanged(
                each,
                state=DeliveryState.WAITING,
                to=to,
                lane=to.lane,
                due_at=due_at,
                attempts=min(each.attempts, 1),
                error="",
            )
        else:
            left.append(
                replace(each, error=(FailureReason.LATE if place else FailureReason.UNREACHABLE).value)
            )
    return left


def _destination(roster: Roster, delivery: Delivery, now: datetime) -> tuple[Address, datetime] | None:
    """Where it goes now, and when."""
    if not delivery.member:
        return delivery.to, now
    for member in roster.members:
        if member.id == delivery.member and (home := roster.person(member).home):
            zone, region = roster.person(member).zone, roster.organisation(member).region
            return home, working_hours.next_working_moment(zone, now, region)
    return None
