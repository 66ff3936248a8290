"""Every page of the documentation as people meet it: small and large, light and dark, without scripts."""

from collections.abc import AsyncIterator
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
    page = await chromium.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("requestfailed", lambda request: troubles.append(request.url))
    for path in pages_of(site):
        await page.goto(address + path)
        for look in ALL_LOOKS if path == WITH_EVERYTHING else LOOKS:
            await looks_well(page, look)
    assert troubles == []


async def test_a_page_that_is_not_there_looks_like_the_others(chromium: Chromium, address: str) -> None:
    page = await chromium.new_page()
    await page.goto(f"{address}no/such/page")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    for look in LOOKS:
        await looks_well(page, look)
    await page.get_by_role("link", name="the first page").click()
    await page.wait_for_url("**/docs/")


async def looks_well(page: Page, look: Look) -> None:
    """Look at the page that is open, with its menus unfolded."""
    await page.set_viewport_size({"width": look.width, "height": 900})
    await page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")
    await page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
    found = await Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, f"{page.url}, {look}: {found.generate_report()}"
    wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url}, {look}, has to be scrolled to the side"


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
    assert page.url.endswith("#main")
    links = page.locator("a:visible")
    for link in await links.all():
        await link.focus()
        assert await link.evaluate("it => getComputedStyle(it).outlineStyle") != "none"


async def test_paper_holds_what_is_read(chromium: Chromium, address: str) -> None:
    page = await chromium.new_page()
    await page.goto(address + WITH_EVERYTHING)
    await page.emulate_media(media="print")
    assert await page.locator("nav:visible, search:visible, summary:visible").count() == 0
    await expect(page.get_by_role("heading", name="One organisation")).to_be_visible()
