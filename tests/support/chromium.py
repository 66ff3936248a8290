"""A real browser, whose pages are as patient as all tests."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from playwright import async_api, sync_api

from tests.support.patience import PATIENCE

CHROMIUM = Path("/usr/bin/chromium")
MISSING = "CHROMIUM IS NOT HERE, SO NOTHING WAS SEEN IN A BROWSER"
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
AT_MOST = PATIENCE * 1000  # milliseconds


@asynccontextmanager
async def running_chromium() -> AsyncIterator[async_api.Browser]:
    async_api.expect.set_options(timeout=AT_MOST)
    async with async_api.async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, timeout=AT_MOST)
        browser.on("context", lambda context: context.set_default_timeout(AT_MOST))
        yield browser
        await browser.close()


@contextmanager
def running_chromium_sync() -> Iterator[sync_api.Browser]:
    """Run a browser for a test that is not async."""
    sync_api.expect.set_options(timeout=AT_MOST)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, timeout=AT_MOST)
        browser.on("context", lambda context: context.set_default_timeout(AT_MOST))
        yield browser
        browser.close()
