"""The list of what is left to set up: computed, shown to coordinators, gone when done or hidden."""

from dataclasses import replace
from gettext import NullTranslations

from bot.core.cards import Card, Link
from bot.core.models import Role, Round, RoundState
from bot.handlers.set_up import set_up_cards
from bot.handlers.views import OwnMembershipsView
from tests.support.cast import AMIRA, BEN, CERYS, SIX, ScenarioUser
from tests.support.databases import each_database
from tests.support.read_cards import boxes, facts, labels, texts
from tests.support.scenario import Scenario

NO_ROUNDS = "No rounds are planned yet: nobody will be asked until you set a schedule or ask now."


async def cards_of(scenario: Scenario, user: ScenarioUser = AMIRA, page: str = "") -> tuple[Card, ...]:
    person = await scenario.person(user)
    async with scenario.store.read_only() as db:
        own = await OwnMembershipsView().load(db, scenario.context, person)
        return await set_up_cards(scenario.context, db, person, own, page=page)


async def test_a_founder_is_shown_what_is_left(scenario: Scenario) -> None:
    card = await scenario.says(AMIRA, "start partnership Harbour")
    assert (card.title, texts(card)) == (
        "Harbour has started",
        ["You are its coordinator. This is what is left to do:"],
    )
    assert facts(card) == {
        "Name your organisation": "No name yet",
        "Invite people": "1 person has joined. A round needs at least 5.",
        "Set how often to ask": NO_ROUNDS,
        "Ask the first questions": "Not asked yet",
    }
    assert boxes(card) == {"Name of your organisation": "profile organisation"}
    assert labels(card) == ["Invite people", "See the first questions", "Set how often to ask"]


async def test_a_founder_who_named_their_organisation_is_not_asked_for_it(scenario: Scenario) -> None:
    card = await scenario.says(AMIRA, 'start partnership "Harbour" for Borough Council')
    assert facts(card)["Name your organisation"] == "✓ Borough Council"
    assert boxes(card) == {}


async def test_an_organisation_without_a_name_has_none_in_any_language(scenario: Scenario) -> None:
    scenario.bot.context = replace(scenario.context, catalogues={"cy": NullTranslations()})
    await scenario.says(AMIRA, "start partnership Harbour")
    await scenario.says(AMIRA, "language cy")
    assert facts(await scenario.says(AMIRA, "set up"))["Name your organisation"] == "No name yet"


@each_database
async def test_the_list_ticks_what_is_done_and_goes_when_all_is(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await scenario.add_members_without_home(4)
    (card,) = await cards_of(scenario)
    assert (card.title, facts(card)["Invite people"]) == ("Set up Harbour", "✓ 5 people have joined.")
    await scenario.says(AMIRA, "ask trust now")
    (card,) = await cards_of(scenario)
    assert facts(card)["Ask the first questions"] == "✓ Done"
    assert facts(card)["Set how often to ask"].startswith("No more rounds are planned: after this round")
    await scenario.says(AMIRA, "cancel now")
    (card,) = await cards_of(scenario)
    assert facts(card)["Ask the first questions"] == "Not asked yet"
    await scenario.says(AMIRA, "schedule every second Tuesday at 10:00 now")
    (card,) = await cards_of(scenario)
    assert facts(card)["Set how often to ask"].startswith("✓ The next round opens on Tuesday")
    await scenario.passes(days=20)
    assert RoundState.OPEN in {round_.state for round_ in await scenario.all(Round)}
    assert await cards_of(scenario) == ()
    assert "Hide this list" not in labels(await scenario.says(AMIRA, "set up"))


async def test_on_a_page_what_is_left_leads_to_forms(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    (card,) = await cards_of(scenario, page="/me/amira")
    assert {part.label: part.path for part in card.parts if isinstance(part, Link)} == {
        "Set how often to ask": "/me/amira/form/rhythm?partnership=harbour",
        "Ask the first questions": "/me/amira/form/ask?partnership=harbour",
    }
    await scenario.says(AMIRA, "schedule every second Tuesday at 10:00 now")
    await scenario.says(AMIRA, "ask trust now")
    assert await cards_of(scenario, page="/me/amira") == ()


async def test_only_coordinators_see_the_list(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert BEN.role is Role.LEAD
    assert [await cards_of(scenario, user) for user in (BEN, CERYS)] == [(), ()]
    assert (await scenario.says(BEN, "set up")).refused


async def test_a_coordinator_hides_the_list_and_finds_it_again(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "set up")
    assert (await scenario.presses(AMIRA, "Hide this list")).title == "The list is hidden"
    assert await cards_of(scenario) == ()
    assert (await scenario.says(AMIRA, "set up")).title == "Set up Harbour Together"
