"""Builds the deliveries that tell members about changes of membership. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.core.deliveries import Delivery, DeliveryKind, deliveries_to
from bot.core.models import Member, MembershipStatus
from bot.core.ports import Ids
from bot.membership.roster import Roster

LATE_AFTER = timedelta(days=14)


def new_deliveries(
    ids: Ids, now: datetime, kind: DeliveryKind, roster: Roster, members: Iterable[Member], subject: str
) -> list[Delivery]:
    """Return a delivery to each of these members who has a home."""
    return deliveries_to(
        [(roster.person(member).home, member.id) for member in members],
        ids.new,
        kind,
        subject=subject,
        partnership=roster.partnership.id,
        due_at=now,
        late_at=now + LATE_AFTER,
    )


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
