"""Webhooks that coordinators add, and their secrets."""

from datetime import timedelta

import pytest

from bot.core.errors import NotFound, Refusal
from bot.core.models import Member
from bot.core.webhooks import MAX_WEBHOOKS, Webhook, WebhookTarget
from bot.membership.webhooks import (
    BOTH_SECRETS_FOR,
    WebhookDraft,
    add_webhook,
    find_webhook,
    renew_secret,
    target_of,
)
from tests.support.cast import AMIRA, SIX
from tests.support.scenario import Scenario

URL = "https://data.example.org/accord?key=of-the-receiver"


async def add(scenario: Scenario, url: str = URL) -> tuple[Webhook, str]:
    member, t = await scenario.one(Member, id=AMIRA.member), scenario.bot.translator()
    async with scenario.store.transaction() as db:
        return await add_webhook(db, scenario.context, member, WebhookDraft("Dashboard", url), t)


def target(scenario: Scenario, webhook: Webhook) -> WebhookTarget:
    return target_of(scenario.crypto, webhook, scenario.clock.now())


async def test_address_and_secret_are_stored_encrypted(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    webhook, secret = await add(scenario)
    (stored,) = await scenario.all(Webhook)
    assert stored == webhook
    assert b"receiver" not in stored.sealed_url
    assert secret.encode() not in stored.sealed_secret
    assert target(scenario, stored) == WebhookTarget(URL, (secret,))


async def test_each_webhook_has_another_secret(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    secrets = {(await add(scenario))[1] for _ in range(MAX_WEBHOOKS)}
    assert len(secrets) == MAX_WEBHOOKS
    with pytest.raises(Refusal, match="Remove one first"):
        await add(scenario)


async def test_for_a_day_two_secrets_sign_and_never_more(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    webhook, first = await add(scenario)
    secrets = [first]
    for _ in range(2):
        async with scenario.store.transaction() as db:
            webhook = await find_webhook(db, "harbour", webhook.id)
            secrets.append(await renew_secret(db, scenario.context, webhook))
    (webhook,) = await scenario.all(Webhook)
    assert target(scenario, webhook).secrets == (secrets[2], secrets[1])
    scenario.clock.move(BOTH_SECRETS_FOR - timedelta(seconds=1))
    assert target(scenario, webhook).secrets == (secrets[2], secrets[1])
    scenario.clock.move(timedelta(seconds=1))
    assert target(scenario, webhook).secrets == (secrets[2],)


async def test_a_webhook_of_another_partnership_is_not_found(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    webhook, _ = await add(scenario)
    async with scenario.store.read_only() as db:
        with pytest.raises(NotFound):
            await find_webhook(db, "riverside", webhook.id)
