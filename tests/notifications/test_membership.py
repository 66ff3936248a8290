"""Notifications about membership are composed only if still needed and allowed."""

from bot.core.events import UserDeactivated
from bot.core.models import MembershipStatus, Role
from bot.handlers.views import HomeView
from tests.handlers.scene import AMIRA, BEN, CARYS, EVE, Scene, facts, ways


async def test_a_request_is_not_shown_to_a_former_coordinator(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(AMIRA, "make Ben coordinator")
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(CARYS, f"join {code} as Riverside Trust")
    await scene.say(AMIRA, "make Ben member")
    assert (await scene.member(BEN)).role is Role.MEMBER
    assert [len(await scene.told(each)) for each in (AMIRA, BEN)] == [1, 0]


async def test_a_decided_request_is_not_shown(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(AMIRA, "make Ben coordinator")
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(CARYS, f"join {code} as Riverside Trust")
    await scene.say(BEN, "leave now")
    assert await scene.told(BEN) == []
    await scene.say(AMIRA, f"approve {(await scene.member(CARYS)).id}")
    assert await scene.told(AMIRA) == []


async def test_an_invitation_is_not_shown_once_it_is_confirmed(scene: Scene) -> None:
    await scene.harbour()
    await scene.say(AMIRA, f"add {CARYS.token} to Borough Council")
    await scene.say(CARYS, f"confirm {(await scene.member(CARYS)).id}")
    assert await scene.told(CARYS) == []


async def test_a_member_who_left_again_is_not_welcomed(scene: Scene) -> None:
    await scene.harbour()
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(BEN, f"join {code} as Riverside Trust")
    await scene.say(AMIRA, f"approve {(await scene.member(BEN)).id}")
    await scene.say(AMIRA, "remove Ben")
    assert [card.title for card in await scene.told(BEN)] == ["You are no longer in Harbour"]


async def test_a_former_member_is_not_asked_for_a_coordinator(scene: Scene) -> None:
    await scene.riverside()
    await scene.handle(UserDeactivated("e1", AMIRA.address))
    async with scene.store.transaction() as db:
        await db.update_if_unchanged(await scene.member(BEN), standing=MembershipStatus.LEFT)
    assert await scene.told(BEN) == []


async def test_waiting_notices_are_shown_on_a_persons_pages(scene: Scene) -> None:
    await scene.riverside()
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(CARYS, f"join {code} as Riverside Trust")
    await scene.say(BEN, f"add {EVE.token} to Riverside Trust")
    shown = {}
    for each in (AMIRA, BEN, CARYS, EVE):
        shown[each.name] = [card.title for card in await scene.bot.view(await scene.person(each), HomeView())]
    assert shown == {
        "Amira Khan": ["Somebody wants to join Harbour"],
        "Ben Okoro": [],
        "Carys Puw": [],
        "Eve": ["Will you join Harbour?"],
    }


async def test_buttons_name_the_partnership_for_a_member_of_several(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(BEN, "start partnership Lighthouse")
    await scene.say(AMIRA, "forget me now")
    (told,) = await scene.told(BEN)
    assert ways(told) == {"Show the members": "in Harbour: members"}
