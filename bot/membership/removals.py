"""Tells coordinators that Accord was removed: from members' workspaces or chats, or from a channel."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.context import AppContext
from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.core.models import Channel, Member, MembershipStatus, Person, Role
from bot.core.ports import Transaction
from bot.membership import deliveries, permissions


async def tell_of_people(
    context: AppContext, db: Transaction, people: Sequence[Person], now: datetime
) -> None:
    """Tell the coordinators of people's partnerships that they cannot be written to any more: one message for
    each workspace."""
    workspaces = {person.id: person.address.lane for person in people}
    members = await db.find(Member, person=list(workspaces), standing=MembershipStatus.ACTIVE)
    subjects = defaultdict[str, set[str]](set)
    for member in members:
        subjects[member.partnership].add(workspaces[member.person])
    for partnership, workspaces_of in subjects.items():
        await _tell_coordinators(
            context, db, partnership, DeliveryKind.APP_REMOVED, sorted(workspaces_of), now
        )


async def tell_of_channels(
    context: AppContext, db: Transaction, channels: Sequence[Channel], now: datetime
) -> None:
    """Tell the coordinators of channels' partnerships that nothing can be posted there any more."""
    for channel in channels:
        await _tell_coordinators(
            context, db, channel.partnership, DeliveryKind.CHANNEL_CLOSED, [channel.name], now
        )


async def _tell_coordinators(
    context: AppContext,
    db: Transaction,
    partnership: str,
    kind: DeliveryKind,
    subjects: Iterable[str],
    now: datetime,
) -> None:
    """Add a delivery about each subject that is not told already. A subject is a workspace, as in
    `Address.lane`, or the name of a channel, whose record is gone."""
    roster = await permissions.load_roster(db, partnership)
    if roster.partnership.ended_at:
        return
    waiting = await db.find(Delivery, partnership=partnership, kind=kind, state=DeliveryState.WAITING)
    told = {(delivery.member, delivery.subject) for delivery in waiting}
    for subject in subjects:
        untold = [
            coordinator
            for coordinator in roster.active_members(Role.COORDINATOR)
            if (coordinator.id, subject) not in told
        ]
        await db.add(*deliveries.new_deliveries(context.ids, now, kind, roster, untold, subject))
