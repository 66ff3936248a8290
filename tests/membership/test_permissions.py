from asyncio import gather

from bot.core.models import Member, MembershipStatus, Organisation, Role
from bot.language.sentences import Rank
from bot.membership import permissions
from tests.support.cast import AMIRA, BEN, CARYS, EVE
from tests.support.databases import each_database
from tests.support.read_cards import facts
from tests.support.scenario import Scenario

pytestmark = each_database


async def test_a_persons_rank_is_their_highest_in_any_partnership(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(EVE, "start partnership Lighthouse")
    await scenario.add(EVE, BEN, "First organisation")
    async with scenario.store.read_only() as db:
        ranks = [await permissions.highest_rank(db, await scenario.person(each)) for each in (AMIRA, BEN)]
        assert (ranks, await permissions.highest_rank(db, None)) == (
            [Rank.COORDINATOR, Rank.LEAD],
            Rank.ANYBODY,
        )


async def test_coordinators_cannot_all_leave_at_the_same_moment(scenario: Scenario) -> None:
    await scenario.start_harbour()
    crew = [AMIRA]
    for name in ("Ann", "Bea", "Cai", "Dot", "Eli"):
        crew.append((await scenario.join_on_web(AMIRA, name, "Borough Council"))[0])
        await scenario.says(AMIRA, f"make {name} coordinator")
    cards = await gather(*(scenario.says(each, "leave now") for each in crew))
    assert sorted(card.title for card in cards) == ["Not done", *["You have left"] * 5]
    assert [each.role for each in await scenario.all(Member, standing=MembershipStatus.ACTIVE)] == [
        Role.COORDINATOR
    ]


async def test_two_people_who_bring_one_organisation_at_once_create_one(scenario: Scenario) -> None:
    await scenario.start_harbour()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    join = f"join {code} as Riverside Trust"
    await gather(scenario.says(BEN, join), scenario.says(CARYS, join))
    assert len(await scenario.all(Organisation)) == 2
    roles = {(await scenario.member(each)).role for each in (BEN, CARYS)}
    assert roles == {Role.LEAD, Role.MEMBER}


async def test_two_approvals_at_the_same_moment_are_one(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "make Ben coordinator")
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(CARYS, f"join {code} as Riverside Trust")
    approve = f"approve {(await scenario.member(CARYS)).id}"
    cards = await gather(scenario.says(AMIRA, approve), scenario.says(BEN, approve))
    assert sorted(card.title for card in cards) == ["Approved", "Not done"]
    assert [card.title for card in await scenario.collect_cards(CARYS)] == ["Welcome to Harbour"]
