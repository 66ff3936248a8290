from dataclasses import replace
from datetime import timedelta

from bot.core.deliveries import Delivery, DeliveryKind, new_delivery
from bot.core.email import mailbox_address
from bot.core.events import AppReinstalled, AppUninstalled, UserDeactivated, UserSeen
from bot.core.models import Address, MembershipStatus, Partnership, Person
from bot.membership import erasure, people
from tests.support.cast import AMIRA, BEN, CARYS, EVE
from tests.support.databases import each_database
from tests.support.read_cards import button_sentences
from tests.support.scenario import Scenario

pytestmark = each_database

HOME = Address("teams", "trust", "a:conversation;1")


async def test_a_person_who_is_seen_is_written_to_there(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    before = await scenario.person(BEN)
    arrived = UserSeen("e1", BEN.address, HOME, "Benedict\nOkoro", "Europe/Paris", "fr")
    assert await scenario.handle(arrived) is None
    after = await scenario.person(BEN)
    assert after == Person(before.id, BEN.address, HOME, "Benedict Okoro", "Europe/Paris", before.language)


async def test_waiting_deliveries_follow_a_person_to_a_new_home(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "end partnership Harbour")
    (ended,) = [each for each in await scenario.all(Delivery, to=BEN.address) if each.kind == "ended"]
    await scenario.handle(UserSeen("e1", BEN.address, HOME, "Ben Okoro"))
    assert await scenario.all(Delivery, id=ended.id) == [replace(ended, to=HOME, lane=HOME.lane)]
    async with scenario.store.transaction() as db:
        assert [each.to for each in await db.claim(scenario.clock.now(), timedelta(minutes=5), 9)].count(
            HOME
        ) == 1


async def test_deliveries_for_an_earlier_home_follow_once_there_is_a_new_one(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "end partnership Harbour")
    await scenario.handle(AppUninstalled("e1", "teams", "trust"))
    await scenario.handle(UserSeen("e2", BEN.address, HOME, "Ben Okoro"))
    assert {
        each.to for each in await scenario.all(Delivery, kind="ended", member=(await scenario.member(BEN)).id)
    } == {HOME}


async def test_the_question_whether_a_mailbox_is_theirs_stays_with_the_mailbox(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    member, now = await scenario.member(BEN), scenario.clock.now()
    question = new_delivery(
        "question",
        DeliveryKind.CONFIRM_MAILBOX,
        to=mailbox_address("box"),
        subject=member.person,
        partnership=member.partnership,
        due_at=now,
        late_at=now,
        member=member.id,
    )
    async with scenario.store.transaction() as db:
        await db.add(question)
        person = await people.set_home(db, await db.get(Person, member.person), HOME)
    assert person.home == HOME
    assert await scenario.all(Delivery, id="question") == [question]


async def test_values_that_a_platform_does_not_report_are_kept(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    before = await scenario.person(BEN)
    await scenario.handle(UserSeen("e1", BEN.address, BEN.address))
    await scenario.handle(UserSeen("e2", BEN.address, BEN.address, "\u200b", "Nowhere/Land"))
    assert await scenario.person(BEN) == before


async def test_being_seen_creates_no_person(scenario: Scenario) -> None:
    await scenario.handle(UserSeen("e1", EVE.address, EVE.address, "Eve"))
    assert await scenario.all(Person) == []


async def test_somebody_who_was_forgotten_meanwhile_stays_forgotten(scenario: Scenario) -> None:
    async with scenario.store.transaction() as db:
        await people.user_seen(db, UserSeen("e1", EVE.address, EVE.address, "Eve"))
        now = scenario.clock.now()
        await erasure.deactivate(scenario.context, db, UserDeactivated("e2", EVE.address), now)
    assert await scenario.all(Person) == []


async def test_people_of_an_uninstalled_workspace_are_not_written_to(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.add(AMIRA, CARYS, "Borough Council")
    await scenario.says(AMIRA, "make Ben coordinator")
    await scenario.handle(AppUninstalled("e1", "slack", "council"))
    await scenario.handle(AppUninstalled("e2", "slack", "council"))  # those without a home have none to lose
    homes = {each.name: each.home for each in await scenario.all(Person)}
    assert homes == {"Amira Khan": None, "Ben Okoro": BEN.address, "Carys Puw": CARYS.address}
    await scenario.collect_cards(BEN)
    await scenario.says(BEN, "end partnership Harbour")
    assert [len(await scenario.collect_cards(each)) for each in (AMIRA, BEN)] == [0, 1]


async def test_confirming_does_not_replace_a_known_name(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council")
    await scenario.handle(UserSeen("e1", CARYS.address, CARYS.address, "Carys Puw"))
    (asked,) = await scenario.collect_cards(CARYS)
    await scenario.presses(replace(CARYS, name="Somebody Else"), "Confirm", on=asked)
    assert (await scenario.person(CARYS)).name == "Carys Puw"


async def test_people_of_a_reinstalled_workspace_are_written_to_again(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.handle(AppUninstalled("e1", "slack", "council"))
    await scenario.handle(AppUninstalled("e2", "teams", "trust"))
    await scenario.handle(AppReinstalled("e3", "slack", "council"))
    homes = {each.name: each.home for each in await scenario.all(Person)}
    assert homes == {"Amira Khan": AMIRA.address, "Ben Okoro": None}


async def test_an_added_person_has_the_partnerships_zone_and_language_at_first(
    scenario: Scenario,
) -> None:
    await scenario.start_harbour()
    await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council")
    (asked,) = await scenario.collect_cards(CARYS)
    before = await scenario.person(CARYS)
    assert (before.name, before.zone, before.language) == ("", "Europe/London", "en")
    await scenario.says(
        CARYS, button_sentences(asked)["Confirm"], pressed=True, zone="Europe/Dublin", language="cy-GB"
    )
    after = await scenario.person(CARYS)
    assert (after.name, after.zone, after.language) == ("Carys Puw", "Europe/Dublin", "cy")


async def test_a_deactivated_person_leaves_and_is_not_written_to(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.add(AMIRA, CARYS, "Borough Council")
    await scenario.handle(UserDeactivated("e1", CARYS.address))
    assert (await scenario.member(CARYS)).standing is MembershipStatus.LEFT
    assert (await scenario.person(CARYS)).home is None
    await scenario.handle(UserDeactivated("e2", EVE.address))  # whom nobody knows
    assert [(await scenario.member(each)).standing for each in (AMIRA, BEN)] == [
        MembershipStatus.ACTIVE,
        MembershipStatus.ACTIVE,
    ]


async def test_others_are_notified_when_the_last_coordinator_is_deactivated(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.handle(UserDeactivated("e1", AMIRA.address))
    assert [card.title for card in await scenario.collect_cards(BEN)] == ["Who will coordinate?"]
    await scenario.handle(UserDeactivated("e2", BEN.address))
    (harbour,) = await scenario.all(Partnership)
    assert harbour.ended_at == scenario.clock.now()


async def test_a_deactivated_person_who_was_only_invited_is_deleted(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council")
    await scenario.handle(UserDeactivated("e1", CARYS.address))
    assert [each.name for each in await scenario.all(Person)] == ["Amira Khan"]


async def test_deactivation_after_a_partnership_ended_changes_nothing_there(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "end partnership Harbour")
    (ended,) = await scenario.all(Partnership)
    scenario.clock.move(timedelta(days=1))
    await scenario.handle(UserDeactivated("e1", AMIRA.address))
    assert await scenario.all(Partnership) == [ended]
