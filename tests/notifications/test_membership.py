"""Notifications about membership are composed only if still needed and allowed."""

from bot.core.deliveries import Delivery
from bot.core.events import UserDeactivated
from bot.core.models import MembershipStatus, Role
from bot.handlers.views import HomeView
from bot.notifications.registry import compose
from tests.support.cast import AMIRA, BEN, CARYS, EVE
from tests.support.databases import each_database
from tests.support.read_cards import button_sentences, facts
from tests.support.scenario import Scenario

pytestmark = each_database


async def test_a_request_is_not_shown_to_a_former_coordinator(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "make Ben coordinator")
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(CARYS, f"join {code} as Riverside Trust")
    await scenario.says(AMIRA, "make Ben member now")
    assert (await scenario.member(BEN)).role is Role.MEMBER
    assert [len(await scenario.collect_cards(each)) for each in (AMIRA, BEN)] == [1, 0]


async def test_a_decided_request_is_not_shown(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "make Ben coordinator")
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(CARYS, f"join {code} as Riverside Trust")
    await scenario.says(BEN, "leave now")
    assert await scenario.collect_cards(BEN) == []
    await scenario.says(AMIRA, f"approve {(await scenario.member(CARYS)).id}")
    assert await scenario.collect_cards(AMIRA) == []


async def test_an_invitation_is_not_shown_once_it_is_confirmed(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council")
    await scenario.says(CARYS, f"confirm {(await scenario.member(CARYS)).id}")
    assert await scenario.collect_cards(CARYS) == []


async def test_a_notice_names_the_language_it_is_written_in(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "language cy")
    code = facts(await scenario.says(AMIRA, "invite"))["Cod"]
    await scenario.says(CARYS, f"join {code} as Riverside Trust")
    assert await languages(scenario) == {"join": "cy"}
    await scenario.says(AMIRA, f"decline {(await scenario.member(CARYS)).id}")
    assert await languages(scenario) == {"declined": "en"}


async def languages(scenario: Scenario) -> dict[str, str]:
    """The language of each notice that is owed, by its kind."""
    async with scenario.store.read_only() as db:
        owed = {each.kind: await compose(scenario.context, db, each) for each in await db.find(Delivery)}
    return {kind: card.language for kind, card in owed.items() if card}


async def test_a_member_who_left_again_is_not_welcomed(scenario: Scenario) -> None:
    await scenario.start_harbour()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(BEN, f"join {code} as Riverside Trust")
    await scenario.says(AMIRA, f"approve {(await scenario.member(BEN)).id}")
    await scenario.says(AMIRA, "remove Ben now")
    assert [card.title for card in await scenario.collect_cards(BEN)] == [
        "You have been removed from Harbour"
    ]


async def test_a_former_member_is_not_asked_for_a_coordinator(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.handle(UserDeactivated("e1", AMIRA.address))
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await scenario.member(BEN), standing=MembershipStatus.LEFT)
    assert await scenario.collect_cards(BEN) == []


async def test_waiting_notices_are_shown_on_a_persons_pages(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(CARYS, f"join {code} as Riverside Trust")
    await scenario.says(BEN, f"add {EVE.token} to Riverside Trust")
    shown = {}
    for each in (AMIRA, BEN, CARYS, EVE):
        home = await scenario.bot.view(await scenario.person(each), HomeView())
        shown[each.name] = [card.title for card in home.waiting]
    assert shown == {
        "Amira Khan": ["Carys Puw wants to join Harbour", "Set up Harbour"],
        "Ben Okoro": [],
        "Carys Puw": ["Your request has been sent"],
        "Eve": ["Will you join Harbour?"],
    }


async def test_buttons_name_the_partnership_for_a_member_of_several(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(BEN, "start partnership Lighthouse")
    await scenario.says(AMIRA, "forget me now")
    (told,) = await scenario.collect_cards(BEN)
    assert button_sentences(told) == {"Show the members": "in Harbour: members"}
