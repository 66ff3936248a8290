"""The date of the next round that anybody is told is one at which it opens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.models import Partnership, Round, RoundKind, RoundState
from bot.handlers.views import OverviewView
from bot.rounds import next_round
from bot.rounds.schedule import dates_after
from tests.support.cast import AMIRA, BEN, CERYS, SIX
from tests.support.databases import each_database
from tests.support.read_cards import labels, words
from tests.support.scenario import FORTNIGHTLY, Scenario

TUESDAYS = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;BYHOUR=10;BYMINUTE=0;BYSECOND=0"
WEEKLY = "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;BYHOUR=9;BYMINUTE=0;BYSECOND=0"
MONTHLY = "FREQ=MONTHLY;BYDAY=1TU;BYHOUR=10;BYMINUTE=0;BYSECOND=0"
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 10, tzinfo=UTC)
LATER = "Harbour Together: the next round will open later"


async def planned(scenario: Scenario, **fields: Any) -> None:
    rhythm = {"rhythm": TUESDAYS, "rhythm_at": TUESDAY, "next_round_at": TUESDAY}
    await scenario.create_partnership(*SIX, **{**rhythm, **fields})


async def next_date(scenario: Scenario) -> datetime | None:
    return (await scenario.one(Partnership)).next_round_at


@each_database
async def test_the_date_that_everybody_is_told_is_the_one_on_which_the_round_opens(
    scenario: Scenario,
) -> None:
    await planned(scenario)
    await scenario.passes(minutes=40)
    draft = await scenario.says(AMIRA, "ask trust")
    moves = "This moves the next round from Tuesday 3 March, 10:00 to Tuesday 10 March, 16:30."
    assert f"{moves} We will tell your channels." in words(draft).splitlines()
    await scenario.presses(AMIRA, "Ask 6 people")
    await scenario.passes(minutes=20)
    (told,) = scenario.posted()
    assert words(told).splitlines()[:2] == [
        LATER,
        "It will open on Tuesday 10 March, 16:30, London time, not on Tuesday 3 March, 10:00, London time.",
    ]
    await scenario.all_answer(4, 4, 4, 3, 3, 3)
    await scenario.passes(hours=1)
    await scenario.says(AMIRA, "close now")  # at eleven
    await scenario.passes(minutes=1)
    opens = "Monday 9 March, 11:00"
    summary = scenario.posted()[-1]
    assert f"Next round: {opens}, London time." in words(summary).splitlines()
    for sentence in ("status", "results"):
        assert f"The next round opens on {opens}." in words(await scenario.says(BEN, sentence))
    assert "The next round is planned for Monday 9 March." in words(await scenario.says(BEN, "check-in"))
    overview = await scenario.bot.view(BEN.person, OverviewView())
    assert any(f"Next round: {opens}" in words(card) for card in overview)
    dates = words(await scenario.says(AMIRA, "schedule")).splitlines()
    assert "The round planned for Tuesday 3 March will open later." in dates
    start = dates.index("The next rounds open on:") + 1
    assert dates[start : start + 3] == [opens, "Tuesday 31 March, 10:00", "Tuesday 14 April, 10:00"]
    await scenario.passes(days=7)
    round_ = await scenario.open_round()
    assert (round_.kind, scenario.context.translator().moment(round_.opened_at)) == (
        RoundKind.SCHEDULED,
        opens,
    )
    await scenario.passes(days=7)
    assert "Next round: Tuesday 31 March, 10:00, London time." in words(scenario.posted()[-1]).splitlines()
    await scenario.passes(days=16)
    assert (await scenario.open_round()).opened_at == datetime(2026, 3, 31, 9, tzinfo=UTC)  # summer time
    assert [card.title for card in scenario.posted()].count(LATER) == 1


@each_database
async def test_a_cancelled_round_gives_the_next_one_its_date_back(scenario: Scenario) -> None:
    await planned(scenario)
    await scenario.says(AMIRA, "ask trust now")
    assert await next_date(scenario) == datetime(2026, 3, 10, 16, 30, tzinfo=UTC)
    card = await scenario.says(AMIRA, "cancel now")
    assert "The next round opens on Tuesday 3 March, 10:00." in words(card).splitlines()
    await scenario.passes(minutes=1)
    in_the_channel = words(card).replace("10:00.", "10:00, London time.")
    assert words(scenario.posted()[-1]) == in_the_channel
    assert LATER not in [card.title for card in scenario.posted()]  # it was true for no time at all
    assert (await scenario.one(Partnership)).postponed_from_at is None


async def test_an_extra_round_that_is_open_on_the_date_lets_the_next_one_wait_for_its_close(
    scenario: Scenario,
) -> None:
    await planned(scenario)
    sentence = 'ask "How fair was the budget decision?" for 4 days'
    assert "from Tuesday 3 March, 10:00 to Friday 6 March, 09:00" in words(
        await scenario.says(AMIRA, sentence)
    )
    await scenario.says(AMIRA, f"{sentence} now")
    closes_at = MONDAY + timedelta(days=4)
    assert await next_date(scenario) == closes_at
    await scenario.passes(days=4)
    assert (await scenario.one(Round, kind=RoundKind.SCHEDULED)).opened_at == closes_at


async def test_an_extra_round_that_is_over_in_time_moves_nothing(scenario: Scenario) -> None:
    await planned(scenario)
    sentence = 'ask "How fair was the budget decision?" for 2 hours'
    assert "moves" not in words(await scenario.says(AMIRA, sentence))
    await scenario.says(AMIRA, f"{sentence} now")
    await scenario.passes(hours=3)
    assert LATER not in [card.title for card in scenario.posted()]
    assert await next_date(scenario) == TUESDAY


async def test_without_a_rhythm_nothing_is_moved(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert "moves" not in words(await scenario.says(AMIRA, "ask trust"))
    await scenario.says(AMIRA, "ask trust now")
    assert await next_date(scenario) is None


async def test_a_round_that_is_found_to_be_too_early_is_postponed_for_all_to_hear(scenario: Scenario) -> None:
    await planned(scenario)
    await scenario.says(AMIRA, "ask trust for 2 hours now")
    await scenario.passes(hours=3)
    async with scenario.store.transaction() as db:  # as an earlier version of Accord left it
        stored = await db.get(Partnership, "harbour")
        await db.update_if_unchanged(stored, next_round_at=TUESDAY, postponed_from_at=None)
    scenario.platform.sent.clear()
    await scenario.passes(days=2)
    assert [card.title for card in scenario.posted()].count(LATER) == 1
    assert await next_date(scenario) == MONDAY + timedelta(weeks=1, hours=2)


async def test_a_rhythm_is_proposed_with_dates_on_which_rounds_can_open(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    possible = "Monday 9 March, 09:00 (outside working hours: people are asked from 09:30)"
    card = await scenario.says(AMIRA, "schedule fortnightly on Thursday from 5 March")
    assert words(card).splitlines()[3:5] == [possible, "Thursday 19 March, 10:00"]
    done = await scenario.presses(AMIRA, "Set this schedule")
    assert possible in words(done).splitlines()
    assert (await scenario.one(Partnership)).postponed_from_at == datetime(2026, 3, 5, 10, tzinfo=UTC)


async def test_going_on_with_the_rhythm_does_not_promise_what_cannot_be(scenario: Scenario) -> None:
    await planned(scenario)
    await scenario.says(AMIRA, "ask trust now")
    card = await scenario.says(AMIRA, "schedule resume")
    assert labels(card) == [
        "Send no reminders",
        "Remind twice",
        "Set how often to ask",
        "Pause the schedule",
        "Set public holidays",
    ]
    assert await next_date(scenario) == datetime(2026, 3, 10, 16, 30, tzinfo=UTC)


async def test_a_worker_that_was_late_moves_the_next_weekly_round_as_far(scenario: Scenario) -> None:
    await planned(scenario, rhythm=WEEKLY, rhythm_at=MONDAY, next_round_at=MONDAY)
    scenario.clock.move(timedelta(hours=3))
    await scenario.worker.tick()
    assert await next_date(scenario) == MONDAY + timedelta(weeks=1, hours=3)
    late = replace(await scenario.one(Partnership), postponed_from_at=None)
    assert next_round.following(late, MONDAY + timedelta(minutes=1)) == (MONDAY + timedelta(weeks=1), None)


async def test_a_few_seconds_are_waited_for_in_silence(scenario: Scenario) -> None:
    await planned(scenario, rhythm=WEEKLY, rhythm_at=MONDAY, next_round_at=MONDAY)
    scenario.clock.move(timedelta(seconds=20))
    await scenario.worker.tick()
    next_monday = MONDAY + timedelta(weeks=1)
    assert await next_date(scenario) == next_monday
    await scenario.passes(days=7, seconds=-15)
    assert await scenario.all(Round, state=RoundState.OPEN) == []
    await scenario.passes(seconds=20)
    assert (await scenario.open_round()).opened_at == next_monday + timedelta(seconds=20)
    assert LATER not in [card.title for card in scenario.posted()]


@pytest.mark.parametrize(
    ("rhythm", "opens", "expected"),
    [
        (FORTNIGHTLY, timedelta(), [14, 28]),
        (FORTNIGHTLY, timedelta(days=4), [14, 28]),
        (FORTNIGHTLY, timedelta(days=6), [28, 42]),
        (WEEKLY, timedelta(days=2), [7, 14]),
        (WEEKLY, timedelta(days=3), [14, 21]),
        (WEEKLY, timedelta(days=15), [21, 28]),
    ],
)
def test_the_dates_after_a_postponed_round_leave_room(
    rhythm: str, opens: timedelta, expected: list[int]
) -> None:
    dates = dates_after(rhythm, "UTC", MONDAY, MONDAY, MONDAY + opens, 2)
    assert [(date - MONDAY).days for date in dates] == expected


def test_a_monthly_round_may_open_a_week_late_without_losing_the_next() -> None:
    zone, opens = "Europe/London", TUESDAY + timedelta(days=7)
    assert dates_after(MONTHLY, zone, TUESDAY, TUESDAY, opens, 1)[0].date().isoformat() == "2026-04-07"


async def test_an_ended_partnership_has_no_next_date(scenario: Scenario) -> None:
    await planned(scenario)
    await scenario.says(AMIRA, "ask trust now")
    await scenario.says(AMIRA, "end partnership Harbour Together")
    ended = await scenario.one(Partnership)
    assert (ended.ended_at is not None, ended.next_round_at, ended.postponed_from_at) == (True, None, None)
    assert (await scenario.one(Round)).state is RoundState.CANCELLED
    assert "next round" not in words(await scenario.says(CERYS, "status"))
