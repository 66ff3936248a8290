"""Takes screenshots of the running product: `make pictures`, or python -m scripts.pictures

Those of the documentation go to `docs/pictures/`. Those of a calm, a falling, a split and a too small
partnership, on a phone and on a laptop, go to `pictures/`, to be looked at and not committed. All people in
them are made up.
"""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright import async_api, sync_api

from scripts.chat_pictures import take_slack, take_teams
from tests.end_to_end.demo import Demo, demo
from tests.end_to_end.scenes import SCENES, VIEWER, Shown, scenes
from tests.support.chromium import running_chromium, running_chromium_sync

HERE = Path(__file__).parent.parent
DOCS, PREVIEWS = HERE / "docs" / "pictures", HERE / "pictures"
TAKEN = ("question", "home", "manage", "theme", "overview", "summary", "more", "slack", "teams")
"""The names of the pictures of the documentation. A test compares them with the files."""
ROUNDS = 26
WIDTHS = (390, 1280)
COMPOSER = "Type a command or choose below"
LOADED = "image => image.complete || new Promise(done => { image.onload = image.onerror = done; })"


def main() -> None:
    DOCS.mkdir(parents=True, exist_ok=True)
    PREVIEWS.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        asyncio.run(take_previews(Path(folder)))
    asyncio.run(take_chats())
    with demo(ROUNDS) as made_up, running_chromium_sync() as chromium:
        take_as_member(chromium, made_up)
        take_as_coordinator(chromium, made_up)
    for file in (*(DOCS / f"{name}.png" for name in TAKEN), *PREVIEWS.glob("*.png")):
        reduce_colours(file)


def reduce_colours(file: Path) -> None:
    """Reduce the file to a third of its size. The rarest colours are not merged, since marks have few
    pixels."""
    Image.open(file).convert("RGB").quantize(128, Image.Quantize.MAXCOVERAGE).save(file, optimize=True)


def take_as_member(chromium: sync_api.Browser, made_up: Demo) -> None:
    """Take a member's home on a laptop, then a question on a phone."""
    laptop = chromium.new_context(viewport={"width": 1100, "height": 800})
    page = laptop.new_page()
    sign_in(page, made_up.member)
    page.screenshot(path=DOCS / "home.png")
    phone = chromium.new_context(
        viewport={"width": 390, "height": 740}, device_scale_factor=2, storage_state=laptop.storage_state()
    ).new_page()
    phone.goto(page.url)
    phone.get_by_role("button", name="Mostly", exact=True).first.click()
    phone.wait_for_url("**/check-in/*")
    phone.locator("main .card").first.screenshot(path=DOCS / "question.png")


def take_as_coordinator(chromium: sync_api.Browser, made_up: Demo) -> None:
    """Take pages of the hub, what a board sees of it, and the summary of the round that is open."""
    context = chromium.new_context(viewport={"width": 820, "height": 1000})
    page = context.new_page()
    sign_in(page, made_up.coordinator)
    home = page.url
    ask_to_join(chromium, page)
    for path, name in (("/manage", "manage"), ("/themes/trust", "theme")):
        page.goto(home)
        page.get_by_role("link", name="Open the hub", exact=True).first.click()
        page.wait_for_url("**/p/*")
        page.goto(page.url + path)
        page.screenshot(path=DOCS / f"{name}.png")
    take_overview(chromium, page, home)
    page.goto(home)
    send(page, "close now")
    page.get_by_role("link", name="Harbour Together", exact=True).first.click()
    newest = page.locator("article").first
    sync_api.expect(newest).to_contain_text(f"round {ROUNDS + 1}")
    sync_api.expect(newest.locator("img")).to_have_js_property("complete", value=True)
    newest.screenshot(path=DOCS / "summary.png")


def ask_to_join(chromium: sync_api.Browser, page: sync_api.Page) -> None:
    """Let somebody ask to join with a code of the coordinator whose page this is."""
    newcomer = chromium.new_context().new_page()
    newcomer.goto(message_to_copy(page, "invite"))
    newcomer.get_by_label("Your name").fill("Sian Price")
    newcomer.get_by_label("Your organisation").fill("The Net Loft")
    newcomer.get_by_role("button", name="Ask to join").click()
    newcomer.wait_for_url("**/me/*")


def take_overview(chromium: sync_api.Browser, page: sync_api.Page, home: str) -> None:
    """Share the hub, and take the page that the link opens for somebody who is not signed in."""
    page.goto(home)
    board = chromium.new_context(viewport={"width": 820, "height": 1000}).new_page()
    board.goto(message_to_copy(page, "share the hub with the board"))
    board.screenshot(path=DOCS / "overview.png")


def message_to_copy(page: sync_api.Page, sentence: str) -> str:
    """Return the address in the message that the reply to a sentence holds."""
    send(page, sentence)
    return page.get_by_label("Message to copy").first.input_value().split()[-1]


def send(page: sync_api.Page, sentence: str) -> None:
    page.get_by_label(COMPOSER).fill(sentence)
    page.get_by_role("button", name="Send", exact=True).last.click()
    page.wait_for_load_state()


def sign_in(page: sync_api.Page, link: str) -> None:
    page.goto(link)
    page.locator("main button").first.click()
    page.wait_for_url("**/me/*")


async def take_chats() -> None:
    async with running_chromium() as chromium:
        page = await chromium.new_page(viewport={"width": 760, "height": 700})
        await take_slack(page, DOCS / "slack.png")
        await take_teams(page, DOCS / "teams.png")


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
