from dataclasses import replace
from datetime import timedelta
from gettext import NullTranslations

import pytest

from adapters.web.app import create_app
from adapters.web.session import clean_input, client_network
from bot.core.models import Address, BrowserSession, Person
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.conftest import KEYS, SignedIn
from tests.adapters.web.scripted_bot import AMIRA, BEN, FakeRenderer, ScriptedBot
from tests.support.fakes import SetClock

PAGES = (
    "/me/amira",
    "/me/amira/updates",
    "/me/amira/check-in/k7f2",
    "/me/amira/channel/riverside",
    "/me/amira/settings",
    "/me/amira/results/riverside",
    "/me/amira/channel/riverside/updates",
)
FORMS = ("/me/amira/say", "/me/amira/channel/riverside", "/me/amira/link", "/me/amira/out")


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_is_there_for_its_owner_and_for_nobody_else(
    amira: Browser, stranger: Browser, signed_in: SignedIn, path: str
) -> None:
    ben = await signed_in(BEN)
    for browser in (amira, stranger, ben):
        await browser.get(path)
    assert (amira.status, stranger.status, ben.status) == (200, 404, 404)


@pytest.mark.parametrize("path", FORMS)
async def test_nobody_acts_for_a_person_they_are_not_signed_in_for(
    amira: Browser, signed_in: SignedIn, bot: ScriptedBot, path: str
) -> None:
    ben = await signed_in(BEN)
    csrf = (await ben.get("/me/ben")).forms[0].fields["csrf"]
    await ben.post(path, {"csrf": csrf, "nonce": "1", "words": "leave now"})
    assert (ben.status, bot.messages) == (404, [])
    await amira.get("/me/amira")
    assert amira.status == 200


@pytest.mark.parametrize("path", FORMS)
async def test_a_form_without_our_token_is_refused(amira: Browser, bot: ScriptedBot, path: str) -> None:
    await amira.post(path, {"nonce": "1", "words": "help"})
    without = amira.status
    await amira.post(path, {"csrf": "guessed", "nonce": "1", "words": "help"})
    assert (without, amira.status, bot.messages) == (403, 403, [])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": HERE}, 403),
        ({"origin": HERE}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
async def test_a_form_that_comes_from_elsewhere_is_refused(
    amira: Browser, headers: dict[str, str], status: int
) -> None:
    csrf = (await amira.get("/me/amira")).forms[0].fields["csrf"]
    await amira.post("/me/amira/say", {"csrf": csrf, "nonce": "1", "words": "help"}, headers=headers)
    assert amira.status == status


async def test_one_browser_may_act_for_several_people(bot: ScriptedBot, amira: Browser) -> None:
    await amira.get(await bot.link(BEN))
    await amira.press("Open my page")
    assert amira.path == "/me/ben"
    await amira.get("/me/amira")
    assert amira.status == 200


async def test_a_session_ends_after_half_a_year(amira: Browser, clock: SetClock) -> None:
    seen = []
    for days in (29, 29, 29, 29, 29, 6, 1):  # from 2 March to 31 July, and one more
        clock.move(timedelta(days=days))
        await amira.get("/me/amira")
        seen.append(amira.status)
    assert seen == [200] * 6 + [404]


async def test_a_session_ends_after_thirty_idle_days(amira: Browser, clock: SetClock) -> None:
    clock.move(timedelta(days=31))
    await amira.get("/me/amira")
    assert amira.status == 404


@pytest.mark.parametrize("path", ["/privacy", "/about", "/method", "/accessibility", "/docs/", "/nowhere"])
async def test_who_only_reads_about_accord_gets_no_cookie(stranger: Browser, path: str) -> None:
    await stranger.get(path)
    assert "set-cookie" not in stranger.response.headers


async def test_the_cookie_is_renewed_daily_and_its_use_is_not_stored(
    amira: Browser, clock: SetClock, bot: ScriptedBot
) -> None:
    async with bot.context.store.read_only() as db:
        before = await db.find(BrowserSession)
    renewed = []
    for hours in (0, 8, 16):
        clock.move(timedelta(hours=hours))
        await amira.get("/me/amira")
        renewed.append("set-cookie" in amira.response.headers)
    async with bot.context.store.read_only() as db:
        assert await db.find(BrowserSession) == before
    assert renewed == [False, False, True]


async def test_a_browser_that_is_used_needs_an_older_key_no_more(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox
) -> None:
    seen, held, newest = [], amira.secret, "a key that has just been made, of 32 characters"
    for keys in ((newest, *KEYS), (newest,)):
        app = create_app(bot, inbox, FakeRenderer(), secret_keys=keys, public_url=HERE)
        browser = Browser(app)
        browser.http.cookies.update(held)
        await browser.get("/me/amira")
        seen.append(browser.status)
        held = dict(browser.response.cookies)
    assert seen == [200, 200]


async def test_signing_in_gives_a_browser_a_new_secret(stranger: Browser, bot: ScriptedBot) -> None:
    await stranger.get("/")
    planted = stranger.secret
    await stranger.get(await bot.link(AMIRA))
    await stranger.press("Open my page")
    thief = Browser(stranger.http._transport.app)  # type: ignore[attr-defined]
    thief.http.cookies.update(planted)
    await thief.get("/me/amira")
    assert (stranger.status, thief.status) == (200, 404)


async def test_people_of_another_platform_have_a_chat_of_their_own_on_the_web(
    signed_in: SignedIn, bot: ScriptedBot
) -> None:
    slack = Address("slack", "T1", "U1")
    cat = await signed_in(Person("cat", slack, slack, "Cat", "Europe/London", "en"))
    await cat.press("Help")
    message = bot.messages[0]
    assert (str(message.place), message.shared) == ("web:accord:cat", False)


@pytest.mark.parametrize("id", ["a%00b", "a%2Fb", "%2e%2e", "é", "x" * 65])
async def test_an_invalid_id_is_a_404(amira: Browser, id: str) -> None:
    for path in (f"/me/{id}", f"/me/amira/check-in/{id}", f"/me/amira/channel/{id}"):
        await amira.get(path)
        assert amira.status == 404


def test_control_characters_are_removed() -> None:
    assert clean_input(" a\r\nb\x00\x07c\ud800\td ") == "a\nbc\td"


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("", "en"),
        ("fr, en;q=0.5", "en"),
        ("cy-GB,cy;q=0.9,en;q=0.8", "cy"),
        ("fr", "en"),
        ("en;q=0.1, cy", "cy"),
        ("en;q=0.1, CY-gb;q=0.2", "cy"),
        ("cy;q=0, en;q=0.1", "en"),
        ("cy;q=0", "en"),
        ("cy;q=much, en", "en"),
        ("*", "en"),
        ("en;level=1;q=0.4, cy;q=0.5", "cy"),
    ],
)
async def test_a_page_is_in_the_best_liked_language_that_we_speak(
    bot: ScriptedBot, stranger: Browser, asked: str, spoken: str
) -> None:
    bot.context = replace(bot.context, catalogues={"cy": NullTranslations()})
    page = await stranger.get("/", headers={"accept-language": asked})
    assert page.lang == spoken


async def test_a_persons_own_pages_are_in_their_language(signed_in: SignedIn, bot: ScriptedBot) -> None:
    bot.context = replace(bot.context, catalogues={"cy": NullTranslations()})
    browser = await signed_in(replace(AMIRA, language="cy"))
    assert browser.page.lang == "cy"


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),  # else all who come by IPv4 would be one network
        ("", ""),
    ],
)
def test_an_ipv6_network_counts_once(address: str, whose: str) -> None:
    assert client_network(address) == whose
