"""A page of figures, as the hub shows charts, for tests in a browser."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from adapters.charts import ChartRenderer
from adapters.web.app import create_app
from adapters.web.render import asset
from adapters.web.session import PageRequest, Site
from bot.core.cards import Chart
from bot.core.i18n import Translator
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE
from tests.adapters.web.chromium import opened
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import ScriptedBot

HEAD = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Figures</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta name="color-scheme" content="light dark">'
    + "".join(
        f'<link rel="stylesheet" href="{asset(f"{name}.css")}">' for name in ("accord", "hub", "charts")
    )
    + f'<script src="{asset("charts.js")}" defer></script><main class="wide hub"><h1>Figures</h1>'
)


@asynccontextmanager
async def figures(bot: ScriptedBot, inbox: SqlWebInbox, charts: Sequence[Chart]) -> AsyncIterator[str]:
    """Yield the address of a page that shows these charts."""

    def pages(site: Site) -> Sequence[Route]:
        async def show(page_request: PageRequest) -> Response:
            drawn = [await site.figures.figure(chart, Translator()) for chart in charts]
            return HTMLResponse(HEAD + "".join(drawn) + "</main>")

        return [site.route("/figures", show)]

    renderer = ChartRenderer()
    app = create_app(bot, inbox, renderer, secret_keys=KEYS, public_url=HERE, extra_pages=pages)
    async with opened(app) as here:
        yield f"{here}/figures"
    await renderer.close()
