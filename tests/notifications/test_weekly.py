"""The weekly summary over weeks, as the people who lead a partnership get it."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.core.cards import BulletList, Button, Buttons, Card, Text
from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.core.errors import FailureReason, SendFailed, Unavailable
from bot.core.followups import Alert
from bot.core.models import Address, Partnership, Person, Role, Round, RoundState, WeeklySummary
from bot.messages import weekly as messages
from bot.notifications import weekly
from tests.support.cast import AMIRA, BEN, CARYS, CAST, DILYS, EFE, JO, SIX, ScenarioUser
from tests.support.databases import each_database
from tests.support.failpoints import FailingStep, FailingStore, Killed
from tests.support.read_cards import facts, headings, items, labels, link, reason, small_print, texts, words
from tests.support.scenario import Scenario

WEEK = timedelta(days=7)


async def start(scenario: Scenario, *leads: ScenarioUser, cast: Sequence[ScenarioUser] = SIX) -> None:
    """Let these have weekly summaries of Harbour Together, which has no rounds."""
    await scenario.create_partnership(*cast)
    await enrol(scenario, *leads)


async def start_rounds(scenario: Scenario, *leads: ScenarioUser) -> None:
    """Open the first round of Harbour Together, and let these have weekly summaries."""
    await scenario.open_first_round(*SIX)
    await enrol(scenario, *leads)


async def enrol(scenario: Scenario, *leads: ScenarioUser) -> None:
    """Switch the summaries on: from Tuesday at nine on, news are for the next week."""
    await scenario.passes(days=1)
    for user in leads:
        await scenario.says(user, "weekly summary on")
    await scenario.passes(minutes=1)


def weeks_of(scenario: Scenario, user: ScenarioUser) -> list[Card]:
    """Return the weekly summaries that somebody was sent."""
    return [
        card
        for to, card in scenario.platform.sent
        if to == user.address and card.thread_key.startswith("weekly:")
    ]


async def next_weeks(scenario: Scenario, user: ScenarioUser, days: float = 7) -> list[Card]:
    """Let time pass, and return the weekly summaries that somebody was sent in it."""
    before = len(weeks_of(scenario, user))
    await scenario.passes(days=days)
    return weeks_of(scenario, user)[before:]


@each_database
async def test_ten_weeks_of_a_lead(scenario: Scenario) -> None:
    """A week in which nothing is new has no message. What is told once is not told again."""
    await start_rounds(scenario, BEN)
    for week in range(10):
        match week:
            case 1:
                await scenario.says(AMIRA, "action Share the budget papers by 20 March @Ben Okoro")
            case 2:
                await scenario.says(EFE, "action Book a room")
            case 5:
                await scenario.says(BEN, "done 1")
            case 7:
                (trust,) = await scenario.all(Alert, theme="trust")
                await scenario.says(BEN, f"talk {trust.id}", pressed=True)
            case 8:
                await scenario.says(AMIRA, 'outcome add "Rough sleepers" in people')
                await scenario.says(EFE, 'outcome "Rough sleepers" 41 on 20 April')
        if await scenario.all(Round, state=RoundState.OPEN):
            await scenario.fill(*6 * [4 if week < 6 else 2])
        await scenario.passes(days=7)
    opens = "The next round opens on Monday"
    budget = "1. Share the budget papers · by 20 March 2026 · Ben Okoro"
    others = "Shared purpose is sharply lower than usual; Power balance is sharply lower than usual"
    assert {card.thread_key: [*texts(card), *items(card)] for card in weeks_of(scenario, BEN)} == {
        "weekly:2026-03-09": ["Round 1, 6 March 2026 · 6 of 6 replied", f"{opens} 16 March, 09:00."],
        "weekly:2026-03-16": [
            "Round 1, 6 March 2026 · 6 of 6 replied",
            f"{opens} 30 March, 09:00.",
            f"Due this week: {budget}",
        ],
        "weekly:2026-03-23": [
            "Round 2, 20 March 2026 · 6 of 6 replied",
            f"{opens} 30 March, 09:00.",
            f"Overdue: {budget}",
            "New action: 2. Book a room",
        ],
        "weekly:2026-04-13": [
            "Round 3, 7 April 2026 · 6 of 6 replied",
            f"{opens} 27 April, 09:00.",
            "Share the budget papers: done, says Ben Okoro",
        ],
        "weekly:2026-04-20": [
            "Round 4, 17 April 2026 · 6 of 6 replied",
            f"{opens} 27 April, 09:00.",
            f"Still to talk about: Trust is sharply lower than usual; {others}",
        ],
        "weekly:2026-04-27": [
            "Round 4, 17 April 2026 · 6 of 6 replied",
            f"{opens} 11 May, 09:00.",
            f"Still to talk about: {others}",
            "Taken up: Trust is sharply lower than usual",
        ],
        "weekly:2026-05-05": [
            "Round 5, 1 May 2026 · 6 of 6 replied",
            f"{opens} 11 May, 09:00.",
            f"Still to talk about: {others}",
            "Rough sleepers: 41 people on 20 April 2026",
        ],
    }


@each_database
@pytest.mark.parametrize("replies", [0, 1, 6])
async def test_nothing_of_an_open_round_is_told(scenario: Scenario, replies: int) -> None:
    """The same message at the same moment under the same id, whether nobody has replied or all have."""
    scenario.clock.move(timedelta(days=3))
    await start_rounds(scenario, BEN)  # until Wednesday
    await scenario.says(AMIRA, "action Book a room")
    await scenario.fill(*replies * [4])
    (card,) = await next_weeks(scenario, BEN, days=5)
    assert (await scenario.open_round()).number == 1
    assert repr(card.parts) == repr(
        (
            BulletList(("New action: 1. Book a room",)),
            Text("The next round opens on Thursday 12 March, 09:00."),
            Buttons(
                (
                    Button("Open the hub", "hub", page="/p/harbour"),
                    Button("Stop the weekly summary", "weekly summary off"),
                )
            ),
        )
    )
    (delivery,) = await scenario.all(Delivery, kind=DeliveryKind.WEEKLY_SUMMARY)
    assert (delivery.id, delivery.state, delivery.attempts) == (
        "id00000000000040", DeliveryState.SETTLED, 1
    )  # fmt: skip
    sent, enrolled = datetime(2026, 3, 9, 9, 30, tzinfo=UTC), datetime(2026, 3, 6, 9, tzinfo=UTC)
    assert await scenario.all(WeeklySummary) == [WeeklySummary("person-ben", sent + WEEK, enrolled, sent)]


async def test_no_more_is_told_of_a_small_partnership_than_was_published(scenario: Scenario) -> None:
    await start_rounds(scenario, BEN)
    await scenario.fill(4, 2, 5)
    (card,) = await next_weeks(scenario, BEN, days=8)
    (published,) = [card for card in scenario.posted() if card.title.endswith("round 1")]
    assert facts(card) == facts(published)
    assert facts(card) == dict.fromkeys(("Trust", "Shared purpose", "Power balance"), "not shown")
    assert "3 of 6 replied" in words(card)


async def test_a_full_week_takes_at_most_150_words(scenario: Scenario) -> None:
    """Seven of twelve replied, so each score has bounds and is a first impression."""
    await scenario.open_first_round(*CAST)
    await enrol(scenario, BEN)
    await scenario.fill(5, 2, 5, 1, 3, 4, 4)
    said = "We will share every paper of the joint budget group with all partners before each board"
    for number in range(1, 8):
        await scenario.says(EFE, f"action {said} {number} by 9 March @Ben Okoro")
    (card,) = await next_weeks(scenario, BEN, days=8)
    (notes,) = small_print(card)
    assert notes == (
        "In brackets: the lowest and highest the score could be. This is only a first impression, "
        "because fewer than 6 in 10 gave a score."
    )
    assert len(items(card)) == messages.MAX_LINES + 1
    assert items(card)[0] == (
        "Due this week: 1. We will share every paper of the joint… · by 9 March 2026 · Ben Okoro"
    )
    assert items(card)[-1] == "And 3 more"
    assert len(words(card).replace(" · ", " ").split()) <= 150


@each_database
async def test_somebody_who_leads_several_partnerships_gets_one_message(scenario: Scenario) -> None:
    """Each partnership in which something is new has a section."""
    for name in ("Quay", "Harbour", "Pier"):
        await scenario.says(AMIRA, f"start partnership {name}")
    await scenario.passes(days=5)
    await scenario.says(AMIRA, "in Quay: action Book a room")
    await scenario.says(AMIRA, "in Pier: action Ask the board")
    (card,) = await next_weeks(scenario, AMIRA)
    assert (card.title, headings(card)) == ("Your partnerships this week", ["Pier", "Quay"])
    assert items(card) == ["New action: 1. Ask the board", "New action: 1. Book a room"]
    assert texts(card) == ["No rounds are planned."] * 2
    quay = await scenario.one(Partnership, name="Quay")
    opened = await scenario.presses(AMIRA, "Open the hub of Quay", on=card)
    assert link(opened).endswith(f"?to=/p/{quay.id}")
    await scenario.says(AMIRA, "in Quay: action Ask the council")
    (card,) = await next_weeks(scenario, AMIRA)
    assert (card.title, items(card)) == ("Quay: this week", ["New action: 2. Ask the council"])


async def test_leads_and_coordinators_get_it_from_the_start(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.add(AMIRA, EFE, "Borough Council")
    await scenario.add(AMIRA, CARYS, "Borough Council")
    await scenario.says(AMIRA, "make Efe lead")
    await scenario.says(AMIRA, "make Efe coordinator")
    enrolled = {summary.id for summary in await scenario.all(WeeklySummary)}
    assert enrolled == {(await scenario.person(user)).id for user in (AMIRA, BEN, EFE)}


async def test_it_is_stopped_by_its_button_and_started_again(scenario: Scenario) -> None:
    await start(scenario, BEN)
    await scenario.says(AMIRA, "action Book a room")
    (card,) = await next_weeks(scenario, BEN, days=8)
    off = await scenario.presses(BEN, "Stop the weekly summary", on=card)
    assert (off.title, texts(off), labels(off)) == (
        "Done",
        ["You do not get the weekly summary."],
        ["Get the weekly summary"],
    )
    assert (await scenario.says(BEN, "weekly summary off")).title == "Done"  # as it is
    await scenario.says(AMIRA, "action Ask the board")
    assert await next_weeks(scenario, BEN, days=21) == []
    await scenario.says(AMIRA, "action Ask the council")
    on = await scenario.presses(BEN, "Get the weekly summary", on=off)
    assert texts(on) == [
        "Each week, usually on Monday, we tell you what is new in your partnerships.",
        "If nothing is new, we send nothing.",
    ]
    (card,) = await next_weeks(scenario, BEN, days=6)
    assert items(card) == ["New action: 3. Ask the council"]  # and not what is three weeks old


async def test_it_is_not_sent_to_somebody_who_stopped_it_meanwhile(scenario: Scenario) -> None:
    await enqueue(scenario)
    await scenario.says(BEN, "weekly summary off")
    assert await scenario.collect_cards(BEN) == []


async def test_a_state_is_shown_to_those_who_can_have_it(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert labels(await scenario.says(BEN, "weekly summary")) == ["Stop the weekly summary"]
    assert "Stop the weekly summary" in labels(await scenario.says(BEN, "stop"))
    assert "Stop the weekly summary" in labels(await scenario.says(BEN, "settings"))
    assert facts(await scenario.says(BEN, "my data"))["Weekly summary"] == "switched on"
    await scenario.says(DILYS, "stopio'r crynodeb wythnosol")
    await scenario.presses(DILYS, "Stop the weekly summary")
    assert facts(await scenario.says(DILYS, "my data"))["Weekly summary"] == "switched off"
    assert "Stop the weekly summary" not in labels(await scenario.says(DILYS, "stop"))
    assert "Weekly summary" not in facts(await scenario.says(EFE, "my data"))
    assert reason(await scenario.says(EFE, "weekly summary off")) == (
        "Only leads and coordinators get a weekly summary. You still get the results of each round."
    )


async def enqueue(scenario: Scenario) -> None:
    """Let Ben's weekly summary wait to be sent."""
    await start(scenario, BEN)
    await scenario.says(AMIRA, "action Book a room")
    await scenario.passes(days=6)
    scenario.clock.move(timedelta(days=1))
    await weekly.enqueue_due(scenario.context, scenario.clock.now())


