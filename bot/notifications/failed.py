"""Failed deliveries, which coordinators can see and retry.

Reminders are never among them, because they end in the same state whatever happened: one that failed would
name a member who has not replied. Neither are messages that people asked for at their own mailbox, nor edits
of messages that have arrived, nor what webhooks are told: their page lists it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.deliveries import EDIT_KINDS, Delivery, DeliveryState, FailedDelivery
from bot.core.errors import FailureReason
from bot.core.models import Address, Channel, Partnership
from bot.core.ports import Transaction
from bot.membership import permissions
from bot.membership.roster import Roster
from bot.notifications import email, webhooks
from bot.rounds import working_hours

NOT_SHOWN = {*email.COMPOSERS, *EDIT_KINDS, *webhooks.COMPOSERS}
SHOWN_FOR = timedelta(days=7)  # after a delivery is too late to be sent


@dataclass(frozen=True, slots=True)
class FailedDeliveries:
    """The failed deliveries of a partnership. Those `waiting` are retried automatically, those `given_up` are
    not. `channels` holds names by address."""

    given_up: list[Delivery]
    waiting: list[Delivery]
    roster: Roster
    channels: dict[Address, str]

    @property
    def members(self) -> set[str]:
        """The members to whom a delivery was given up; "" stands for a channel."""
        return {delivery.member for delivery in self.given_up}

    def describe(self, deliveries: list[Delivery]) -> list[FailedDelivery]:
        """Return the deliveries with the name of their member or channel."""
        members = {member.id: member for member in self.roster.members}
        return [
            FailedDelivery(
                self.roster.name_of(members[delivery.member])
                if delivery.member in members
                else self.channels.get(delivery.to, delivery.to.platform),
                delivery.kind,
                delivery.error,
            )
            for delivery in deliveries
        ]


async def find_failed(db: Transaction, partnership: Partnership, now: datetime) -> FailedDeliveries:
    """Load the recent failed deliveries of a partnership."""
    deliveries = await db.find(
        Delivery, partnership=partnership.id, state=[DeliveryState.WAITING, DeliveryState.GIVEN_UP]
    )
    recent = [
        delivery
        for delivery in deliveries
        if delivery.error and delivery.late_at > now - SHOWN_FOR and delivery.kind not in NOT_SHOWN
    ]
    channels = await db.find(Channel, partnership=partnership.id)
    return FailedDeliveries(
        [delivery for delivery in recent if delivery.state is DeliveryState.GIVEN_UP],
        [delivery for delivery in recent if delivery.state is DeliveryState.WAITING],
        await permissions.load_roster(db, partnership.id),
        {channel.address: channel.name for channel in channels},
    )


async def retry_failed(db: Transaction, failed: FailedDeliveries, now: datetime) -> list[Delivery]:
    """Enqueue again what was given up, to the present home of each member, in their working hours. The sender
    then looks whether an earlier attempt arrived after all, as for any second attempt.

    Return those that cannot be sent: it is too late, or the member has no home."""
    unsendable = []
    for delivery in failed.given_up:
        destination = _destination(failed.roster, delivery, now)
        if destination and destination[1] <= delivery.late_at:
            to, due_at = destination
            await db.update_if_unchanged(
                delivery,
                state=DeliveryState.WAITING,
                to=to,
                lane=to.lane,
                due_at=due_at,
                attempts=min(delivery.attempts, 1),
                error="",
            )
        else:
            reason = FailureReason.LATE if destination else FailureReason.UNREACHABLE
            unsendable.append(replace(delivery, error=reason.value))
    return unsendable


def _destination(roster: Roster, delivery: Delivery, now: datetime) -> tuple[Address, datetime] | None:
    """Return the address that a delivery goes to now and the time at which it is due, or None if its member
    has no home."""
    if not delivery.member:
        return delivery.to, now
    for member in roster.members:
        if member.id == delivery.member and (home := roster.person(member).home):
            zone, region = roster.person(member).zone, roster.organisation(member).region
            return home, working_hours.next_working_moment(zone, now, region)
    return None
