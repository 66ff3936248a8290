"""The webhooks of a partnership: adding, testing and removing them, and their secrets."""

from base64 import b64encode
from datetime import datetime, timedelta

from bot.context import AppContext
from bot.core.errors import NotFound, Refusal
from bot.core.i18n import Translator
from bot.core.models import Member
from bot.core.ports import Crypto, Ids, Transaction
from bot.core.webhooks import MAX_WEBHOOKS, Webhook, WebhookTarget

BOTH_SECRETS_FOR = timedelta(days=1)  # so that a receiver can change to the new one


async def add_webhook(
    db: Transaction, context: AppContext, by: Member, name: str, url: str, t: Translator
) -> tuple[Webhook, str]:
    """Add a webhook to the partnership of a coordinator. `url` is normalised. Return it with its secret,
    which is shown once. Raises Refusal."""
    if await db.count(Webhook, partnership=by.partnership) >= MAX_WEBHOOKS:
        raise Refusal(t("A partnership can have {most} webhooks. Remove one first.", most=MAX_WEBHOOKS))
    id, secret = context.ids.new(), new_secret(context.ids)
    webhook = Webhook(
        id,
        by.partnership,
        name,
        context.crypto.encrypt(_place_of_url(id), url),
        context.crypto.encrypt(_place_of_secret(id), secret),
        f"member:{by.id}",
        context.clock.now(),
    )
    await db.add(webhook)
    return webhook, secret


async def renew_secret(db: Transaction, context: AppContext, webhook: Webhook) -> str:
    """Give a webhook a new secret and return it, which is shown once. The earlier one signs for another day;
    one before that no longer."""
    secret = new_secret(context.ids)
    await db.update_if_unchanged(
        webhook,
        sealed_secret=context.crypto.encrypt(_place_of_secret(webhook.id), secret),
        sealed_earlier_secret=webhook.sealed_secret,
        earlier_until_at=context.clock.now() + BOTH_SECRETS_FOR,
    )
    return secret


def new_secret(ids: Ids) -> str:
    """Return a secret of 256 bits as text: https://www.standardwebhooks.com"""
    return "whsec_" + b64encode((ids.new() + ids.new()).encode()).decode()


def url_of(crypto: Crypto, webhook: Webhook) -> str:
    """Return the address of a webhook. Raises NotFound if it was encrypted with a secret key that is gone."""
    return crypto.decrypt(_place_of_url(webhook.id), webhook.sealed_url)


def target_of(crypto: Crypto, webhook: Webhook, now: datetime) -> WebhookTarget:
    """Return where to send, and the secrets to sign with. Raises NotFound as `url_of` does."""
    sealed = [webhook.sealed_secret]
    if webhook.sealed_earlier_secret and webhook.earlier_until_at and now < webhook.earlier_until_at:
        sealed.append(webhook.sealed_earlier_secret)
    secrets = tuple(crypto.decrypt(_place_of_secret(webhook.id), secret) for secret in sealed)
    return WebhookTarget(url_of(crypto, webhook), secrets)


async def find_webhook(db: Transaction, partnership: str, id: str) -> Webhook:
    """Return a webhook of this partnership. Raises NotFound."""
    webhook = await db.first(Webhook, id=id, partnership=partnership)
    if webhook is None:
        raise NotFound
    return webhook


def _place_of_url(id: str) -> str:
    return f"webhook {id} url"


def _place_of_secret(id: str) -> str:
    return f"webhook {id} secret"
