"""Every page as people meet it: small and large, light and dark, by keyboard, with scripts and without."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect
from starlette.applications import Starlette

from bot.core.cards import (
    BulletList,
    Button,
    Buttons,
    Card,
    Example,
    Examples,
    KeyValues,
    Link,
    SmallText,
    Text,
)
from bot.core.models import web_address
from bot.core.ports import WebMessage
from bot.handlers.check_in import CheckInView
from bot.handlers.views import HomeView, LatestSummaryView
from bot.language.sentences import Rank
from bot.messages import general
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.chromium import opened, signed_in
from tests.adapters.web.scripted_bot import AMIRA, TREND, ScriptedBot, comment, home, question
from tests.support.chromium import CHROMIUM, MISSING
from tests.support.fakes import SetClock

LONG = "Wirefusederation" * 8  # a name that no line can hold
PATHS = ("/", "/me/amira", "/me/amira/check-in/k7f2", "/me/amira/check-in/k7f2?at=k7f2.comment")
MORE_PATHS = (
    "/me/amira/check-in/k7f2?at=done",
    "/me/amira/channel/riverside?answered=privately",
    "/nowhere",
    "/accessibility",
)
OWN_PATHS = ("/me/amira/settings", "/me/amira/results/riverside")

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING)


@pytest.fixture
async def busy(bot: ScriptedBot, inbox: SqlWebInbox, clock: SetClock) -> ScriptedBot:
    """A product that shows every part of a card, on every kind of page."""
    everything = Card(
        f"Everything {LONG}",
        (
            Text(f"Two\nlines, and {LONG}."),
            KeyValues((("Closes", "Monday"), (LONG, LONG))),
            BulletList(("One", LONG)),
            Examples(
                (Example("results", LONG, pressable=True), Example(LONG, "Add an action", pressable=False))
            ),
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
        for path in ("/", "/join/harbour-4821-mint-otter", "/start"):
            await page.goto(here + path)
            await looks_well(page)
        await page.get_by_role("button", name="Start the partnership").click()
        assert await page.locator(":focus").inner_text() == (
            "There is a problem\nEnter your name\nEnter a name for the partnership\n"
            "Enter the name of your organisation"
        )
        await looks_well(page)
        for path in ("/me/open/spent", await busy.link(AMIRA)):
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


ALL_PATHS = (*PATHS, *MORE_PATHS, "/join", "/start")


async def test_pages_fit_a_small_screen_and_large_letters(
    app: Starlette, busy: ScriptedBot, chromium: Browser
) -> None:
    """https://www.w3.org/TR/WCAG22/#reflow and #resize-text: a phone of 320 pixels, and letters twice as
    large on a laptop."""
    async with opened(app) as here:
        page = await signed_in(app, busy, chromium, here)
        for width, size in ((320, "100%"), (1280, "200%"), (640, "200%")):
            await page.set_viewport_size({"width": width, "height": 900})
            for path in ALL_PATHS:
                await page.goto(here + path)
                await page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
                wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                assert wide <= 0, f"{path} at {width} pixels and {size} has to be scrolled to the side"


async def test_a_screen_reader_begins_at_the_next_question(
    app: Starlette, bot: ScriptedBot, chromium: Browser
) -> None:
    bot.replies = [question("k7f2.2"), Card("Not done", (Text("The round has closed."),), refused=True)]
    async with opened(app) as here:
        page = await signed_in(app, bot, chromium, here, java_script_enabled=False)
        await page.get_by_role("group", name="Question k7f2.1").get_by_role("button", name="Partly").click()
        await page.wait_for_url("**/check-in/k7f2")
        await expect(page.get_by_role("heading", name="Question k7f2.2")).to_be_focused()
        await expect(page).to_have_title("Question k7f2.2 · Accord")
        await page.get_by_role("button", name="Partly").click()
        await expect(page.get_by_role("alert").get_by_role("heading", name="Not done")).to_be_focused()
        await expect(page).to_have_title("Error: Not done · Accord")


async def test_what_was_typed_wrongly_is_reached_from_its_error(
    app: Starlette, bot: ScriptedBot, chromium: Browser
) -> None:
    bot.replies = [general.not_understood(bot.context.translator(), "xyzzy", Rank.MEMBER)]
    async with opened(app) as here:
        page = await signed_in(app, bot, chromium, here)
        field = page.locator("#words")
        await field.fill("resluts")
        await field.press("Enter")
        await expect(field).to_have_attribute("aria-invalid", "true")
        reason = await page.locator("#words-error").inner_text()
        await expect(field).to_have_accessible_description(reason)
        await page.get_by_role("link", name=reason).press("Enter")
        await expect(field).to_be_focused()
        await expect(field).to_have_value("resluts")
        await looks_well(page)


async def test_everything_to_press_is_large_enough(
    app: Starlette, busy: ScriptedBot, chromium: Browser
) -> None:
    """https://www.w3.org/TR/WCAG22/#target-size-minimum: 24 pixels, but for links within a sentence."""
    too_small = """() => [...document.querySelectorAll("a, button, summary, input, textarea, select")]
        .filter(e => e.checkVisibility({visibilityProperty: true}) && e.type !== "hidden")
        .filter(e => !e.matches("p a, li a, .skip"))
        .map(e => [e.innerText || e.id, e.getBoundingClientRect()])
        .filter(([, box]) => Math.min(box.width, box.height) < 24).map(([name]) => name)"""
    async with opened(app) as here:
        page = await signed_in(app, busy, chromium, here)
        for path in ALL_PATHS:
            await page.goto(here + path)
            assert await page.evaluate(too_small) == [], path


