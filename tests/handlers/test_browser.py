"""Browsers are signed in and out, and act for the people they are signed in for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.errors import NotSignedIn
from bot.core.events import Message
from bot.core.models import BrowserSession, LoginLink, Person, hash_secret, web_address
from bot.handlers.browser import OpenedLink, session_expiry
from bot.handlers.request import BrowserIdentity
from bot.handlers.views import MyPartnershipsView
from tests.handlers.scene import AMIRA, BEN, Scene, SceneUser

STRANGER = "a browser that nobody has signed in on"


async def sign_in(scene: Scene, user: SceneUser, browser: str = STRANGER) -> BrowserIdentity:
    person = await scene.person(user)
    secret = await scene.bot.sessions.sign_in(browser, person.id)
    return BrowserIdentity(hash_secret(secret) if secret else browser, person.id)


async def login_link(scene: Scene, identity: BrowserIdentity) -> str:
    """Return the secret of a new login link."""
    _, path = await scene.bot.sessions.create_login_link(identity)
    return path.removeprefix("/me/open/")


async def names(scene: Scene, browser: str) -> list[str]:
    return [person.name for person in await scene.bot.sessions.signed_in_people(browser)]


async def test_one_browser_may_be_signed_in_for_several_people(scene: Scene) -> None:
    await scene.riverside()
    ben = await sign_in(scene, BEN)
    assert await sign_in(scene, AMIRA, ben.browser) == replace(ben, person=(await scene.person(AMIRA)).id)
    assert await sign_in(scene, BEN, ben.browser) == ben
    assert (await names(scene, ben.browser), await names(scene, STRANGER)) == (
        ["Amira Khan", "Ben Okoro"],
        [],
    )
    assert len(await scene.found(BrowserSession)) == 2


async def test_somebody_is_found_by_their_address(scene: Scene) -> None:
    await scene.harbour()
    person = await scene.bot.sessions.find_person(AMIRA.address)
    assert (person, await scene.bot.sessions.find_person(BEN.address)) == (await scene.person(AMIRA), None)


async def test_a_login_link_is_spent_once_and_looking_at_it_spends_nothing(scene: Scene) -> None:
    await scene.harbour()
    amira, sessions = await sign_in(scene, AMIRA), scene.bot.sessions
    secret = await login_link(scene, amira)
    assert await sessions.preview_login_link(STRANGER, secret) == OpenedLink()
    opened = await sessions.redeem_login_link(STRANGER, secret)
    assert (opened.person, bool(opened.secret), opened.by_mail) == (amira.person, True, False)
    assert await names(scene, hash_secret(opened.secret)) == ["Amira Khan"]
    assert await sessions.redeem_login_link(STRANGER, secret) == OpenedLink()
    await sessions.send_login_link(secret)  # it came by no e-mail, so none is sent


async def test_signing_out_here_leaves_other_browsers_signed_in(scene: Scene) -> None:
    await scene.harbour()
    here, there = await sign_in(scene, AMIRA), await sign_in(scene, AMIRA)
    await scene.bot.sessions.sign_out(here, everywhere=False)
    assert (await names(scene, here.browser), await names(scene, there.browser)) == ([], ["Amira Khan"])


async def test_signing_out_everywhere_shuts_login_links_too(scene: Scene) -> None:
    await scene.harbour()
    here, there = await sign_in(scene, AMIRA), await sign_in(scene, AMIRA)
    await login_link(scene, here)
    await scene.bot.sessions.sign_out(here, everywhere=True)
    assert (await names(scene, there.browser), await scene.found(LoginLink)) == ([], [])


async def test_a_browser_does_nothing_for_a_person_it_is_not_signed_in_for(scene: Scene) -> None:
    await scene.riverside()
    ben = await sign_in(scene, BEN)
    forged = replace(ben, person=(await scene.person(AMIRA)).id)
    message = Message("forged", AMIRA.address, AMIRA.address, "leave now")
    for refused in (
        scene.bot.handle(message, identity=forged),
        scene.bot.view_in_browser(forged, MyPartnershipsView()),
        scene.bot.sessions.require_person(forged),
        scene.bot.sessions.create_login_link(forged),
        scene.bot.sessions.sign_out(forged, everywhere=True),
    ):
        with pytest.raises(NotSignedIn):
            await refused
    assert await names(scene, ben.browser) == ["Ben Okoro"]


async def test_the_speaker_is_the_person_that_the_browser_is_signed_in_for(scene: Scene) -> None:
    await scene.harbour()
    amira = await sign_in(scene, AMIRA)
    chat = web_address(amira.person)
    message = Message("press", chat, chat, "language cy", pressed=True)
    before = await scene.person(AMIRA)
    reply = await scene.bot.handle(message, identity=amira)
    assert (reply.speaker, (await scene.person(AMIRA)).language) == (before, "cy")
    again = await scene.bot.handle(message, identity=amira)
    assert (again.card, again.speaker) == (None, await scene.person(AMIRA))
    assert len(await scene.found(Person)) == 1


async def test_a_view_is_loaded_for_the_person_that_the_browser_is_signed_in_for(scene: Scene) -> None:
    await scene.harbour()
    person, partnerships = await scene.bot.view_in_browser(await sign_in(scene, AMIRA), MyPartnershipsView())
    assert (person, [each.name for each in partnerships]) == (await scene.person(AMIRA), ["Harbour"])


async def test_a_session_ends_on_the_first_of_a_month(scene: Scene) -> None:
    assert session_expiry(datetime(2026, 3, 2, 9, tzinfo=UTC)) == datetime(2026, 8, 1, tzinfo=UTC)
    await scene.harbour()
    amira = await sign_in(scene, AMIRA)
    scene.clock.move(timedelta(days=152))
    assert await names(scene, amira.browser) == []
