"""The webhooks of a partnership: the list of them with their newest messages, and changes to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState, new_delivery
from bot.core.errors import NotFound, Refusal
from bot.core.webhooks import Webhook
from bot.handlers.hub.access import HubPart, HubRequest
from bot.membership import usage_limits, webhooks
from bot.membership.usage_limits import WEBHOOK_TESTS
from bot.membership.webhooks import WebhookDraft
from bot.rounds.names import names_of
from bot.rounds.webhook_deliveries import LATE_AFTER

LISTED = 12  # deliveries to each, the newest


@dataclass(frozen=True, slots=True)
class ListedDelivery:
    """A message to a webhook, sent or waiting. `failure` is the `FailureReason` of the last attempt, or
    empty."""

    kind: str
    due_at: datetime
    state: DeliveryState
    attempts: int
    failure: str


@dataclass(frozen=True, slots=True)
class ListedWebhook:
    """A webhook, with its address, the name of who added it, or empty if they were erased, and the newest
    messages to it, newest first. The address is empty if it was encrypted with a secret key that is gone."""

    webhook: Webhook
    url: str
    added_by: str
    deliveries: tuple[ListedDelivery, ...]


@dataclass(frozen=True, slots=True)
class WebhooksView:
    """All webhooks of the partnership, by name."""

    part: ClassVar[HubPart] = HubPart.MANAGE

    async def load(self, request: HubRequest) -> Sequence[ListedWebhook]:
        found = await request.db.find(Webhook, partnership=request.reader.partnership.id)
        names = await names_of(request.db, {webhook.added_by for webhook in found})
        return [
            ListedWebhook(
                webhook,
                _url(request, webhook),
                names.get(webhook.added_by, ""),
                await _deliveries(request, webhook),
            )
            for webhook in sorted(found, key=lambda webhook: (webhook.name.casefold(), webhook.id))
        ]


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A webhook and its new secret, which is shown once."""

    webhook: Webhook
    secret: str


@dataclass(frozen=True, slots=True)
class AddWebhook:
    """Adds a webhook; once, however often the form with this nonce comes. Raises Refusal."""

    part: ClassVar[HubPart] = HubPart.MANAGE
    name: str
    url: str
    nonce: str = ""

    async def load(self, request: HubRequest) -> NewSecret:
        if (member := request.reader.member) is None:
            raise NotFound
        return NewSecret(
            *await webhooks.add_webhook(
                request.db,
                request.context,
                member,
                WebhookDraft(self.name, self.url, self.nonce),
                request.reader.t,
            )
        )


@dataclass(frozen=True, slots=True)
class RenewWebhookSecret:
    """Gives a webhook a new secret; once, however often the form with this nonce comes. Raises NotFound."""

    part: ClassVar[HubPart] = HubPart.MANAGE
    webhook: str
    nonce: str = ""

    async def load(self, request: HubRequest) -> NewSecret:
        webhook = await _find(request, self.webhook)
        secret = await webhooks.renew_secret(request.db, request.context, webhook, self.nonce)
        return NewSecret(webhook, secret)


@dataclass(frozen=True, slots=True)
class SendWebhookTest:
    """Sends a test to a webhook, and switches it on again. Raises NotFound and Refusal."""

    part: ClassVar[HubPart] = HubPart.MANAGE
    webhook: str

    async def load(self, request: HubRequest) -> None:
        webhook = await _find(request, self.webhook)
        counter = await usage_limits.count_use(
            request.context, request.db, WEBHOOK_TESTS, webhook.partnership, request.now
        )
        if counter.used > WEBHOOK_TESTS.most:
            when = usage_limits.when_to_go_on(request.reader.t, counter, request.now)
            raise Refusal(request.reader.t("You have sent many tests in an hour. {when}", when=when))
        await request.db.update_if_unchanged(webhook, off_at=None)
        delivery = new_delivery(
            request.context.ids.new(),
            DeliveryKind.WEBHOOK_TEST,
            to=webhook.address,
            subject=webhook.id,
            partnership=webhook.partnership,
            due_at=request.now,
            late_at=request.now + LATE_AFTER,
        )
        await request.db.add(delivery)


@dataclass(frozen=True, slots=True)
class RemoveWebhook:
    """Removes a webhook: what waits for it is not sent. Raises NotFound."""

    part: ClassVar[HubPart] = HubPart.MANAGE
    webhook: str

    async def load(self, request: HubRequest) -> None:
        webhook = await _find(request, self.webhook)
        await request.db.remove(Webhook, id=webhook.id)


async def _find(request: HubRequest, id: str) -> Webhook:
    return await webhooks.find_webhook(request.db, request.reader.partnership.id, id)


def _url(request: HubRequest, webhook: Webhook) -> str:
    try:
        return webhooks.url_of(request.context.crypto, webhook)
    except NotFound:
        return ""


async def _deliveries(request: HubRequest, webhook: Webhook) -> tuple[ListedDelivery, ...]:
    newest = await request.db.latest(Delivery, "late_at", LISTED, lane=webhook.address.lane)
    return tuple(
        ListedDelivery(
            delivery.kind, delivery.late_at - LATE_AFTER, delivery.state, delivery.attempts, delivery.error
        )
        for delivery in newest
    )
