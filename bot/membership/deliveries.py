"""Builds the deliveries that tell members about changes of membership. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.core.deliveries import Delivery, DeliveryKind, new_delivery
from bot.core.models import Member, MembershipStatus
from bot.core.ports import Ids
from bot.membership.roster import Roster

LATE_AFTER = timedelta(days=14)


def new_deliveries(
    ids: Ids, now: datetime, kind: DeliveryKind, roster: Roster, members: Iterable[Member], subject: str
) -> list[Delivery]:
    """Return a delivery to each of these members who has a home."""
    homes = [(member, roster.person(member).home) for member in members]
    late, partnership = now + LATE_AFTER, roster.partnership.id
    return [
        new_delivery(
            ids.new(),
            kind,
            to=home,
            subject=subject,
            partnership=partnership,
            due_at=now,
            late_at=late,
            member=member.id,
        )
        for member, home in homes
        if home
    ]


def declined_requests(ids: Ids, now: datetime, roster: Roster, members: Iterable[Member]) -> list[Delivery]:
    """Return a delivery to each of these members whose request to join was declined. Nothing stays of a
    request, so its subject is the person."""
    kind = DeliveryKind.REQUEST_DECLINED
    return [
        delivery
        for member in members
        if member.standing is MembershipStatus.WAITING
        for delivery in new_deliveries(ids, now, kind, roster, [member], member.person)
    ]
