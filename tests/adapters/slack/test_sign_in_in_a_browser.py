"""Somebody opens a page of the hub, signs in with Slack, and reads that page, in a real browser."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect
from pydantic import SecretStr

from adapters.slack.settings import SlackSettings
from adapters.slack.sign_in import SlackSignIn
from adapters.slack.tokens import SingleTokenSource
from adapters.web.app import create_app
from bot.core.models import Partnership
from storage.web_inbox import SqlWebInbox
from tests.adapters.oidc.provider import CLIENT, SECRET, OpenIdProvider
from tests.adapters.slack.test_sign_in import TEAM, USER
from tests.adapters.web.scripted_bot import FakeRenderer
from tests.end_to_end.serving import our_port, served
from tests.support.cast import AMIRA
from tests.support.chromium import CHROMIUM, MISSING, running_chromium
from tests.support.scenario import Scenario

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING)


@pytest.fixture
def provider(scenario: Scenario) -> OpenIdProvider:
    account = {TEAM: AMIRA.address.workspace, USER: AMIRA.address.key}
    return OpenIdProvider(scenario.clock, claims=account)


@asynccontextmanager
async def opened(scenario: Scenario, provider: OpenIdProvider) -> AsyncIterator[tuple[Page, str]]:
    """Yield a browser and the address of our pages. The provider is another site: `localhost`."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(TestServer(provider.app(), host="localhost"))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        settings = SlackSettings(
            signing_secret=SecretStr("x"),
            bot_token=SecretStr("xoxb-1"),
            client_id=CLIENT,
            client_secret=SecretStr(SECRET),
            sign_in="on",
            api_url=str(server.make_url("/api/")),
        )
        sign_in = SlackSignIn(http, settings, SingleTokenSource("xoxb-1"), scenario.clock)
        stack.push_async_callback(sign_in.close)
        at, here = stack.enter_context(our_port())
        app = create_app(
            scenario.bot,
            SqlWebInbox(scenario.store),
            FakeRenderer(),
            secret_keys=("k" * 40,),
            public_url=here,
            identity_providers=[sign_in],
        )
        await stack.enter_async_context(served(app, at))
        browser = await stack.enter_async_context(running_chromium())
        context = await browser.new_context(viewport={"width": 320, "height": 640}, color_scheme="dark")
        yield await context.new_page(), here


async def test_somebody_signs_in_with_slack_and_reads_the_page_that_they_opened(
    scenario: Scenario, provider: OpenIdProvider
) -> None:
    await scenario.start_harbour()
    partnership = await scenario.one(Partnership)
    async with opened(scenario, provider) as (page, here):
        troubles: list[str] = []
        page.on(
            "console", lambda message: troubles.append(message.text) if "Policy" in message.text else None
        )
        answer = await page.goto(f"{here}/p/{partnership.id}")
        assert answer is not None
        assert answer.status == 401
        await expect(page.get_by_role("heading", name="Sign in to see this page")).to_be_visible()
        assert (await Axe().run(page)).violations_count == 0
        await page.keyboard.press("Tab")  # to skip to the content
        while await page.evaluate("document.activeElement.textContent") != "Sign in with Slack":
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"{here}/p/{partnership.id}")
        await expect(page.get_by_text("Harbour").first).to_be_visible()
        await expect(page.get_by_role("link", name="Amira Khan")).to_be_visible()
        names = {cookie.get("name") for cookie in await page.context.cookies()}
        assert (names, troubles) == ({"accord"}, [])


async def test_an_account_that_nobody_has_is_told_so(scenario: Scenario, provider: OpenIdProvider) -> None:
    await scenario.start_harbour()
    provider.claims[USER] = "U-stranger"
    async with opened(scenario, provider) as (page, here):
        await page.goto(f"{here}/sign-in")
        await page.get_by_role("link", name="Sign in with Slack").click()
        await expect(page.get_by_role("heading", name="We do not know this account")).to_be_visible()
        assert (await Axe().run(page)).violations_count == 0
        wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0
