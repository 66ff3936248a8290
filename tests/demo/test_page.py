"""The demo's page, with the whole product behind it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot import app
from bot.settings import Settings
from tests.adapters.web.browser import Browser
from tests.demo.conftest import Demo
from tests.demo.small_partnership import SMALL

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def browser(shown: Demo) -> Browser:
    return Browser(shown[0].app)


async def test_the_page_lists_people_and_things_to_try(browser: Browser) -> None:
    page = await browser.get("/demo")
    assert page.titles == [
        "Try Accord",
        "1. Answer as a member",
        "2. Close the round as its coordinator",
        "3. See what came of it",
        "The clock",
        "Everybody",
        "Valley Council",
        "Warm Homes",
    ]
    buttons = [label for form in page.forms for label in form.buttons]
    assert buttons == [
        "Femi Ade’s own page",
        "Ann Price’s own page",
        "Open the channel",
        "Go on to the next day",
        *(member.name for member in SMALL.members),
    ]


async def test_a_person_signs_in_once_by_link(browser: Browser, shown: Demo) -> None:
    _, controls = shown
    await browser.get("/demo")
    page = await browser.press("Femi Ade’s own page")
    assert (browser.path[:9], page.titles) == ("/me/open/", ["Open your page"])
    await browser.press("Open my page")
    assert browser.path == f"/me/{controls.member.id}"
    await browser.get("/demo")
    await browser.press("Femi Ade’s own page")
    assert browser.path == f"/me/{controls.member.id}"


async def test_a_signed_in_person_reaches_the_channel(browser: Browser, shown: Demo) -> None:
    _, controls = shown
    await browser.get("/demo")
    await browser.press("Ann Price’s own page")
    await browser.press("Open my page")
    await browser.get("/demo")
    page = await browser.press("Open the channel")
    assert browser.path == f"/me/{controls.coordinator.id}/channel/{controls.partnership}"
    assert page.titles == ["Two Rivers", "Messages"]


async def test_a_forgotten_person_cannot_be_chosen_and_others_can(browser: Browser) -> None:
    page = await browser.get("/demo")
    form = next(form for form in page.forms if form.action == "/demo/in")
    page = await browser.post("/demo/in", form.fields | {"person": "nobody"})
    assert (browser.status, page.titles[0]) == (404, "Try Accord")
    assert "This person’s data has been deleted. Choose somebody else." in browser.response.text


@pytest.mark.parametrize("path", ["/demo/in", "/demo/clock"])
async def test_a_form_of_another_site_is_refused(browser: Browser, shown: Demo, path: str) -> None:
    accord, controls = shown
    before = accord.bot.context.clock.now()
    await browser.post(path, {"person": controls.member.id})
    assert browser.status == 403
    assert accord.bot.context.clock.now() == before


async def test_moving_the_clock_changes_the_page(browser: Browser, shown: Demo) -> None:
    accord, _ = shown
    before = accord.bot.context.clock.now()
    page = await browser.get("/demo")
    assert "Here it is Friday 27 February, 14:00." in page.words
    page = await browser.press("Go on to the next day")
    assert "Here it is Saturday 28 February, 14:00." in page.words
    assert accord.bot.context.clock.now() == before + timedelta(days=1)


async def test_accord_serve_has_no_demo_page(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database_url="", keys_url="")
    async with app.open_application(settings) as accord:
        browser = Browser(accord.app)
        await browser.get("/demo")
        assert browser.status == 404
