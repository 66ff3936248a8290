"""The pages with the whole product behind them, as far as one can come without its worker."""

import re
from dataclasses import replace

import pytest
from starlette.applications import Starlette

from adapters.web.app import create_app
from bot.context import AppContext
from bot.core.deliveries import Delivery, DeliveryKind
from bot.core.email import Mailbox
from bot.core.models import Address, Answer, web_address
from bot.core.ports import WebMessage
from bot.handlers.bot import Bot
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer
from tests.support.history_factory import add_members_without_home


@pytest.fixture
def app(context: AppContext, inbox: SqlWebInbox) -> Starlette:
    return create_app(Bot(context), inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE)


async def founded(app: Starlette) -> tuple[Browser, Browser]:
    """Gwen has started a partnership; Tom has come in by a code, and she has let him in."""
    gwen, tom = Browser(app), Browser(app)
    await gwen.get("/start")
    await gwen.press(
        "Start the partnership", name="Gwen Hughes", partnership="Harbour", organisation="Borough Council"
    )
    page = await gwen.press("Invite people")
    code = re.findall(r"\w+-\d{4}(?:-\w+)+", " ".join(page.words))[-1]
    await tom.get(f"/join/{code}")
    await tom.press("Ask to join", name="Tom Price", organisation="Youth Trust")
    page = await gwen.get(gwen.path)
    approve = next(
        label
        for form in page.forms
        for label, (_, says) in form.buttons.items()
        if says.startswith("approve")
    )
    await gwen.press(approve)
    return gwen, tom


async def test_a_partnership_is_founded_and_joined(app: Starlette) -> None:
    gwen, tom = await founded(app)
    page = await tom.get("/")
    assert "Harbour" in page.words
    await tom.get(page.links["Channel"])
    assert (tom.status, tom.page.titles[0]) == (200, "Harbour")
    assert (await gwen.get(gwen.path)).titles.count("Set up Harbour") == 1


async def test_nothing_is_stored_when_somebody_asks_how_to_complain(
    app: Starlette, context: AppContext
) -> None:
    _, tom = await founded(app)
    await tom.get("/")
    page = await tom.press("Send", words="complain")
    assert "Complain about how your data is used" in page.titles
    await tom.get("/")
    await tom.press("Send", words="privacy")
    page = await tom.press("How to complain")
    assert "Complain about how your data is used" in page.titles
    async with context.store.read_only() as db:
        posts = await db.find(WebMessage)
    assert [post for post in posts if "omplain" in post.said or "Complain" in post.card.title] == []


async def test_a_persons_pages_lead_to_the_hub_and_back(app: Starlette) -> None:
    _, tom = await founded(app)
    page = await tom.get(tom.path)
    home = tom.path
    await tom.get(page.links["Latest results"])
    assert tom.page.links["Open the hub"] == page.links["Open the hub"]
    hub = await tom.get(page.links["Open the hub"])
    assert (tom.status, hub.titles[0]) == (200, "How the partnership is going")
    assert hub.links["Your page"] == home


async def test_a_check_in_is_answered_page_by_page_and_one_answer_is_changed(
    app: Starlette, context: AppContext, inbox: SqlWebInbox
) -> None:
    gwen, tom = await founded(app)
    await add_members_without_home(context.store, context.clock.now(), 8, "Harbour")
    await gwen.press("Send", words="ask trust now")
    page = await tom.get(tom.path)
    page = await tom.get(
        f"/me/{chat(tom).key}/check-in/" + page.forms[0].buttons["Mostly"][1].split()[1][:-2]
    )
    posts = [post.id for post in await inbox.posts(chat(tom), 99)]
    asked = []
    while "Mostly" in page.forms[0].buttons:
        asked.append(page.titles[-1])
        page = await tom.press("Mostly")
    assert tom.path.startswith(f"/me/{chat(tom).key}/check-in/")
    page = await tom.press("Send", words="Good to meet <b>everybody</b>.")
    assert page.titles == ["Thank you", "Change an answer"]
    again = list(page.forms[0].buttons)
    assert again == [*asked, "Your comment"]
    page = await tom.press(again[1])
    assert (page.titles, tom.path[-2:]) == ([again[1]], ".2")
    page = await tom.press("A little")
    assert page.titles == ["Thank you", "Change an answer"]
    async with context.store.read_only() as db:
        assert await db.count(Answer) == len(again)
    assert [post.id for post in await inbox.posts(chat(tom), 99)] == posts


async def test_a_bad_code_is_refused_and_adds_no_person(app: Starlette, stranger: Browser) -> None:
    await stranger.get("/join/no-0000-code")
    page = await stranger.press("Ask to join", name="Eve", organisation="Youth Trust")
    assert (stranger.status, len(page.forms)) == (422, 1)


async def test_what_a_role_does_not_allow_is_not_offered_to_be_sent_again(app: Starlette) -> None:
    gwen, tom = await founded(app)
    await tom.get(tom.path)
    page = await tom.press("Send", words="threshold 8")
    assert (page.titles, page.forms) == (["Not done"], [])
    await gwen.get(gwen.path)
    page = await gwen.press("Send", words="threshold 2")
    assert page.forms[-1].fields["words"] == "threshold 2"


async def dead_ends(browser: Browser) -> list[str]:
    """The links on a page that lead nowhere."""
    links = {name: path for name, path in browser.page.links.items() if path.startswith("/")}
    ends = []
    for name, path in links.items():
        await browser.get(path)
        if browser.status != 200:
            ends.append(name)
    return ends


async def test_somebody_who_is_forgotten_is_led_to_the_first_page(app: Starlette) -> None:
    _, tom = await founded(app)
    await tom.get(tom.path)
    await tom.press("Send", words="forget me")
    page = await tom.press("Delete everything")
    assert page.titles == ["Your data is deleted"]
    assert "Go to the start page" in page.links
    assert await dead_ends(tom) == []


async def test_a_spent_link_leads_on(app: Starlette) -> None:
    stranger = Browser(app)
    await stranger.get("/me/open/spent")
    await stranger.press("Open my page")
    assert (stranger.status, await dead_ends(stranger)) == (410, [])


async def test_where_no_page_is_the_first_page_is_offered(app: Starlette) -> None:
    stranger = Browser(app)
    await stranger.get("/me/nobody")
    assert (stranger.status, await dead_ends(stranger)) == (404, [])


def chat(browser: Browser) -> Address:
    return web_address(browser.path.split("/")[2])


async def test_an_address_given_on_joining_waits_for_its_owner_to_confirm(
    context: AppContext, inbox: SqlWebInbox
) -> None:
    mailing = replace(context, sends_email=True)
    app = create_app(Bot(mailing), inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE)
    gwen = Browser(app)
    await gwen.get("/start")
    founder = {"name": "Gwen Hughes", "partnership": "Harbour", "organisation": "Council"}
    await gwen.press("Start the partnership", **founder, email="gwen@council.example")
    async with context.store.read_only() as db:
        (box,) = await db.find(Mailbox)
        (delivery,) = await db.find(Delivery)
    assert (box.person, box.typed_by, box.confirmed) == (chat(gwen).key, chat(gwen).key, False)
    assert (delivery.to, delivery.kind) == (box.address, DeliveryKind.CONFIRM_MAILBOX)
    assert "gwen@" not in repr(await inbox.posts(chat(gwen), 9))
