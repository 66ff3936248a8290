from asyncio import gather

from bot.core.models import Member, MembershipStatus, Organisation, Role
from bot.language.sentences import Rank
from bot.membership import permissions
from tests.handlers.scene import AMIRA, BEN, CARYS, EVE, Scene, facts


async def test_a_persons_rank_is_their_highest_in_any_partnership(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(EVE, "start partnership Lighthouse")
    await scene.add(EVE, BEN, "First organisation")
    async with scene.store.read_only() as db:
        ranks = [await permissions.highest_rank(db, await scene.person(each)) for each in (AMIRA, BEN)]
        assert (ranks, await permissions.highest_rank(db, None)) == (
            [Rank.COORDINATOR, Rank.LEAD],
            Rank.ANYBODY,
        )


async def test_coordinators_cannot_all_leave_at_the_same_moment(scene: Scene) -> None:
    await scene.harbour()
    crew = [AMIRA]
    for name in ("Ann", "Bea", "Cai", "Dot", "Eli"):
        crew.append((await scene.in_on_web(AMIRA, name, "Borough Council"))[0])
        await scene.say(AMIRA, f"make {name} coordinator")
    cards = await gather(*(scene.say(each, "leave now") for each in crew))
    assert sorted(card.title for card in cards) == ["That was not done", *["You have left"] * 5]
    assert [each.role for each in await scene.found(Member, standing=MembershipStatus.ACTIVE)] == [
        Role.COORDINATOR
    ]


async def test_two_people_who_bring_one_organisation_at_once_create_one(scene: Scene) -> None:
    await scene.harbour()
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    join = f"join {code} as Riverside Trust"
    await gather(scene.say(BEN, join), scene.say(CARYS, join))
    assert len(await scene.found(Organisation)) == 2
    roles = {(await scene.member(each)).role for each in (BEN, CARYS)}
    assert roles == {Role.LEAD, Role.MEMBER}


async def test_two_approvals_at_the_same_moment_are_one(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(AMIRA, "make Ben coordinator")
    code = facts(await scene.say(AMIRA, "invite"))["Code"]
    await scene.say(CARYS, f"join {code} as Riverside Trust")
    approve = f"approve {(await scene.member(CARYS)).id}"
    cards = await gather(scene.say(AMIRA, approve), scene.say(BEN, approve))
    assert sorted(card.title for card in cards) == ["Approved", "That was not done"]
    assert [card.title for card in await scene.told(CARYS)] == ["Welcome to Harbour"]
