"""Deliveries wait for working hours, and nobody gets two check-ins in a day."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import SendFailed
from bot.core.models import (
    Address,
    Invitation,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    Round,
)
from bot.rounds.send_window import DailyCheckIn
from tests.language import reference_schedule
from tests.support.cast import AMIRA, BEN, CERYS, DILYS, EFE, FARAH, JO, ORGANISATIONS, SIX, ScenarioUser
from tests.support.databases import each_database
from tests.support.scenario import FORTNIGHTLY, Scenario

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST = "Partners do what they say they will do."
REMINDED = "still time to answer"
FIVE = (AMIRA, BEN, DILYS, EFE, FARAH)  # who read English


async def together(scenario: Scenario, *names: str) -> None:
    """Add the same people to further partnerships, whose rounds are due at the same time."""
    now = scenario.clock.now()
    it = await scenario.create_partnership(*FIVE, rhythm=FORTNIGHTLY, rhythm_at=now, next_round_at=now)
    places = await scenario.all(Member)
    async with scenario.store.transaction() as db:
        for name in names:
            await db.add(replace(it, id=name, name=name.title()))
            for id in {actor.organisation for actor in FIVE}:
                await db.add(replace(ORGANISATIONS[id], id=f"{id}-{name}", partnership=name))
            for each in places:
                where = f"{each.organisation}-{name}"
                await db.add(replace(each, id=f"{each.id}-{name}", partnership=name, organisation=where))


def asked(scenario: Scenario, actor: ScenarioUser) -> int:
    return scenario.titles_sent_to(actor).count(FIRST)


@each_database
async def test_a_member_of_three_partnerships_is_asked_on_three_days(
    scenario: Scenario,
) -> None:
    await together(scenario, "moor", "wood")
    workers = [scenario.another_worker() for _ in range(4)]
    scenario.clock.move(HOUR)
    for day in (1, 2, 3, 3):
        await asyncio.gather(*(worker.tick() for worker in workers))
        await workers[0].tick()
        assert [asked(scenario, actor) for actor in FIVE] == [day] * 5
        scenario.clock.move(DAY)
    days = Counter((each.person, each.on) for each in await scenario.all(DailyCheckIn))
    assert {*days.values()} == {1}
    assert {on for _, on in days} == {date(2026, 3, day) for day in (2, 3, 4)}
    assert {each.invitation for each in await scenario.all(DailyCheckIn)} == {
        each.id for each in await scenario.all(Invitation)
    }


async def test_a_member_can_start_the_second_check_in_on_the_same_day(scenario: Scenario) -> None:
    await together(scenario, "moor")
    await scenario.passes(hours=1)
    for _ in range(2):
        assert (await scenario.answers(BEN, 4)).title == "Thank you"
    assert (await scenario.says(BEN, "check-in")).title == "Thank you"


async def test_a_check_in_without_a_free_day_is_given_up_and_can_be_answered(scenario: Scenario) -> None:
    await together(scenario, "moor")
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Partnership, "moor"), next_round_at=None)
    await scenario.passes(hours=1)
    await scenario.says(AMIRA, "in Moor: ask purpose for 2 hours now")
    await scenario.passes(days=1)
    moor = [each for each in await scenario.all(Delivery, partnership="moor") if each.kind == "ask"]
    assert {each.state for each in moor} == {DeliveryState.GIVEN_UP}
    assert {each.attempts for each in moor} <= {1}
    assert [asked(scenario, actor) for actor in FIVE] == [1] * 5


@each_database
async def test_of_several_check_ins_that_wait_the_one_that_closes_first_takes_the_day(
    scenario: Scenario,
) -> None:
    await together(scenario, "moor", "wood")
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Partnership, "wood"), next_round_at=None)
    await scenario.worker.tick()
    await scenario.says(AMIRA, "in Wood: ask purpose for 8 hours now")
    wood = await scenario.open_round_of("wood")
    await scenario.passes(hours=2)
    today = [each.invitation for each in await scenario.all(DailyCheckIn)]
    assert {(await scenario.one(Invitation, id=each)).round for each in today} == {wood.id}
    await scenario.passes(days=2)
    assert [asked(scenario, actor) for actor in FIVE] == [2] * 5


async def test_a_failed_check_in_is_retried_on_its_own_day(scenario: Scenario) -> None:
    await together(scenario, "moor")
    scenario.clock.move(HOUR)
    scenario.platform.refuses[BEN.key] = SendFailed("Busy.")
    await scenario.worker.tick()
    scenario.platform.refuses.clear()
    await scenario.passes(hours=2)
    assert asked(scenario, BEN) == 1


async def test_reminders_count_from_the_day_of_the_check_in(scenario: Scenario) -> None:
    await together(scenario, "moor", "wood")
    days = []
    for day in range(2, 7):
        await scenario.passes_until(day, 16)
        days.append([title for title in scenario.titles_sent_to(BEN) if REMINDED in title])
    assert [len(each) for each in days] == [0, 0, 1, 2, 3]
    assert len({*days[-1]}) == 3


async def test_nobody_is_reminded_before_they_were_asked(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        for each in await db.find(Delivery, kind="ask", member=BEN.member):
            await db.update_if_unchanged(each, state=DeliveryState.GIVEN_UP)
    await scenario.passes(days=4)
    assert scenario.titles_sent_to(BEN) == []


@pytest.mark.parametrize("sleep", [timedelta(hours=14), timedelta(days=3), timedelta(days=4, hours=16)])
async def test_overdue_messages_wait_for_working_hours(scenario: Scenario, sleep: timedelta) -> None:
    await scenario.open_first_round(*SIX, JO)
    scenario.clock.move(sleep)
    written: list[tuple[str, datetime]] = []
    for _ in range(66):
        before = len(scenario.platform.sent)
        await scenario.worker.tick()
        written += [(to.key, scenario.clock.now()) for to, _ in scenario.platform.sent[before:]]
        scenario.clock.move(HOUR)
    zones = {actor.address.key: actor.zone for actor in (*SIX, JO)}
    personal = [(key, at) for key, at in written if key in zones]
    assert {key for key, _ in personal} == {*zones}
    assert [
        each
        for each in personal
        if not reference_schedule.may_be_written_to(each[1], zones[each[0]], "GB-ENG")
    ] == []


async def test_a_deferred_delivery_counts_no_attempt(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    scenario.clock.move(timedelta(hours=14))
    await scenario.worker.tick()
    asks = [each for each in await scenario.all(Delivery) if each.kind == "ask"]
    assert {(each.attempts, each.due_at) for each in asks} == {(0, datetime(2026, 3, 3, 9, 30, tzinfo=UTC))}


async def test_public_holidays_are_those_of_the_members_organisation(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Organisation, "kitchen"), region="GB-SCT")
    scenario.clock.move(datetime(2026, 4, 6, 10, tzinfo=UTC) - MONDAY)  # Easter Monday
    await scenario.says(AMIRA, "ask trust now")
    await scenario.worker.tick()
    assert [actor.key for actor in SIX if scenario.titles_sent_to(actor)] == ["cerys", "dilys"]


async def test_membership_news_waits_for_working_hours_in_a_chat_only(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    now = scenario.clock.now() - HOUR
    async with scenario.store.transaction() as db:
        for actor in (BEN, CERYS):
            place = await db.get(Member, actor.member)
            await db.update_if_unchanged(place, standing=MembershipStatus.LEFT)
            await db.add(
                Delivery(
                    f"to-{actor.key}", actor.address.lane, actor.address, "removed", "harbour",
                    now, now + DAY, "harbour", actor.member,
                )
            )  # fmt: skip
    await scenario.worker.tick()
    assert [len(scenario.titles_sent_to(actor)) for actor in (BEN, CERYS)] == [0, 1]
    await scenario.passes(hours=1)
    assert [len(scenario.titles_sent_to(actor)) for actor in (BEN, CERYS)] == [1, 1]


async def test_a_delivery_to_a_former_address_uses_no_day(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        ben = await db.get(Person, BEN.person.id)
        await db.update_if_unchanged(ben, home=Address("teams", "elsewhere", "ben"))
    await scenario.passes(hours=1)
    assert BEN.person.id not in {each.person for each in await scenario.all(DailyCheckIn)}


async def test_a_daily_check_in_is_deleted_with_the_person_or_after_forty_days(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes(hours=1)
    assert len(await scenario.all(DailyCheckIn)) == 6
    await scenario.says(BEN, "forget me now")
    assert len(await scenario.all(DailyCheckIn)) == 5
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Partnership, "harbour"), next_round_at=None)
    scenario.clock.move(timedelta(days=41))
    await scenario.another_worker().tick()
    assert (await scenario.all(DailyCheckIn), len(await scenario.all(Round))) == ([], 1)
