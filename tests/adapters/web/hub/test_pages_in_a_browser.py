"""Every page of a hub as people meet it: two languages, small and large, light and dark, by keys, on paper.

Add a page to `PAGES`: its path after `/p/{partnership}`, with the number of sheets that it may take on paper,
or None for a page that is as long as its content. One browser looks at all of them.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal, NamedTuple

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page

from adapters.charts import ChartRenderer
from adapters.web.app import create_app
from bot.core.models import LoginLink, hash_secret
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.chromium import opened
from tests.adapters.web.conftest import KEYS
from tests.support.cast import AMIRA, BEN, EFE
from tests.support.chromium import CHROMIUM, MISSING, running_chromium
from tests.support.hub_history import make_history
from tests.support.read_cards import link_to_share
from tests.support.scenario import Scenario
from tests.support.yearly_looks import LOW, SPLIT, hold_part

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING)


class BrowsedPage(NamedTuple):
    """A page that is looked at. On paper it takes so many `sheets` at most, or any number."""

    path: str
    sheets: int | None = None


PAGES = (
    BrowsedPage("", sheets=1),
    BrowsedPage("/themes"),
    BrowsedPage("/themes/power"),
    BrowsedPage("/themes/keeping-going"),
    BrowsedPage("/rounds"),
    BrowsedPage("/rounds/14"),
    BrowsedPage("/rounds/14/comments"),
    BrowsedPage("/timeline"),
    BrowsedPage("/timeline/2026"),
    BrowsedPage("/outcomes"),
    BrowsedPage("/evidence"),
    BrowsedPage("/yearly", sheets=1),
    BrowsedPage("/yearly/2026", sheets=3),
    BrowsedPage("/yearly/2026/facilitator", sheets=2),
    BrowsedPage("/sharing"),
    BrowsedPage("/manage"),
    BrowsedPage("/manage/webhooks"),
    BrowsedPage("/manage/tokens"),
    BrowsedPage("/rounds/14/citation", sheets=1),
    BrowsedPage("/data"),
)
PUBLIC_PAGES = ("/method", "/about")  # of everybody, in no hub


class Look(NamedTuple):
    """A width in pixels, and whether the page is dark."""

    width: int
    dark: bool


LOOKS = {
    "en": (Look(320, dark=False), Look(320, dark=True), Look(1280, dark=False), Look(1280, dark=True)),
    "cy": (Look(320, dark=True), Look(1280, dark=False)),
}


@asynccontextmanager
async def reader(scenario: Scenario, chromium: Browser) -> AsyncIterator[tuple[BrowserContext, str]]:
    """Yield a browser in which Amira is signed in, and the address of the hub."""
    await make_history(
        scenario, 4, 4, 2, 4, 5, 4, 3, 4, 4, 3, 4, 0, comments={AMIRA: "One", BEN: "Two", EFE: "Three"}
    )
    await hold_part(scenario, {"witness": LOW, "control": SPLIT})
    await scenario.says(BEN, "improve Send papers a week before by 3 May @Ben")
    for name in ("the May board", "our funder"):
        await scenario.says(BEN, f"share the hub with {name}")
    await scenario.says(BEN, "stop sharing 2 now")
    for number in range(5):  # what a busy partnership has on its sheet of paper
        await scenario.says(BEN, f"action Share the budget papers of quarter {number} by 9 March @Ben")
    for sentence in (
        "note We share our figures on 1 December 2025",
        "describe note 2 took Two days of an analyst",
        "outcome add Rough sleepers",
        'outcome "Rough" csv 2026-01-05,41\n2026-02-05,38\n2026-03-01,44',
        'outcome "Rough" remove on 5 February 2026',
    ):
        await scenario.says(AMIRA, sentence)
    renderer = ChartRenderer()
    app = create_app(
        scenario.bot, SqlWebInbox(scenario.store), renderer, secret_keys=KEYS, public_url="http://127.0.0.1"
    )
    person = await scenario.person(AMIRA)
    async with scenario.store.transaction() as db:
        expires_at = scenario.clock.now().replace(year=2027)
        await db.add(LoginLink(hash_secret("the secret of a link"), person.id, expires_at))
    async with opened(app) as here:
        context = await chromium.new_context(reduced_motion="reduce")  # colours change at once
        page = await context.new_page()
        await page.goto(f"{here}/me/open/the secret of a link")
        await page.get_by_role("button", name="Open my page").click()
        await page.wait_for_url("**/me/**")
        await page.close()
        yield context, f"{here}/p/harbour"
    await renderer.close()


async def test_every_page_is_fit_for_its_readers(scenario: Scenario) -> None:
    async with running_chromium() as chromium, reader(scenario, chromium) as (context, hub):
        page = await context.new_page()
        troubles: list[str] = []
        page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        for language, looks in LOOKS.items():
            await scenario.says(AMIRA, f"language {language}")
            for path, sheets in PAGES:
                await open_page(page, hub + path, language)
                await prints_well(page, sheets)
                await looks_well(page, looks)
            for path in PUBLIC_PAGES:
                await open_page(page, hub.partition("/p/")[0] + path, language)
                await looks_well(page, looks)
        for path, _ in PAGES:
            await check_keyboard(page, hub + path)
        for path in ("/yearly", "/manage/tokens"):
            await check_tabs(page, hub + path)
        assert troubles == []


async def test_observers_read_the_same_pages(scenario: Scenario) -> None:
    async with running_chromium() as chromium, reader(scenario, chromium) as (_, hub):
        root = link_to_share(await scenario.says(BEN, "share the hub with the board showing everything"))
        context = await chromium.new_context()
        page = await context.new_page()
        for path in ("", "/rounds/14"):
            await open_page(page, hub.removesuffix("/p/harbour") + root + path, "en")
            await looks_well(page, LOOKS["en"])
            await page.emulate_media(media="print", color_scheme="light")
            assert root not in await page.locator("body").inner_text()  # paper is left in meeting rooms
        assert await context.cookies() == []
        await page.goto(f"{hub.removesuffix('/p/harbour')}/shared/guessed")
        await looks_well(page, LOOKS["cy"])


async def open_page(page: Page, address: str, language: str) -> None:
    response = await page.goto(address)
    assert response is not None
    assert (response.status, await page.locator("html").get_attribute("lang")) == (200, language), address


async def looks_well(page: Page, looks: tuple[Look, ...]) -> None:
    """Look at the page that is open in each size, light and dark, with everything unfolded."""
    await page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
    for look in looks:
        await page.set_viewport_size({"width": look.width, "height": 900})
        # Colours that still change are no one's: buttons fade to theirs.
        scheme: Literal["dark", "light"] = "dark" if look.dark else "light"
        await page.emulate_media(media="screen", color_scheme=scheme, reduced_motion="reduce")
        found = await Axe().run(page)
        assert found.violations_count == 0, f"{page.url}, {look}: {found.generate_report()}"
        wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{page.url}, {look}, has to be scrolled to the side"


async def prints_well(page: Page, sheets: int | None) -> None:
    """Print the page that is shown, as its reader would: the date, the name and the address are on it, and
    nothing to press is."""
    await page.set_viewport_size({"width": 1280, "height": 900})
    await page.emulate_media(media="print", color_scheme="light")
    head = await page.locator(".letterhead").inner_text()
    assert page.url.partition("/p/")[2] in head
    assert await page.get_by_text("Harbour Together").first.is_visible()
    assert await page.locator("nav:visible, button:visible, form:visible, .button:visible").count() == 0
    paper = await page.pdf(prefer_css_page_size=True)
    if sheets:
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) <= sheets
    await page.emulate_media(media="screen")


async def check_tabs(page: Page, address: str) -> None:
    """See on a phone, without scrolling, the tab of the page that one is on."""
    await page.set_viewport_size({"width": 320, "height": 900})
    await page.goto(address)
    tab = await page.locator(".tabs [aria-current]").bounding_box()
    assert tab is not None
    assert 0 <= tab["x"] <= 320 - tab["width"], address


async def check_keyboard(page: Page, address: str) -> None:
    """Reach every link, summary and field by the Tab key alone, and see where one is."""
    await page.set_viewport_size({"width": 1280, "height": 900})
    await page.goto(address)
    to_reach = await page.evaluate(
        "[...document.querySelectorAll('a[href], summary, button, input, [tabindex=\"0\"]')]"
        ".filter(it => it.checkVisibility() && it.tabIndex >= 0)"
        ".filter(it => it.type !== 'radio' || it.checked).length"  # a group is one stop
    )
    reached = 0
    for _ in range(to_reach):
        await page.keyboard.press("Tab")
        reached += await page.evaluate(
            "document.activeElement !== document.body"
            " && getComputedStyle(document.activeElement).outlineStyle !== 'none'"
        )
    assert reached == to_reach, f"{address}: {reached} of {to_reach} were reached by keys"
