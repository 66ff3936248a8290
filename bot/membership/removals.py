"""Tells coordinators that Accord was removed: from members' workspaces or chats, or from a channel."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from bot.context import AppContext
from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState, deliveries_to
from bot.core.models import Channel, Member, MembershipStatus, Partnership, Person, Role
from bot.core.ports import Transaction
from bot.membership.deliveries import LATE_AFTER

# A large workspace is changed in portions, and one portion may have told coordinators already whom the next
# would tell again: until this time their message waits, and the next portion finds it.
ALL_CHANGED_AFTER = timedelta(minutes=5)


async def tell_of_people(
    context: AppContext,
    db: Transaction,
    people: Sequence[Person],
    now: datetime,
    wait: timedelta = timedelta(0),
) -> None:
    """Tell the coordinators of people's partnerships that they cannot be written to any more: one message for
    each workspace, after `wait`."""
    workspaces = {person.id: person.address.lane for person in people}
    members = await db.find(Member, person=list(workspaces), standing=MembershipStatus.ACTIVE)
    subjects = defaultdict[str, set[str]](set)
    for member in members:
        subjects[member.partnership].add(workspaces[member.person])
    await _tell_coordinators(context, db, DeliveryKind.APP_REMOVED, subjects, now, wait)


async def tell_of_channels(
    context: AppContext, db: Transaction, channels: Sequence[Channel], now: datetime
) -> None:
    """Tell the coordinators of channels' partnerships that nothing can be posted there any more."""
    subjects = defaultdict[str, set[str]](set)
    for channel in channels:
        subjects[channel.partnership].add(channel.name)
    await _tell_coordinators(context, db, DeliveryKind.CHANNEL_CLOSED, subjects, now)


async def _tell_coordinators(
    context: AppContext,
    db: Transaction,
    kind: DeliveryKind,
    subjects: Mapping[str, AbstractSet[str]],
    now: datetime,
    wait: timedelta = timedelta(0),
) -> None:
    """Add a delivery about each subject of a partnership that is not told already. A subject is a workspace,
    as in `Address.lane`, or the name of a channel, whose record is gone."""
    going_on = [partnership.id for partnership in await db.find(Partnership, id=[*subjects], ended_at=None)]
    coordinators = await db.find(
        Member, partnership=going_on, role=Role.COORDINATOR, standing=MembershipStatus.ACTIVE
    )
    homes = {
        person.id: person.home
        for person in await db.find(Person, id=[member.person for member in coordinators])
    }
    waiting = await db.find(
        Delivery, member=[member.id for member in coordinators], kind=kind, state=DeliveryState.WAITING
    )
    told = {(delivery.member, delivery.subject) for delivery in waiting}
    new = [
        delivery
        for member in coordinators
        for subject in sorted(subjects[member.partnership])
        if (member.id, subject) not in told
        for delivery in deliveries_to(
            [(homes[member.person], member.id)],
            context.ids.new,
            kind,
            subject=subject,
            partnership=member.partnership,
            due_at=now + wait,
            late_at=now + LATE_AFTER,
        )
    ]
    await db.add(*new)
