from datetime import timedelta

import pytest

from bot.core.models import Organisation, Partnership, Round, RoundKind, RoundState
from tests.support.cast import AMIRA
from tests.support.databases import each_database
from tests.support.read_cards import boxes, button_sentences, facts, reason, texts
from tests.support.scenario import Scenario

pytestmark = each_database


async def test_a_profile_shows_everything_and_a_way_to_set_it(scenario: Scenario) -> None:
    await scenario.start_harbour()
    card = await scenario.says(AMIRA, "profile")
    assert facts(card) == {
        "Purpose": "not set",
        "Field": "not set",
        "Kind of collaboration": "not set",
        "Degree of collaboration": "not set",
        "Questions from a pack": "all short packs",
        "Lead or statutory bodies": "not set",
        "Replies that results need": "5",
        "Public holidays": "England (Borough Council)",
        "Your organisation": "Borough Council",
    }
    assert boxes(card) == {
        "What the partnership is for": "purpose",
        "Name of your organisation": "profile organisation",
        "Its public holidays are those of": "profile region",
    }
    for sentence in button_sentences(card).values():
        assert (await scenario.says(AMIRA, sentence)).title == "The profile of Harbour"


@pytest.mark.parametrize(
    ("said", "row", "kept"),
    [
        ("field Health and SOCIAL care", "Field", "health and social care"),
        ("FIELD 4", "Field", "other"),
        ("kind planning together", "Kind of collaboration", "planning together"),
        ("degree 5", "Degree of collaboration", "one shared organisation"),
        ("pack Roles", "Questions from a pack", "Roles"),
    ],
)
async def test_one_part_of_a_profile_is_set(scenario: Scenario, said: str, row: str, kept: str) -> None:
    await scenario.start_harbour()
    assert facts(await scenario.says(AMIRA, f"profile {said}"))[row] == kept


async def test_the_pack_is_left_to_take_turns_with_the_others_again(scenario: Scenario) -> None:
    await scenario.start_harbour()
    card = await scenario.says(AMIRA, "profile pack roles")
    assert [each.pack for each in await scenario.all(Partnership)] == ["roles"]
    await scenario.presses(AMIRA, "all short packs", on=card)
    assert [each.pack for each in await scenario.all(Partnership)] == [""]


@pytest.mark.parametrize(
    ("said", "why", "first"),
    [
        (
            "field tea",
            "Choose one of these, so that partnerships can be compared.",
            "children and young people",
        ),
        ("degree 6", "Choose one of these, so that partnerships can be compared.", "keeping in touch"),
        ("pack trust", "There is no pack called “trust”. Choose one.", "People who use services"),
    ],
)
async def test_what_a_profile_cannot_hold_is_refused_with_what_it_can(
    scenario: Scenario, said: str, why: str, first: str
) -> None:
    await scenario.start_harbour()
    card = await scenario.says(AMIRA, f"profile {said}")
    assert reason(card) == why
    assert next(iter(button_sentences(card))) == first
    assert (await scenario.presses(AMIRA, first, on=card)).title == "The profile of Harbour"


async def test_a_profile_has_no_other_parts(scenario: Scenario) -> None:
    await scenario.start_harbour()
    card = await scenario.says(AMIRA, "profile colour blue")
    assert reason(card) == "The profile has no “colour”. Look at it to see what you can change."
    assert (await scenario.presses(AMIRA, "Show the profile", on=card)).title == "The profile of Harbour"


