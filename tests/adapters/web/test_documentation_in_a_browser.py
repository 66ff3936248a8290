"""Every page of the documentation as people meet it: small and large, light and dark, without scripts."""

from collections.abc import AsyncIterator, Iterable, Mapping
from itertools import cycle
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, expect

from adapters.web.app import create_app
from adapters.web.documentation import documentation_routes
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE
from tests.adapters.web.chromium import opened
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer, ScriptedBot
from tests.support.chromium import CHROMIUM, MISSING
from tests.support.documentation import build_site, pages_of

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING)


class Look(NamedTuple):
    """A width in pixels, and a colour scheme."""

    width: int
    scheme: Literal["dark", "light"]


LOOKS = (Look(320, "dark"), Look(1280, "light"))
ALL_LOOKS = (*LOOKS, Look(320, "light"), Look(1280, "dark"))
WITH_EVERYTHING = "operate/teams/"  # menus, tables, lists, code


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(tmp_path_factory.mktemp("site"))


@pytest.fixture
async def address(bot: ScriptedBot, inbox: SqlWebInbox, site: Path) -> AsyncIterator[str]:
    """Yield the address of the documentation of an Accord that serves it."""
    app = create_app(
        bot,
        inbox,
        FakeRenderer(),
        secret_keys=KEYS,
        public_url=HERE,
        extra_pages=lambda pages: documentation_routes(pages, site),
    )
    async with opened(app) as here:
        yield f"{here}/docs/"


async def test_every_page_is_fit_for_its_readers(chromium: Chromium, address: str, site: Path) -> None:
    """Pages take turns in how they look. The long test below looks at each in every way."""
    turns = {path: [look] for path, look in zip(pages_of(site), cycle(LOOKS), strict=False)}
    await look_at_pages(chromium, address, turns | {WITH_EVERYTHING: ALL_LOOKS})


@pytest.mark.long
async def test_every_page_is_fit_in_every_look(chromium: Chromium, address: str, site: Path) -> None:
    await look_at_pages(chromium, address, dict.fromkeys(pages_of(site), ALL_LOOKS))


async def look_at_pages(chromium: Chromium, address: str, looks: Mapping[str, Iterable[Look]]) -> None:
    page = await chromium.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("requestfailed", lambda request: errors.append(request.url))
    for path in looks:
        await page.goto(address + path)
        for look in LOOKS:
            await fits(page, look)
        for look in looks[path]:
            await looks_well(page, look)
    assert errors == []


async def test_a_page_that_is_not_there_looks_like_the_others(chromium: Chromium, address: str) -> None:
    page = await chromium.new_page()
    await page.goto(f"{address}no/such/page")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    for look in LOOKS:
        await looks_well(page, look)
    await page.get_by_role("link", name="the first page").click()
    await page.wait_for_url("**/docs/")


async def fits(page: Page, look: Look) -> None:
    """Check that the page that is open, with its menus unfolded, need not be scrolled to the side."""
    await page.set_viewport_size({"width": look.width, "height": 900})
    await page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
    wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url}, {look}, has to be scrolled to the side"


async def looks_well(page: Page, look: Look) -> None:
    """Check that the page that is open fits, and that axe finds nothing wrong."""
    await page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")
    await fits(page, look)
    found = await Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, f"{page.url}, {look}: {found.generate_report()}"


async def test_words_are_found_and_lead_to_their_part_of_a_page(chromium: Chromium, address: str) -> None:
    page = await chromium.new_page()
    await page.goto(f"{address}operate/slack-scopes/")
    await page.get_by_label("Search these pages").fill("client secret")
    await expect(page.locator("search").get_by_role("status")).to_contain_text("found")
    await page.locator("search").get_by_role("link", name="Without a client secret").click()
    await page.wait_for_url("**/operate/teams/#without-a-client-secret")
    await page.get_by_label("Search these pages").fill("zebra")
    await expect(page.get_by_text("Nothing found.")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("Nothing found.")).to_have_count(0)


async def test_without_scripts_one_finds_the_way_by_the_list_of_pages(
    chromium: Chromium, address: str
) -> None:
    phone = {"width": 320, "height": 640}
    page = await (await chromium.new_context(java_script_enabled=False, viewport=phone)).new_page()  # type: ignore[arg-type]
    await page.goto(address)
    await expect(page.locator("search")).to_be_hidden()
    await page.get_by_text("All pages", exact=True).click()
    await page.get_by_role("link", name="Slack", exact=True).first.click()
    await page.wait_for_url("**/docs/operate/slack/")
    await page.set_viewport_size({"width": 1280, "height": 900})
    await expect(page.get_by_role("link", name="Glossary")).to_be_visible()  # though the list is folded
    await expect(page.get_by_role("link", name="Next")).to_be_visible()


async def test_keys_reach_the_text_at_once_and_everything_else(chromium: Chromium, address: str) -> None:
    page = await chromium.new_page()
    await page.goto(address + WITH_EVERYTHING)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**#main")
    unseen = await page.locator("a:visible").evaluate_all(
        "links => links.filter(it => { it.focus(); return getComputedStyle(it).outlineStyle === 'none'; })"
        ".map(it => it.textContent)"
    )
    assert unseen == []


async def test_paper_holds_what_is_read(chromium: Chromium, address: str) -> None:
    page = await chromium.new_page()
    await page.goto(address + WITH_EVERYTHING)
    await page.emulate_media(media="print")
    assert await page.locator("nav:visible, search:visible, summary:visible").count() == 0
    await expect(page.get_by_role("heading", name="One organisation")).to_be_visible()
