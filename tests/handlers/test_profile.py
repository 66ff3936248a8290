from datetime import timedelta

import pytest

from bot.core.models import Organisation, Partnership, Round, RoundKind, RoundState
from tests.support.cast import AMIRA
from tests.support.databases import each_database
from tests.support.read_cards import button_sentences, buttons, facts, reason, small_print, texts
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
        "Extra questions": "all short sets, in turn",
        "Lead and statutory bodies": "not set",
        "Replies needed for results": "5",
        "Public holidays": "England (Borough Council)",
        "Your organisation": "Borough Council",
    }
    assert [(button.label, button.form) for button in buttons(card)] == [
        ("Edit the profile", "profile"),
        ("Set public holidays", "organisations"),
    ]
    assert {button.partnership for button in buttons(card)} == {(await scenario.one(Partnership)).id}
    (examples,) = small_print(card)
    assert examples.startswith("You can type these too, for example: purpose Warm homes for all, profile ")


@pytest.mark.parametrize(
    ("said", "row", "kept"),
    [
        ("field Health and SOCIAL care", "Field", "health and social care"),
        ("FIELD 4", "Field", "other"),
        ("kind planning together", "Kind of collaboration", "planning together"),
        ("degree 5", "Degree of collaboration", "one shared organisation"),
        ("pack Roles", "Extra questions", "Roles"),
    ],
)
async def test_one_part_of_a_profile_is_set(scenario: Scenario, said: str, row: str, kept: str) -> None:
    await scenario.start_harbour()
    assert facts(await scenario.says(AMIRA, f"profile {said}"))[row] == kept


async def test_the_pack_is_left_to_take_turns_with_the_others_again(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await scenario.says(AMIRA, "profile pack roles")
    assert [each.pack for each in await scenario.all(Partnership)] == ["roles"]
    await scenario.says(AMIRA, "profile pack all")
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
    assert (await scenario.presses(AMIRA, first, on=card)).title == "Profile of Harbour"


async def test_a_profile_has_no_other_parts(scenario: Scenario) -> None:
    await scenario.start_harbour()
    card = await scenario.says(AMIRA, "profile colour blue")
    assert reason(card) == "The profile has no “colour”. Look at it to see what you can change."
    assert (await scenario.presses(AMIRA, "Show the profile", on=card)).title == "Profile of Harbour"


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
    ("said", "told", "kept"),
    [
        (
            "Riverside Trust in Scotland",
            "Riverside Trust now keeps the public holidays of Scotland.",
            "England (Borough Council), Scotland (Riverside Trust)",
        ),
        (
            "riverside in GB-wls",
            "Riverside Trust now keeps the public holidays of Wales.",
            "England (Borough Council), Wales (Riverside Trust)",
        ),
        (
            "Wales",
            "Borough Council now keeps the public holidays of Wales.",
            "Wales (Borough Council), England (Riverside Trust)",
        ),
        (
            "in Ireland",
            "Borough Council now keeps the public holidays of Ireland.",
            "Ireland (Borough Council), England (Riverside Trust)",
        ),
    ],
)
async def test_a_coordinator_says_whose_public_holidays_an_organisation_keeps(
    scenario: Scenario, said: str, told: str, kept: str
) -> None:
    await scenario.start_with_riverside()
    card = await scenario.says(AMIRA, f"profile region {said}")
    assert texts(card) == [told]
    profile = await scenario.presses(AMIRA, "Show the profile", on=card)
    assert facts(profile)["Public holidays"] == kept


async def test_public_holidays_that_nobody_knows_are_refused_with_those_next_door(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    for said in ("Riverside Trust in Atlantis", "Riverside Trust in the United Kingdom"):
        card = await scenario.says(AMIRA, f"profile region {said}")
        assert reason(card) == (
            "We could not find public holidays for that place. Choose one of these, or type a "
            "country, for example: profile region Ireland"
        )
        assert [*button_sentences(card)] == ["England", "Wales", "Scotland", "Northern Ireland"]
    kept = texts(await scenario.presses(AMIRA, "Northern Ireland", on=card))
    assert kept == ["Riverside Trust now keeps the public holidays of Northern Ireland."]


async def test_an_organisation_that_is_not_there_keeps_none(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    card = await scenario.says(AMIRA, "profile region Age Well in Scotland")
    assert reason(card).startswith("No organisation here is called “Age Well”.")
    kept = texts(await scenario.presses(AMIRA, "Riverside Trust", on=card))
    assert kept == ["Riverside Trust now keeps the public holidays of Scotland."]


async def test_organisations_change_sides_freely_until_their_answers_were_compared(
    scenario: Scenario,
) -> None:
    await scenario.start_with_riverside()
    card = await scenario.says(AMIRA, "profile lead borough council")
    assert facts(card)["Lead and statutory bodies"] == "Borough Council"
    await scenario.says(AMIRA, "profile not-lead Borough Council")
    assert [each.lead_body for each in await scenario.all(Organisation)] == [False, False]


async def test_once_a_scheduled_round_is_closed_changing_sides_is_said_twice(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await _closed_round(scenario, RoundKind.AD_HOC, 0)
    await scenario.says(AMIRA, "profile lead Borough Council")  # extra rounds stand alone
    await _closed_round(scenario, RoundKind.SCHEDULED, 1)
    card = await scenario.says(AMIRA, "profile not-lead Borough Council")
    assert (card.title, texts(card)) == (
        "Change how results are compared?",
        [
            (
                "Results compare lead and statutory bodies with the others. If Borough Council changes "
                "sides, this comparison starts again. Earlier results stay as they are, but cannot be "
                "compared with later ones."
            )
        ],
    )
    again = await scenario.presses(AMIRA, "Change the comparison", on=card)
    assert facts(again)["Lead and statutory bodies"] == "not set"


async def test_an_organisation_that_nobody_knows_is_on_no_side(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    card = await scenario.says(AMIRA, "profile lead Nobody")
    assert list(button_sentences(card)) == ["Borough Council", "Riverside Trust"]
    assert (
        facts(await scenario.presses(AMIRA, "Riverside Trust", on=card))["Lead and statutory bodies"]
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
