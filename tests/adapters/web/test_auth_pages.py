from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from starlette.applications import Starlette

from adapters.web.app import create_app
from bot.core.cards import Card, Text
from bot.core.errors import Refusal
from bot.core.events import Message
from bot.core.models import BrowserSession, LoginLink, Person, web_address
from bot.handlers.views import MyPartnershipsView
from bot.messages import general
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.conftest import KEYS, SignedIn
from tests.adapters.web.scripted_bot import AMIRA, BEN, RIVERSIDE, FakeRenderer, ScriptedBot
from tests.support.fakes import SetClock

START = "Start the partnership"
GWEN = {"name": "Gwen", "code": "x-1", "partnership": "Harbour", "organisation": "Youth Trust"}


@pytest.fixture
def mailing(bot: ScriptedBot, inbox: SqlWebInbox) -> Browser:
    """A stranger's browser, at an Accord that sends e-mail."""
    bot.context = replace(bot.context, sends_email=True)
    return Browser(create_app(bot, inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE))


@pytest.fixture
def welcoming(bot: ScriptedBot) -> ScriptedBot:
    """A product that makes whoever speaks first known, as the real one does."""

    async def meet(message: Message) -> None:
        async with bot.context.store.transaction() as db:
            if not await db.count(Person, id=message.sender.key):
                await db.add(
                    Person(
                        message.sender.key,
                        message.sender,
                        message.sender,
                        message.name,
                        "Europe/London",
                        "en",
                    )
                )

    bot.before = meet
    return bot


async def test_a_stranger_sees_what_accord_is_and_two_ways_on(stranger: Browser) -> None:
    page = await stranger.get("/")
    assert page.titles[0] == "How is your partnership going?"
    assert (page.forms, page.links["Join a partnership"], page.links["Start a partnership"]) == (
        [],
        "/join",
        "/start",
    )


async def test_somebody_who_starts_a_partnership_is_signed_in(
    stranger: Browser, welcoming: ScriptedBot, inbox: SqlWebInbox
) -> None:
    welcoming.replies = [Card("Founded", (Text("Type invite."),))]
    await stranger.get("/start")
    page = await stranger.press(START, **GWEN | {"name": " Gwen  Hughes "})
    message = welcoming.messages[0]
    sentence = 'start partnership "Harbour" for Youth Trust'
    assert (message.text, message.name, message.shared) == (sentence, "Gwen Hughes", False)
    assert message.sender == message.place == web_address(message.sender.key)
    assert (stranger.path, "Founded" in page.titles) == (f"/me/{message.sender.key}", True)
    assert [post.said for post in await inbox.posts(message.sender, 9)] == [""]


async def test_a_code_may_be_typed_with_spaces(stranger: Browser, welcoming: ScriptedBot) -> None:
    await stranger.get("/join")
    await stranger.press("Ask to join", name="Gwen", code="harbour 4821 mint", organisation="Youth Trust")
    assert welcoming.messages[0].text == "join harbour-4821-mint as Youth Trust"
    assert stranger.path == f"/me/{welcoming.messages[0].sender.key}"


async def test_the_address_of_an_invitation_fills_in_its_code_and_asks_nothing(
    stranger: Browser, bot: ScriptedBot
) -> None:
    page = await stranger.get("/join/harbour-4821-mint-otter")
    assert (page.forms[0].fields["code"], bot.messages) == ("harbour-4821-mint-otter", [])


async def test_the_address_of_an_invitation_has_a_qr_code(stranger: Browser) -> None:
    await stranger.get("/join/harbour-4821-mint-otter/qr.svg")
    picture = stranger.response.text
    assert (stranger.response.headers["content-type"], picture[:4]) == ("image/svg+xml", "<svg")
    await stranger.get("/join/harbour-4821-mint-raven/qr.svg")
    assert stranger.response.text != picture
    await stranger.get("/join/%3Cb%3E/qr.svg")
    assert stranger.status == 404


async def test_a_double_press_makes_one_person(stranger: Browser, welcoming: ScriptedBot) -> None:
    form = (await stranger.get("/start")).forms[0]
    data = form.fields | GWEN
    cookies = stranger.secret
    await stranger.post("/start", data)
    first = stranger.path
    welcoming.replies = [None]  # processed before
    stranger.http.cookies.clear()
    stranger.http.cookies.update(cookies)
    await stranger.post("/start", data)
    assert (stranger.path, welcoming.messages[0].id) == (first, welcoming.messages[1].id)
    async with welcoming.context.store.read_only() as db:
        assert await db.count(Person) == 1


