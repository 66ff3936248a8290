"""Coordinators set the rhythm, look at it, pause it, and say how often people are reminded."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.core.models import Member, Partnership, Round
from tests.support.cast import AMIRA, BEN, CERYS, JO, ORGANISATIONS, SIX
from tests.support.read_cards import button_sentences, buttons, labels, reason, words
from tests.support.scenario import FORTNIGHTLY, Scenario

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
ONLY_COORDINATORS = "Only a coordinator can do this. Your coordinator is Amira Khan."
HOURS = "These times are for London. We ask everyone in their own working hours, and never twice a day."
HOLIDAYS = (
    "We do not ask on public holidays in England (Harbour Council, Harbour NHS Trust), Wales "
    "(Cegin Gymunedol)."
)
ONCE = "We remind people who have not replied once, on the third working day."


def lines(card: Any) -> list[str]:
    return words(card).splitlines()


async def rhythmic(scenario: Scenario, **fields: Any) -> Partnership:
    planned = {"rhythm": FORTNIGHTLY, "rhythm_at": MONDAY, "next_round_at": MONDAY + timedelta(weeks=2)}
    return await scenario.create_partnership(*SIX, **{**planned, **fields})


async def planned(scenario: Scenario) -> tuple[str, datetime | None]:
    it = await scenario.one(Partnership)
    return it.rhythm, it.next_round_at


async def test_a_rhythm_is_shown_with_its_dates_before_it_is_set(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    card = await scenario.says(AMIRA, "schedule every second Tuesday at 10:00")
    assert lines(card) == [
        "Set this schedule?",
        "The new schedule would be: every second Tuesday at 10:00.",
        "The next rounds would open on:",
        "Tuesday 3 March, 10:00",
        "Tuesday 17 March, 10:00",
        "Tuesday 31 March, 10:00",
        "Tuesday 14 April, 10:00",
        "Tuesday 28 April, 10:00",
        f"{HOURS} {HOLIDAYS}",
        "Set this schedule",
    ]
    assert await planned(scenario) == ("", None)


async def test_once_it_is_set_it_is_shown_and_kept_to(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert (await scenario.says(AMIRA, "schedule")).title == "No schedule is set"
    await scenario.says(AMIRA, "schedule every second Wednesday at 14:00")
    card = await scenario.presses(AMIRA, "Set this schedule")
    assert lines(card) == [
        "Schedule: every second Wednesday at 14:00",
        "The next rounds open on:",
        "Wednesday 4 March, 14:00",
        "Wednesday 18 March, 14:00",
        "Wednesday 1 April, 14:00",
        "Wednesday 15 April, 14:00",
        "Wednesday 29 April, 14:00",
        f"{HOURS} {HOLIDAYS}",
        ONCE,
        "Send no reminders",
        "Remind twice",
        "Set how often to ask",
        "Pause the schedule",
        "Set public holidays",
    ]
    assert await scenario.says(AMIRA, "schedule") == card
    await scenario.passes(days=3)
    assert (await scenario.open_round()).opened_at == datetime(2026, 3, 4, 14, tzinfo=UTC)


async def test_what_is_set_is_what_was_shown_however_late_the_button_is_pressed(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    shown = lines(await scenario.says(AMIRA, "schedule fortnightly"))[3:8]
    scenario.clock.move(timedelta(days=8))
    card = await scenario.presses(AMIRA, "Set this schedule")
    assert lines(card)[2:6] == shown[1:]


async def test_a_first_date_can_be_chosen(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    card = await scenario.says(AMIRA, "schedule fortnightly from 9 March")
    assert lines(card)[3:5] == ["Tuesday 10 March, 10:00", "Tuesday 24 March, 10:00"]
    assert buttons(card)[0].says == "schedule every second Tuesday at 10:00 from 2026-03-10 now"
    await scenario.says(AMIRA, "schedule fortnightly at 00:00 on Monday from 9 March now")
    assert reason(await scenario.says(AMIRA, "schedule fortnightly from whenever")).startswith(
        "We did not understand that date."
    )


async def test_a_date_that_falls_oddly_has_a_word(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    easter = lines(await scenario.says(AMIRA, "schedule monthly on the first Monday from 1 April"))
    assert easter[3] == ("Monday 6 April, 10:00 (a public holiday: people are asked on the next working day)")
    sunday = lines(await scenario.says(AMIRA, "schedule every 4 weeks on Sunday"))
    assert sunday[3] == "Sunday 8 March, 10:00 (a weekend: people are asked on the next working day)"
    early = lines(await scenario.says(AMIRA, "schedule fortnightly at 6am"))
    assert early[3] == "Tuesday 3 March, 06:00 (outside working hours: people are asked from 09:30)"


async def test_a_holiday_of_one_organisation_is_not_the_others(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "profile region Cegin Gymunedol in Scotland")
    card = await scenario.says(AMIRA, "schedule every 4 weeks on Monday from 6 April")
    assert lines(card)[3] == (
        "Monday 6 April, 10:00 (a public holiday for Harbour Council and Harbour NHS Trust: people there are"
        " asked on the next working day)"
    )


async def test_a_weekly_stretch_ends_in_the_rhythm_that_was(scenario: Scenario) -> None:
    await rhythmic(scenario)
    await scenario.says(AMIRA, "schedule weekly for 2 weeks")
    card = await scenario.presses(AMIRA, "Set this schedule")
    assert lines(card)[:7] == [
        "Schedule: every Tuesday at 10:00 until 10 March 2026, then every second Monday at 09:00",
        "The next rounds open on:",
        "Tuesday 3 March, 10:00",
        "Tuesday 10 March, 10:00",
        "Monday 23 March, 09:00 (outside working hours: people are asked from 09:30)",
        "Monday 6 April, 09:00 (a public holiday: people are asked on the next working day)",
        "Monday 20 April, 09:00 (outside working hours: people are asked from 09:30)",
    ]
    await scenario.passes(days=29)
    opened = [(each.number, each.opened_at.date()) for each in await scenario.all(Round)]
    assert sorted(opened) == [(1, date(2026, 3, 3)), (2, date(2026, 3, 10)), (3, date(2026, 3, 23))]


async def test_dates_are_the_partnerships_wherever_the_speaker_lives(scenario: Scenario) -> None:
    await scenario.create_partnership(replace(AMIRA, zone="America/New_York"), BEN, zone="Asia/Kathmandu")
    card = await scenario.says(AMIRA, "schedule fortnightly")
    assert lines(card)[3] == "Tuesday 3 March, 10:00"
    assert "These times are for Kathmandu." in words(card)
    await scenario.presses(AMIRA, "Set this schedule")
    assert (await planned(scenario))[1] == datetime(2026, 3, 3, 4, 15, tzinfo=UTC)


async def test_a_rhythm_is_paused_until_a_date_and_goes_on_by_itself(scenario: Scenario) -> None:
    await rhythmic(scenario)
    card = await scenario.says(AMIRA, "schedule pause until 17 March")
    assert lines(card)[:5] == [
        "Schedule: every second Monday at 09:00",
        "No round will open before Monday 30 March.",
        "Resume the schedule now",
        "The next rounds open on:",
        "Monday 30 March, 09:00 (outside working hours: people are asked from 09:30)",
    ]
    assert await scenario.says(AMIRA, "schedule") == card
    await scenario.passes(days=27)
    assert await scenario.all(Round) == []
    await scenario.passes(days=2)
    assert (await scenario.open_round()).opened_at.date() == date(2026, 3, 30)


async def test_a_pause_can_end_on_a_day_of_the_rhythm(scenario: Scenario) -> None:
    await rhythmic(scenario)
    await scenario.says(AMIRA, "schedule pause until 30 March")
    assert (await scenario.one(Partnership)).next_round_at == datetime(2026, 3, 30, 8, tzinfo=UTC)


async def test_a_rhythm_that_is_paused_can_go_on_at_once(scenario: Scenario) -> None:
    await rhythmic(scenario)
    before = await scenario.says(AMIRA, "schedule")
    await scenario.says(AMIRA, "schedule pause until 1 June")
    assert await scenario.presses(AMIRA, "Resume the schedule now") == before


async def test_a_round_that_waits_for_an_open_one_is_not_shown_as_to_come(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(
            await db.get(Partnership, "harbour"), next_round_at=MONDAY - timedelta(days=1)
        )
    assert lines(await scenario.says(AMIRA, "schedule"))[2].startswith("Monday 16 March")


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("schedule sometimes", "We did not understand that schedule."),
        ("schedule pause until whenever", "We did not understand that date."),
        ("schedule pause until 2026-03-02", "Choose a date from tomorrow on."),
        ("schedule pause until 2027-03-04", "Choose a date within a year from today."),
        ("schedule fortnightly from 0001-01-01", "Choose a date within a year from today."),
        ("schedule fortnightly from 9999-12-31 now", "Choose a date within a year from today."),
        ("reminders 3", "People can get up to two reminders in a round."),
        ("reminders x", "People can get up to two reminders in a round."),
    ],
)
async def test_what_cannot_be_planned_is_refused_with_the_reason(
    scenario: Scenario, sentence: str, why: str
) -> None:
    before = await rhythmic(scenario)
    assert reason(await scenario.says(AMIRA, sentence)).startswith(why)
    assert await scenario.one(Partnership) == before


@pytest.mark.parametrize("rhythm", ["", "sometimes"])
@pytest.mark.parametrize("sentence", ["schedule pause until 1 May", "schedule resume"])
async def test_without_a_rhythm_there_is_nothing_to_pause(
    scenario: Scenario, rhythm: str, sentence: str
) -> None:
    await scenario.create_partnership(*SIX, rhythm=rhythm)
    card = await scenario.says(AMIRA, sentence)
    assert reason(card) == "There is no schedule to follow. Type for example: schedule fortnightly"
    assert button_sentences(card) == {"Every two weeks": "schedule fortnightly"}


async def test_the_number_of_reminders_is_one_press_away(scenario: Scenario) -> None:
    await rhythmic(scenario)
    await scenario.says(AMIRA, "reminders 3")
    await scenario.presses(AMIRA, "No reminders")
    assert (await scenario.one(Partnership)).reminders == 0


@pytest.mark.parametrize("next_round_at", [None, MONDAY + timedelta(days=1)])
async def test_a_rhythm_that_was_set_aside_or_will_be_is_shown_as_stopped(
    scenario: Scenario, next_round_at: datetime | None
) -> None:
    await scenario.create_partnership(*SIX, rhythm="sometimes", next_round_at=next_round_at)
    assert lines(await scenario.says(AMIRA, "schedule")) == [
        "The schedule has stopped",
        "We could not open the next round.",
        "To set it again, type for example: schedule fortnightly",
        "Set how often to ask",
    ]
    assert lines(await scenario.says(BEN, "schedule"))[-1] == "A coordinator needs to set it again."


async def test_how_often_people_are_reminded_is_chosen(scenario: Scenario) -> None:
    await rhythmic(scenario)
    said = {
        "Remind twice": ONCE.replace("once, on the third", "twice, on the third and the fifth"),
        "Send no reminders": "We send no reminders.",
        "Remind once": ONCE,
    }
    await scenario.says(AMIRA, "schedule")
    for label, words_ in said.items():
        card = await scenario.presses(AMIRA, label)
        assert words_ in lines(card)
        assert label not in labels(card)
    assert (await scenario.one(Partnership)).reminders == 1


@pytest.mark.parametrize("most", [0, 1, 2])
async def test_people_are_reminded_as_often_as_that(scenario: Scenario, most: int) -> None:
    await rhythmic(scenario, next_round_at=MONDAY)
    await scenario.says(AMIRA, f"reminders {most}")
    await scenario.passes(days=4, hours=2)
    assert scenario.titles_sent_to(BEN)[1:] == ["Harbour Together: still time to answer"] * most


async def test_an_open_round_stays_as_it_is_when_the_rhythm_changes(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    await scenario.says(AMIRA, "schedule weekly now")
    await scenario.says(AMIRA, "schedule pause until 1 May")
    assert await scenario.open_round() == round_


@pytest.mark.parametrize(
    "sentence",
    [
        "schedule weekly",
        "schedule weekly now",
        "schedule pause until 1 May",
        "schedule resume",
        "reminders 2",
    ],
)
async def test_the_rhythm_is_the_coordinators(scenario: Scenario, sentence: str) -> None:
    before = await rhythmic(scenario)
    assert reason(await scenario.says(BEN, sentence)) == ONLY_COORDINATORS
    assert await scenario.one(Partnership) == before


async def test_every_member_sees_the_dates_and_only_coordinators_ways_to_change_them(
    scenario: Scenario,
) -> None:
    await scenario.create_partnership(*SIX)
    assert lines(await scenario.says(BEN, "schedule")) == [
        "No schedule is set",
        "Only a coordinator can set one.",
    ]
    await scenario.says(AMIRA, "schedule every second Wednesday at 14:00 now")
    await scenario.says(AMIRA, "schedule pause until 17 March")
    theirs, mine = lines(await scenario.says(BEN, "schedule")), await scenario.says(AMIRA, "schedule")
    assert theirs == [line for line in lines(mine) if line not in labels(mine)]
    assert await scenario.says(AMIRA, "schedule from 3 May") == mine
    assert labels(mine) == [
        *("Resume the schedule now", "Send no reminders", "Remind twice"),
        *("Set how often to ask", "Pause the schedule", "Set public holidays"),
    ]


async def test_in_several_partnerships_the_button_says_which(scenario: Scenario) -> None:
    it = await scenario.create_partnership(*SIX)
    member = await scenario.one(Member, id=AMIRA.member)
    async with scenario.store.transaction() as db:
        await db.add(replace(it, id="moor", name="Moorland"))
        await db.add(replace(ORGANISATIONS["council"], id="moor-council", partnership="moor"))
        await db.add(replace(member, id="amira-too", partnership="moor", organisation="moor-council"))
    card = await scenario.says(AMIRA, "in Moorland: schedule fortnightly")
    assert buttons(card)[0].says == (
        "in Moorland: schedule every second Tuesday at 10:00 from 2026-03-03 now"
    )


async def test_welsh_speakers_are_shown_it_in_welsh(scenario: Scenario) -> None:
    await scenario.create_partnership(replace(AMIRA, language="cy"), CERYS, JO)
    card = await scenario.says(AMIRA, "schedule weekly")
    assert card.title == "Gosod yr amserlen hon?"
    assert buttons(card)[0].says == (
        "schedule every Tuesday at 10:00 until 7 April 2026, then every second Tuesday at 10:00"
        " from 2026-03-03 now"
    )
