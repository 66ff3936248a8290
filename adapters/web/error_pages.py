"""What somebody reads when a page cannot be shown: what was not done, why, and what to do instead."""

from collections.abc import Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from adapters.web.middleware import HEADERS
from adapters.web.session import Site, negotiate_language
from bot.core.errors import Refusal, Unavailable
from bot.core.i18n import Translator

Handler = Callable[[Request, Exception], Response]


def handlers(site: Site) -> dict[Any, Any]:
    """By kind of exception, as Starlette wants them."""

    def translator(request: Request) -> Translator:
        context = site.bot.context
        return context.translator(language=negotiate_language(request, context.catalogues))

    def page(request: Request, status: int, headers: Any = None, why: str = "") -> Response:
        t = translator(request)
        title, words = said(t, status)
        return HTMLResponse(
            site.templates.page("trouble.html", t, me=None, title=title, words=why or words), status, headers
        )

    async def refused(request: Request, refusal: Refusal) -> Response:
        return page(request, 404, why=str(refusal))

    async def stopped(request: Request, stop: HTTPException) -> Response:
        return page(request, stop.status_code, stop.headers)

    async def unavailable(request: Request, _: Unavailable) -> Response:
        return page(request, 503, {"Retry-After": "5"})

    async def broken(request: Request, _: Exception) -> Response:
        return page(request, 500, HEADERS | {"Cache-Control": "no-store"})  # answered in front of the guard

    return {Refusal: refused, HTTPException: stopped, Unavailable: unavailable, Exception: broken}


def said(t: Translator, status: int) -> tuple[str, str]:
    """Title and words."""
    not_done = t("That was not done")
    known = {
        403: t(
            "This form was too old, or was not sent from one of our pages."
            " Open the page again, then send it once more."
        ),
        413: t("It was far too long. Say it shorter."),
        429: t("That was tried too often from here. Wait a minute, then try again."),
    }
    if status == 404:
        return t("There is nothing here for you"), t(
            "There is no such page, or this browser is not signed in for it."
            " Open a link that Accord sent you, or ask for a new one."
        )
    if status == 503:
        return t("Please try again in a moment"), t(
            "Accord cannot reach its memory just now. Wait a moment, then load this page again."
            " What you sent counts once, however often you send it."
        )
    if status >= 500:
        return t("That did not work"), t(
            "Something broke on our side, and whoever runs Accord can see that. Go back and try once more."
        )
    return not_done, known.get(status, t("We could not read what was sent. Go back, then try it again."))
