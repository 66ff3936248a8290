"""Announces in a partnership's channels that a round is open, and says nothing of who replied."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.context import AppContext
from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState, deliveries_to
from bot.core.models import Channel, Partnership, Round, web_address
from bot.core.ports import Transaction
from bot.rounds.working_hours import next_working_moment

LATE_BEFORE_CLOSE = timedelta(
    minutes=1
)  # sooner than the questions: so of all that is due together it goes first
OVER_LATE_AFTER = timedelta(days=7)


async def announce(context: AppContext, db: Transaction, opened: Sequence[tuple[Partnership, Round]]) -> None:
    """Tell the chat channels of these partnerships, in working hours, that a round has opened, unless it
    closes before. Accord's own pages show it by themselves."""
    ids = [partnership.id for partnership, _ in opened]
    channels = await db.find(Channel, partnership=ids) if ids else []
    for partnership, round_ in opened:
        due = next_working_moment(partnership.zone, round_.opened_at)
        late_at = round_.closes_at - LATE_BEFORE_CLOSE
        if due >= late_at:
            continue
        page = web_address(partnership.id)
        deliveries = deliveries_to(
            [
                (channel.address, "")
                for channel in channels
                if channel.partnership == partnership.id and channel.address != page
            ],
            context.ids.new,
            DeliveryKind.ANNOUNCEMENT,
            subject=round_.id,
            partnership=partnership.id,
            due_at=due,
            late_at=late_at,
        )
        await db.add(*deliveries)


async def take_back(context: AppContext, db: Transaction, round_: Round, now: datetime) -> None:
    """Take the button from the announcements of a round that is over, and make no more of them."""
    await db.remove(Delivery, kind=DeliveryKind.ANNOUNCEMENT, subject=round_.id, state=DeliveryState.WAITING)
    channels = await db.find(Channel, partnership=round_.partnership)
    page = web_address(round_.partnership)
    deliveries = deliveries_to(
        [(channel.address, "") for channel in channels if channel.address != page],
        context.ids.new,
        DeliveryKind.ANNOUNCEMENT_OVER,
        subject=round_.id,
        partnership=round_.partnership,
        due_at=now,
        late_at=now + OVER_LATE_AFTER,
    )
    await db.add(*deliveries)
