"""Browsers are signed in and out, and act for the people they are signed in for."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.errors import NotSignedIn
from bot.core.events import Message
from bot.core.models import (
    Answer,
    BrowserSession,
    Invitation,
    LoginLink,
    Person,
    SignInMethod,
    hash_secret,
    web_address,
)
from bot.handlers.browser import OpenedLink, session_expiry
from bot.handlers.request import BrowserIdentity
from bot.handlers.views import MyPartnershipsView
from tests.support.cast import AMIRA, BEN, SIX, ScenarioUser
from tests.support.databases import each_database
from tests.support.scenario import Scenario

pytestmark = each_database

STRANGER = "a browser that nobody has signed in on"


async def sign_in(scenario: Scenario, user: ScenarioUser, browser: str = STRANGER) -> BrowserIdentity:
    person = await scenario.person(user)
    secret = await scenario.bot.sessions.sign_in(browser, person.id)
    return BrowserIdentity(hash_secret(secret), person.id)


async def login_link(scenario: Scenario, identity: BrowserIdentity) -> str:
    """Return the secret of a new login link."""
    _, path = await scenario.bot.sessions.create_login_link(identity)
    return path.removeprefix("/me/open/")


async def names(scenario: Scenario, browser: str) -> list[str]:
    return [person.name for person in await scenario.bot.sessions.signed_in_people(browser)]


async def test_one_browser_may_be_signed_in_for_several_people(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    ben = await sign_in(scenario, BEN)
    amira = await sign_in(scenario, AMIRA, ben.browser)
    again = await sign_in(scenario, BEN, amira.browser)
    assert (await names(scenario, again.browser), await names(scenario, STRANGER)) == (
        ["Amira Khan", "Ben Okoro"],
        [],
    )
    assert len(await scenario.all(BrowserSession)) == 2


async def test_a_copy_of_the_cookie_from_before_gets_no_later_sign_in(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    eve = await sign_in(scenario, AMIRA)
    ben = await sign_in(scenario, BEN, eve.browser)
    assert (await names(scenario, eve.browser), await names(scenario, ben.browser)) == (
        [],
        ["Amira Khan", "Ben Okoro"],
    )
    with pytest.raises(NotSignedIn):
        await scenario.bot.sessions.require_person(replace(ben, browser=eve.browser))


async def test_somebody_is_found_by_their_address(scenario: Scenario) -> None:
    await scenario.start_harbour()
    person = await scenario.bot.sessions.find_person(AMIRA.address)
    assert (person, await scenario.bot.sessions.find_person(BEN.address)) == (
        await scenario.person(AMIRA),
        None,
    )


async def test_a_login_link_is_spent_once_and_looking_at_it_spends_nothing(scenario: Scenario) -> None:
    await scenario.start_harbour()
    amira, sessions = await sign_in(scenario, AMIRA), scenario.bot.sessions
    secret = await login_link(scenario, amira)
    assert await sessions.preview_login_link(STRANGER, secret) == OpenedLink()
    opened = await sessions.redeem_login_link(STRANGER, secret)
    assert (opened.person, bool(opened.secret), opened.by_mail) == (amira.person, True, False)
    assert await names(scenario, hash_secret(opened.secret)) == ["Amira Khan"]
    assert await sessions.redeem_login_link(STRANGER, secret) == OpenedLink()
    await sessions.send_login_link(secret)  # it came by no e-mail, so none is sent


async def test_of_many_browsers_that_open_a_link_together_one_is_signed_in(scenario: Scenario) -> None:
    await scenario.start_harbour()
    secret = await login_link(scenario, await sign_in(scenario, AMIRA))
    opened = await asyncio.gather(
        *(scenario.bot.sessions.redeem_login_link(f"browser {n}", secret) for n in range(100))
    )
    assert [bool(link.secret) for link in opened].count(True) == 1
    assert len(await scenario.all(BrowserSession)) == 2


async def test_signing_out_here_leaves_other_browsers_signed_in(scenario: Scenario) -> None:
    await scenario.start_harbour()
    here, there = await sign_in(scenario, AMIRA), await sign_in(scenario, AMIRA)
    await scenario.bot.sessions.sign_out(here, everywhere=False)
    assert (await names(scenario, here.browser), await names(scenario, there.browser)) == ([], ["Amira Khan"])


async def test_signing_out_everywhere_shuts_login_links_too(scenario: Scenario) -> None:
    await scenario.start_harbour()
    here, there = await sign_in(scenario, AMIRA), await sign_in(scenario, AMIRA)
    await login_link(scenario, here)
    await scenario.bot.sessions.sign_out(here, everywhere=True)
    assert (await names(scenario, there.browser), await scenario.all(LoginLink)) == ([], [])


async def test_each_browser_is_listed_with_how_it_was_signed_in(scenario: Scenario) -> None:
    await scenario.start_harbour()
    amira, sessions = await scenario.person(AMIRA), scenario.bot.sessions
    secret = await sessions.sign_in("b1", amira.id, SignInMethod.ACCOUNT, "Firefox on Linux")
    here = BrowserIdentity(hash_secret(secret), amira.id)
    await sessions.sign_in("b2", amira.id, SignInMethod.EMAIL, "Chrome on Android")
    await sessions.redeem_login_link("b3", await login_link(scenario, here), "")
    await sessions.sign_in("b4", amira.id, SignInMethod.FORM, "")
    async with scenario.store.transaction() as db:
        end = scenario.clock.now()
        await db.add(BrowserSession("old", "b5", amira.id, end + timedelta(days=1)))
        await db.add(BrowserSession("over", "b6", amira.id, end))
    until = "until 1 August 2026"
    assert sorted((each.description, each.is_here) for each in await sessions.list_browsers(here)) == [
        (f"A browser, by a sign-in link, {until}", False),
        ("A browser, signed in before we noted how, until 3 March 2026", False),
        (f"A browser, when you started or joined a partnership, {until}", False),
        (f"Chrome on Android, by a link in an email, {until}", False),
        (f"Firefox on Linux, with your Slack account, {until}", True),
    ]


async def test_one_browser_is_signed_out_from_another(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    here, there, ben = [await sign_in(scenario, user) for user in (AMIRA, AMIRA, BEN)]
    sessions = scenario.bot.sessions
    (other,) = [each.session for each in await sessions.list_browsers(here) if not each.is_here]
    await sessions.end_session(ben, other)  # it is not his
    assert await names(scenario, there.browser) == ["Amira Khan"]
    await sessions.end_session(here, other)
    assert (await names(scenario, there.browser), await names(scenario, here.browser)) == ([], ["Amira Khan"])
    with pytest.raises(NotSignedIn):
        await sessions.end_session(there, other)


async def test_a_browser_does_nothing_for_a_person_it_is_not_signed_in_for(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    ben = await sign_in(scenario, BEN)
    forged = replace(ben, person=(await scenario.person(AMIRA)).id)
    message = Message("forged", AMIRA.address, AMIRA.address, "leave now")
    for refused in (
        scenario.bot.handle(message, identity=forged),
        scenario.bot.view_in_browser(forged, MyPartnershipsView()),
        scenario.bot.sessions.require_person(forged),
        scenario.bot.sessions.create_login_link(forged),
        scenario.bot.sessions.sign_out(forged, everywhere=True),
    ):
        with pytest.raises(NotSignedIn):
            await refused
    assert await names(scenario, ben.browser) == ["Ben Okoro"]


async def test_the_speaker_is_the_person_that_the_browser_is_signed_in_for(scenario: Scenario) -> None:
    await scenario.start_harbour()
    amira = await sign_in(scenario, AMIRA)
    chat = web_address(amira.person)
    message = Message("press", chat, chat, "language cy", pressed=True)
    before = await scenario.person(AMIRA)
    reply = await scenario.bot.handle(message, identity=amira)
    assert (reply.speaker, (await scenario.person(AMIRA)).language) == (before, "cy")
    again = await scenario.bot.handle(message, identity=amira)
    assert (again.card, again.speaker) == (None, await scenario.person(AMIRA))
    assert len(await scenario.all(Person)) == 1


async def test_a_view_is_loaded_for_the_person_that_the_browser_is_signed_in_for(scenario: Scenario) -> None:
    await scenario.start_harbour()
    person, partnerships = await scenario.bot.view_in_browser(
        await sign_in(scenario, AMIRA), MyPartnershipsView()
    )
    assert (person, [each.name for each in partnerships]) == (await scenario.person(AMIRA), ["Harbour"])


async def test_a_session_ends_on_the_first_of_a_month(scenario: Scenario) -> None:
    assert session_expiry(datetime(2026, 3, 2, 9, tzinfo=UTC)) == datetime(2026, 8, 1, tzinfo=UTC)
    await scenario.start_harbour()
    amira = await sign_in(scenario, AMIRA)
    scenario.clock.move(timedelta(days=152))
    assert await names(scenario, amira.browser) == []


async def test_a_signed_in_person_answers_their_own_invitation_alone(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    amira, chat = await sign_in(scenario, AMIRA), web_address(AMIRA.person.id)
    refused = {}
    for actor in (AMIRA, BEN):
        invitation = await scenario.one(Invitation, member=actor.member)
        message = Message(f"press {actor.member}", chat, chat, f"answer {invitation.id}.1 4", pressed=True)
        reply = await scenario.bot.handle(message, identity=amira)
        assert reply.speaker == await scenario.person(AMIRA)
        refused[actor.member] = reply.card is not None and reply.card.refused
    assert refused == {AMIRA.member: False, BEN.member: True}
    assert len(await scenario.all(Answer)) == 1
