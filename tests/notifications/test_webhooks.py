"""What webhooks are told, and when."""

import pytest

from bot.core.cards import Card, KeyValues, Link
from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState, new_delivery
from bot.core.errors import FailureReason, SendFailed
from bot.core.models import Member, Partnership, Round
from bot.core.webhooks import Webhook
from bot.membership.webhooks import WebhookDraft, add_webhook
from bot.notifications.registry import compose
from bot.notifications.webhooks import load_target, switch_off
from bot.rounds.webhook_deliveries import LATE_AFTER
from storage.crypto import ChaChaCrypto
from tests.support.cast import AMIRA, SIX
from tests.support.read_cards import words
from tests.support.scenario import Scenario

URL = "https://data.example.org/accord"


async def add(scenario: Scenario, url: str = URL) -> Webhook:
    async with scenario.store.transaction() as db:
        member = await db.get(Member, AMIRA.member)
        draft, t = WebhookDraft("Dashboard", url), scenario.bot.translator()
        webhook, _ = await add_webhook(db, scenario.context, member, draft, t)
    return webhook


async def told(scenario: Scenario) -> list[Delivery]:
    return await scenario.all(Delivery, kind=DeliveryKind.WEBHOOK_ROUND_CLOSED)


async def composed(scenario: Scenario, delivery: Delivery) -> Card | None:
    async with scenario.store.read_only() as db:
        return await compose(scenario.context, db, delivery)


async def test_each_webhook_is_told_that_a_round_has_closed_and_where_to_read_it(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    webhook = await add(scenario)
    assert await told(scenario) == []
    await scenario.closes()
    (delivery,) = await told(scenario)
    assert delivery.to == webhook.address
    card = await composed(scenario, delivery)
    closed = await scenario.one(Round, id=round_.id)
    assert closed.closed_at is not None
    assert card == Card(
        "round.closed",
        (
            KeyValues(
                (("partnership", "harbour"), ("round", "1"), ("timestamp", closed.closed_at.isoformat()))
            ),
            Link("page", "/p/harbour/rounds/1"),
            Link("api", "/api/v1/rounds/1"),
        ),
        language="en",
    )


async def test_an_ad_hoc_round_is_named_by_its_id(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await add(scenario)
    await scenario.says(AMIRA, "ask trust now")
    round_ = await scenario.open_round()
    await scenario.closes()
    (delivery,) = await told(scenario)
    card = await composed(scenario, delivery)
    assert card is not None
    assert Link("page", f"/p/harbour/rounds/{round_.id}") in card.parts


async def test_a_webhook_whose_receiver_is_gone_is_told_nothing_more(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    webhook = await add(scenario)
    for _ in range(2):
        await switch_off(scenario.context, webhook.id)
    await scenario.closes()
    assert await told(scenario) == []
    assert (await scenario.one(Webhook)).off_at is not None
    with pytest.raises(SendFailed, match="no such webhook any more"):
        await load_target(scenario.context, webhook.id)


async def test_what_waits_for_a_webhook_that_was_removed_is_not_sent(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await add(scenario)
    await scenario.closes()
    (delivery,) = await told(scenario)
    async with scenario.store.transaction() as db:
        await db.remove(Webhook)
    assert await composed(scenario, delivery) is None
    assert await composed(scenario, trial(scenario, delivery)) is None


def trial(scenario: Scenario, delivery: Delivery) -> Delivery:
    now = scenario.clock.now()
    return new_delivery(
        "trial", DeliveryKind.WEBHOOK_TEST, to=delivery.to, subject=delivery.to.key, partnership="harbour",
        due_at=now, late_at=now + LATE_AFTER,
    )  # fmt: skip


async def test_a_test_says_only_whose_it_is(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await add(scenario)
    await scenario.closes()
    (delivery,) = await told(scenario)
    data = (("partnership", "harbour"), ("timestamp", scenario.clock.now().isoformat()))
    assert await composed(scenario, trial(scenario, delivery)) == Card(
        "test", (KeyValues(data),), language="en"
    )


async def test_a_target_holds_the_address_and_the_secrets(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    webhook = await add(scenario)
    target = await load_target(scenario.context, webhook.id)
    assert (target.url, [secret[:6] for secret in target.secrets]) == (URL, ["whsec_"])


async def test_a_target_under_a_secret_key_that_is_gone_fails_for_good(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    webhook = await add(scenario)
    other = Scenario(
        scenario.store, scenario.keys, ChaChaCrypto(["another key, of thirty-two characters"]),
        scenario.clock, scenario.ids,
    )  # fmt: skip
    with pytest.raises(SendFailed) as failed:
        await load_target(other.context, webhook.id)
    assert (failed.value.failure, failed.value.permanent) == (FailureReason.FAULT, True)


async def test_webhooks_end_with_their_partnership(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await add(scenario)
    name = (await scenario.one(Partnership)).name
    await scenario.says(AMIRA, f"end partnership {name}")
    assert await scenario.all(Webhook) == []


async def test_coordinators_are_not_told_of_a_webhook_that_fails(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await add(scenario)
    await scenario.closes()
    (delivery,) = await told(scenario)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(delivery, state=DeliveryState.GIVEN_UP, error="refused")
    assert "could not deliver" not in words(await scenario.says(AMIRA, "status"))