async def test_nobody_gets_it_who_does_not_lead_any_more(scenario: Scenario) -> None:
    await enqueue(scenario)
    await scenario.says(AMIRA, "make Ben Okoro member")
    assert await scenario.collect_cards(BEN) == []
    await scenario.passes(days=7)
    assert await scenario.all(WeeklySummary) == []


async def test_what_is_not_new_any_more_is_not_sent(scenario: Scenario) -> None:
    await enqueue(scenario)
    await scenario.says(AMIRA, "remove action 1 now")
    assert await scenario.collect_cards(BEN) == []


async def test_who_paused_gets_it_once_they_are_back(scenario: Scenario) -> None:
    await enqueue(scenario)
    await scenario.says(BEN, "pause until 23 March")
    assert await scenario.collect_cards(BEN) == []
    await scenario.passes(minutes=1)
    await scenario.says(AMIRA, "action Ask the board")
    assert await next_weeks(scenario, BEN, days=13) == []
    (card,) = await next_weeks(scenario, BEN)
    assert "New action: 2. Ask the board" in items(card)


@each_database
async def test_it_comes_on_monday_or_after_a_bank_holiday_by_each_persons_clock(scenario: Scenario) -> None:
    """The clocks change in New York on 8 March and in London on 29 March; 6 April is a holiday in England."""
    jo = replace(JO, role=Role.LEAD)
    await start(scenario, BEN, jo, cast=(*SIX, jo))
    sent = set()
    for week in range(6):
        await scenario.says(AMIRA, f"action Book room {week}")
        await scenario.passes(days=7)
        for summary in await scenario.all(WeeklySummary):
            sent.add(f"{summary.until_at:%d %B %H:%M}")
    assert sent == {
        *("09 March 09:30", "16 March 09:30", "23 March 09:30", "30 March 08:30", "07 April 08:30"),
        *("09 March 13:30", "16 March 13:30", "23 March 13:30", "30 March 13:30", "07 April 13:30"),
        "13 April 08:30",
    }