async def test_a_new_person_never_takes_the_address_of_another(stranger: Browser, bot: ScriptedBot) -> None:
    await bot.link(AMIRA)
    form = (await stranger.get("/start")).forms[0]
    await stranger.post("/start", form.fields | GWEN | {"nonce": "amira"})
    assert bot.messages[0].sender != AMIRA.address


async def test_a_refusal_is_shown_at_the_code_and_what_was_typed_stays(
    stranger: Browser, bot: ScriptedBot
) -> None:
    bot.replies = [general.refused(bot.context.translator(), Refusal("There is no code x."))]
    await stranger.get("/join")
    page = await stranger.press("Ask to join", name="Gwen", code="x", organisation="Youth")
    assert (stranger.status, page.links["There is no code x."]) == (422, "#code")
    assert page.words.count("There is no code x.") == 2
    assert {name: page.forms[0].fields[name] for name in ("name", "code", "organisation")} == {
        "name": "Gwen",
        "code": "x",
        "organisation": "Youth",
    }


@pytest.mark.parametrize(
    ("path", "button", "typed", "problems"),
    [
        ("/start", START, {"partnership": "  "}, {"Enter a name for the partnership": "#partnership"}),
        ("/start", START, {"partnership": "A: B"}, {"The name cannot have a colon in it": "#partnership"}),
        (
            "/start",
            START,
            {"name": "", "organisation": ""},
            {"Enter your name": "#name", "Enter the name of your organisation": "#organisation"},
        ),
        ("/join", "Ask to join", {"code": ""}, {"Enter the code from your coordinator": "#code"}),
        (
            "/join",
            "Ask to join",
            {"name": "!"},
            {"Enter your name. Use 2 to 80 characters, with at least one letter or number": "#name"},
        ),
    ],
)
async def test_each_problem_is_named_and_leads_to_its_field(
    stranger: Browser,
    bot: ScriptedBot,
    path: str,
    button: str,
    typed: dict[str, str],
    problems: dict[str, str],
) -> None:
    await stranger.get(path)
    page = await stranger.press(button, **GWEN | typed)
    assert (stranger.status, bot.messages) == (422, [])
    assert {
        words: link for words, link in page.links.items() if link.startswith("#") and link != "#main"
    } == (problems)
    assert stranger.response.text.count('aria-invalid="true"') == len(problems)
    assert "<title>Error: " in stranger.response.text


async def test_an_address_is_asked_for_only_where_accord_sends_e_mail(
    stranger: Browser, welcoming: ScriptedBot
) -> None:
    assert "email" not in (await stranger.get("/join")).forms[0].fields
    await stranger.press("Ask to join", **GWEN, email="gwen@youth.example")
    assert [message.text for message in welcoming.messages] == ["join x-1 as Youth Trust"]


async def test_the_address_of_somebody_who_joins_is_confirmed_and_kept_nowhere(
    mailing: Browser, welcoming: ScriptedBot, inbox: SqlWebInbox
) -> None:
    welcoming.replies = [Card("Your request has been sent"), Card("Check your email")]
    await mailing.get("/join/x-1")
    await mailing.press("Ask to join", **GWEN, email="gwen@youth.example")
    joined, email = welcoming.messages
    assert (email.text, email.sender, email.id) == (
        "email gwen@youth.example",
        joined.sender,
        f"{joined.id}:email",
    )
    posts = await inbox.posts(joined.sender, 9)
    assert [post.card.title for post in posts] == ["Your request has been sent", "Check your email"]
    assert "gwen@youth" not in repr(posts)


async def test_a_form_that_was_processed_before_sends_no_second_card(
    mailing: Browser, welcoming: ScriptedBot, inbox: SqlWebInbox
) -> None:
    welcoming.replies = [None, None]
    await mailing.get("/join/x-1")
    await mailing.press("Ask to join", **GWEN, email="gwen@youth.example")
    assert await inbox.posts(welcoming.messages[0].sender, 9) == []


