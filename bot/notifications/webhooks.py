"""Composes what webhooks are told: that a round has closed, and where to read it. Never a result, so that
whoever reads it needs a token or a signed-in browser.

A card for a webhook has the type of the event as its title. Its key-values and links become the data.
"""

from collections.abc import Mapping
from contextlib import suppress

from bot.analysis.signals import closed_at
from bot.context import AppContext
from bot.core.cards import Card, KeyValues, Link
from bot.core.deliveries import Delivery, DeliveryKind
from bot.core.errors import FailureReason, NotFound, SendFailed, Stale
from bot.core.hub_paths import page_path
from bot.core.models import Round
from bot.core.ports import Store, Transaction
from bot.core.webhooks import Webhook, WebhookTarget
from bot.membership.webhooks import target_of
from bot.notifications.composer import Composer
from bot.reports.dataset.result_rows import round_reference
from bot.rounds.webhook_deliveries import LATE_AFTER

LANGUAGE = "en"  # of field names, which are the same for all


async def _round_closed(_: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    webhook = await db.first(Webhook, id=delivery.to.key, off_at=None)
    round_ = await db.first(Round, id=delivery.subject)
    if webhook is None or round_ is None:
        return None
    reference = round_reference(round_)
    data = (
        ("partnership", round_.partnership),
        ("round", reference),
        ("timestamp", closed_at(round_).isoformat()),
    )
    page = Link("page", page_path(round_.partnership, reference))
    api = Link("api", f"/api/v1/rounds/{reference}")
    return Card("round.closed", (KeyValues(data), page, api), language=LANGUAGE)


async def _test(_: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    webhook = await db.first(Webhook, id=delivery.to.key, off_at=None)
    if webhook is None:
        return None
    data = (("partnership", webhook.partnership), ("timestamp", (delivery.late_at - LATE_AFTER).isoformat()))
    return Card("test", (KeyValues(data),), language=LANGUAGE)


COMPOSERS: Mapping[DeliveryKind, Composer] = {
    DeliveryKind.WEBHOOK_ROUND_CLOSED: _round_closed,
    DeliveryKind.WEBHOOK_TEST: _test,
}


async def load_target(context: AppContext, id: str) -> WebhookTarget:
    """Return the target of a webhook. Raises SendFailed."""
    async with context.store.read_only() as db:
        webhook = await db.first(Webhook, id=id, off_at=None)
    if webhook is None:
        raise SendFailed("no such webhook any more", failure=FailureReason.UNREACHABLE, permanent=True)
    try:
        return target_of(context.crypto, webhook, context.clock.now())
    except NotFound as error:
        reason = "The address was sealed under a secret key that is gone."
        raise SendFailed(reason, failure=FailureReason.FAULT, permanent=True) from error


async def switch_off(context: AppContext, id: str) -> None:
    """Send nothing more to a webhook whose receiver says that it is gone."""
    store: Store = context.store
    async with store.transaction() as db:
        if webhook := await db.first(Webhook, id=id, off_at=None):
            with suppress(Stale):  # its secret was renewed at this moment: the next delivery tells again
                await db.update_if_unchanged(webhook, off_at=context.clock.now())
