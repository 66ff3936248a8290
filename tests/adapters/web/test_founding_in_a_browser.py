"""A partnership of three organisations and eight people is founded in a browser, with forms alone."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, Request
from starlette.applications import Starlette

from adapters.web.app import create_app
from bot.context import AppContext
from bot.core.models import Member, MembershipStatus, Organisation
from bot.handlers.bot import Bot
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer
from tests.adapters.web.test_in_a_browser import looks_well
from tests.end_to_end.serving import our_port, served
from tests.support.chromium import CHROMIUM, MISSING, running_chromium

MOST_FORMS = 15
PEOPLE = {
    "Tom Price": "Estuary NHS Trust",
    "Lucy Chen": "Estuary NHS Foundation Trust",  # one organisation: its name differs in small things
    "Zofia Nowak": "The Net Loft",
    "Aisha Rahman": "Net Loft",
    "Ruth Cohen": "Borough Council",
    "Idris Bevan": "borough council",
    "Jo Marsh": "The Net Loft Ltd",
}
ORGANISATIONS = ["Borough Council", "Estuary NHS Trust", "The Net Loft"]

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING)


class Crowd:
    """People, each with a browser of their own, and the forms that they have sent together."""

    def __init__(self, chromium: Browser):
        self.chromium = chromium
        self.forms: list[str] = []

    async def newcomer(self) -> Page:
        page = await (await self.chromium.new_context(viewport={"width": 390, "height": 844})).new_page()
        page.on("request", self._count)
        return page

    def _count(self, request: Request) -> None:
        if request.method == "POST":
            self.forms.append(urlsplit(request.url).path)


@pytest.fixture
async def crowd() -> AsyncIterator[Crowd]:
    async with running_chromium() as chromium:
        yield Crowd(chromium)


@pytest.fixture
def app(context: AppContext, inbox: SqlWebInbox) -> Starlette:
    return create_app(
        Bot(context), inbox, FakeRenderer(), secret_keys=KEYS, public_url="http://accord.example"
    )


async def found(page: Page, here: str) -> None:
    await page.goto(here)
    await page.get_by_role("link", name="Start a partnership").click()
    await page.get_by_label("Your name").wait_for()
    await looks_well(page)
    await page.get_by_label("Your name").fill("Maya Evans")
    await page.get_by_label("Name of the partnership").fill("Estuary Together")
    await page.get_by_label("Your organisation").fill("Borough Council")
    await page.get_by_role("button", name="Start the partnership").click()


async def invite(page: Page) -> str:
    """Return the path in the message to copy."""
    await page.get_by_role("button", name="Invite people").first.click()
    await page.get_by_label("Message to copy").wait_for()
    await looks_well(page)
    message = await page.get_by_label("Message to copy").input_value()
    return urlsplit(message.splitlines()[-1]).path


async def join(page: Page, address: str, name: str, organisation: str) -> None:
    await page.goto(address)
    await page.get_by_label("Your name").fill(name)
    await page.get_by_label("Your organisation").fill(organisation)
    await page.get_by_role("button", name="Ask to join").click()
    await page.get_by_text("Your request has been sent").wait_for()


async def test_a_partnership_is_founded_and_asks_with_few_forms(
    crowd: Crowd, app: Starlette, context: AppContext
) -> None:
    with our_port() as (at, here):
        async with served(app, at):
            maya = await crowd.newcomer()
            await found(maya, here)
            home = maya.url
            await maya.get_by_text("No rounds are planned yet").first.wait_for()
            path = await invite(maya)
            members = {}
            for name, organisation in PEOPLE.items():
                members[name] = await crowd.newcomer()
                await join(members[name], here + path, name, organisation)
            await maya.goto(home)
            await maya.get_by_role("button", name="Approve all 7").click()
            await maya.goto(home)
            await looks_well(maya)
            await maya.get_by_role("link", name="Set how often to ask").first.click()
            await maya.locator("form.form button.primary").click()
            await maya.locator("button[value=sure]").click()
            await maya.goto(home)
            await maya.get_by_role("link", name="Ask the first questions").click()
            await maya.get_by_label("A theme or a set of questions").select_option("trust")
            await maya.locator("form.form button.primary").click()
            await maya.locator("button[value=sure]").click()
            for page in members.values():
                await page.reload()
                await page.get_by_role("button", name="Mostly").wait_for()
            await maya.goto(home)
            assert await maya.get_by_role("heading", name="Set up Estuary Together").count() == 0
    async with context.store.read_only() as db:
        organisations = sorted(organisation.name for organisation in await db.find(Organisation))
        members_in = await db.count(Member, standing=MembershipStatus.ACTIVE)
    assert (organisations, members_in) == (ORGANISATIONS, 8)
    assert len(crowd.forms) <= MOST_FORMS, crowd.forms