@pytest.mark.parametrize("address", ["gwen", "gwen@", "Gwen <gwen@youth.example>"])
async def test_an_address_that_is_none_is_pointed_out(
    mailing: Browser, bot: ScriptedBot, address: str
) -> None:
    await mailing.get("/join/x-1")
    page = await mailing.press("Ask to join", **GWEN, email=address)
    words = "Enter an email address in the right format, like name@example.com"
    assert (mailing.status, page.links[words], bot.messages) == (422, "#email", [])


async def test_looking_at_a_link_spends_nothing(stranger: Browser, bot: ScriptedBot) -> None:
    link = await bot.link(AMIRA)
    for _ in range(2):
        await stranger.get(link)
    async with bot.context.store.read_only() as db:
        assert (await db.count(LoginLink), await db.count(BrowserSession)) == (1, 0)


async def test_a_link_opens_its_persons_page_once(
    stranger: Browser, bot: ScriptedBot, signed_in: SignedIn
) -> None:
    link = await bot.link(AMIRA)
    await stranger.get(link)
    await stranger.press("Open my page")
    ben = await signed_in(BEN)
    await ben.get(link)
    page = await ben.press("Open my page")
    assert (stranger.path, stranger.status) == ("/me/amira", 200)
    assert (ben.status, page.titles) == (410, ["This link has expired"])
    async with bot.context.store.read_only() as db:
        assert await db.count(LoginLink) == 0


@pytest.mark.parametrize("to", ["/p/riverside", "/p/riverside/rounds/3", "/p/riverside/rounds/3.csv"])
async def test_a_link_opens_the_page_of_the_hub_that_it_was_made_for(
    stranger: Browser, bot: ScriptedBot, to: str
) -> None:
    page = await stranger.get(f"{await bot.link(AMIRA)}?to={to}")
    assert page.titles == ["Open the hub"]
    await stranger.press("Open the hub")
    assert stranger.response.history[0].headers["location"] == to


NO_PAGES_OF_THE_HUB = [
    "//evil.example/p/x",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/p/x",
    "https:/p/x",
    "javascript:alert(1)",
    "/p//evil.example",
    "/p/x/../../me",
    "/p/x/%2e%2e/y",
    "/p/x\n/y",
    "/p/x\r\nSet-Cookie: a=b",
    "/p/x?next=//evil.example",
    "/p/x#y",
    "/p",
    "/p/",
    "/p/x/",
    " /p/x",
    "/P/x",
    "/me/ben",
    "/p/ｘ",
    "/p/" + "x" * 65,
    "/p/a/b/c/d/e/f",
]


@pytest.mark.parametrize("to", NO_PAGES_OF_THE_HUB)
async def test_a_link_leads_to_no_other_place(stranger: Browser, bot: ScriptedBot, to: str) -> None:
    page = await stranger.get(f"{await bot.link(AMIRA)}?to={quote(to, safe='')}")
    assert page.titles == ["Open your page"]
    await stranger.press("Open my page")
    assert stranger.response.history[0].headers["location"] == "/me/amira"


async def test_a_spent_link_leads_somebody_who_is_signed_in_to_its_page(
    stranger: Browser, bot: ScriptedBot
) -> None:
    link = f"{await bot.link(AMIRA)}?to=/p/riverside"
    for _ in range(2):
        await stranger.get(link)
        await stranger.press("Open the hub")
    assert stranger.status == 410
    assert stranger.page.links["Check if this browser is signed in"] == "/p/riverside"


async def test_an_expired_link_opens_nothing_and_is_deleted(
    stranger: Browser, bot: ScriptedBot, clock: SetClock
) -> None:
    await stranger.get(await bot.link(AMIRA, timedelta(hours=1)))
    clock.move(timedelta(hours=1))
    await stranger.press("Open my page")
    async with bot.context.store.read_only() as db:
        assert (stranger.status, await db.count(LoginLink), await db.count(BrowserSession)) == (410, 0, 0)


async def test_a_copy_of_a_browsers_cookie_gets_no_later_sign_in(
    amira: Browser, stranger: Browser, bot: ScriptedBot
) -> None:
    stranger.http.cookies.update(amira.secret)
    await stranger.get(await bot.link(BEN))
    await stranger.press("Open my page")
    await amira.get("/me/ben")
    assert (stranger.path, stranger.status, amira.status) == ("/me/ben", 200, 404)


