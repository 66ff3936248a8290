from dataclasses import replace
from datetime import timedelta

from bot.core.deliveries import Delivery, DeliveryKind, new_delivery
from bot.core.email import mailbox_address
from bot.core.events import AppReinstalled, AppUninstalled, UserDeactivated, UserSeen
from bot.core.models import Address, MembershipStatus, Partnership, Person
from bot.membership import people
from tests.handlers.scene import AMIRA, BEN, CARYS, EVE, Scene, SceneUser, ways

HOME = Address("teams", "tenant", "a:conversation;1")


async def test_a_person_who_is_seen_is_written_to_there(scene: Scene) -> None:
    await scene.riverside()
    before = await scene.person(BEN)
    arrived = UserSeen("e1", BEN.address, HOME, "Benedict\nOkoro", "Europe/Paris", "fr")
    assert await scene.handle(arrived) is None
    after = await scene.person(BEN)
    assert after == Person(before.id, BEN.address, HOME, "Benedict Okoro", "Europe/Paris", before.language)


async def test_waiting_deliveries_follow_a_person_to_a_new_home(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(AMIRA, "end partnership Harbour")
    (ended,) = [each for each in await scene.found(Delivery, to=BEN.address) if each.kind == "ended"]
    await scene.handle(UserSeen("e1", BEN.address, HOME, "Ben Okoro"))
    assert await scene.found(Delivery, id=ended.id) == [replace(ended, to=HOME, lane=HOME.lane)]
    async with scene.store.transaction() as db:
        assert [each.to for each in await db.claim(scene.clock.now(), timedelta(minutes=5), 9)].count(
            HOME
        ) == 1


async def test_deliveries_for_an_earlier_home_follow_once_there_is_a_new_one(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(AMIRA, "end partnership Harbour")
    await scene.handle(AppUninstalled("e1", "teams", "tenant"))
    await scene.handle(UserSeen("e2", BEN.address, HOME, "Ben Okoro"))
    assert {
        each.to for each in await scene.found(Delivery, kind="ended", member=(await scene.member(BEN)).id)
    } == {HOME}


async def test_the_question_whether_a_mailbox_is_theirs_stays_with_the_mailbox(scene: Scene) -> None:
    await scene.riverside()
    member, now = await scene.member(BEN), scene.clock.now()
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
    async with scene.store.transaction() as db:
        await db.add(question)
        person = await people.set_home(db, await db.get(Person, member.person), HOME)
    assert person.home == HOME
    assert await scene.found(Delivery, id="question") == [question]


async def test_values_that_a_platform_does_not_report_are_kept(scene: Scene) -> None:
    await scene.riverside()
    before = await scene.person(BEN)
    await scene.handle(UserSeen("e1", BEN.address, BEN.address))
    await scene.handle(UserSeen("e2", BEN.address, BEN.address, "\u200b", "Nowhere/Land"))
    assert await scene.person(BEN) == before


async def test_being_seen_creates_no_person(scene: Scene) -> None:
    await scene.handle(UserSeen("e1", EVE.address, EVE.address, "Eve"))
    assert await scene.found(Person) == []


async def test_people_of_an_uninstalled_workspace_are_not_written_to(scene: Scene) -> None:
    await scene.riverside()
    await scene.add(AMIRA, CARYS, "Borough Council")
    await scene.handle(AppUninstalled("e1", "slack", "T1"))
    await scene.handle(AppUninstalled("e2", "slack", "T1"))  # those without a home have none to lose
    homes = {each.name: each.home for each in await scene.found(Person)}
    assert homes == {"Amira Khan": None, "Ben Okoro": BEN.address, "Carys Puw": CARYS.address}
    await scene.say(AMIRA, "make Ben coordinator")
    await scene.say(BEN, "end partnership Harbour")
    assert [len(await scene.told(each)) for each in (AMIRA, BEN)] == [0, 1]


async def test_confirming_does_not_replace_a_known_name(scene: Scene) -> None:
    await scene.harbour()
    await scene.say(AMIRA, f"add {CARYS.token} to Borough Council")
    await scene.handle(UserSeen("e1", CARYS.address, CARYS.address, "Carys Puw"))
    (asked,) = await scene.told(CARYS)
    await scene.press(SceneUser("Somebody Else", CARYS.address), asked, "Confirm")
    assert (await scene.person(CARYS)).name == "Carys Puw"


async def test_people_of_a_reinstalled_workspace_are_written_to_again(scene: Scene) -> None:
    await scene.riverside()
    await scene.handle(AppUninstalled("e1", "slack", "T1"))
    await scene.handle(AppUninstalled("e2", "teams", "tenant"))
    await scene.handle(AppReinstalled("e3", "slack", "T1"))
    homes = {each.name: each.home for each in await scene.found(Person)}
    assert homes == {"Amira Khan": AMIRA.address, "Ben Okoro": None}


async def test_an_added_person_has_the_partnerships_zone_and_language_at_first(
    scene: Scene,
) -> None:
    await scene.harbour()
    await scene.say(AMIRA, f"add {CARYS.token} to Borough Council")
    (asked,) = await scene.told(CARYS)
    before = await scene.person(CARYS)
    assert (before.name, before.zone, before.language) == ("", "Europe/London", "en")
    await scene.say(CARYS, ways(asked)["Confirm"], pressed=True, zone="Europe/Dublin", language="cy-GB")
    after = await scene.person(CARYS)
    assert (after.name, after.zone, after.language) == ("Carys Puw", "Europe/Dublin", "cy")


async def test_a_deactivated_person_leaves_and_is_not_written_to(scene: Scene) -> None:
    await scene.riverside()
    await scene.add(AMIRA, CARYS, "Borough Council")
    await scene.handle(UserDeactivated("e1", CARYS.address))
    assert (await scene.member(CARYS)).standing is MembershipStatus.LEFT
    assert (await scene.person(CARYS)).home is None
    await scene.handle(UserDeactivated("e2", EVE.address))  # whom nobody knows
    assert [(await scene.member(each)).standing for each in (AMIRA, BEN)] == [
        MembershipStatus.ACTIVE,
        MembershipStatus.ACTIVE,
    ]


async def test_others_are_notified_when_the_last_coordinator_is_deactivated(scene: Scene) -> None:
    await scene.riverside()
    await scene.handle(UserDeactivated("e1", AMIRA.address))
    assert [card.title for card in await scene.told(BEN)] == ["Who will coordinate?"]
    await scene.handle(UserDeactivated("e2", BEN.address))
    (harbour,) = await scene.found(Partnership)
    assert harbour.ended_at == scene.clock.now()


async def test_a_deactivated_person_who_was_only_invited_is_deleted(scene: Scene) -> None:
    await scene.harbour()
    await scene.say(AMIRA, f"add {CARYS.token} to Borough Council")
    await scene.handle(UserDeactivated("e1", CARYS.address))
    assert [each.name for each in await scene.found(Person)] == ["Amira Khan"]


async def test_deactivation_after_a_partnership_ended_changes_nothing_there(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(AMIRA, "end partnership Harbour")
    (ended,) = await scene.found(Partnership)
    scene.clock.move(timedelta(days=1))
    await scene.handle(UserDeactivated("e1", AMIRA.address))
    assert await scene.found(Partnership) == [ended]
