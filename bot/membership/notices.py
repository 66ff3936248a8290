"""Messages owed to members about who belongs to a partnership. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.core.deliveries import Delivery, DeliveryKind, new_delivery
from bot.core.models import Member
from bot.core.ports import Ids
from bot.membership.roster import Roster

LATE_AFTER = timedelta(days=14)


def new_notices(
    ids: Ids, now: datetime, kind: DeliveryKind, roster: Roster, to: Iterable[Member], subject: str
) -> list[Delivery]:
    """A delivery to each of these members, but for those whom we do not know where to write to."""
    homes = [(each, roster.person(each).home) for each in to]
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
            member=each.id,
        )
        for each, home in homes
        if home
    ]