async def test_opening_two_links_in_one_browser_signs_in_once(amira: Browser, bot: ScriptedBot) -> None:
    await amira.get(await bot.link(AMIRA))
    await amira.press("Open my page")
    async with bot.context.store.read_only() as db:
        assert (amira.path, await db.count(BrowserSession)) == ("/me/amira", 1)


async def test_a_link_for_another_device_is_shown_once_and_works_there(
    amira: Browser, stranger: Browser
) -> None:
    await amira.get("/me/amira/settings")
    page = await amira.press("Make a link for another device")
    assert page.titles == ["A link for another device"]
    link = amira.response.text.partition('value="http://127.0.0.1:8000')[2].partition('"')[0]
    await stranger.get(link)
    await stranger.press("Open my page")
    assert (stranger.path, stranger.status) == ("/me/amira", 200)


async def test_signing_out_here_leaves_other_devices_signed_in(amira: Browser, signed_in: SignedIn) -> None:
    telephone = await signed_in(AMIRA)
    await amira.get("/me/amira/settings")
    await amira.press("Sign out here")
    await amira.get("/me/amira")
    await telephone.get("/me/amira")
    assert (amira.status, telephone.status) == (404, 200)


async def test_another_browser_is_signed_out_from_the_list(
    amira: Browser, app: Starlette, bot: ScriptedBot
) -> None:
    telephone = Browser(app, **{"User-Agent": "Mozilla/5.0 (Linux; Android 10) Chrome/142.0.0.0 Safari/537"})
    await telephone.get(await bot.link(AMIRA))
    await telephone.press("Open my page")
    page = await amira.get("/me/amira/settings")
    assert "Chrome on Android, by a sign-in link, until 1 August 2026" in page.words
    await amira.press("Sign out there")
    assert (amira.path, amira.status) == ("/me/amira/settings", 200)
    assert "Sign out there" not in amira.response.text
    await telephone.get("/me/amira")
    assert telephone.status == 404


async def test_signing_out_everywhere_ends_links_too(
    amira: Browser, stranger: Browser, signed_in: SignedIn, bot: ScriptedBot
) -> None:
    telephone, link = await signed_in(AMIRA), await bot.link(AMIRA)
    await amira.get("/me/amira/settings")
    await amira.press("Yes, sign out everywhere")
    await telephone.get("/me/amira")
    await stranger.get(link)
    await stranger.press("Open my page")
    assert (amira.path, telephone.status, stranger.status) == ("/", 404, 410)


async def test_signing_out_everywhere_says_first_how_to_come_back(amira: Browser, bot: ScriptedBot) -> None:
    back = "To come back, you need a new link from our emails, a coordinator or a lead of your organisation."
    alone = "You are a coordinator, so only another coordinator can make a link for you."
    lines = " ".join((await amira.get("/me/amira/settings")).words)
    assert (back in lines, alone in lines) == (True, False)
    bot.shows[MyPartnershipsView()] = (replace(RIVERSIDE, role="coordinator"),)
    assert alone in (await amira.get("/me/amira/settings")).words


async def test_the_first_page_leads_somebody_who_is_signed_in_to_their_home(amira: Browser) -> None:
    await amira.get("/")
    assert (amira.path, amira.status) == ("/me/amira", 200)


async def test_the_first_page_lets_people_who_share_a_browser_choose(
    amira: Browser, bot: ScriptedBot
) -> None:
    await amira.get(await bot.link(BEN))
    await amira.press("Open my page")
    page = await amira.get("/")
    assert page.titles == ["Your partnerships", "Amira Khan", "Ben Ode"]
    assert page.words.count("Riverside Families") == 2
    assert page.links["Go to Ben Ode’s home"] == "/me/ben"
    bot.shows[MyPartnershipsView()] = ()
    assert "Not in a partnership yet." in (await amira.get("/")).words


async def test_too_many_links_have_to_wait(stranger: Browser) -> None:
    csrf = (await stranger.get("/join")).forms[0].fields["csrf"]
    seen = []
    for _ in range(31):
        await stranger.post("/me/open/guess", {"csrf": csrf})
        seen.append(stranger.status)
    assert seen[-2:] == [410, 429]
    assert int(stranger.response.headers["retry-after"]) > 1
