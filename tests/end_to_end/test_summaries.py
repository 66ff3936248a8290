"""Summaries on a phone and on a laptop: calm, falling, split, too small."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, ViewportSize

from tests.end_to_end.scenes import SCENES, VIEWER, Scene, scenes
from tests.support.chromium import CHROMIUM, MISSING, running_chromium

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING)
PHONE: ViewportSize = {"width": 390, "height": 844}
LAPTOP: ViewportSize = {"width": 1280, "height": 900}
SAID = {
    "calm": "rounds: nothing stands out.",
    "falling": "Stands out, in a message of its own: trust.",
    "split": "Shared purpose: our views are now split into two groups",
    "small": "Too few people gave a score, so we only show how many did.",
}


async def looks_well(page: Page) -> None:
    for image in await page.locator("img:visible").all():
        await image.evaluate("i => i.complete || new Promise(done => { i.onload = i.onerror = done; })")
        assert await image.evaluate("i => i.naturalWidth")
    found = await Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"


async def goes_sideways(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


async def test_two_summaries_can_be_read_on_phone_and_laptop(tmp_path: Path) -> None:
    await look_at([each for each in SCENES if each.id in {"falling", "small"}], (), tmp_path)


@pytest.mark.long
async def test_every_summary_can_be_read_on_phone_and_laptop(tmp_path: Path) -> None:
    await look_at(SCENES, (f"/me/{VIEWER.id}", "/"), tmp_path)


async def look_at(which: Sequence[Scene], paths: Sequence[str], folder: Path) -> None:
    async with scenes(folder, which) as shown, running_chromium() as chromium:
        page = await chromium.new_page(viewport=PHONE)
        await page.goto(shown.way_in)
        await page.locator("main button").first.click()
        for scene in which:
            await page.goto(shown.channel(scene))
            summary = page.locator("article", has_text=f"{scene.name}: round {scene.rounds}").first
            assert SAID[scene.id] in await summary.inner_text()
        for address in (*map(shown.channel, which), *(shown.url + path for path in paths)):
            await page.set_viewport_size(PHONE)
            await page.goto(address)
            await looks_well(page)
            assert not await goes_sideways(page)
            await page.set_viewport_size(LAPTOP)
            assert not await goes_sideways(page)
