"""Enqueues what is posted in all channels of a partnership."""

from datetime import datetime

from bot.context import AppContext
from bot.core.deliveries import DeliveryKind, deliveries_to
from bot.core.models import Channel
from bot.core.ports import Transaction


async def enqueue(
    context: AppContext,
    db: Transaction,
    kind: DeliveryKind,
    *,
    partnership: str,
    subject: str,
    due_at: datetime,
    late_at: datetime,
) -> None:
    """Add a delivery to each channel of the partnership. `subject` is the id of what it is about."""
    channels = await db.find(Channel, partnership=partnership)
    deliveries = deliveries_to(
        [(channel.address, "") for channel in channels],
        context.ids.new,
        kind,
        subject=subject,
        partnership=partnership,
        due_at=due_at,
        late_at=late_at,
    )
    await db.add(*deliveries)
