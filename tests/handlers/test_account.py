from datetime import date, timedelta

import pytest

from bot.core.cards import Card
from bot.core.deliveries import Delivery
from bot.core.models import (
    BrowserSession,
    LoginLink,
    Member,
    Partnership,
    Person,
    Round,
    RoundState,
    web_address,
)
from bot.core.ports import WebMessage
from tests.handlers.scene import AMIRA, BEN, CARYS, EVE, Scene, SceneUser, facts, link, reason, texts, ways


async def test_help_shows_what_somebody_may_say(scene: Scene) -> None:
    await scene.riverside()
    assert "start partnership <name...>" in facts(await scene.say(EVE, "help"))
    assert ["invite" in facts(await scene.say(each, "Help!")) for each in (EVE, BEN, AMIRA)] == [
        False,
        False,
        True,
    ]


async def test_a_pause_lasts_to_a_date(scene: Scene) -> None:
    await scene.harbour()
    card = await scene.say(AMIRA, "pause until 3 May")
    assert texts(card) == [
        "You will not be asked before 3 May 2026. What has been asked already you can still answer."
    ]
    assert (await scene.person(AMIRA)).paused_until == date(2026, 5, 3)
    assert (await scene.press(AMIRA, card, "Be asked again")).title == "Welcome back"
    assert (await scene.person(AMIRA)).paused_until is None


@pytest.mark.parametrize("when", ["2 March 2026", "1/3/2026", "2 September 2026"])
async def test_a_pause_is_from_tomorrow_and_at_most_half_a_year(scene: Scene, when: str) -> None:
    await scene.harbour()
    assert reason(await scene.say(AMIRA, f"pause until {when}")) == (
        "You are not paused: say a date from tomorrow on, and not after 1 September 2026."
    )
    assert (await scene.person(AMIRA)).paused_until is None


async def test_a_pause_until_a_date_that_is_none_is_refused(scene: Scene) -> None:
    await scene.harbour()
    assert reason(await scene.say(AMIRA, "pause until the cows come home")) == (
        "You are not paused: I did not understand the date. Say for example: pause until 3 May"
    )


@pytest.mark.parametrize("sentence", ["pause until 3 May", "resume", "language en", "my data", "forget me"])
async def test_whoever_is_not_known_is_told_how_to_be(scene: Scene, sentence: str) -> None:
    assert reason(await scene.say(EVE, sentence)) == (
        "I do not know you yet. Join with a code, or start a partnership. Say help to see how."
    )


async def test_somebody_says_by_which_clocks_they_live(scene: Scene) -> None:
    await scene.harbour()
    assert texts(await scene.say(AMIRA, "zone new york")) == [
        "By the clocks of America/New_York it is Monday 2 March, 04:00 now.",
        "You are asked in working hours there.",
    ]
    assert (await scene.person(AMIRA)).zone == "America/New_York"
    assert reason(await scene.say(AMIRA, "zone Atlantis")) == (
        "Your clocks stay as they were: I do not know this place. Name a large city near you."
        " Say for example: zone New York"
    )
    assert (await scene.person(AMIRA)).zone == "America/New_York"


async def test_the_language_is_chosen_and_used_at_once(scene: Scene) -> None:
    await scene.harbour()
    assert texts(await scene.say(AMIRA, "language Cymraeg")) == ["From now on I speak Cymraeg to you."]
    assert (await scene.person(AMIRA)).language == "cy"
    assert texts(await scene.say(AMIRA, "language EN")) == ["From now on I speak English to you."]
    card = await scene.say(AMIRA, "language fr")
    assert reason(card) == "The language was not changed: I speak English (en) and Welsh (cy)."
    assert ways(card) == {"English": "language en", "Cymraeg": "language cy"}