async def test_a_coordinator_names_their_own_organisation(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    card = await scenario.says(AMIRA, "profile organisation  Harbour\u202e City ")
    assert facts(card)["Your organisation"] == "Harbour City"
    assert (
        facts(await scenario.says(AMIRA, "profile organisation harbour city"))["Your organisation"]
        == "harbour city"
    )
    assert reason(await scenario.says(AMIRA, "profile organisation RIVERSIDE Trust")) == (
        "Another organisation in this partnership is called RIVERSIDE Trust. Choose a different name."
    )


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Riverside Trust in Scotland", "England (Borough Council), Scotland (Riverside Trust)"),
        ("riverside in GB-wls", "England (Borough Council), Wales (Riverside Trust)"),
        ("Wales", "Wales (Borough Council), England (Riverside Trust)"),
        ("in Ireland", "Ireland (Borough Council), England (Riverside Trust)"),
    ],
)
async def test_a_coordinator_says_whose_public_holidays_an_organisation_keeps(
    scenario: Scenario, said: str, kept: str
) -> None:
    await scenario.start_with_riverside()
    assert facts(await scenario.says(AMIRA, f"profile region {said}"))["Public holidays"] == kept


async def test_public_holidays_that_nobody_knows_are_refused_with_those_next_door(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    for said in ("Riverside Trust in Atlantis", "Riverside Trust in the United Kingdom"):
        card = await scenario.says(AMIRA, f"profile region {said}")
        assert reason(card) == (
            "We could not find public holidays for that place. Choose one of these, or type a "
            "country, for example: profile region Ireland"
        )
        assert [*button_sentences(card)] == ["England", "Wales", "Scotland", "Northern Ireland"]
    kept = facts(await scenario.presses(AMIRA, "Northern Ireland", on=card))["Public holidays"]
    assert kept == "England (Borough Council), Northern Ireland (Riverside Trust)"


async def test_an_organisation_that_is_not_there_keeps_none(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    card = await scenario.says(AMIRA, "profile region Age Well in Scotland")
    assert reason(card).startswith("No organisation here is called “Age Well”.")
    kept = facts(await scenario.presses(AMIRA, "Riverside Trust", on=card))["Public holidays"]
    assert kept == "England (Borough Council), Scotland (Riverside Trust)"


async def test_organisations_change_sides_freely_until_their_answers_were_compared(
    scenario: Scenario,
) -> None:
    await scenario.start_with_riverside()
    card = await scenario.says(AMIRA, "profile lead borough council")
    assert facts(card)["Lead or statutory bodies"] == "Borough Council"
    await scenario.presses(AMIRA, "Borough Council is not one", on=card)
    assert [each.lead_body for each in await scenario.all(Organisation)] == [False, False]


async def test_once_a_scheduled_round_is_closed_changing_sides_is_said_twice(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await _closed_round(scenario, RoundKind.AD_HOC, 0)
    await scenario.says(AMIRA, "profile lead Borough Council")  # extra rounds stand alone
    await _closed_round(scenario, RoundKind.SCHEDULED, 1)
    card = await scenario.says(AMIRA, "profile not-lead Borough Council")
    assert (card.title, texts(card)) == (
        "Nothing was changed yet",
        [
            (
                "Results compare lead and statutory bodies with the others. If Borough Council changes "
                "sides, that comparison starts anew: earlier results stay as they are, and cannot be held "
                "against later ones."
            )
        ],
    )
    again = await scenario.presses(AMIRA, "Change it all the same", on=card)
    assert facts(again)["Lead or statutory bodies"] == "not set"


async def test_an_organisation_that_nobody_knows_is_on_no_side(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    card = await scenario.says(AMIRA, "profile lead Nobody")
    assert list(button_sentences(card)) == ["Borough Council", "Riverside Trust"]
    assert (
        facts(await scenario.presses(AMIRA, "Riverside Trust", on=card))["Lead or statutory bodies"]
        == "Riverside Trust"
    )


async def _closed_round(scenario: Scenario, kind: RoundKind, number: int) -> None:
    now = scenario.clock.now()
    async with scenario.store.transaction() as db:
        (place,) = await db.find(Partnership)
        await db.add(
            Round(
                f"r{number}", place.id, kind, number, (), now, now + timedelta(days=5), now, RoundState.CLOSED
            )
        )
