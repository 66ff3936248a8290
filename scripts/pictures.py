"""Takes screenshots of the running product: python -m scripts.pictures

Those of the README go to `docs/pictures/`. Those of a calm, a falling, a split and a too small partnership,
on a phone and on a laptop, go to `pictures/`, to be looked at and not committed.
"""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright import async_api, sync_api

from tests.end_to_end.demo import demo
from tests.end_to_end.scenes import SCENES, VIEWER, Shown, scenes
from tests.support.chromium import running_chromium, running_chromium_sync

HERE = Path(__file__).parent.parent
DOCS, PREVIEWS = HERE / "docs" / "pictures", HERE / "pictures"
TAKEN = ("question", "summary", "more")  # slack.png is drawn elsewhere
ROUNDS = 26
WIDTHS = (390, 1280)
COMPOSER = "Type a command or choose below"
LOADED = "image => image.complete || new Promise(done => { image.onload = image.onerror = done; })"


def main() -> None:
    DOCS.mkdir(parents=True, exist_ok=True)
    PREVIEWS.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        asyncio.run(take_previews(Path(folder)))
    with demo(ROUNDS) as made_up, running_chromium_sync() as chromium:
        phone = chromium.new_context(viewport={"width": 390, "height": 740}, device_scale_factor=2).new_page()
        sign_in(phone, made_up.member)
        phone.get_by_role("button", name="Mostly", exact=True).first.click()
        phone.wait_for_url("**/check-in/*")
        phone.locator("main .card").first.screenshot(path=DOCS / "question.png")

        laptop = chromium.new_context(viewport={"width": 820, "height": 1000}).new_page()
        sign_in(laptop, made_up.coordinator)
        laptop.get_by_label(COMPOSER).fill("close now")
        laptop.get_by_role("button", name="Send", exact=True).last.click()
        laptop.wait_for_load_state()
        laptop.get_by_role("link", name="Harbour Together", exact=True).first.click()
        newest = laptop.locator("article").first
        sync_api.expect(newest).to_contain_text(f"round {ROUNDS + 1}")
        sync_api.expect(newest.locator("img")).to_have_js_property("complete", value=True)
        newest.screenshot(path=DOCS / "summary.png")
    for file in (*(DOCS / f"{name}.png" for name in TAKEN), *PREVIEWS.glob("*.png")):
        reduce_colours(file)


def reduce_colours(file: Path) -> None:
    """Reduce the file to a third of its size. The rarest colours are not merged, since marks have few
    pixels."""
    Image.open(file).convert("RGB").quantize(128, Image.Quantize.MAXCOVERAGE).save(file, optimize=True)


def sign_in(page: sync_api.Page, link: str) -> None:
    page.goto(link)
    page.locator("main button").first.click()
    page.wait_for_url("**/me/*")


async def take_previews(folder: Path) -> None:
    async with scenes(folder) as shown, running_chromium() as chromium:
        page = await (await chromium.new_context(device_scale_factor=1.5)).new_page()
        await page.goto(shown.way_in)
        await page.locator("main button").first.click()
        await page.wait_for_url("**/me/*")
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 900})
            for scene in SCENES:
                await page.goto(shown.channel(scene))
                await screenshot(page, PREVIEWS / f"{scene.id}-{width}.png")
            await page.goto(shown.url)
            await screenshot(page, PREVIEWS / f"hub-{width}.png")
        await take_details(page, shown)


async def take_details(page: async_api.Page, shown: Shown) -> None:
    """Take the reply to a member who asks for more about power."""
    await page.set_viewport_size({"width": 700, "height": 900})
    await page.goto(f"{shown.url}/me/{VIEWER.id}")
    await page.get_by_label(COMPOSER).fill("in Harbour Together: results power")
    await page.get_by_role("button", name="Send", exact=True).last.click()
    await page.wait_for_url("**#post-*")
    newest = page.locator("article").first.locator(".card")
    await newest.locator("img").last.evaluate(LOADED)
    await newest.screenshot(path=DOCS / "more.png")


async def screenshot(page: async_api.Page, file: Path) -> None:
    for image in await page.locator("img:visible").all():
        await image.evaluate(LOADED)
    await page.screenshot(path=file, full_page=True)


if __name__ == "__main__":
    main()
