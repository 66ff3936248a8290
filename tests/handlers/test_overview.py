"""What somebody finds on a home of their own: all that is theirs, and nothing that is not."""

import pytest

from bot.core.models import Partnership, Person
from bot.handlers.views import CoordinatedRostersView, OverviewView
from tests.stage import AMIRA, BEN, CERYS, DILYS, SIX, STRANGER, Actor, Stage, buttons, facts, labels, words


async def titles(stage: Stage, actor: Actor) -> list[str]:
    return [card.title for card in await stage.bot.view(actor.person, OverviewView())]


async def test_what_waits_comes_first_and_goes_once_it_is_answered(stage: Stage) -> None:
    await stage.opens(*SIX)
    rest = ["Harbour Together", "Your settings", "What I keep about you"]
    assert await titles(stage, BEN) == ["Questions wait for you", *rest]
    (start,) = buttons((await stage.bot.view(BEN.person, OverviewView()))[0])
    assert (
        await stage.says(BEN, start.says, pressed=True)
    ).thread_key == f"ask:{(await stage.open_round()).id}"
    await stage.answers(BEN, 4)
    assert await titles(stage, BEN) == rest


async def test_a_partnership_is_seen_with_its_rhythm_its_round_and_what_it_will_do(stage: Stage) -> None:
    await stage.opens(*SIX)
    await stage.says(AMIRA, "action Share the papers by 9 March @Ben")
    card = (await stage.bot.view(DILYS.person, OverviewView()))[1]
    assert facts(card) == {
        "You": "Cegin Gymunedol · lead",
        "Rhythm": "every second Monday at 09:00",
        "Round": "open until Friday 6 March, 16:30",
    }
    assert "1. Share the papers · by 9 March 2026 · Ben" in words(card)
    await stage.closes()
    assert facts((await stage.bot.view(DILYS.person, OverviewView()))[0])["Round"] == (
        "the next opens on Monday 16 March, 09:00"
    )


@pytest.mark.parametrize(
    ("rhythm", "told"),
    [("", "not set"), ("sometimes", "it has stopped")],
    ids=["no rhythm", "a rhythm that was set aside"],
)
async def test_where_nothing_is_planned_that_is_said(stage: Stage, rhythm: str, told: str) -> None:
    await stage.found(*SIX, rhythm=rhythm)
    card = (await stage.bot.view(BEN.person, OverviewView()))[0]
    assert (facts(card)["Rhythm"], facts(card)["Round"]) == (told, "none is planned")


async def test_only_coordinators_are_offered_what_only_they_can_do(stage: Stage) -> None:
    await stage.found(*SIX)
    offered = [labels((await stage.bot.view(each.person, OverviewView()))[0]) for each in (AMIRA, BEN)]
    assert [each for each in offered[0] if each not in offered[1]] == [
        "See the next questions",
        "The rhythm",
        "Set the profile",
        "Invite an organisation",
    ]
    rosters = await stage.bot.view(AMIRA.person, CoordinatedRostersView())
    assert [each.partnership for each in rosters] == await stage.all(Partnership)
    assert await stage.bot.view(BEN.person, CoordinatedRostersView()) == ()


async def test_a_pause_is_offered_and_once_it_holds_its_end(stage: Stage) -> None:
    await stage.found(*SIX)
    settings = (await stage.bot.view(BEN.person, OverviewView()))[1]
    assert words(settings) == (
        "Your settings\n"
        "You are asked on working days between 09:30 and 16:30, by the clocks of Europe/London.\n"
        "Pause until (a date, such as 3 May)\n"
        "Cymraeg"
    )
    await stage.says(BEN, "pause until 3 May")
    paused = await stage.one(Person, id=BEN.person.id)
    settings = (await stage.bot.view(paused, OverviewView()))[1]
    assert words(settings).splitlines()[2:] == [
        "You are paused until 3 May 2026.",
        "Be asked again",
        "Cymraeg",
    ]


async def test_whoever_is_in_no_partnership_finds_how_to_be(stage: Stage) -> None:
    await stage.found(*SIX)
    assert await titles(stage, STRANGER) == [
        "What would you like to do?",
        "Your settings",
        "What I keep about you",
    ]


async def test_it_is_said_in_the_viewers_language(stage: Stage) -> None:
    await stage.opens(*SIX)
    assert (await titles(stage, CERYS))[-2:] == ["Eich gosodiadau", "Beth rwy'n ei gadw amdanoch chi"]


@pytest.mark.parametrize(("actor", "shows"), [(AMIRA, True), (BEN, False)])
async def test_the_menu_holds_what_fits_whoever_asks(stage: Stage, actor: Actor, shows: bool) -> None:
    await stage.found(*SIX)
    card = await stage.says(actor, "menu")
    assert labels(card)[:3] == ["Answer questions", "Show what I understand", "How it stands"]
    assert ("Invite an organisation" in labels(card)) is shows


async def test_the_menu_tells_a_stranger_how_to_begin(stage: Stage) -> None:
    card = await stage.says(STRANGER, "menu")
    assert words(card) == (
        "What would you like to do?\n"
        "I ask the members of a partnership how it is going, and tell them all what came of it.\n"
        "To join one, ask its coordinator for a code and say: join <code> as <your organisation>\n"
        "Start a partnership\n"
        "Show what I understand"
    )
