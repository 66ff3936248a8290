"""Coordinators list, add, test and remove webhooks."""

from datetime import timedelta

import pytest

from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.core.errors import FailureReason, NotFound, Refusal
from bot.core.i18n import Translator
from bot.core.webhooks import Webhook
from bot.handlers.forms.model import InvalidForm, Submission
from bot.handlers.hub.access import Hub, HubPart, HubReader, HubRequest, HubResult, HubView
from bot.handlers.hub.webhook_form import parse_webhook_form
from bot.handlers.hub.webhooks import (
    LISTED,
    AddWebhook,
    ListedDelivery,
    NewSecret,
    RemoveWebhook,
    RenewWebhookSecret,
    SendWebhookTest,
    WebhooksView,
)
from bot.membership.usage_limits import WEBHOOK_TESTS
from bot.messages.webhooks import result_text
from bot.notifications.webhooks import switch_off
from storage.crypto import ChaChaCrypto
from tests.handlers.hub.test_access import browser_of
from tests.support.cast import AMIRA, BEN, SIX
from tests.support.scenario import Scenario

URL = "https://data.example.org/accord"
ADD = AddWebhook("Dashboard", URL)


async def change(scenario: Scenario, view: HubView[HubResult]) -> HubResult:
    browser = await browser_of(scenario, AMIRA)
    return (await scenario.bot.hub.change_as_member(browser, "harbour", view))[1]


async def webhook_of(scenario: Scenario) -> Webhook:
    await scenario.create_partnership(*SIX)
    return (await change(scenario, ADD)).webhook


async def test_a_webhook_is_listed_with_its_address_and_who_added_it(scenario: Scenario) -> None:
    webhook = await webhook_of(scenario)
    (listed,) = await change(scenario, WebhooksView())
    assert (listed.webhook, listed.url, listed.added_by) == (webhook, URL, AMIRA.name)
    assert listed.deliveries == ()


async def test_a_secret_is_shown_when_it_is_made_and_not_in_the_list(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    added: NewSecret = await change(scenario, ADD)
    renewed: NewSecret = await change(scenario, RenewWebhookSecret(added.webhook.id))
    assert renewed.secret != added.secret
    assert renewed.secret not in repr(await change(scenario, WebhooksView()))


@pytest.mark.parametrize(
    "view", [WebhooksView(), ADD, RenewWebhookSecret("1"), SendWebhookTest("1"), RemoveWebhook("1")]
)
async def test_only_coordinators_find_webhooks(scenario: Scenario, view: HubView[object]) -> None:
    await scenario.create_partnership(*SIX)
    browser = await browser_of(scenario, BEN)
    with pytest.raises(NotFound):
        await scenario.bot.hub.change_as_member(browser, "harbour", view)


@pytest.mark.parametrize("view", [RenewWebhookSecret("1"), SendWebhookTest("1"), RemoveWebhook("1")])
async def test_what_is_not_there_is_not_found(scenario: Scenario, view: HubView[object]) -> None:
    await scenario.create_partnership(*SIX)
    with pytest.raises(NotFound):
        await change(scenario, view)


async def test_somebody_who_is_no_member_adds_none(scenario: Scenario) -> None:
    partnership = await scenario.create_partnership(*SIX)
    reader = HubReader(partnership, scenario.bot.translator(), frozenset(HubPart))
    async with scenario.store.transaction() as db:
        with pytest.raises(NotFound):
            await ADD.load(HubRequest(db, scenario.context, scenario.clock.now(), reader))


async def test_a_test_is_sent_and_listed(scenario: Scenario) -> None:
    webhook = await webhook_of(scenario)
    sent_at = scenario.clock.now()
    await change(scenario, SendWebhookTest(webhook.id))
    (listed,) = await change(scenario, WebhooksView())
    waiting = ListedDelivery(DeliveryKind.WEBHOOK_TEST, sent_at, DeliveryState.WAITING, 0, "")
    assert listed.deliveries == (waiting,)


async def test_a_test_switches_a_webhook_on_again(scenario: Scenario) -> None:
    webhook = await webhook_of(scenario)
    await switch_off(scenario.context, webhook.id)
    await change(scenario, SendWebhookTest(webhook.id))
    assert (await scenario.one(Webhook)).off_at is None


async def test_only_so_many_tests_are_sent_in_an_hour(scenario: Scenario) -> None:
    webhook = await webhook_of(scenario)
    for _ in range(WEBHOOK_TESTS.most):
        await change(scenario, SendWebhookTest(webhook.id))
    with pytest.raises(Refusal, match="many tests"):
        await change(scenario, SendWebhookTest(webhook.id))
    (listed,) = await change(scenario, WebhooksView())
    assert len(listed.deliveries) == LISTED
    scenario.clock.move(timedelta(hours=1))
    await change(scenario, SendWebhookTest(webhook.id))
    assert len(await scenario.all(Delivery)) == WEBHOOK_TESTS.most + 1


async def test_a_webhook_that_was_removed_is_gone(scenario: Scenario) -> None:
    webhook = await webhook_of(scenario)
    await change(scenario, RemoveWebhook(webhook.id))
    assert await change(scenario, WebhooksView()) == []


async def test_an_address_under_a_secret_key_that_is_gone_is_not_shown(scenario: Scenario) -> None:
    webhook = await webhook_of(scenario)
    browser = await browser_of(scenario, AMIRA)
    other = Scenario(
        scenario.store, scenario.keys, ChaChaCrypto(["another key, of thirty-two characters"]),
        scenario.clock, scenario.ids,
    )  # fmt: skip
    _, (listed,) = await Hub(other.context).view_as_member(browser, "harbour", WebhooksView())
    assert listed.url == ""
    renew = RenewWebhookSecret(webhook.id)
    _, renewed = await Hub(other.context).change_as_member(browser, "harbour", renew)
    assert renewed.secret.startswith("whsec_")


def test_a_form_says_what_is_wrong_with_each_field() -> None:
    with pytest.raises(InvalidForm) as invalid:
        parse_webhook_form(Translator(), Submission("webhook", values={"url": "http://example.org"}))
    assert [problem.field for problem in invalid.value.problems] == ["name", "url"]
    sent = Submission("webhook", values={"name": "Dashboard", "url": URL.upper()})
    assert parse_webhook_form(Translator(), sent) == ("Dashboard", "https://data.example.org/ACCORD")


@pytest.mark.parametrize(
    ("state", "failure", "words"),
    [
        (DeliveryState.SETTLED, "", "Delivered"),
        (DeliveryState.WAITING, "", "Waiting to be sent"),
        (
            DeliveryState.WAITING,
            FailureReason.TIMEOUT,
            "Not delivered yet. The receiver did not answer in time. We’ll try again.",
        ),
        (DeliveryState.GIVEN_UP, FailureReason.NOT_FOUND, "Not delivered. There is no such receiver."),
        (DeliveryState.GIVEN_UP, "of another version", "Not delivered. It could not be sent."),
    ],
)
def test_the_result_of_a_delivery_in_words(state: DeliveryState, failure: str, words: str) -> None:
    assert result_text(Translator(), state, failure) == words
