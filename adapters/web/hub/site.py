"""A page of the evidence hub, a request to one, and the routes of pages for members."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from adapters.web.hub.navigation import navigation
from adapters.web.render import HtmlCardRenderer
from adapters.web.session import CurrentUser, PageRequest, Site, personal_path
from bot.core.cards import Card, Chart
from bot.core.errors import NotFound
from bot.core.hub_paths import page_path
from bot.handlers.form_flow import without_controls
from bot.handlers.hub.access import HubPart, HubReader, HubResult, HubView

MEMBERS_ROOT = page_path("{partnership}")


class Access(Protocol):
    """The way in which the reader of a page is found: as a member, or by what they were given."""

    async def __call__(
        self, page_request: PageRequest, view: HubView[HubResult], /
    ) -> tuple[HubReader, HubResult]:
        """Return the reader, and what the view shows them. Raises NotSignedIn and NotFound."""


@dataclass(slots=True)
class HubPageRequest:
    """A request to a page of the hub. `root` is the path that all pages of this hub begin with. The reader is
    known once a view was loaded."""

    site: Site
    page_request: PageRequest
    root: str
    access: Access
    here: HubPart = field(default=HubPart.OVERVIEW, init=False)
    _reader: HubReader | None = field(default=None, init=False)

    @property
    def reader(self) -> HubReader:
        if self._reader is None:
            raise RuntimeError("A page of the hub loads a view first: that decides who may read it.")
        return self._reader

    def path_param(self, name: str) -> str:
        """Return a part of the path. Raises a 404 if it cannot be an id."""
        return self.page_request.path_id(name)

    async def view(self, view: HubView[HubResult]) -> HubResult:
        """Return what a view shows this reader. Raises NotSignedIn, and a 404 that tells nothing."""
        try:
            self._reader, result = await self.access(self.page_request, view)
        except NotFound:
            raise HTTPException(404) from None
        self.here = view.part
        return result

    @property
    def user(self) -> CurrentUser | None:
        """Return the member who reads, or None for readers who are not members."""
        return CurrentUser(self.reader.person, self.reader.t) if self.reader.person else None

    async def figure(self, chart: Chart) -> Markup:
        """Draw a chart that is in the reader's language, with its numbers as a table."""
        return await self.site.figures.figure(chart, self.reader.t)

    def card(self, card: Card, level: int = 2) -> Markup:
        """Draw a card. `level` is that of its heading. Only members are shown what can be pressed."""
        card = card if self.reader.member else without_controls(card)
        return self._renderer().card(card, level)

    def _renderer(self) -> HtmlCardRenderer:
        action = f"{personal_path(self.reader.person.id)}/say" if self.reader.person else ""
        return self.site.card_renderer(self.page_request, self.reader.t, action, self.reader.person)

    def page(self, template: str, status: int = 200, **variables: Any) -> Response:
        """Return a page in the reader's language, with the navigation of the hub."""
        reader = self.reader
        variables |= {
            "reader": reader,
            "root": self.root,
            "navigation": navigation(reader, self.root, self.here),
            "address": self.site.public_url + self.page_request.path,
            "shown_at": self.page_request.now,
        }
        self.page_request.t = reader.t
        return self.site.page(self.page_request, template, self.user, status, **variables)


def hub_address(request: HubPageRequest) -> str:
    """Return the permanent address of a hub: that of its members, however its reader came to it."""
    return request.site.public_url + page_path(request.reader.partnership.id)


HubHandler = Callable[[HubPageRequest], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class HubPage:
    """A page of the hub. `path` is what its address has after the root."""

    path: str
    handler: HubHandler


def member_request(site: Site, page_request: PageRequest, *, changes: bool = False) -> HubPageRequest:
    """Return the request of a member to the hub that the path names; with `changes`, its views may change
    something."""
    id = page_request.path_id("partnership")
    load = site.bot.hub.change_as_member if changes else site.bot.hub.view_as_member

    async def access(page_request: PageRequest, view: HubView[HubResult]) -> tuple[HubReader, HubResult]:
        return await load(page_request.browser.id, id, view)

    return HubPageRequest(site, page_request, page_path(id), access)


def member_routes(site: Site, pages: Sequence[HubPage]) -> list[Route]:
    """Return the routes of these pages for the members of each partnership."""

    def route(page: HubPage) -> Route:
        async def show(page_request: PageRequest) -> Response:
            return await page.handler(member_request(site, page_request))

        return site.route(MEMBERS_ROOT + page.path, show)

    return [route(page) for page in pages]
