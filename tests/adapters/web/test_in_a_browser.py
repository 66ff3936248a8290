"""Every page as people meet it: small and large, light and dark, by keyboard, with scripts and without."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright
from starlette.applications import Starlette

from bot.core.cards import BulletList, Button, Buttons, Card, KeyValues, Link, SmallText, Text
from bot.core.models import web_address
from bot.core.ports import WebMessage
from bot.handlers.check_in import CheckInView
from bot.handlers.views import HomeView
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.scripted_bot import AMIRA, TREND, ScriptedBot, comment, home, question
from tests.end_to_end.serving import our_port, served
from tests.support.fakes import SetClock

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
LONG = "Wirefusederation" * 8  # a name that no line can hold
PATHS = ("/", "/me/amira", "/me/amira/check-in/k7f2", "/me/amira/check-in/k7f2?at=k7f2.comment")
MORE_PATHS = ("/me/amira/check-in/k7f2?at=done", "/me/amira/channel/riverside?answered=privately", "/nowhere")
OWN_PATHS = ("/me/amira/settings", "/me/amira/results/riverside")

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="CHROMIUM IS NOT HERE, SO NOTHING WAS SEEN IN A BROWSER"
)


@asynccontextmanager
async def opened(app: Starlette) -> AsyncIterator[str]:
    with our_port() as (at, here):
        async with served(app, at):
            yield here


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
async def busy(bot: ScriptedBot, inbox: SqlWebInbox, clock: SetClock) -> ScriptedBot:
    """A product that shows every part of a card, on every kind of page."""
    everything = Card(
        f"Everything {LONG}",
        (
            Text(f"Two\nlines, and {LONG}."),
            KeyValues((("Closes", "Monday"), (LONG, LONG))),
            BulletList(("One", LONG)),
            TREND,
            Buttons((Button("Let them in", "approve m1", "primary"), Button(LONG, "decline m1"))),
            Buttons((Button("Cancel this round", "cancel", "danger", "8 people have been asked."),)),
            Link("Your pages", "/me/amira"),
            SmallText("Small print."),
        ),
    )
    thanks = Card(
        "Thank you", (Buttons((Button("The first", "change k7f2.1"),)),), "ask:r27", check_in="k7f2"
    )
    bot.shows |= {
        HomeView(): home(everything, question("k7f2.1")),
        CheckInView("k7f2", "k7f2.comment"): comment("k7f2"),
        CheckInView("k7f2", "done"): thanks,
    }
    for place in (web_address("amira"), web_address("riverside")):
        for minute in range(4):
            at = clock.now() + timedelta(minutes=minute)
            await inbox.post(WebMessage(f"{place.key}{minute}", place, everything, "", at, "results"))
    return bot


async def looks_well(page: Page) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
    wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} has to be scrolled to the side"


async def test_no_page_has_an_accessibility_violation(
    app: Starlette, busy: ScriptedBot, chromium: Browser
) -> None:
    troubles: list[str] = []
    async with opened(app) as here:
        small = await chromium.new_context(viewport={"width": 320, "height": 640}, color_scheme="dark")
        page = await small.new_page()
        page.on(
            "console", lambda message: troubles.append(message.text) if "Policy" in message.text else None
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))
        for path in ("/", "/me/open/spent", await busy.link(AMIRA)):
            await page.goto(here + path)
            await looks_well(page)
        await page.get_by_role("button", name="Open my page").click()
        for path in (*PATHS, *MORE_PATHS, *OWN_PATHS):
            await page.goto(here + path)
            await looks_well(page)
        await page.set_viewport_size({"width": 1280, "height": 900})
        await page.emulate_media(color_scheme="light")
        await page.goto(f"{here}/me/amira")
        await looks_well(page)
        await page.goto(f"{here}/me/amira/settings")
        await looks_well(page)
        await page.get_by_text("Sign out everywhere", exact=True).click()
        await looks_well(page)
        await page.get_by_role("button", name="Make a link for another device").click()
        await looks_well(page)
    assert troubles == []


async def test_a_question_is_answered_with_the_keyboard_and_without_scripts(
    app: Starlette, bot: ScriptedBot, chromium: Browser
) -> None:
    bot.replies = [question("k7f2.2")]
    async with opened(app) as here:
        context = await chromium.new_context(java_script_enabled=False)
        page = await context.new_page()
        await page.goto(here + await bot.link(AMIRA))
        await page.get_by_role("button", name="Open my page").press("Enter")
        await page.get_by_role("button", name="Not at all").focus()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/check-in/k7f2")
    assert [said.text for said in bot.messages] == ["answer k7f2.1 3"]


async def test_new_posts_appear_without_reloading(
    app: Starlette, bot: ScriptedBot, inbox: SqlWebInbox, clock: SetClock, chromium: Browser
) -> None:
    async with opened(app) as here:
        page = await chromium.new_page()
        await page.goto(here + await bot.link(AMIRA))
        await page.get_by_role("button", name="Open my page").click()
        await page.goto(f"{here}/me/amira/channel/riverside")
        for id in "ab":
            clock.move(timedelta(minutes=1))
            await inbox.post(WebMessage(id, web_address("riverside"), Card(f"Round {id}"), "", clock.now()))
            for _ in range(2):
                await page.evaluate("look()")  # what the page does every few seconds
        titles = await page.locator(".post .title").all_inner_texts()
    assert titles == ["Round b", "Round a"]
