"""The pages in a real browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Page
from starlette.applications import Starlette

from tests.adapters.web.scripted_bot import AMIRA, ScriptedBot
from tests.end_to_end.serving import our_port, served


@asynccontextmanager
async def opened(app: Starlette) -> AsyncIterator[str]:
    with our_port() as (at, here):
        async with served(app, at):
            yield here


async def signed_in(app: Starlette, bot: ScriptedBot, chromium: Browser, here: str, **context: Any) -> Page:
    """A page of somebody who is signed in, on a phone."""
    options = {"viewport": {"width": 390, "height": 844}} | context
    page = await (await chromium.new_context(**options)).new_page()
    await page.goto(here + await bot.link(AMIRA))
    await page.get_by_role("button", name="Open my page").click()
    await page.wait_for_url("**/me/amira")
    return page
