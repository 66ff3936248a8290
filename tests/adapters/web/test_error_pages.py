from collections.abc import MutableMapping
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette

from adapters.web.error_pages import error_text
from bot.core.errors import Refusal, Unavailable
from bot.core.i18n import Translator
from bot.handlers.check_in import CheckInView
from bot.handlers.views import HomeView
from tests.adapters.web.browser import Browser
from tests.adapters.web.scripted_bot import ScriptedBot


async def test_an_unknown_page_says_what_to_do(stranger: Browser) -> None:
    page = await stranger.get("/nowhere")
    assert (stranger.status, page.titles) == (404, ["Page not found"])


async def test_a_refusal_to_show_says_why(amira: Browser, bot: ScriptedBot) -> None:
    bot.shows[CheckInView("k7f2")] = Refusal("The round has closed.")
    page = await amira.get("/me/amira/check-in/k7f2")
    assert (amira.status, "The round has closed." in page.words) == (404, True)


async def test_without_the_database_people_are_asked_to_try_again(amira: Browser, bot: ScriptedBot) -> None:
    bot.shows[HomeView()] = Unavailable("locked")
    page = await amira.get("/me/amira")
    assert (amira.status, page.titles) == (503, ["Sorry, there is a problem with the service"])
    assert amira.response.headers["retry-after"] == "5"


async def test_an_unexpected_error_is_not_explained_on_the_page(amira: Browser, bot: ScriptedBot) -> None:
    bot.shows[HomeView()] = RuntimeError("the secret reason")
    page = await amira.get("/me/amira")
    assert (amira.status, page.titles) == (500, ["Sorry, that did not work"])
    assert "the secret reason" not in amira.response.text
    assert amira.response.headers["x-frame-options"] == "DENY"


async def test_an_unexpected_error_still_reaches_the_server(app: Starlette, bot: ScriptedBot) -> None:
    bot.context = None  # type: ignore[assignment]
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://127.0.0.1") as loud:
        with pytest.raises(AttributeError):
            await loud.get("/")


@pytest.mark.parametrize("path", ["/join", "/me/amira/say"])
async def test_a_half_sent_body_is_no_error_of_ours(app: Starlette, path: str) -> None:
    received: list[MutableMapping[str, Any]] = [
        {"type": "http.disconnect"},
        {"type": "http.request", "body": b"name=", "more_body": True},
    ]
    statuses = []

    async def receive() -> MutableMapping[str, Any]:
        return received.pop()

    async def send(message: MutableMapping[str, Any]) -> None:
        statuses.append(message.get("status"))

    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/x-www-form-urlencoded")]
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers}
    await app(scope, receive, send)
    assert statuses[0] == 400


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 429, 500, 503])
def test_every_error_has_a_title_and_a_text(status: int) -> None:
    title, words = error_text(Translator(), status)
    assert (bool(title), words.endswith(".")) == (True, True)
