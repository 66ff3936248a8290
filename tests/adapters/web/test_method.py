"""The page that tells readers how results are measured."""

import re

from starlette.applications import Starlette

from adapters.web.render import FOLDER
from tests.adapters.web.browser import Browser
from tests.adapters.web.conftest import SignedIn
from tests.adapters.web.scripted_bot import BEN


async def test_everyone_reads_how_results_are_measured(stranger: Browser) -> None:
    page = await stranger.get("/method")
    words = " ".join(page.words)
    assert (stranger.status, page.titles[0]) == (200, "How this is measured")
    assert "With fewer than 5 scores, we only show how many people gave one." in words
    assert "such as “4.4 or more”" in words
    assert "About 28 of them get a message by round 12." in words
    assert page.lang == "en"


async def test_it_is_in_the_language_of_who_is_signed_in(signed_in: SignedIn) -> None:
    browser = await signed_in(BEN)
    assert (await browser.get("/method")).lang == BEN.language


async def test_each_link_to_a_part_of_it_leads_there(stranger: Browser, app: Starlette) -> None:
    await stranger.get("/method")
    anchors = set(re.findall(r'id="([a-z-]+)"', stranger.response.text))
    templates = (FOLDER / "templates").rglob("*.html")
    linked = {
        part for file in templates for part in re.findall(r"/method#([a-z-]+)", file.read_text("utf-8"))
    }
    assert linked
    assert linked - anchors == set()
