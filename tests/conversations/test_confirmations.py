"""What does harm is asked about first: the card names the harm, and nothing is done before a second step."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.models import (
    Answer,
    Invitation,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    Role,
    Round,
    RoundState,
)
from tests.support.cast import AMIRA, BEN, CAST, DILYS, IDRIS, LOWRI, SIX, ScenarioUser
from tests.support.databases import each_database
from tests.support.read_cards import buttons, labels, reason, says, words
from tests.support.scenario import Scenario

STORED: tuple[type[Any], ...] = (Partnership, Organisation, Member, Person, Round, Invitation, Answer)


async def stored(scenario: Scenario) -> list[Any]:
    return [await scenario.all(kind) for kind in STORED]


async def harm_of(scenario: Scenario, user: ScenarioUser, sentence: str) -> list[str]:
    """Return the lines of the card that asks about a sentence, after checking that it changed nothing."""
    before = await stored(scenario)
    card = await scenario.says(user, sentence)
    assert await stored(scenario) == before
    return words(card).splitlines()


async def test_a_round_is_seen_before_people_are_asked(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    lines = await harm_of(scenario, AMIRA, "ask trust for 121 hours")
    assert (lines[0], len(lines)) == ("Ask 6 people now?", 8)
    assert lines[1] == "Partners do what they say they will do."
    closes = "The round closes on Saturday 7 March, 10:00. That is a weekend."
    assert lines[-3:] == [
        f"We ask each person in their own working hours. {closes}",
        "Only about 35 hours of this time are in working hours.",
        "Ask 6 people",
    ]
    assert (await scenario.presses(AMIRA, "Ask 6 people")).title == "The round is open"


async def test_a_question_of_their_own_is_asked_as_it_was_seen(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert (await harm_of(scenario, AMIRA, 'ask "Is it fair now?"'))[1] == "Is it fair now?"
    await scenario.presses(AMIRA, "Ask 6 people")
    assert (await scenario.open_round()).own == "Is it fair now?"


@each_database
async def test_a_round_is_cancelled_only_by_those_who_have_read_what_it_destroys(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.fill(4, 4, 4, 4, 4, 4)
    assert await harm_of(scenario, AMIRA, "cancel") == [
        "Cancel this round?",
        "6 people have been asked. Their answers will be deleted and there will be no results.",
        "Cancel round",
        "Keep it open",
    ]
    assert [button.kind for button in buttons(scenario.last_card(AMIRA))] == ["danger", "secondary"]
    question = scenario.last_card(AMIRA)
    assert (await scenario.presses(AMIRA, "Keep it open", on=question)).title == "A round is open"
    assert len(await scenario.all(Answer)) == 30
    await scenario.presses(AMIRA, "Cancel round", on=question)
    assert ((await scenario.one(Round)).state, await scenario.all(Answer)) == (RoundState.CANCELLED, [])


@pytest.mark.parametrize(("replies", "warned"), [(4, True), (5, False)])
async def test_a_round_is_closed_early_only_by_those_who_know_if_it_will_show_anything(
    scenario: Scenario, replies: int, warned: bool
) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes(days=3)
    await scenario.fill(*[4] * replies)
    warning = (
        "Too few people have given a score to show results yet. If you close the round now, "
        "there may be no scores."
    )
    assert await harm_of(scenario, AMIRA, "close") == [
        "Close this round now?",
        "Nobody can answer after that. Everyone can see the results at the same time.",
        *([warning] if warned else []),
        "If you keep it open, it closes on Friday 6 March, 16:30.",
        "Close this round",
        "Keep it open",
    ]
    await scenario.presses(AMIRA, "Close this round")
    assert (await scenario.one(Round)).state is RoundState.CLOSING


async def test_a_round_that_cannot_be_closed_yet_is_not_asked_about(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    assert reason(await scenario.says(AMIRA, "close")).startswith("You can close this round from")


@each_database
async def test_a_member_is_taken_out_by_a_second_press(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert await harm_of(scenario, AMIRA, "remove Ben Okoro") == [
        "Remove Ben Okoro?",
        (
            "They will not get any more questions or results. To come back, they must be added again "
            "and confirm."
        ),
        "Remove Ben Okoro",
        "Show the members",
    ]
    assert (await scenario.presses(AMIRA, "Remove Ben Okoro")).title == "Ben Okoro has been removed"
    assert (await scenario.one(Member, id=BEN.member)).standing is MembershipStatus.LEFT


async def test_an_organisation_is_taken_out_after_seeing_who_goes_with_it(
    scenario: Scenario,
) -> None:
    await scenario.create_partnership(*SIX)
    lines = await harm_of(scenario, AMIRA, "remove Cegin Gymunedol")
    assert lines[:4] == [
        "Remove Cegin Gymunedol?",
        "This also removes everyone from Cegin Gymunedol:",
        "Cerys",
        "Dilys",
    ]
    await scenario.presses(AMIRA, "Remove Cegin Gymunedol")
    assert (await scenario.one(Member, id=DILYS.member)).standing is MembershipStatus.LEFT


async def test_an_organisation_without_members_is_taken_out_too(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    async with scenario.store.transaction() as db:
        kitchen = await db.get(Organisation, "kitchen")
        await db.add(replace(kitchen, id="empty", name="Nobody's"))
    assert len(await harm_of(scenario, AMIRA, "remove Nobody's")) == 4


async def test_a_refusal_to_remove_does_not_offer_to_destroy_answers(
    scenario: Scenario,
) -> None:
    await scenario.open_first_round(*SIX)
    refused = reason(await scenario.says(AMIRA, "remove Ben Okoro"))
    assert refused.endswith("Remove them after that.")
    assert "cancel" not in refused


async def test_coordinators_give_their_role_away_in_two_steps(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    assert await harm_of(scenario, AMIRA, "make me lead") == [
        "Stop being a coordinator?",
        (
            "You will not be able to manage members, rounds or settings. Only another coordinator can make "
            "you one again."
        ),
        "Change the role",
        "Show the members",
    ]
    await scenario.presses(AMIRA, "Change the role")
    assert (await scenario.one(Member, id=AMIRA.member)).role is Role.LEAD


async def test_a_role_is_taken_from_another_coordinator_in_two_steps(scenario: Scenario) -> None:
    await scenario.create_partnership(*CAST)
    assert (await harm_of(scenario, AMIRA, "make Lowri member"))[:2] == [
        "Remove Lowri as a coordinator?",
        "Lowri will not be able to manage members, rounds or settings.",
    ]
    await scenario.presses(AMIRA, "Change the role")
    assert (await scenario.one(Member, id=LOWRI.member)).role is Role.MEMBER
    assert (await scenario.says(AMIRA, "make Idris member")).title == "Done"  # gives nobody's power away
    assert (await scenario.one(Member, id=IDRIS.member)).role is Role.MEMBER


@pytest.mark.parametrize("sentence", ["leave", "make me member", "remove me"])
async def test_the_last_coordinator_is_told_at_the_first_step(scenario: Scenario, sentence: str) -> None:
    await scenario.create_partnership(*SIX)
    assert reason(await scenario.says(AMIRA, sentence)).startswith(
        "The partnership would have no coordinator."
    )


async def test_in_several_partnerships_the_second_step_says_which(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.says(AMIRA, "start partnership Lighthouse")
    card = await scenario.says(AMIRA, "in Harbour Together: cancel")
    assert says(card, "Cancel round") == "in Harbour Together: cancel now"
    assert labels(card) == ["Cancel round", "Keep it open"]
