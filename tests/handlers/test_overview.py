"""What somebody finds on a home of their own: all that is theirs, and nothing that is not."""

import pytest

from bot.core.models import Partnership, Person
from bot.handlers.views import OverviewView, OwnMembershipsView
from tests.support.cast import AMIRA, BEN, CERYS, DILYS, SIX, STRANGER, ScenarioUser
from tests.support.read_cards import buttons, facts, labels, words
from tests.support.scenario import Scenario


async def titles(scenario: Scenario, actor: ScenarioUser) -> list[str]:
    return [card.title for card in await scenario.bot.view(actor.person, OverviewView())]


async def test_what_waits_comes_first_and_goes_once_it_is_answered(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    rest = ["Harbour Together", "Your settings", "What we keep about you"]
    assert await titles(scenario, BEN) == ["You have questions to answer", *rest]
    (start,) = buttons((await scenario.bot.view(BEN.person, OverviewView()))[0])
    assert (
        await scenario.says(BEN, start.says, pressed=True)
    ).thread_key == f"ask:{(await scenario.open_round()).id}"
    await scenario.answers(BEN, 4)
    assert await titles(scenario, BEN) == rest


async def test_a_partnership_is_seen_with_its_rhythm_its_round_and_what_it_will_do(
    scenario: Scenario,
) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.says(AMIRA, "action Share the papers by 9 March @Ben")
    card = (await scenario.bot.view(DILYS.person, OverviewView()))[1]
    assert facts(card) == {
        "Round": "open until Friday 6 March, 16:30",
        "Your reply": "not given yet",
        "Next round": "Monday 16 March, 09:00",
        "Schedule": "every second Monday at 09:00",
        "You": "Cegin Gymunedol · lead",
        "Data contact": "not set. To set it, type: data contact",
    }
    assert "1. Share the papers · by 9 March 2026 · Ben" in words(card)
    await scenario.closes()
    shown = facts((await scenario.bot.view(DILYS.person, OverviewView()))[0])
    assert (shown["Next round"], "Round" in shown) == ("Monday 16 March, 09:00", False)


@pytest.mark.parametrize(
    ("rhythm", "told"),
    [("", "not set"), ("sometimes", "stopped")],
    ids=["no rhythm", "a rhythm that was set aside"],
)
async def test_where_nothing_is_planned_that_is_said(scenario: Scenario, rhythm: str, told: str) -> None:
    await scenario.create_partnership(*SIX, rhythm=rhythm)
    card = (await scenario.bot.view(BEN.person, OverviewView()))[0]
    assert (facts(card)["Schedule"], facts(card)["Next round"]) == (told, "No rounds are planned")


async def test_only_coordinators_are_offered_what_only_they_can_do(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    offered = []
    for user in (AMIRA, BEN):
        cards = await scenario.bot.view(user.person, OverviewView())
        offered += [labels(card) for card in cards if card.title == "Harbour Together"]
    assert [each for each in offered[0] if each not in offered[1]] == [
        "Next questions",
        "Schedule",
        "Profile",
        "Invite people",
    ]
    for user in (AMIRA, BEN):
        (own,) = await scenario.bot.view(user.person, OwnMembershipsView())
        assert (own.member.id, [own.roster.partnership]) == (user.member, await scenario.all(Partnership))


async def test_a_pause_is_offered_and_once_it_holds_its_end(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    settings = (await scenario.bot.view(BEN.person, OverviewView()))[1]
    assert words(settings) == (
        "Your settings\n"
        "You get questions on working days between 09:30 and 16:30, London time.\n"
        "Pause until (a date, such as 3 May)\n"
        "Time zone (a large city, such as New York)\n"
        "Language\n"
        "Cymraeg\n"
        "Weekly summary\n"
        "Each week, usually on Monday, we tell you what is new in your partnerships.\n"
        "If nothing is new, we send nothing.\n"
        "Stop the weekly summary"
    )
    await scenario.says(BEN, "pause until 3 May")
    paused = await scenario.one(Person, id=BEN.person.id)
    settings = (await scenario.bot.view(paused, OverviewView()))[1]
    assert words(settings).splitlines()[2:4] == [
        "You are paused until 3 May 2026.",
        "Stop the pause",
    ]
    assert labels(settings) == [
        "Stop the pause",
        "Cymraeg",
        "Stop the weekly summary",
    ]


async def test_whoever_is_in_no_partnership_finds_how_to_be(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert await titles(scenario, STRANGER) == [
        "What would you like to do?",
        "Your settings",
        "What we keep about you",
    ]


async def test_it_is_said_in_the_viewers_language(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    assert (await titles(scenario, CERYS))[-2:] == ["Eich gosodiadau", "Beth rydyn ni'n ei gadw amdanoch chi"]


@pytest.mark.parametrize(("actor", "shows"), [(AMIRA, True), (BEN, False)])
async def test_the_menu_holds_what_fits_whoever_asks(
    scenario: Scenario, actor: ScenarioUser, shows: bool
) -> None:
    await scenario.create_partnership(*SIX)
    card = await scenario.says(actor, "menu")
    assert labels(card)[:3] == ["Answer questions", "See what you can type", "Round status"]
    assert ("Invite people" in labels(card)) is shows


async def test_the_menu_tells_a_stranger_how_to_begin(scenario: Scenario) -> None:
    card = await scenario.says(STRANGER, "menu")
    assert words(card) == (
        "What would you like to do?\n"
        "We ask the members of a partnership how it is going, and show everyone the results.\n"
        "Start a partnership\n"
        "Join with a code\n"
        "See what you can type"
    )
    assert "join harbour-4821-mint as Riverside Trust" in words(
        await scenario.presses(STRANGER, "Join with a code")
    )