async def test_two_workers_send_it_once(scenario: Scenario) -> None:
    await start(scenario, BEN, AMIRA, DILYS)
    await scenario.says(EFE, "action Book a room")
    for _ in range(2):
        workers = [scenario.another_worker() for _ in range(3)]
        scenario.clock.move(timedelta(days=7, hours=1))
        await asyncio.gather(*(worker.tick() for worker in workers))
    await scenario.passes(hours=8)
    assert [len(weeks_of(scenario, user)) for user in (BEN, AMIRA, DILYS)] == [1, 1, 1]


@each_database
async def test_a_worker_that_is_killed_at_any_step_loses_and_doubles_nothing(scenario: Scenario) -> None:
    await start(scenario, BEN)
    await scenario.passes(hours=3)  # on Tuesdays, for there are bank holidays
    for at in range(1, 100):
        await scenario.says(EFE, f"done {at - 1}")
        await scenario.says(EFE, f"action Book room {at}")
        scenario.clock.move(WEEK - timedelta(hours=1))
        step = FailingStep(at)
        with suppress(Killed):
            await weekly.enqueue_due(
                replace(scenario.context, store=FailingStore(scenario.store, step)), scenario.clock.now()
            )
        await scenario.passes(hours=1)
        assert len(weeks_of(scenario, BEN)) == at
        if len(step.steps) < at:
            return
    raise AssertionError


