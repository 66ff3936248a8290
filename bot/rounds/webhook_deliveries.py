"""Enqueues what the webhooks of a partnership are told."""

from datetime import datetime, timedelta

from bot.context import AppContext
from bot.core.deliveries import DeliveryKind, deliveries_to
from bot.core.models import Round
from bot.core.ports import Transaction
from bot.core.webhooks import Webhook

LATE_AFTER = timedelta(days=3)  # time to mend a receiver over a weekend


async def enqueue_round_closed(context: AppContext, db: Transaction, round_: Round, now: datetime) -> None:
    """Tell each webhook of the partnership that is on that a round has closed."""
    webhooks = await db.find(Webhook, partnership=round_.partnership, off_at=None)
    deliveries = deliveries_to(
        [(webhook.address, "") for webhook in webhooks],
        context.ids.new,
        DeliveryKind.WEBHOOK_ROUND_CLOSED,
        subject=round_.id,
        partnership=round_.partnership,
        due_at=now,
        late_at=now + LATE_AFTER,
    )
    await db.add(*deliveries)
