"""Coordinators ask, look ahead, close and call off; everybody sees how a round stands."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.models import Invitation, Partnership, Round, RoundKind
from bot.questions.rules import MOST_OWN_CHARACTERS
from tests.support.cast import AMIRA, BEN, CAST, CERYS, SIX
from tests.support.read_cards import button_sentences, buttons, items, labels, reason, texts, words
from tests.support.scenario import FORTNIGHTLY, Scenario

ONLY_COORDINATORS = "Only a coordinator can do this. Your coordinator is Amira Khan."
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    "sentence", ["ask trust now", "ASK Trust now", "ask ymddiriedaeth now", "in harbour: ask trust now"]
)
async def test_a_theme_is_asked_by_any_of_its_names(scenario: Scenario, sentence: str) -> None:
    await scenario.create_partnership(*SIX)
    card = await scenario.says(AMIRA, sentence)
    assert words(card) == (
        "The round is open\nWe will ask 6 members, each in their own working hours. It closes on "
        "Tuesday 3 March, 16:30.\nRound status"
    )
    round_ = await scenario.open_round()
    assert (round_.kind, round_.questions[0], len(round_.questions)) == (
        RoundKind.AD_HOC,
        "trust.reliable@1",
        4,
    )


@pytest.mark.parametrize(
    ("sentence", "closes_at"),
    [
        ("ask trust for 2 days now", MONDAY + timedelta(days=2)),
        ("ask trust for a week now", MONDAY + timedelta(days=7)),
        ("ask trust for 90 minutes now", MONDAY + timedelta(minutes=90)),
        ("ask trust for 5 days now", MONDAY + timedelta(days=7)),
        ("ask trust for a fortnight now", MONDAY + timedelta(days=14)),
        ('ask "How fair was it?" for 3 hours now', MONDAY + timedelta(hours=3)),
        ("ask “How fair was it?” for 3 hours now", MONDAY + timedelta(hours=3)),
    ],
)
async def test_a_round_may_have_a_time_of_its_own(
    scenario: Scenario, sentence: str, closes_at: datetime
) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, sentence)
    round_ = await scenario.open_round()
    assert (round_.closes_at, round_.may_close_at) == (closes_at, closes_at)


@pytest.mark.parametrize(
    ("opened_at", "time", "closes_at"),
    [
        ("2026-03-06 14:07", "2 days", "2026-03-10 14:07"),  # from Friday to Tuesday
        ("2026-03-06 14:07", "a week", "2026-03-13 14:07"),
        ("2026-03-07 14:07", "1 day", "2026-03-10 09:30"),  # Saturday: all of Monday
        ("2026-04-02 14:07", "2 days", "2026-04-08 14:07"),  # over Easter
    ],
)
async def test_days_are_working_days_of_the_partnership(
    scenario: Scenario, opened_at: str, time: str, closes_at: str
) -> None:
    scenario.clock.move(london(opened_at) - MONDAY)
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, f"ask trust for {time} now")
    assert (await scenario.open_round()).closes_at == london(closes_at)


@pytest.mark.parametrize(
    ("opened_at", "time", "remark"),
    [
        ("2026-03-02 11:00", "3 hours", ""),
        ("2026-03-06 14:07", "48 hours", "Only about 2 hours of this time are in working hours."),
        ("2026-03-02 15:15", "3 hours", "Only about 1 hour of this time is in working hours."),
        (
            "2026-03-02 20:00",
            "2 hours",
            "Less than an hour of this time is in working hours, so some people may be asked too late.",
        ),
    ],
)
async def test_hours_are_exact_and_a_warning_says_how_many_are_working_time(
    scenario: Scenario, opened_at: str, time: str, remark: str
) -> None:
    scenario.clock.move(london(opened_at) - MONDAY)
    await scenario.create_partnership(*SIX)
    (_, *remarks) = texts(await scenario.says(AMIRA, f"ask trust for {time}"))
    assert remarks == ([remark] if remark else [])
    await scenario.presses(AMIRA, "Ask 6 people")
    round_ = await scenario.open_round()
    assert round_.closes_at - round_.opened_at == timedelta(hours=int(time.split(maxsplit=1)[0]))


async def test_an_own_question_is_put_as_it_was_typed(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, 'ask "How fair was the budget decision?" now')
    assert (await scenario.open_round()).own == "How fair was the budget decision?"
    assert (await scenario.says(BEN, "check-in")).title == "How fair was the budget decision?"


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("ask football", "There is no theme called “football”."),
        (
            "ask trust for ever",
            "We did not understand “for ever”. Type for example: for 2 days",
        ),
        ("ask trust for 10 minutes", "A round can be open for 1 hour to 30 working days."),
        ("ask trust for 31 days", "A round can be open for 1 hour to 30 working days."),
        ("ask trust for 9999 weeks", "A round can be open for 1 hour to 30 working days."),
        ('ask "?!"', "A question needs words."),
        (
            f'ask "{"a" * (MOST_OWN_CHARACTERS + 1)}"',
            "Your question has 141 characters. Shorten it to 140 or fewer.",
        ),
        ("preview football", "There is no theme called “football”."),
        ("close", "No round is open now."),
        ("cancel", "No round is open now."),
        ("results football", "There is no theme called “football”."),
    ],
)
async def test_what_cannot_be_done_is_refused_with_the_reason(
    scenario: Scenario, sentence: str, why: str
) -> None:
    await scenario.create_partnership(*SIX)
    assert reason(await scenario.says(AMIRA, sentence)).startswith(why)
    assert await scenario.all(Round) == []


@pytest.mark.parametrize("sentence", ["ask trust", 'ask "How fair was it?" now', "close", "cancel now"])
async def test_only_a_coordinator_opens_and_closes(scenario: Scenario, sentence: str) -> None:
    await scenario.open_first_round(*SIX)
    before = (await scenario.all(Round), await scenario.all(Partnership))
    assert reason(await scenario.says(BEN, sentence)) == ONLY_COORDINATORS
    assert (await scenario.all(Round), await scenario.all(Partnership)) == before


async def test_a_preview_shows_what_the_next_round_will_ask(scenario: Scenario) -> None:
    await scenario.create_partnership(
        *SIX, rhythm=FORTNIGHTLY, rhythm_at=MONDAY, next_round_at=MONDAY, pack="roles"
    )
    card = await scenario.says(BEN, "preview")
    await scenario.worker.tick()
    round_ = await scenario.open_round()
    assert items(card) == [scenario.bank.question(each).text.in_language("en") for each in round_.questions]
    assert (card.title, buttons(card)) == ("Questions in the next round", [])
    assert scenario.bank.question(round_.questions[4]).theme == "roles"


async def test_a_preview_of_a_theme_can_be_asked_at_once_by_whoever_may(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert buttons(await scenario.says(BEN, "preview trust")) == []
    card = await scenario.says(AMIRA, "preview trust")
    assert (card.title, len(items(card))) == ("Questions about Trust", 4)
    assert (await scenario.presses(AMIRA, "Ask this now")).title == "Ask 6 people now?"
    assert (await scenario.presses(AMIRA, "Ask 6 people")).title == "The round is open"


async def test_without_a_pack_of_its_own_a_partnership_is_asked_from_all(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert len(items(await scenario.says(BEN, "preview"))) == 5


async def test_the_status_is_for_everybody_and_the_buttons_for_coordinators(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert (await scenario.says(BEN, "status")).title == "No round is open"
    await scenario.says(AMIRA, "ask trust now")
    assert labels(await scenario.says(BEN, "status")) == []
    assert labels(await scenario.presses(AMIRA, "Round status")) == ["Close this round", "Cancel this round"]


async def test_results_are_everybodys(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    assert (await scenario.says(BEN, "results")).title == "Harbour Together: round 1"
    assert (await scenario.says(CERYS, "results ymddiriedaeth")).title.endswith("Harbour Together: rownd 1")


async def test_nobody_is_asked_where_everybody_pauses(scenario: Scenario) -> None:
    await scenario.create_partnership(AMIRA, BEN)
    for actor in (AMIRA, BEN):
        await scenario.says(actor, "pause until tomorrow")
    await scenario.says(AMIRA, "ask trust now")
    assert await scenario.all(Invitation) == []


async def test_what_people_wrote_is_shown_apart_and_only_while_it_may_be(scenario: Scenario) -> None:
    await scenario.open_first_round(*CAST)
    assert (await scenario.says(BEN, "comments")).title == "Harbour Together: no results yet"
    await scenario.fill(*[4] * len(CAST), comments={AMIRA: "One.", BEN: "Two.", CERYS: "Three."})
    await scenario.closes()
    assert {"One.", "Two.", "Three."} < {*words(await scenario.says(BEN, "comments")).splitlines()}
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Partnership, "harbour"), next_round_at=None)
    await scenario.passes(days=91)
    assert "deleted them after 90 days" in words(await scenario.says(BEN, "comments"))


async def test_a_theme_that_is_not_there_is_replaced_by_a_press(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    card = await scenario.says(AMIRA, "ask football for 2 days")
    assert button_sentences(card)["Trust"] == "ask trust for 2 days"
    await scenario.says(AMIRA, "preview football")
    assert (await scenario.presses(AMIRA, "Trust")).title == "Questions about Trust"


async def test_the_dates_and_the_open_round_are_one_press_away(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "close")
    assert (await scenario.presses(AMIRA, "See when the next one opens")).title == "No round is open"
    await scenario.says(AMIRA, "ask trust now")
    await scenario.says(AMIRA, "ask roles")
    assert (await scenario.presses(AMIRA, "See the open round")).title == "An extra round is open"