async def test_after_three_days_of_sleep_it_waits_for_the_next_week(scenario: Scenario) -> None:
    await start(scenario, BEN)
    await scenario.says(AMIRA, "action Book a room")
    await scenario.passes(days=5)
    scenario.clock.move(timedelta(days=4))  # from Sunday to Thursday
    assert await next_weeks(scenario, BEN, days=2) == []
    (card,) = await next_weeks(scenario, BEN, days=4)
    assert "New action: 1. Book a room" in items(card)


async def test_it_may_still_come_on_the_next_working_day(scenario: Scenario) -> None:
    await start(scenario, BEN)
    await scenario.says(AMIRA, "action Book a room")
    await scenario.passes(days=5)
    scenario.clock.move(timedelta(days=2, hours=2))  # from Sunday to Tuesday
    assert len(await next_weeks(scenario, BEN, days=0)) == 1
    assert await next_weeks(scenario, BEN, days=4) == []


async def test_what_could_not_be_sent_is_told_a_week_later(scenario: Scenario) -> None:
    await start(scenario, BEN)
    await scenario.says(AMIRA, "action Book a room")
    scenario.platform.refuses["ben"] = SendFailed("busy", failure=FailureReason.BUSY)
    assert await next_weeks(scenario, BEN, days=13) == []
    (lost,) = await scenario.all(Delivery, kind=DeliveryKind.WEEKLY_SUMMARY)
    assert lost.state is DeliveryState.GIVEN_UP
    del scenario.platform.refuses["ben"]
    (card,) = await next_weeks(scenario, BEN, days=2)
    assert items(card) == ["New action: 1. Book a room"]


