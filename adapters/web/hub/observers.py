"""The pages of a hub for observers: people who have the address of a share link, and need not sign in.

The secret stands in the address, so that the link can be kept and passed on like any other. No page sets a
cookie, has a form, or tells another site where its reader came from.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from adapters.web.hub.navigation import navigation
from adapters.web.hub.site import HubPage, HubPageRequest
from adapters.web.qr_codes import qr_code
from adapters.web.rate_limit import RateLimiter
from adapters.web.session import BrowserCookie, PageRequest, Site
from bot.core.errors import NotFound, Unavailable
from bot.handlers.hub.access import HubPart, HubReader, HubResult, HubView
from bot.membership.sharing import share_path

ROOT = share_path("{secret}")
REQUESTS_AT_ONCE, INTERVAL = 120, timedelta(seconds=1)  # of a network: a whole board may share one

Handler = Callable[[PageRequest], Awaitable[Response]]


class ObserverPages:
    """The same pages as members see, as far as they are shared. Whatever is not shown looks the same: a link
    that ended, was stopped or guessed, and a page that is not shared."""

    def __init__(self, site: Site, pages: Sequence[HubPage]):
        self.site, self._pages = site, pages
        self._limit = RateLimiter(REQUESTS_AT_ONCE, INTERVAL)

    def routes(self) -> list[Route]:
        return [
            self._route("/qr.svg", self._qr_code),
            *(self._route(page.path, partial(self._page, page)) for page in self._pages),
            Route("/shared", self._endpoint(self._nothing), methods=["GET"]),
            Route("/shared/{rest:path}", self._endpoint(self._nothing), methods=["GET"]),
        ]

    def _route(self, path: str, handler: Handler) -> Route:
        return Route(ROOT + path, self._endpoint(handler), methods=["GET"])

    def _endpoint(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            page_request = self._page_request(request)
            try:
                response = await handler(page_request)
            except (HTTPException, NotFound) as error:
                if isinstance(error, HTTPException) and error.status_code != 404:
                    raise
                response = self.site.page(page_request, "hub/not_shared.html", status=404)
            response.headers["Referrer-Policy"] = "no-referrer"  # the address is a secret
            return response

        return endpoint

    def _page_request(self, request: Request) -> PageRequest:
        """Return the request as that of nobody: whom the browser is signed in for does not matter here.
        Raises a 429."""
        site, now = self.site, self.site.bot.clock.now()
        nobody = BrowserCookie.at(site.bot.ids.new(), now)
        page_request = PageRequest(request, now, nobody, None, {}, site.translator(request))
        if wait := self._limit.take(page_request.network, now):
            raise HTTPException(429, headers={"Retry-After": str(int(wait.total_seconds()) + 1)})
        return page_request

    async def _page(self, page: HubPage, page_request: PageRequest) -> Response:
        secret, language = page_request.path_id("secret"), page_request.t.code
        hub, root = self.site.bot.hub, share_path(secret)

        async def access(_: PageRequest, view: HubView[HubResult]) -> tuple[HubReader, HubResult]:
            return await hub.view_as_observer(secret, language, view)

        if not page.path:
            reader = await hub.find_observer(secret, language)
            links = navigation(reader, root, HubPart.OVERVIEW)
            if links and links[0].path != root:  # the first page of all is not shared
                return RedirectResponse(links[0].path, 303)
        response = await page.handler(HubPageRequest(self.site, page_request, root, access))
        if is_opened_from_outside(page_request.request):
            with suppress(Unavailable):  # the page is shown all the same
                await hub.count_opening(secret)
        return response

    async def _qr_code(self, page_request: PageRequest) -> Response:
        """Draw the address of a link as a QR code."""
        secret = page_request.path_id("secret")
        await self.site.bot.hub.find_observer(secret, page_request.t.code)
        return qr_code(self.site.public_url + share_path(secret))

    async def _nothing(self, _: PageRequest) -> Response:
        raise NotFound


def is_opened_from_outside(request: Request) -> bool:
    """Return True if a person opened an address from a message, a bookmark or another site. Chat platforms,
    which fetch it for a preview, and links between our pages do not count.
    https://www.w3.org/TR/fetch-metadata/"""
    fetch = {name: request.headers.get(f"sec-fetch-{name}", "") for name in ("dest", "mode", "site")}
    return fetch["dest"] == "document" and fetch["mode"] == "navigate" and fetch["site"] != "same-origin"
