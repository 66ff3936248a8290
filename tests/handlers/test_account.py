from dataclasses import replace
from datetime import date, timedelta
from gettext import NullTranslations

import pytest

from bot.core.cards import Card
from bot.core.deliveries import ThreadRoot, root_id
from bot.core.email import mailbox_address
from bot.core.events import AppUninstalled, Message
from bot.core.models import (
    BrowserSession,
    LoginLink,
    Member,
    MembershipStatus,
    Partnership,
    Person,
    Round,
    RoundState,
    WeeklySummary,
    hash_secret,
    web_address,
)
from bot.core.ports import WebMessage
from bot.handlers.request import BrowserIdentity
from storage.tables import TABLES
from tests.support.cast import AMIRA, BEN, CARYS, EFE, EVE, SIX, web_user
from tests.support.databases import each_database
from tests.support.read_cards import (
    boxes,
    button_sentences,
    examples,
    facts,
    link,
    reason,
    small_print,
    texts,
)
from tests.support.scenario import Scenario

pytestmark = each_database


async def test_help_shows_what_somebody_may_say(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    assert "start partnership Harbour Together" in examples(await scenario.says(EVE, "help"))
    assert ["invite" in examples(await scenario.says(each, "Help!")) for each in (EVE, BEN, AMIRA)] == [
        False,
        False,
        True,
    ]
    assert [
        "add Sam Jones to Riverside Trust" in examples(await scenario.says(each, "help partnership"))
        for each in (EVE, BEN)
    ] == [False, True]


async def test_help_says_how_to_choose_one_of_several_partnerships(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    assert small_print(await scenario.says(BEN, "help")) == []
    await scenario.says(BEN, "start partnership Lighthouse")
    assert small_print(await scenario.says(BEN, "help")) == [
        "To choose a partnership, begin with its name: in Harbour: status"
    ]


async def test_a_pause_lasts_to_a_date(scenario: Scenario) -> None:
    await scenario.start_harbour()
    card = await scenario.says(AMIRA, "pause until 3 May")
    assert texts(card) == [
        "You will not get questions before 3 May 2026. You can still answer the ones you already have."
    ]
    assert (await scenario.person(AMIRA)).paused_until == date(2026, 5, 3)
    assert (await scenario.presses(AMIRA, "End the pause", on=card)).title == "Welcome back"
    assert (await scenario.person(AMIRA)).paused_until is None


@pytest.mark.parametrize("when", ["2 March 2026", "1/3/2026", "2 September 2026"])
async def test_a_pause_is_from_tomorrow_and_at_most_half_a_year(scenario: Scenario, when: str) -> None:
    await scenario.start_harbour()
    assert reason(await scenario.says(AMIRA, f"pause until {when}")) == (
        "Choose a date from tomorrow to 1 September 2026."
    )
    assert (await scenario.person(AMIRA)).paused_until is None


async def test_a_pause_until_a_date_that_is_none_is_refused(scenario: Scenario) -> None:
    await scenario.start_harbour()
    assert reason(await scenario.says(AMIRA, "pause until the cows come home")) == (
        "We did not understand that date. Type it like this: pause until 3 May"
    )


async def test_thanks_are_accepted(scenario: Scenario) -> None:
    assert (await scenario.says(EVE, "Thank you!")).title == "You’re welcome"


async def test_to_stop_is_a_choice_of_ways_and_changes_nothing(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    card = await scenario.says(BEN, "stop")
    assert button_sentences(card) == {
        "Pause for two weeks": "pause for two weeks",
        "Stop the weekly summary": "weekly summary off",
        "Leave Harbour": "leave",
    }
    assert [*boxes(card).values()] == ["pause until"]
    await scenario.presses(BEN, "Pause for two weeks", on=card)
    assert (await scenario.person(BEN)).paused_until == date(2026, 3, 16)
    paused = await scenario.says(BEN, "unsubscribe")
    assert (next(iter(button_sentences(paused))), boxes(paused)) == ("Get questions again", {})
    assert [member.standing for member in await scenario.all(Member)] == [MembershipStatus.ACTIVE] * 2


async def test_somebody_who_gets_emails_can_stop_them(scenario: Scenario) -> None:
    await scenario.start_harbour()
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await scenario.person(AMIRA), home=mailbox_address("m1"))
    assert button_sentences(await scenario.says(AMIRA, "stop"))["Stop emails"] == "email off"


async def test_settings_are_shown_and_hold_ways_to_change_them(scenario: Scenario) -> None:
    await scenario.start_harbour()
    assert (await scenario.says(AMIRA, "settings")).title == "Your settings"


@pytest.mark.parametrize(
    "sentence", ["stop", "settings", "pause until 3 May", "resume", "language en", "my data", "forget me"]
)
async def test_whoever_is_not_known_is_told_how_to_be(scenario: Scenario, sentence: str) -> None:
    assert reason(await scenario.says(EVE, sentence)) == (
        "We do not know you yet. Join a partnership with a code, or start one of your own."
    )


async def test_somebody_says_by_which_clocks_they_live(scenario: Scenario) -> None:
    await scenario.start_harbour()
    assert texts(await scenario.says(AMIRA, "zone new york")) == [
        "Your time zone is New York. It is Monday 2 March, 04:00 there now.",
        "You will get questions during working hours there.",
    ]
    assert (await scenario.person(AMIRA)).zone == "America/New_York"
    assert reason(await scenario.says(AMIRA, "zone Atlantis")) == (
        "We could not find that place. Your time zone is still New York. Type a large city near "
        "you, for example: zone New York"
    )
    assert (await scenario.person(AMIRA)).zone == "America/New_York"


async def test_the_language_is_chosen_and_used_at_once(scenario: Scenario) -> None:
    scenario.bot.context = replace(scenario.context, catalogues={"cy": NullTranslations()})
    await scenario.start_harbour()
    assert texts(await scenario.says(AMIRA, "language Cymraeg")) == ["We’ll use Cymraeg from now on."]
    assert (await scenario.person(AMIRA)).language == "cy"
    assert texts(await scenario.says(AMIRA, "language EN")) == ["We’ll use English from now on."]
    card = await scenario.says(AMIRA, "language fr")
    assert reason(card) == "Accord speaks English and Welsh. Choose one of these."
    assert button_sentences(card) == {"English": "language en", "Cymraeg": "language cy"}


async def test_somebody_sees_all_that_is_kept_about_them(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(BEN, "pause until 3 May")
    async with scenario.store.transaction() as db:
        end = scenario.clock.now() + timedelta(days=1)
        await db.add(BrowserSession("s1", "browser", (await scenario.person(BEN)).id, end))
    assert facts(await scenario.says(BEN, "my data")) == {
        "Name": "Ben Okoro",
        "How you use Accord": "in Teams",
        "Where we write to you": "in Teams",
        "Time zone": "London",
        "Language": "English",
        "Paused until": "3 May 2026",
        "Signed-in browsers": "A browser, signed in before we noted how, until 3 March 2026",
        "Weekly summary": "switched on",
        "Harbour": "Riverside Trust · lead · joined · 2 March 2026",
        "Riverside Trust (yours)": "ask its data protection officer",
        "Borough Council": "ask its data protection officer",
    }


async def test_somebody_whose_workspace_removed_accord_sees_that_on_their_page(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.handle(AppUninstalled("e1", "slack", "council"))
    async with scenario.store.transaction() as db:
        end = scenario.clock.now() + timedelta(days=30)
        await db.add(BrowserSession("s1", "browser", EFE.person.id, end))
    said = Message("e2", EFE.address, EFE.address, "my data")
    reply = await scenario.bot.handle(said, identity=BrowserIdentity("browser", EFE.person.id))
    assert reply.card
    assert facts(reply.card)["Where we write to you"] == "nowhere: Accord was removed"


async def test_somebody_we_know_little_about_sees_that(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council")
    nameless = replace(CARYS, name="")
    shown = facts(await scenario.says(nameless, "my data"))
    assert (shown["Name"], shown["Where we write to you"]) == ("not known", "in Slack")
    assert shown["Harbour"] == "Borough Council · member · invited, not confirmed yet · 2 March 2026"


async def test_somebody_who_was_taken_out_everywhere_is_still_told_what_is_kept(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(BEN, "leave now")
    assert (
        facts(await scenario.says(BEN, "my data"))["Harbour"]
        == "Riverside Trust · lead · left · 2 March 2026"
    )


async def test_being_forgotten_is_asked_first(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    card = await scenario.says(BEN, "forget me")
    assert card.title == "Delete everything about you?"
    assert len(await scenario.all(Person)) == 2
    assert (await scenario.presses(BEN, "Delete everything", on=card)).title == "Your data is deleted"
    assert reason(await scenario.says(BEN, "my data")).startswith("We do not know you yet.")


async def test_whoever_is_forgotten_leaves_nothing_anywhere(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(EVE, "start partnership Lighthouse")
    await scenario.add(EVE, BEN, "First organisation")
    await scenario.says(AMIRA, "ask trust now")
    await scenario.says(BEN, "hub")
    ben = await scenario.person(BEN)
    members = [each.id for each in await scenario.all(Member, person=ben.id)]
    async with scenario.store.transaction() as db:
        await db.add(
            BrowserSession("s1", "browser", ben.id, scenario.clock.now()),
            WebMessage("p1", web_address(ben.id), Card("Hello"), "", scenario.clock.now()),
            WebMessage("p2", BEN.address, Card("Hello"), "", scenario.clock.now(), "my data"),
        )
        await db.upsert(WeeklySummary(ben.id, *[scenario.clock.now()] * 3))
    await scenario.says(BEN, "forget me now")
    left = [await scenario.all(kind) for kind in TABLES]
    for each in (ben.id, BEN.name, BEN.token, *members):
        assert each not in repr(left)


async def test_where_somebody_was_asked_is_forgotten_with_them(scenario: Scenario) -> None:
    round_ = await scenario.open_first_round(*SIX)
    await scenario.passes(hours=1)
    before = {root.id for root in await scenario.all(ThreadRoot)}
    await scenario.says(BEN, "forget me now")
    after = {root.id for root in await scenario.all(ThreadRoot)}
    assert before - after == {root_id(BEN.address, f"ask:{round_.id}")}


async def test_when_the_last_coordinator_is_forgotten_the_leads_are_told_and_one_of_them_steps_in(
    scenario: Scenario,
) -> None:
    await scenario.start_with_riverside()
    await scenario.add(BEN, CARYS, "Riverside Trust")
    await scenario.says(AMIRA, "forget me now")
    (told,) = await scenario.collect_cards(BEN)
    assert texts(told) == [
        (
            "The last coordinator of Harbour has left Accord. Agree on a new one, then type: make "
            "<name> coordinator"
        )
    ]
    assert await scenario.collect_cards(CARYS) == []
    assert reason(await scenario.says(CARYS, "make me coordinator")) == (
        "Only a lead or a coordinator can do this. There is no coordinator now, and any lead can choose one."
    )
    assert texts(await scenario.says(BEN, "make Carys coordinator")) == ["Carys Puw is now a coordinator."]
    assert reason(await scenario.says(BEN, "make me coordinator")).startswith(
        "Only a coordinator can do this."
    )


async def test_without_leads_any_member_steps_in_for_coordinator_and_for_nothing_else(
    scenario: Scenario,
) -> None:
    await scenario.start_harbour()
    await scenario.add(AMIRA, BEN, "Borough Council")
    await scenario.add(AMIRA, CARYS, "Borough Council")
    await scenario.says(AMIRA, "forget me now")
    assert [len(await scenario.collect_cards(each)) for each in (BEN, CARYS)] == [1, 1]
    assert reason(await scenario.says(BEN, "make me lead")) == (
        "Only a lead or a coordinator can do this. "
        "There is no coordinator now, and any member can choose one."
    )
    assert reason(await scenario.says(BEN, "invite")).startswith("Only a coordinator can do this.")
    await scenario.says(BEN, "make Carys coordinator")
    assert reason(await scenario.says(BEN, "make me coordinator")).startswith(
        "Only a lead or a coordinator can do this."
    )


async def test_nobody_is_told_of_a_missing_coordinator_once_there_is_one_again(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "forget me now")
    await scenario.says(BEN, "make me coordinator")
    assert await scenario.collect_cards(BEN) == []


async def test_where_another_coordinator_stays_nobody_is_told(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "make Ben coordinator")
    await scenario.says(AMIRA, "forget me now")
    assert await scenario.collect_cards(BEN) == []


async def test_a_partnership_ends_with_the_last_person_in_it(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council")
    await scenario.add_members_without_home(4)
    await scenario.says(AMIRA, "ask trust now")
    for member in await scenario.all(Member, standing=MembershipStatus.ACTIVE):
        person = await scenario.one(Person, id=member.person)
        if person.address != AMIRA.address:
            await scenario.says(web_user(person.name, person.id), "forget me now")
    await scenario.says(AMIRA, "forget me now")
    assert [each.ended_at for each in await scenario.all(Partnership)] == [scenario.clock.now()]
    assert [each.state for each in await scenario.all(Round)] == [RoundState.CANCELLED]
    assert await scenario.collect_cards(CARYS) == []
    assert await scenario.all(Person) == []


async def test_somebody_is_forgotten_in_a_partnership_that_has_ended_too(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "end partnership Harbour")
    await scenario.says(AMIRA, "forget me now")
    assert [each.name for each in await scenario.all(Person)] == ["Ben Okoro"]


async def test_the_hub_is_opened_by_a_link_that_works_once(scenario: Scenario) -> None:
    await scenario.start_harbour()
    partnership = await scenario.one(Partnership)
    first, second = await scenario.says(AMIRA, "hub"), await scenario.says(AMIRA, "hub")
    assert link(first) != link(second)
    (kept,) = await scenario.all(LoginLink)
    assert (kept.person, kept.expires_at) == (
        (await scenario.person(AMIRA)).id,
        scenario.clock.now() + timedelta(minutes=10),
    )
    secret, _, to = link(second).removeprefix("/me/open/").partition("?to=")
    assert (hash_secret(secret), to) == (kept.id, f"/p/{partnership.id}")


async def test_somebody_who_uses_the_web_is_led_to_the_hub(scenario: Scenario) -> None:
    dilys = web_user("Dilys", "abc")
    await scenario.says(dilys, "start partnership Harbour")
    partnership = await scenario.one(Partnership)
    assert link(await scenario.says(dilys, "hub")) == f"/p/{partnership.id}"
    assert await scenario.all(LoginLink) == []


async def test_the_hub_is_opened_at_a_round(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    opened = await scenario.says(AMIRA, "hub round 1")
    assert link(opened).endswith(f"?to=/p/{(await scenario.one(Partnership)).id}/rounds/1")
    for unknown in ("2", "01", "nothing"):
        refused = await scenario.says(AMIRA, f"hub round {unknown}")
        assert reason(refused) == f"There is no round {unknown}."
        assert button_sentences(refused) == {"Open the hub": "hub"}


async def test_somebody_of_a_chat_who_is_on_our_pages_needs_no_link(scenario: Scenario) -> None:
    await scenario.start_harbour()
    partnership, amira = await scenario.one(Partnership), await scenario.person(AMIRA)
    secret = await scenario.bot.sessions.sign_in("a browser", amira.id)
    page = web_address(amira.id)
    message = Message("typed", page, page, "hub")
    reply = await scenario.bot.handle(message, identity=BrowserIdentity(hash_secret(secret), amira.id))
    assert reply.card is not None
    assert link(reply.card) == f"/p/{partnership.id}"
    assert await scenario.all(LoginLink) == []


async def test_whoever_was_only_invited_or_has_left_is_forgotten_too(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council")
    await scenario.says(BEN, "leave now")
    await scenario.says(CARYS, "forget me now")
    await scenario.says(BEN, "forget me now")
    assert [each.name for each in await scenario.all(Person)] == ["Amira Khan"]
    assert len(await scenario.all(Member)) == 1
