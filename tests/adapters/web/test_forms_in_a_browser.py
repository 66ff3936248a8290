"""Each form as people meet it: small and dark, by keyboard alone, without scripts."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import Browser, Page

from adapters.web.app import create_app
from bot.core.followups import Note
from bot.core.models import LoginLink, Partnership, hash_secret
from bot.handlers.forms.table import FORMS
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.chromium import opened
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer
from tests.adapters.web.test_in_a_browser import looks_well
from tests.support.cast import AMIRA, SIX
from tests.support.chromium import CHROMIUM, MISSING
from tests.support.scenario import Scenario

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING)
PAGE = f"/me/{AMIRA.person.id}"


async def sign_in(scenario: Scenario, page: Page, here: str) -> None:
    secret = scenario.ids.new()
    async with scenario.store.transaction() as db:
        expires = scenario.clock.now() + timedelta(hours=1)
        await db.add(LoginLink(hash_secret(secret), AMIRA.person.id, expires))
    await page.goto(f"{here}/me/open/{secret}")
    await page.get_by_role("button", name="Open my page").click()


async def test_no_form_has_an_accessibility_violation(scenario: Scenario, chromium: Browser) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "outcome add Homes")
    await scenario.says(AMIRA, "note A new chair")
    await scenario.says(AMIRA, "action Share the papers by 1 April 2026 @Ben")
    inbox = SqlWebInbox(scenario.store)
    app = create_app(scenario.bot, inbox, FakeRenderer(), secret_keys=KEYS, public_url="http://127.0.0.1")
    names = [
        *(name for name in FORMS if name != "everyone"),
        "correct-note-1",
        "correct-action-1",
        "describe-note-1",
    ]
    async with opened(app) as here:
        small = await chromium.new_context(viewport={"width": 320, "height": 640}, color_scheme="dark")
        page = await small.new_page()
        await sign_in(scenario, page, here)
        for path in ("forms", *(f"form/{name}" for name in names)):
            await page.goto(f"{here}{PAGE}/{path}")
            await looks_well(page)
        await page.goto(f"{here}{PAGE}/form/rebase")
        await page.get_by_role("button", name="Continue").click()
        await looks_well(page)
        await page.goto(f"{here}{PAGE}/form/remove")
        await page.get_by_label("Person or organisation").select_option(label="Efe (Harbour Council)")
        await page.get_by_role("button", name="Continue").click()
        await looks_well(page)
        assert await page.get_by_role("button", name="Go back").count() == 1


async def test_a_form_is_filled_in_and_mended_with_the_keyboard(
    scenario: Scenario, chromium: Browser
) -> None:
    await scenario.create_partnership(*SIX)
    inbox = SqlWebInbox(scenario.store)
    app = create_app(scenario.bot, inbox, FakeRenderer(), secret_keys=KEYS, public_url="http://127.0.0.1")
    async with opened(app) as here:
        context = await chromium.new_context(java_script_enabled=False)
        page = await context.new_page()
        await sign_in(scenario, page, here)
        await page.goto(f"{here}{PAGE}/form/note")
        await page.get_by_label("What changed").press("Enter")
        await page.get_by_role("link", name="Enter what changed").press("Enter")
        await page.keyboard.type("A new chair")
        await page.keyboard.press("Enter")
        await page.get_by_role("heading", name="Note saved").wait_for()
        assert [note.words for note in await scenario.all(Note)] == ["A new chair"]
        await page.goto(f"{here}{PAGE}/form/rhythm")
        await page.get_by_label("Every two weeks").focus()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name=re.compile("^Set ")).press("Enter")
        await page.get_by_role("link", name="Make another change").wait_for()
        assert (await scenario.one(Partnership)).rhythm.startswith("FREQ=MONTHLY;BYDAY=1TU")
