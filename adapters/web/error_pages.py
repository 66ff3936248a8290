"""Shows error pages, which say what was not done, why, and what to do instead."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response

from adapters.web.api.problems import PREFIX, problem
from adapters.web.middleware import HEADERS
from adapters.web.session import Site
from adapters.web.sign_in_pages import sign_in_page
from bot.core.errors import NotSignedIn, Refusal, Unavailable
from bot.core.hub_paths import parse_hub_path
from bot.core.i18n import Translator

# What every 401 must have; no browser knows this scheme, so each shows the page.
# https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2
CHALLENGE = {"WWW-Authenticate": 'Cookie realm="Accord"'}


def error_handlers(site: Site) -> dict[Any, Any]:
    """Return handlers by kind of exception, as Starlette wants them."""

    def page(request: Request, status: int, headers: Any = None, why: str = "") -> Response:
        if request.url.path.startswith(PREFIX):
            return problem(status, headers=headers)
        t = site.translator(request)
        title, text = error_text(t, status)
        html = site.templates.page("trouble.html", t, user=None, title=title, words=why or text)
        return HTMLResponse(html, status, headers)

    async def refused(request: Request, refusal: Refusal) -> Response:
        return page(request, 404, why=str(refusal))

    async def not_signed_in(request: Request, _: NotSignedIn) -> Response:
        """Say how to sign in where that says nothing about who is there: the same for each page of the hub,
        whether or not it exists. A person's own page is a 404 to everybody else."""
        if to := parse_hub_path(request.url.path):
            return HTMLResponse(sign_in_page(site, site.translator(request), to), 401, CHALLENGE)
        return page(request, 404)

    async def http_error(request: Request, error: HTTPException) -> Response:
        return page(request, error.status_code, error.headers)

    async def unavailable(request: Request, _: Unavailable) -> Response:
        return page(request, 503, {"Retry-After": "5"})

    async def half_sent(request: Request, _: ClientDisconnect) -> Response:
        return page(request, 400)  # which nobody reads

    async def broken(request: Request, _: Exception) -> Response:
        # Starlette answers this in front of the security middleware.
        return page(request, 500, HEADERS | {"Cache-Control": "no-store"})

    return {
        Refusal: refused,
        NotSignedIn: not_signed_in,
        HTTPException: http_error,
        Unavailable: unavailable,
        ClientDisconnect: half_sent,
        Exception: broken,
    }


def error_text(t: Translator, status: int) -> tuple[str, str]:
    """Return the title and the text of the page for an HTTP status."""
    not_done = t("Not done")
    texts = {
        403: t(
            "This form is too old, or was not sent from one of our pages. Open the page again, then "
            "send it once more."
        ),
        413: t("Your message is too long. Shorten it and try again."),
        429: t("There have been too many tries from here. Wait a minute, then try again."),
    }
    if status == 404:
        return t("Page not found"), t(
            "This page does not exist, or this browser is not signed in to see it. Open a link that "
            "Accord sent you, or ask for a new one."
        )
    if status == 503:
        return t("Sorry, there is a problem with the service"), t(
            "Try again in a moment. Anything you send counts once, however often you send it."
        )
    if status >= 500:
        return t("Sorry, that did not work"), t(
            "Something went wrong on our side. The people who run Accord can see that. Go back and "
            "try once more."
        )
    return not_done, texts.get(status, t("We could not read what you sent. Go back, then try again."))
