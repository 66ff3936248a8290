import re

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from structlog.testing import capture_logs

from adapters.web.app import create_app
from adapters.web.middleware import MAX_BODY, SecurityMiddleware
from bot.core.errors import Unavailable
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.scripted_bot import FakeRenderer, ScriptedBot

EVERY = ("/", "/me/open/x", "/me/amira", "/nowhere", "/healthz", "/static/accord.css", "/charts/x.png")


@pytest.mark.parametrize("path", EVERY)
async def test_every_response_has_security_headers(stranger: Browser, path: str) -> None:
    await stranger.get(path)
    headers = stranger.response.headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self';"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/privacy/", "/about/?next=//elsewhere.example.org", "/static"])
async def test_no_redirect_names_the_host_that_a_client_named(stranger: Browser, path: str) -> None:
    response = await stranger.http.get(path, headers={"Host": "elsewhere.example.org"})
    assert response.status_code == 307
    assert re.match(r"/[^/]", response.headers["location"])


async def test_a_redirect_to_another_site_is_left_as_it_is() -> None:
    async def lead_away(_: Request) -> Response:
        return RedirectResponse("https://login.example.org/authorize")

    guard = Middleware(SecurityMiddleware, https=True)
    response = await Browser(Starlette(routes=[Route("/", lead_away)], middleware=[guard])).http.get("/")
    assert response.headers["location"] == "https://login.example.org/authorize"


async def test_no_page_needs_inline_script_or_style(amira: Browser) -> None:
    for path in ("/", "/me/amira", "/me/amira/check-in/k7f2", "/me/amira/channel/riverside", "/nowhere"):
        await amira.get(path)
        html = amira.response.text
        assert (" style=" in html, "<style" in html, "<script>" in html, " onclick" in html) == (False,) * 4


async def test_pages_are_not_cached_and_files_are_for_a_day(stranger: Browser) -> None:
    kept = {}
    for path in ("/", "/static/accord.css", "/static/fonts/Inter-Regular.ttf", "/static/none.css"):
        await stranger.get(path)
        kept[path] = stranger.response.headers["cache-control"]
    assert list(kept.values()) == ["no-store", "public, max-age=86400", "public, max-age=86400", "no-store"]


async def test_over_https_browsers_are_told_to_keep_to_it(bot: ScriptedBot, inbox: SqlWebInbox) -> None:
    url = "https://accord.example.org"
    app = create_app(bot, inbox, FakeRenderer(), secret_keys=("key",), public_url=url)
    browser = Browser(app, url)
    await browser.get("/")
    assert browser.response.headers["strict-transport-security"] == "max-age=31536000"
    cookie = browser.response.headers["set-cookie"]
    assert cookie.startswith("__Host-accord=")
    flags = {part.strip() for part in cookie.split(";")[1:]}
    assert flags == {"HttpOnly", "Max-Age=34560000", "Path=/", "SameSite=lax", "Secure"}


async def test_the_log_names_routes_and_never_people_or_secrets(
    stranger: Browser, amira: Browser, bot: ScriptedBot
) -> None:
    await amira.get("/me/amira")
    bot.replies = [Unavailable("The database is away.")]
    with capture_logs() as logs:
        await stranger.get("/me/open/a-secret")
        await stranger.get("/me/amira?after=a-secret")
        await stranger.get("/nowhere/a-secret")
        await stranger.get("/static/accord.css")
        await amira.press("Not at all")
    assert [(log["log_level"], log["method"], log["route"], log["status"]) for log in logs] == [
        ("debug", "GET", "/me/open/{secret}", 200),
        ("debug", "GET", "/me/{person}", 404),
        ("debug", "GET", "none", 404),
        ("error", "POST", "/me/{person}/say", 503),
    ]
    assert {key for log in logs for key in log} == {"event", "log_level", "method", "ms", "route", "status"}


async def test_a_body_that_is_too_long_is_refused(stranger: Browser) -> None:
    await stranger.get("/")
    await stranger.post("/join", {"name": "x" * MAX_BODY})
    assert stranger.status == 413


async def test_a_long_body_without_a_length_is_refused_in_plain_words(stranger: Browser) -> None:
    async def much() -> object:
        for _ in range(MAX_BODY // 1024 + 1):
            yield b"x" * 1024

    headers = {"content-type": "application/x-www-form-urlencoded"}
    stranger.response = await stranger.http.post("/join", content=much(), headers=headers)  # type: ignore[arg-type]
    assert stranger.status == 413
    assert "Your message is too long. Shorten it and try again." in stranger.page.words


async def test_routes_of_other_platforms_get_headers_and_a_body_limit(
    bot: ScriptedBot, inbox: SqlWebInbox
) -> None:
    async def hook(request: Request) -> Response:
        return PlainTextResponse(str(len(await request.body())))

    extra = [Route("/slack/events", hook, methods=["POST"])]
    app = create_app(bot, inbox, FakeRenderer(), secret_keys=("key",), public_url=HERE, extra_routes=extra)
    answers = [await Browser(app).http.post("/slack/events", content=b"x" * n) for n in (9, MAX_BODY + 1)]
    assert [(answer.status_code, answer.headers["x-frame-options"]) for answer in answers] == [
        (200, "DENY"),
        (413, "DENY"),
    ]


async def test_lifespan_messages_pass(app: Starlette) -> None:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app)):
        passed = []
        messages = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

        async def receive() -> dict[str, str]:
            return next(messages)

        async def send(message: object) -> None:
            passed.append(message)

        await app({"type": "lifespan"}, receive, send)
    assert passed == [{"type": "lifespan.startup.complete"}, {"type": "lifespan.shutdown.complete"}]
