"""The yearly look: asked part by part, and followed by an improvement plan."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.followups import Action
from bot.core.models import Round, RoundKind
from bot.handlers.form_flow import Confirm, ShowCard, ShowForm
from bot.handlers.forms.model import Problem
from bot.rounds.actions import MAX_OPEN_IN_PLAN
from tests.handlers.test_form_flow import flow_of, submit
from tests.support.cast import AMIRA, BEN, EFE, SIX
from tests.support.read_cards import items, labels, reason, texts, words
from tests.support.scenario import Scenario

NEW_YEARS_EVE = datetime(2026, 12, 31, 9, tzinfo=UTC)


@pytest.fixture
async def harbour(scenario: Scenario) -> Scenario:
    await scenario.create_partnership(*SIX)
    return scenario


@pytest.fixture
async def looked(harbour: Scenario) -> Scenario:
    """Harbour Together once the first part of its yearly look has closed."""
    await harbour.says(AMIRA, "yearly look now")
    await harbour.closes()
    return harbour


@pytest.mark.parametrize("sentence", ["yearly look", "Annual review", "golwg flynyddol"])
async def test_the_first_part_is_shown_before_it_is_asked(harbour: Scenario, sentence: str) -> None:
    card = await harbour.says(AMIRA, sentence)
    assert texts(card)[0] == (
        "This part of the yearly look is “Are we passing the test?”: 15 questions, about 5 minutes. "
        "When it has closed, ask the other part in the same way: Eight considerations."
    )
    assert len(items(card)) == 15
    assert await harbour.all(Round) == []
    await harbour.presses(AMIRA, "Ask 6 people")
    round_ = await harbour.open_round()
    assert (round_.kind, len(round_.questions)) == (RoundKind.AD_HOC, 15)


async def test_a_part_is_open_for_five_working_days_or_as_long_as_is_typed(harbour: Scenario) -> None:
    await harbour.says(AMIRA, "yearly look now")
    round_ = await harbour.open_round()
    assert round_.closes_at == datetime(2026, 3, 6, 16, 30, tzinfo=UTC)
    await harbour.says(AMIRA, "cancel now")
    await harbour.says(AMIRA, "annual review for 10 days now")
    round_ = await harbour.open_round()
    assert round_.closes_at == datetime(2026, 3, 16, 9, tzinfo=UTC)


async def test_the_parts_are_asked_in_turn_once_a_year(looked: Scenario) -> None:
    card = await looked.says(AMIRA, "yearly look")
    assert texts(card)[0] == (
        "This part of the yearly look is “Eight considerations”: 12 questions, about 4 minutes."
    )
    await looked.presses(AMIRA, "Ask 6 people")
    await looked.closes()
    card = await looked.says(AMIRA, "yearly look")
    assert reason(card) == (
        "All parts of the yearly look of 2026 have been asked: Are we passing the test? and Eight "
        "considerations. You can ask one again as an extra round."
    )
    assert labels(card) == ["Are we passing the test?", "Eight considerations"]
    looked.clock.move(timedelta(days=365))
    assert "Are we passing the test?" in texts(await looked.says(AMIRA, "yearly look"))[0]


async def test_a_cancelled_part_is_asked_again(harbour: Scenario) -> None:
    await harbour.says(AMIRA, "yearly look now")
    await harbour.says(AMIRA, "cancel now")
    assert "Are we passing the test?" in texts(await harbour.says(AMIRA, "yearly look"))[0]


async def test_only_a_coordinator_asks(harbour: Scenario) -> None:
    assert reason(await harbour.says(EFE, "yearly look")) == (
        "Only a coordinator can do this. Your coordinator is Amira Khan."
    )


async def test_an_action_of_the_plan_is_an_action_of_that_year(looked: Scenario) -> None:
    card = await looked.says(EFE, "improve Share the budget by 3 May @Ben")
    assert "1. Share the budget · by 3 May 2026 · Ben Okoro · improvement plan 2026" in texts(card)
    action = await looked.one(Action)
    assert (action.words, action.by, action.owner, action.plan_year) == (
        "Share the budget",
        date(2026, 5, 3),
        "member:member-ben",
        2026,
    )
    assert items(await looked.says(BEN, "actions")) == [
        "1. Share the budget · by 3 May 2026 · Ben Okoro · improvement plan 2026"
    ]


async def test_a_plan_belongs_to_the_year_in_which_its_look_was_asked(harbour: Scenario) -> None:
    harbour.clock.move(NEW_YEARS_EVE - harbour.clock.now())
    await harbour.says(AMIRA, "ask trust for 1 hour now")
    await harbour.closes()
    await harbour.says(AMIRA, 'ask "How fair was it?" now')
    await harbour.says(AMIRA, "cancel now")
    await harbour.says(AMIRA, "yearly look now")
    await harbour.closes()
    assert harbour.clock.now().year == 2027
    await harbour.says(EFE, "improve Share the budget by 3 May @Ben")
    assert (await harbour.one(Action)).plan_year == 2026


@pytest.mark.parametrize("said", ["Share the budget", "Share it by 3 May", "Share it @Ben"])
async def test_an_action_of_the_plan_needs_a_date_and_an_owner(looked: Scenario, said: str) -> None:
    assert reason(await looked.says(EFE, f"improve {said}")) == (
        "An action of the improvement plan needs a date and an owner. Type for example: improve Share the "
        "budget by 3 May @Ben Okoro"
    )
    assert await looked.all(Action) == []


async def test_without_a_yearly_look_there_is_no_plan(harbour: Scenario) -> None:
    card = await harbour.says(EFE, "improve Share the budget by 3 May @Ben")
    assert reason(card) == "The improvement plan follows a yearly look, and none has closed yet."
    await harbour.presses(EFE, "Add it as an action", on=card)
    action = await harbour.one(Action)
    assert (action.words, action.by, action.owner, action.plan_year) == (
        "Share the budget",
        date(2026, 5, 3),
        "member:member-ben",
        None,
    )


async def test_a_plan_has_at_most_five_open_actions(looked: Scenario) -> None:
    await looked.says(EFE, "action Meet monthly")
    for n in range(MAX_OPEN_IN_PLAN):
        await looked.says(EFE, f"improve Thing {n} by 3 May @Ben")
    assert reason(await looked.says(EFE, "improve One more by 3 May @Ben")) == (
        "The improvement plan of 2026 already has 5 open actions, which is the limit. Mark one as done first."
    )
    await looked.says(EFE, "action An ordinary one")
    await looked.says(EFE, "done 2")
    assert not (await looked.says(EFE, "improve One more by 3 May @Ben")).refused


async def test_an_action_of_the_plan_keeps_a_date_and_an_owner(looked: Scenario) -> None:
    await looked.says(EFE, "improve Share the budget by 3 May @Ben")
    for detail in ("date", "owner"):
        card = await looked.says(EFE, f"remove {detail} from action 1")
        assert reason(card) == (
            "Action 1 is part of the improvement plan of 2026, so it needs a date and an owner."
        )
        assert labels(card) == ["Correct 1"]
    await looked.says(EFE, "correct action 1 Share the papers by 10 May")
    action = await looked.one(Action)
    assert (action.words, action.by, action.owner, action.plan_year) == (
        "Share the papers",
        date(2026, 5, 10),
        "member:member-ben",
        2026,
    )


async def test_summaries_tell_of_the_plan(looked: Scenario) -> None:
    await looked.says(EFE, "improve Share the budget by 3 May @Ben")
    await looked.says(AMIRA, "schedule fortnightly now")
    await looked.passes(days=8)
    await looked.fill(3, 3, 4, 4, 4, 5)
    await looked.passes(days=7)
    (summary,) = [card for card in looked.posted() if "round 1" in card.title]
    in_full = await looked.presses(EFE, "All results", on=summary)
    assert "1. Share the budget · by 3 May 2026 · Ben Okoro · improvement plan 2026" in words(in_full)


async def test_the_results_lead_to_the_yearly_look(looked: Scenario) -> None:
    about = "This is a part of the yearly look. Its page in the hub has the questions worth an hour’s talk,"
    (told,) = looked.posted()
    assert about in words(told)
    await looked.passes(days=7)
    await looked.says(AMIRA, "ask trust now")
    await looked.closes()
    assert about not in words(looked.posted()[-1])


async def test_a_form_adds_to_the_plan(looked: Scenario) -> None:
    opened = (await flow_of(looked, EFE.address)).open("improve")
    assert isinstance(opened, ShowForm)
    empty = await submit(looked, "empty", form="improve", values={})
    assert isinstance(empty, ShowForm)
    assert empty.problems[:2] == (
        Problem("text", "Enter what you will do"),
        Problem("owner", "Choose who is responsible"),
    )
    values = {"text": "Share the budget", "owner": "member:member-ben", "day": "2026-05-03"}
    step = await submit(looked, "filled", form="improve", values=values)
    assert isinstance(step, ShowCard)
    assert (await looked.one(Action)).plan_year == 2026


async def test_a_form_asks_the_next_part(harbour: Scenario) -> None:
    for number, (lasting, closes_at) in enumerate(
        (
            ("usual", datetime(2026, 3, 6, 16, 30, tzinfo=UTC)),
            ("2 weeks", datetime(2026, 3, 16, 9, tzinfo=UTC)),
        )
    ):
        step = await submit(harbour, f"asked {number}", form="yearly", values={"lasting": lasting})
        assert isinstance(step, Confirm)
        await submit(harbour, f"confirmed {number}", form="sure", sentences=step.sentences)
        assert (await harbour.open_round()).closes_at == closes_at
        await harbour.says(AMIRA, "cancel now")