async def test_who_cannot_be_written_to_is_told_once_they_can(scenario: Scenario) -> None:
    await start(scenario, BEN)
    await scenario.says(AMIRA, "action Book a room")
    home = await leaves_the_platform(scenario)
    assert await next_weeks(scenario, BEN, days=10) == []
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, "person-ben"), home=home)
    assert len(await next_weeks(scenario, BEN)) == 1


async def leaves_the_platform(scenario: Scenario) -> Address | None:
    async with scenario.store.transaction() as db:
        ben = await db.get(Person, "person-ben")
        await db.update_if_unchanged(ben, home=None)
    return ben.home


async def test_it_is_not_sent_to_a_former_home(scenario: Scenario) -> None:
    await enqueue(scenario)
    await leaves_the_platform(scenario)
    assert await scenario.collect_cards(BEN) == []


async def test_a_fault_in_one_summary_does_not_stop_the_others(scenario: Scenario) -> None:
    """It is tried again after an hour."""
    await start(scenario, AMIRA, BEN)
    await scenario.says(EFE, "action Book a room")
    scenario.clock.move(timedelta(days=6, minutes=30))
    broken = FailingStore(scenario.store, FailingStep(3, RuntimeError))  # the first read of Amira's
    with capture_logs() as logged:
        await weekly.enqueue_due(replace(scenario.context, store=broken), scenario.clock.now())
    assert [line["event"] for line in logged] == ["a weekly summary could not be prepared"]
    assert len(await next_weeks(scenario, BEN, days=0)) == 1
    assert len(await next_weeks(scenario, AMIRA, days=0.1)) == 1


async def test_nothing_is_put_off_while_the_database_is_away(scenario: Scenario) -> None:
    await start(scenario, BEN)
    scenario.clock.move(timedelta(days=6, minutes=30))
    before = await scenario.all(WeeklySummary)
    away = FailingStore(scenario.store, FailingStep(3, lambda: Unavailable("away")))
    with pytest.raises(Unavailable):
        await weekly.enqueue_due(replace(scenario.context, store=away), scenario.clock.now())
    assert await scenario.all(WeeklySummary) == before


async def test_an_ad_hoc_round_is_named_as_such(scenario: Scenario) -> None:
    await start_rounds(scenario, BEN)
    await scenario.passes(days=10)
    await scenario.says(AMIRA, 'ask "Do we meet often enough?" for 2 days now')
    await scenario.fill(*6 * [4])
    (card,) = await next_weeks(scenario, BEN, days=12)
    assert texts(card)[0] == "Extra round, 17 March 2026 · 6 of 6 replied"
    assert facts(card) == {"Do we meet often enough?": "about 4"}


async def test_an_alert_that_is_not_known_any_more_is_named_by_its_theme(scenario: Scenario) -> None:
    await start_rounds(scenario, BEN)
    await scenario.passes(days=12)
    round_ = await scenario.one(Round, number=1)
    async with scenario.store.transaction() as db:
        now = scenario.clock.now()
        await db.add(Alert("old", "harbour", round_.id, 1, "down", "trust", 1, "", now))
    (card,) = await next_weeks(scenario, BEN)
    assert items(card) == ["Still to talk about: Trust"]
