"""Who sees the pages of a partnership's hub."""

import pytest
from starlette.applications import Starlette

from adapters.web.app import create_app
from bot.context import AppContext
from bot.core.models import Partnership
from bot.handlers.bot import Bot
from storage.store import SqlStore
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer


@pytest.fixture
def app(context: AppContext, inbox: SqlWebInbox) -> Starlette:
    return create_app(Bot(context), inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE)


async def start(app: Starlette, name: str) -> Browser:
    browser = Browser(app)
    await browser.get("/start")
    await browser.press(
        "Start the partnership", name="Gwen Hughes", partnership=name, organisation="Borough Council"
    )
    return browser


async def path_of(store: SqlStore, name: str) -> str:
    """Return the path of a partnership's hub."""
    async with store.read_only() as db:
        partnership = await db.first(Partnership, name=name)
    assert partnership is not None
    return f"/p/{partnership.id}"


async def test_a_member_opens_the_hub(app: Starlette, store: SqlStore) -> None:
    gwen = await start(app, "Harbour")
    path = await path_of(store, "Harbour")
    page = await gwen.get(path)
    assert (gwen.status, page.titles[0]) == (200, "How the partnership is going")
    assert page.links["Overview"] == path


@pytest.mark.parametrize("path", ["/p/nowhere", "/p/no%20id"])
async def test_an_unknown_hub_is_not_found(app: Starlette, path: str) -> None:
    gwen = await start(app, "Harbour")
    await gwen.get(path)
    assert gwen.status == 404


async def test_the_hub_of_others_looks_as_if_it_were_unknown(app: Starlette, store: SqlStore) -> None:
    gwen, tom = await start(app, "Harbour"), await start(app, "Riverside")
    await tom.get(await path_of(store, "Harbour"))
    seen = tom.response.text
    await tom.get("/p/nowhere")
    assert (tom.status, tom.response.text) == (404, seen)
    assert gwen.status == 200


async def test_a_stranger_cannot_tell_if_there_is_a_hub(app: Starlette, store: SqlStore) -> None:
    await start(app, "Harbour")
    stranger = Browser(app)
    seen = []
    for path in (await path_of(store, "Harbour"), "/p/nowhere"):
        await stranger.get(path)
        seen.append((stranger.status, stranger.response.text))
    assert seen[0] == seen[1]
