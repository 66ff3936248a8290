from datetime import timedelta

import pytest

from bot.core.models import Organisation, Partnership, Round, RoundKind, RoundState
from tests.handlers.scene import AMIRA, Scene, boxes, facts, reason, texts, ways


async def test_a_profile_shows_everything_and_a_way_to_set_it(scene: Scene) -> None:
    await scene.harbour()
    card = await scene.say(AMIRA, "profile")
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
    for sentence in ways(card).values():
        assert (await scene.say(AMIRA, sentence)).title == "The profile of Harbour"


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
async def test_one_part_of_a_profile_is_set(scene: Scene, said: str, row: str, kept: str) -> None:
    await scene.harbour()
    assert facts(await scene.say(AMIRA, f"profile {said}"))[row] == kept


async def test_the_pack_is_left_to_take_turns_with_the_others_again(scene: Scene) -> None:
    await scene.harbour()
    card = await scene.say(AMIRA, "profile pack roles")
    assert [each.pack for each in await scene.found(Partnership)] == ["roles"]
    await scene.press(AMIRA, card, "all short packs")
    assert [each.pack for each in await scene.found(Partnership)] == [""]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("field tea", "children and young people"),
        ("degree 6", "keeping in touch"),
        ("pack trust", "People who use services"),
    ],
)
async def test_what_a_profile_cannot_hold_is_refused_with_what_it_can(
    scene: Scene, said: str, first: str
) -> None:
    await scene.harbour()
    card = await scene.say(AMIRA, f"profile {said}")
    assert reason(card).startswith("Nothing was changed")
    assert next(iter(ways(card))) == first
    assert (await scene.press(AMIRA, card, first)).title == "The profile of Harbour"


async def test_a_profile_has_no_other_parts(scene: Scene) -> None:
    await scene.harbour()
    card = await scene.say(AMIRA, "profile colour blue")
    assert reason(card).startswith(
        "Nothing was changed: a profile has field, kind, degree, pack, organisation,"
    )
    assert (await scene.press(AMIRA, card, "Show the profile")).title == "The profile of Harbour"


async def test_a_coordinator_names_their_own_organisation(scene: Scene) -> None:
    await scene.riverside()
    card = await scene.say(AMIRA, "profile organisation  Harbour\u202e City ")
    assert facts(card)["Your organisation"] == "Harbour City"
    assert (
        facts(await scene.say(AMIRA, "profile organisation harbour city"))["Your organisation"]
        == "harbour city"
    )
    assert reason(await scene.say(AMIRA, "profile organisation RIVERSIDE Trust")) == (
        "It was not renamed: another organisation here is called RIVERSIDE Trust. Choose another name."
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
    scene: Scene, said: str, kept: str
) -> None:
    await scene.riverside()
    assert facts(await scene.say(AMIRA, f"profile region {said}"))["Public holidays"] == kept


async def test_public_holidays_that_nobody_knows_are_refused_with_those_next_door(scene: Scene) -> None:
    await scene.riverside()
    for said in ("Riverside Trust in Atlantis", "Riverside Trust in the United Kingdom"):
        card = await scene.say(AMIRA, f"profile region {said}")
        assert reason(card) == (
            "Nothing was changed: I do not know these public holidays. Name a country, or one of these."
            " Say for example: profile region Age Well in Scotland"
        )
        assert [*ways(card)] == ["England", "Wales", "Scotland", "Northern Ireland"]
    kept = facts(await scene.press(AMIRA, card, "Northern Ireland"))["Public holidays"]
    assert kept == "England (Borough Council), Northern Ireland (Riverside Trust)"


async def test_an_organisation_that_is_not_there_keeps_none(scene: Scene) -> None:
    await scene.riverside()
    card = await scene.say(AMIRA, "profile region Age Well in Scotland")
    assert reason(card).startswith("That was not done: no organisation here is called “Age Well”.")
    kept = facts(await scene.press(AMIRA, card, "Riverside Trust"))["Public holidays"]
    assert kept == "England (Borough Council), Scotland (Riverside Trust)"


async def test_organisations_change_sides_freely_until_their_answers_were_compared(scene: Scene) -> None:
    await scene.riverside()
    card = await scene.say(AMIRA, "profile lead borough council")
    assert facts(card)["Lead or statutory bodies"] == "Borough Council"
    await scene.press(AMIRA, card, "Borough Council is not one")
    assert [each.lead_body for each in await scene.found(Organisation)] == [False, False]


async def test_once_a_scheduled_round_is_closed_changing_sides_is_said_twice(scene: Scene) -> None:
    await scene.riverside()
    await _closed_round(scene, RoundKind.AD_HOC, 0)
    await scene.say(AMIRA, "profile lead Borough Council")  # extra rounds stand alone
    await _closed_round(scene, RoundKind.SCHEDULED, 1)
    card = await scene.say(AMIRA, "profile not-lead Borough Council")
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
    again = await scene.press(AMIRA, card, "Change it all the same")
    assert facts(again)["Lead or statutory bodies"] == "not set"


async def test_an_organisation_that_nobody_knows_is_on_no_side(scene: Scene) -> None:
    await scene.riverside()
    card = await scene.say(AMIRA, "profile lead Nobody")
    assert list(ways(card)) == ["Borough Council", "Riverside Trust"]
    assert (
        facts(await scene.press(AMIRA, card, "Riverside Trust"))["Lead or statutory bodies"]
        == "Riverside Trust"
    )


async def _closed_round(scene: Scene, kind: RoundKind, number: int) -> None:
    now = scene.clock.now()
    async with scene.store.transaction() as db:
        (place,) = await db.find(Partnership)
        await db.add(
            Round(
                f"r{number}", place.id, kind, number, (), now, now + timedelta(days=5), now, RoundState.CLOSED
            )
        )