async def test_the_focus_is_always_seen(app: Starlette, busy: ScriptedBot, chromium: Browser) -> None:
    """https://www.w3.org/TR/WCAG22/#focus-visible: a line of three pixels around what has the focus."""
    outline = "getComputedStyle(document.activeElement).outline"
    async with opened(app) as here:
        page = await signed_in(app, busy, chromium, here)
        for path in ("/me/amira", "/me/amira/check-in/k7f2", "/me/amira/channel/riverside", "/accessibility"):
            await page.goto(here + path)
            stops = 0
            await page.keyboard.press("Tab")
            while await page.evaluate("document.activeElement !== document.body") and stops < 100:
                assert "solid 3px" in await page.evaluate(outline), await page.evaluate(
                    "document.activeElement.outerHTML"
                )
                stops += 1
                await page.keyboard.press("Tab")
            assert stops > 4


async def test_nothing_moves_for_people_who_want_no_motion(
    app: Starlette, busy: ScriptedBot, chromium: Browser
) -> None:
    moving = """() => [...document.querySelectorAll("*")].filter(e => {
        const style = getComputedStyle(e)
        return style.transitionDuration !== "0s" || style.animationName !== "none"
            || style.scrollBehavior !== "auto"
    }).length"""
    async with opened(app) as here:
        page = await signed_in(app, busy, chromium, here, reduced_motion="reduce")
        assert await page.evaluate(moving) == 0


async def test_a_channel_is_printed_on_one_page(
    app: Starlette, bot: ScriptedBot, inbox: SqlWebInbox, clock: SetClock, chromium: Browser
) -> None:
    """Without what is only pressed, and with the numbers that stand folded on the screen."""
    summary = bot.shows[LatestSummaryView("riverside")]
    await inbox.post(WebMessage("a", web_address("riverside"), summary, "", clock.now()))
    async with opened(app) as here:
        page = await signed_in(app, bot, chromium, here)
        await page.goto(f"{here}/me/amira/channel/riverside")
        printed = await page.pdf(format="A4")
        await page.emulate_media(media="print")
        for hidden in ("header", "footer", "nav", "form", "button", ".fold"):
            assert await page.locator(f"{hidden}:visible").count() == 0, hidden
        numbers = page.get_by_role("table")
        assert await numbers.evaluate("e => e.checkVisibility({contentVisibilityAuto: true})")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


async def test_charts_are_dark_on_a_dark_page_only(
    app: Starlette, busy: ScriptedBot, chromium: Browser
) -> None:
    async with opened(app) as here:
        page = await signed_in(app, busy, chromium, here, color_scheme="dark")
        chart = page.locator("img").nth(1)
        seen = []
        for width, scheme in ((390, "dark"), (1280, "dark"), (390, "light"), (1280, "light")):
            await page.set_viewport_size({"width": width, "height": 844})
            await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            await page.reload()
            seen.append(str(await chart.evaluate("e => e.currentSrc")).partition("?")[2])
    assert seen == ["narrow&dark", "dark", "narrow", ""]


async def test_what_waits_appears_without_reloading_and_never_under_somebodys_focus(
    app: Starlette, bot: ScriptedBot, chromium: Browser
) -> None:
    request = Card("Tom asks to join", (Buttons((Button("Approve Tom", "approve m1"),)),), "join:m1")
    async with opened(app) as here:
        page = await chromium.new_page()
        await page.goto(here + await bot.link(AMIRA))
        await page.get_by_role("button", name="Open my page").click()
        await page.wait_for_load_state()
        await page.get_by_role("button", name="Mostly").focus()
        bot.shows[HomeView()] = home(request, question("k7f2.1"))
        await page.evaluate("look()")
        assert await page.get_by_text("Tom asks to join").count() == 0
        assert await page.evaluate("document.activeElement.textContent") == "Mostly"
        command = page.get_by_label("Type a command or choose below")
        await command.fill("mem")
        await page.evaluate("look()")
        await page.get_by_role("button", name="Approve Tom").wait_for()
        assert await page.get_by_role("status").text_content() == "New: Waiting for you"
        assert (
            await command.input_value(),
            await command.evaluate("it => it === document.activeElement"),
        ) == (
            "mem",
            True,
        )
        await page.evaluate("look()")
        assert await page.locator("#waiting .card").count() == 2


async def test_a_reply_is_the_first_message_and_has_the_focus(
    app: Starlette, bot: ScriptedBot, inbox: SqlWebInbox, clock: SetClock, chromium: Browser
) -> None:
    for minute in range(10):
        at = clock.now() - timedelta(minutes=minute)
        await inbox.post(WebMessage(f"old{minute}", web_address("amira"), Card(f"Old {minute}"), "", at))
    async with opened(app) as here:
        page = await chromium.new_page(viewport={"width": 390, "height": 844})
        await page.goto(here + await bot.link(AMIRA))
        await page.get_by_role("button", name="Open my page").click()
        clock.move(timedelta(minutes=1))
        bot.replies = [Card("Members", (Text("Amira"),))]
        await page.get_by_role("link", name="Type a command").press("Enter")
        await page.get_by_label("Type a command or choose below").fill("members")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**#post-*")
        assert await page.locator(".post .title").first.inner_text() == "Members"
        assert await page.evaluate("document.activeElement.id") == page.url.partition("#")[2]
        assert await page.get_by_text("Amira", exact=True).evaluate(
            "it => it.getBoundingClientRect().bottom <= window.innerHeight"
        )
        composer, newest = page.locator("#say"), page.locator(".post").first
        assert await composer.evaluate("it => it.offsetTop") < await newest.evaluate("it => it.offsetTop")