async def test_somebody_sees_all_that_is_kept_about_them(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(BEN, "pause until 3 May")
    async with scene.store.transaction() as db:
        await db.add(BrowserSession("s1", "browser", (await scene.person(BEN)).id, scene.clock.now()))
    assert facts(await scene.say(BEN, "my data")) == {
        "Name": "Ben Okoro",
        "Where you speak from": "teams:tenant:aad-2",
        "Where I write to you": "teams:tenant:aad-2",
        "Time zone": "Europe/London",
        "Language": "English",
        "Paused until": "3 May 2026",
        "Browsers that are signed in": "1",
        "Harbour": "Riverside Trust · lead · in · 2 March 2026",
    }


async def test_somebody_we_know_little_about_sees_that(scene: Scene) -> None:
    await scene.harbour()
    await scene.say(AMIRA, f"add {CARYS.token} to Borough Council")
    async with scene.store.transaction() as db:
        await db.update_if_unchanged(await scene.person(CARYS), home=None)
    nameless = SceneUser("", CARYS.address)
    shown = facts(await scene.say(nameless, "my data"))
    assert (shown["Name"], shown["Where I write to you"]) == ("not known", "not known")
    assert shown["Harbour"] == "Borough Council · member · invited, not confirmed yet · 2 March 2026"


async def test_somebody_who_was_taken_out_everywhere_is_still_told_what_is_kept(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(BEN, "leave now")
    assert facts(await scene.say(BEN, "my data"))["Harbour"] == "Riverside Trust · lead · left · 2 March 2026"


async def test_being_forgotten_is_asked_first(scene: Scene) -> None:
    await scene.riverside()
    card = await scene.say(BEN, "forget me")
    assert card.title == "Forget you?"
    assert len(await scene.found(Person)) == 2
    assert (await scene.press(BEN, card, "Yes, forget me")).title == "You are forgotten"
    assert reason(await scene.say(BEN, "my data")).startswith("I do not know you yet.")


async def test_whoever_is_forgotten_leaves_nothing_anywhere(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(EVE, "start partnership Lighthouse")
    await scene.add(EVE, BEN, "First organisation")
    await scene.say(AMIRA, "ask trust")
    await scene.say(BEN, "hub")
    ben = await scene.person(BEN)
    members = [each.id for each in await scene.found(Member, person=ben.id)]
    async with scene.store.transaction() as db:
        await db.add(
            BrowserSession("s1", "browser", ben.id, scene.clock.now()),
            WebMessage("p1", web_address(ben.id), Card("Hello"), "", scene.clock.now()),
            WebMessage("p2", BEN.address, Card("Hello"), "", scene.clock.now(), "my data"),
        )
    await scene.say(BEN, "forget me now")
    left = [
        await scene.found(kind)
        for kind in (Person, Member, Delivery, LoginLink, BrowserSession, WebMessage, Round)
    ]
    for each in (ben.id, BEN.name, BEN.token, *members):
        assert each not in repr(left)


async def test_when_the_last_coordinator_is_forgotten_the_leads_are_told_and_one_of_them_steps_in(
    scene: Scene,
) -> None:
    await scene.riverside()
    await scene.add(BEN, CARYS, "Riverside Trust")
    await scene.say(AMIRA, "forget me now")
    (told,) = await scene.told(BEN)
    assert texts(told) == [
        (
            "Harbour has no coordinator any more: the last one has left Accord. Please agree on somebody, "
            "then say: make <name> coordinator"
        )
    ]
    assert await scene.told(CARYS) == []
    assert reason(await scene.say(CARYS, "make me coordinator")).startswith("That was not done: only a lead")
    assert texts(await scene.say(BEN, "make Carys coordinator")) == ["Carys Puw is now coordinator."]
    assert reason(await scene.say(BEN, "make me coordinator")).startswith(
        "Nothing was changed: only a coordinator"
    )


async def test_without_leads_any_member_steps_in_for_coordinator_and_for_nothing_else(scene: Scene) -> None:
    await scene.harbour()
    await scene.add(AMIRA, BEN, "Borough Council")
    await scene.add(AMIRA, CARYS, "Borough Council")
    await scene.say(AMIRA, "forget me now")
    assert [len(await scene.told(each)) for each in (BEN, CARYS)] == [1, 1]
    assert reason(await scene.say(BEN, "make me lead")).startswith("Nothing was changed: a lead can do that")
    assert reason(await scene.say(BEN, "invite")).startswith("That was not done: only a coordinator can.")
    await scene.say(BEN, "make Carys coordinator")
    assert reason(await scene.say(BEN, "make me coordinator")).startswith("That was not done: only a lead")


async def test_nobody_is_told_of_a_missing_coordinator_once_there_is_one_again(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(AMIRA, "forget me now")
    await scene.say(BEN, "make me coordinator")
    assert await scene.told(BEN) == []


async def test_where_another_coordinator_stays_nobody_is_told(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(AMIRA, "make Ben coordinator")
    await scene.say(AMIRA, "forget me now")
    assert await scene.told(BEN) == []


async def test_a_partnership_ends_with_the_last_person_in_it(scene: Scene) -> None:
    await scene.harbour()
    await scene.say(AMIRA, f"add {CARYS.token} to Borough Council")
    await scene.say(AMIRA, "ask trust")
    await scene.say(AMIRA, "forget me now")
    assert [each.ended_at for each in await scene.found(Partnership)] == [scene.clock.now()]
    assert [each.state for each in await scene.found(Round)] == [RoundState.CANCELLED]
    assert await scene.told(CARYS) == []
    assert await scene.found(Person) == []


async def test_somebody_is_forgotten_in_a_partnership_that_has_ended_too(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(AMIRA, "end partnership Harbour")
    await scene.say(AMIRA, "forget me now")
    assert [each.name for each in await scene.found(Person)] == ["Ben Okoro"]


async def test_the_pages_are_opened_by_a_link_that_works_once(scene: Scene) -> None:
    await scene.harbour()
    first, second = await scene.say(AMIRA, "hub"), await scene.say(AMIRA, "hub")
    assert link(first) != link(second)
    (kept,) = await scene.found(LoginLink)
    assert (kept.person, kept.expires_at) == (
        (await scene.person(AMIRA)).id,
        scene.clock.now() + timedelta(days=1),
    )


async def test_whoever_is_on_the_web_is_shown_their_own_pages(scene: Scene) -> None:
    dilys = SceneUser("Dilys", web_address("abc"))
    await scene.say(dilys, "start partnership Harbour")
    assert link(await scene.say(dilys, "hub")) == "/me/abc"
    assert await scene.found(LoginLink) == []


async def test_whoever_was_only_invited_or_has_left_is_forgotten_too(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(AMIRA, f"add {CARYS.token} to Borough Council")
    await scene.say(BEN, "leave now")
    await scene.say(CARYS, "forget me now")
    await scene.say(BEN, "forget me now")
    assert [each.name for each in await scene.found(Person)] == ["Amira Khan"]
    assert len(await scene.found(Member)) == 1
