"""The webhooks of a partnership: adding, testing and removing them, and their secrets."""

from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.context import AppContext
from bot.core.errors import NotFound, Refusal
from bot.core.i18n import Translator
from bot.core.models import Member
from bot.core.ports import Crypto, Transaction
from bot.core.webhooks import MAX_WEBHOOKS, Webhook, WebhookTarget
from bot.membership.form_secrets import form_secret

BOTH_SECRETS_FOR = timedelta(days=1)  # so that a receiver can change to the new one


class WebhookDraft(NamedTuple):
    """A webhook as a coordinator describes it, with the nonce of the form. `url` is normalised."""

    name: str
    url: str
    nonce: str = ""


async def add_webhook(
    db: Transaction, context: AppContext, by: Member, draft: WebhookDraft, t: Translator
) -> tuple[Webhook, str]:
    """Add a webhook to the partnership of a coordinator, unless its form came before. Return it with its
    secret, which is shown only then. Raises Refusal."""
    name, url, nonce = draft
    id = form_secret(context, nonce, "id", by.id, name, url)
    if webhook := await db.first(Webhook, id=id, partnership=by.partnership):
        return webhook, target_of(context.crypto, webhook, context.clock.now()).secrets[0]
    if await db.count(Webhook, partnership=by.partnership) >= MAX_WEBHOOKS:
        raise Refusal(t("A partnership can have {most} webhooks. Remove one first.", most=MAX_WEBHOOKS))
    secret = new_secret(context, id, "")
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


async def renew_secret(db: Transaction, context: AppContext, webhook: Webhook, nonce: str = "") -> str:
    """Give a webhook a new secret, unless the form with this nonce came before, and return it, which is shown
    only then. The earlier one signs for another day; one before that no longer."""
    secret = new_secret(context, webhook.id, nonce)
    with suppress(NotFound):  # a secret that was encrypted with a key that is gone is another
        if target_of(context.crypto, webhook, context.clock.now()).secrets[0] == secret:
            return secret
    await db.update_if_unchanged(
        webhook,
        sealed_secret=context.crypto.encrypt(_place_of_secret(webhook.id), secret),
        sealed_earlier_secret=webhook.sealed_secret,
        earlier_until_at=context.clock.now() + BOTH_SECRETS_FOR,
    )
    return secret


def new_secret(context: AppContext, id: str, nonce: str) -> str:
    """Return a secret of a webhook as https://www.standardwebhooks.com writes it: the same if the form with
    this nonce comes twice."""
    return "whsec_" + b64encode(form_secret(context, nonce, "secret", id).encode()).decode()


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


def encrypted_places(webhook: Webhook) -> Mapping[str, str]:
    """Return the encrypted fields of a webhook, each with the place that it is encrypted for."""
    secret = _place_of_secret(webhook.id)
    fields = {"sealed_url": _place_of_url(webhook.id), "sealed_secret": secret}
    return fields | ({"sealed_earlier_secret": secret} if webhook.sealed_earlier_secret else {})


def _place_of_url(id: str) -> str:
    return f"webhook {id} url"


def _place_of_secret(id: str) -> str:
    return f"webhook {id} secret"
