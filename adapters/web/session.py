"""Who is at the door: one request, the browser that sent it, and whom it may act for."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.web.chart_links import ChartLinks
from adapters.web.cookies import BrowserCookie, SessionCookies
from adapters.web.render import CardRenderer, FormState, Templates, templates
from bot.core.cards import Card, Chart
from bot.core.i18n import Translator
from bot.core.models import Address, BrowserSession, Person, web_address
from bot.core.ports import WebInbox
from bot.handlers.bot import Bot

ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
UNSPOKEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # what nobody types and databases refuse
MOST_FIELDS = 20


class PictureRenderer(Protocol):
    async def png(self, chart: Chart) -> bytes:
        """The picture, at twice its size."""

    async def narrow_png(self, chart: Chart) -> bytes:
        """The same, for a telephone."""


@dataclass(slots=True)
class PageRequest:
    """`browser` is replaced when somebody signs in on it; the cookie follows. `t` speaks as the browser asks
    to, until we know who is there."""

    request: Request
    now: datetime
    browser: BrowserCookie
    cookie: BrowserCookie | None
    form: Mapping[str, str]
    t: Translator

    def id(self, name: str) -> str:
        """An id from the path. Raises a 404 where it cannot be one."""
        given = str(self.request.path_params[name])
        if not ID.fullmatch(given):
            raise HTTPException(404)
        return given


@dataclass(frozen=True, slots=True)
class CurrentUser:
    """The person whom this browser may act for on this page."""

    person: Person
    t: Translator

    @property
    def chat(self) -> Address:
        """Where they talk with Accord alone, whatever platform they came from."""
        return web_address(self.person.id)

    @property
    def path(self) -> str:
        return f"/me/{self.person.id}"


@dataclass(frozen=True, slots=True)
class Site:
    """What every page has at hand."""

    bot: Bot
    inbox: WebInbox
    chart_renderer: PictureRenderer
    cookies: SessionCookies
    chart_links: ChartLinks
    public_url: str
    templates: Templates = field(default_factory=templates)

    def route(
        self, path: str, answer: Callable[[PageRequest], Awaitable[Response]], method: str = "GET"
    ) -> Route:
        async def endpoint(request: Request) -> Response:
            page_request = await self.page_request(request)
            return self._with_cookie(page_request, await answer(page_request))

        return Route(path, endpoint, methods=[method])

    async def page_request(self, request: Request) -> PageRequest:
        context, now = self.bot.context, self.bot.context.clock.now()
        cookie = self.cookies.read(request.cookies.get(self.cookies.name, ""), now)
        browser = cookie or BrowserCookie.at(context.ids.new() + context.ids.new(), now)
        form = await self._form(request, browser) if request.method == "POST" else {}
        t = context.translator(language=negotiate_language(request, context.catalogues))
        return PageRequest(request, now, browser, cookie, form, t)

    async def _form(self, request: Request, browser: BrowserCookie) -> dict[str, str]:
        """What was filled in, if it was filled in on a page of ours. Raises a 403."""
        form = await request.form(max_fields=MOST_FIELDS, max_files=0)
        filled = {name: clean_input(value) for name, value in form.items() if isinstance(value, str)}
        if not is_same_origin(request, self.public_url) or filled.get("csrf") != browser.csrf:
            raise HTTPException(403)
        return filled

    async def signed_in(self, page_request: PageRequest) -> list[Person]:
        """Everybody whom this browser may act for, by name."""
        if page_request.cookie is None:
            return []
        async with self.bot.context.store.read_only() as db:
            found = await db.find(BrowserSession, browser=page_request.browser.id)
            people = {each.person for each in found if each.expires_at > page_request.now}
            return sorted(await db.find(Person, id=list(people)), key=lambda person: person.name.casefold())

    async def require_user(self, page_request: PageRequest) -> CurrentUser:
        """Raises a 404: whose page it is, and whether it is one, is nobody else's business."""
        wanted = page_request.id("person")
        for person in await self.signed_in(page_request):
            if person.id == wanted:
                return CurrentUser(person, self.bot.context.translator(person))
        raise HTTPException(404)

    def card_renderer(self, page_request: PageRequest, t: Translator, action: str) -> CardRenderer:
        def picture(chart: Chart) -> str:
            return self.chart_links.path(chart.of, chart.language, page_request.now)

        return self.templates.pen(t, self.form(page_request, action), picture, self.public_url)

    def form(self, page_request: PageRequest, action: str = "") -> FormState:
        return FormState(action, page_request.browser.csrf, self.bot.context.ids)

    def page(
        self,
        page_request: PageRequest,
        name: str,
        me: CurrentUser | None = None,
        status: int = 200,
        **words: Any,
    ) -> Response:
        t = me.t if me else page_request.t
        words = {"me": me, "form": self.form(page_request)} | words
        return HTMLResponse(self.templates.page(name, t, **words), status)

    def reply(self, page_request: PageRequest, me: CurrentUser, card: Card, typed: str = "") -> Response:
        """A card shown at once and kept nowhere; with what was typed, to be said again in other words."""
        drawn = self.card_renderer(page_request, me.t, f"{me.path}/say").card(card, 1)
        path = page_request.request.url.path
        return self.page(page_request, "reply.html", me, card=drawn, title=card.title, typed=typed, path=path)

    def _with_cookie(self, page_request: PageRequest, response: Response) -> Response:
        """Its last use is renewed once a day."""
        today = BrowserCookie.at(page_request.browser.secret, page_request.now)
        if today != page_request.cookie:
            response.set_cookie(
                self.cookies.name,
                self.cookies.write(today),
                max_age=400 * 86400,  # as long as browsers allow; idleness ends it sooner
                secure=self.cookies.secure,
                httponly=True,
                samesite="lax",
            )
        return response


def redirect(path: str) -> Response:
    """After a form: to the page that shows what came of it, so that reloading that repeats nothing."""
    return RedirectResponse(path, 303)


def is_same_origin(request: Request, public_url: str) -> bool:
    """Whether a form was sent from a page of ours, as far as the browser tells. Old ones tell nothing."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site:
        return site == "same-origin"
    here = {urlsplit(public_url).netloc, request.headers.get("host", "")}
    return origin is None or urlsplit(origin).netloc in here


def clean_input(text: str) -> str:
    return UNSPOKEN.sub("", text.replace("\r\n", "\n")).strip()


def negotiate_language(request: Request, catalogues: Mapping[str, Any]) -> str:
    """The first language of the browser's that we speak."""
    asked = request.headers.get("accept-language", "").split(",")
    codes = [tag.split(";")[0].strip()[:2].lower() for tag in asked]
    return next((code for code in codes if code in catalogues or code == "en"), "en")
