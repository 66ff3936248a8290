"""The demo's page, with the whole product behind it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot import app
from bot.demo.controls import DemoControls
from bot.demo.story import Opinion
from bot.language.commands import CloseRound, ForgetMe
from bot.language.parser import format_command
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
        "2. Close the round as the coordinator",
        "3. Read the summary",
        "4. What next?",
        "The clock",
        "Everyone in the demo",
        "Valley Council",
        "Warm Homes",
        "Start again",
    ]
    buttons = [label for form in page.forms for label in form.buttons]
    assert buttons == [
        "Open Femi Ade’s page",
        "Open Ann Price’s page",
        "Open the channel",
        "Move on one day",
        *(member.name for member in SMALL.members),
        "Start the demo again",
    ]


async def test_a_person_signs_in_once_by_link(browser: Browser, shown: Demo) -> None:
    _, controls = shown
    await browser.get("/demo")
    page = await browser.press("Open Femi Ade’s page")
    assert (browser.path[:9], page.titles) == ("/me/open/", ["Open your page"])
    await browser.press("Open my page")
    assert browser.path == f"/me/{controls.member.id}"
    await browser.get("/demo")
    await browser.press("Open Femi Ade’s page")
    assert browser.path == f"/me/{controls.member.id}"


async def test_a_signed_in_person_reaches_the_channel(browser: Browser, shown: Demo) -> None:
    _, controls = shown
    await browser.get("/demo")
    await browser.press("Open Ann Price’s page")
    await browser.press("Open my page")
    await browser.get("/demo")
    page = await browser.press("Open the channel")
    assert browser.path == f"/me/{controls.coordinator.id}/channel/{controls.partnership}"
    assert page.titles[0] == "Two Rivers"


async def test_a_forgotten_person_cannot_be_chosen_and_others_can(browser: Browser) -> None:
    page = await browser.get("/demo")
    form = next(form for form in page.forms if form.action == "/demo/in")
    page = await browser.post("/demo/in", form.fields | {"person": "nobody"})
    assert (browser.status, page.titles[0]) == (404, "Try Accord")
    assert (
        "This person’s data has been deleted. Choose someone else, or start again." in browser.response.text
    )


async def test_every_page_leads_back_to_the_demo(browser: Browser, shown: Demo) -> None:
    _, controls = shown
    for path in ("/", f"/me/{controls.member.id}", "/nothing"):
        await browser.get(path)
        assert 'href="/demo"' in browser.response.text


@pytest.mark.parametrize("path", ["/demo/in", "/demo/clock", "/demo/again"])
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
    assert "In the demo it is Friday 27 February, 14:00." in page.words
    page = await browser.press("Move on one day")
    assert "In the demo it is Saturday 28 February, 14:00." in page.words
    assert accord.bot.context.clock.now() == before + timedelta(days=1)


async def test_the_page_leads_on_step_by_step(browser: Browser, shown: Demo) -> None:
    _, controls = shown
    await controls.start_again()
    page = await browser.get("/demo")
    assert "Femi Ade has questions waiting. Choose an answer to each. You can add a comment at the end." in (
        page.words
    )
    await answer_everything(controls)
    page = await browser.get("/demo")
    assert "Done. Femi Ade has no questions waiting." in page.words
    await controls.simulation.users[controls.coordinator.name].send(format_command(CloseRound(sure="now")))
    page = await browser.get("/demo")
    assert "Done. The round is closed." in page.words
    await controls.simulation.users[controls.member.name].send(format_command(ForgetMe(sure="now")))
    page = await browser.get("/demo")
    assert "Femi Ade’s data has been deleted. Choose someone else below, or start again." in page.words


async def test_the_demo_can_start_again(browser: Browser, shown: Demo) -> None:
    _, controls = shown
    await controls.start_again()
    replied = {*controls.simulation.replied}
    await browser.get("/demo")
    await browser.press("Open Femi Ade’s page")
    await browser.press("Open my page")
    await controls.simulation.reply_once()
    await controls.next_day()
    await controls.simulation.users[controls.member.name].send(format_command(ForgetMe(sure="now")))
    await browser.get("/demo")
    page = await browser.press("Start the demo again")
    assert "In the demo it is Friday 27 February, 14:00." in page.words
    assert "Femi Ade has questions waiting. Choose an answer to each. You can add a comment at the end." in (
        page.words
    )
    assert (controls.simulation.not_simulated, controls.simulation.replied) == ({SMALL.visitor}, replied)
    await browser.get(f"/me/{controls.member.id}")
    assert browser.status == 404  # signed out
    await answer_everything(controls)
    assert (await controls.progress()).has_answered


async def answer_everything(controls: DemoControls) -> None:
    """Answer all questions of the member that the visitor plays."""
    themes = {
        question.text.in_language("en"): theme.id
        for theme in controls.simulation.bot.context.bank.themes
        for question in theme.questions
    }
    opinion = Opinion(dict.fromkeys(themes.values(), 4))
    await controls.simulation.users[controls.member.name].answer_all(opinion, themes)


async def test_accord_serve_has_no_demo_page_and_no_link_to_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database_url="", keys_url="")
    async with app.open_application(settings) as accord:
        browser = Browser(accord.app)
        await browser.get("/demo")
        assert (browser.status, "/demo" in browser.response.text) == (404, False)
