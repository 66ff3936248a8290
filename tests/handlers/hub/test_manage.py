"""What a coordinator finds on the page from which they run their partnership."""

import pytest

from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.core.errors import NotFound
from bot.handlers.hub.access import HubPart, HubReader, HubRequest
from bot.handlers.hub.manage import ManagePage, ManageView
from tests.handlers.hub.test_access import browser_of
from tests.support.cast import AMIRA, BEN, CARYS, SIX
from tests.support.read_cards import buttons, facts, labels, texts, words
from tests.support.scenario import Scenario


async def page(scenario: Scenario, partnership: str = "harbour") -> ManagePage:
    browser = await browser_of(scenario, AMIRA)
    return (await scenario.bot.hub.view_as_member(browser, partnership, ManageView()))[1]


async def test_a_quiet_partnership_shows_its_members_and_nothing_to_do(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    seen = await page(scenario)
    assert (seen.closes_at, seen.next_at, seen.requests, seen.failed) == (None, None, None, None)
    assert all(user.name in words(seen.members) for user in SIX)


async def test_the_state_of_a_round_is_when_it_closes_and_never_who_replied(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    before = await page(scenario)
    assert before.closes_at == round_.closes_at
    await scenario.answers(BEN, 4, 4, 4, 4, 4)
    assert await page(scenario) == before


async def test_missing_data_contacts_are_asked_for(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    seen = await page(scenario)
    assert seen.contacts is not None
    assert texts(seen.contacts)[0].endswith(
        "These have not told us: Cegin Gymunedol, Harbour Council and Harbour NHS Trust."
    )
    assert [button.form for button in buttons(seen.contacts)] == ["data-contact"]
    for organisation in ("council", "kitchen", "trust"):
        await scenario.says(AMIRA, f"data contact dpo@{organisation}.example for organisation:{organisation}")
    assert (await page(scenario)).contacts is None


async def test_people_who_wait_can_be_approved(scenario: Scenario) -> None:
    await scenario.start_harbour()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(CARYS, f"join {code} as Hospice")
    member = await scenario.member(AMIRA)
    seen = await page(scenario, member.partnership)
    assert seen.requests is not None
    assert "Approve Carys Puw" in labels(seen.requests)


async def test_what_could_not_be_delivered_can_be_tried_again(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    (delivery, *_) = await scenario.all(Delivery, kind=DeliveryKind.CHECK_IN)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(delivery, state=DeliveryState.GIVEN_UP, error="gone")
    seen = await page(scenario)
    assert seen.failed is not None
    assert (seen.failed.title, labels(seen.failed)) == ("What could not be delivered", ["Try again"])


async def test_it_is_for_coordinators_who_are_members(scenario: Scenario) -> None:
    partnership = await scenario.create_partnership(*SIX)
    with pytest.raises(NotFound):
        await scenario.bot.hub.view_as_member(await browser_of(scenario, BEN), "harbour", ManageView())
    reader = HubReader(partnership, scenario.bot.translator(), frozenset(HubPart))
    async with scenario.store.read_only() as db:
        with pytest.raises(NotFound):
            await ManageView().load(HubRequest(db, scenario.context, scenario.clock.now(), reader))
