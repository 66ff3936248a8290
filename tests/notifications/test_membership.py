"""Each notice looks again, at the moment it leaves, whether it is still needed and may still be seen."""

from bot.core.models import Role
from bot.handlers.views import HomeView
from tests.handlers.scene import AMIRA, BEN, CARYS, EVE, Scene, facts, ways


async def test_a_request_is_not_shown_to_somebody_who_coordinates_no_more(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(AMIRA, "make Ben coordinator")
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(CARYS, f"join {code} as Riverside Trust")
    await scene.say(AMIRA, "make Ben member")
    assert (await scene.member(BEN)).role is Role.MEMBER
    assert [len(await scene.told(each)) for each in (AMIRA, BEN)] == [1, 0]


async def test_a_request_is_not_shown_once_it_is_decided_nor_to_those_who_left(scene: Scene) -> None:
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


async def test_nobody_is_welcomed_who_is_out_again(scene: Scene) -> None:
    await scene.harbour()
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(BEN, f"join {code} as Riverside Trust")
    await scene.say(AMIRA, f"approve {(await scene.member(BEN)).id}")
    await scene.say(AMIRA, "remove Ben")
    assert [card.title for card in await scene.told(BEN)] == ["You are no longer in Harbour"]


async def test_what_waits_for_somebody_stands_on_their_pages(scene: Scene) -> None:
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


async def test_the_buttons_of_a_notice_name_the_partnership_for_whoever_is_in_several(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(BEN, "start partnership Lighthouse")
    await scene.say(AMIRA, "forget me now")
    (told,) = await scene.told(BEN)
    assert ways(told) == {"Show the members": "in Harbour: members"}
