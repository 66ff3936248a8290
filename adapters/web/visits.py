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

from adapters.web.cookies import Browser, Cookies
from adapters.web.pictures import Pictures
from adapters.web.render import Form, Paper, Pen, paper
from bot.core.cards import Card, Chart
from bot.core.i18n import Translator
from bot.core.models import Address, BrowserSession, Person, web_address
from bot.core.ports import WebInbox
from bot.handlers.bot import Bot

ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
UNSPOKEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # what nobody types and databases refuse
MOST_FIELDS = 20


class Easel(Protocol):
    async def png(self, chart: Chart) -> bytes:
        """The picture, at twice its size."""

    async def narrow_png(self, chart: Chart) -> bytes:
        """The same, for a telephone."""


@dataclass(slots=True)
class Visit:
    """`browser` is replaced when somebody signs in on it; the cookie follows. `t` speaks as the browser asks
    to, until we know who is there."""

    request: Request
    now: datetime
    browser: Browser
    cookie: Browser | None
    form: Mapping[str, str]
    t: Translator

    def id(self, name: str) -> str:
        """An id from the path. Raises a 404 where it cannot be one."""
        given = str(self.request.path_params[name])
        if not ID.fullmatch(given):
            raise HTTPException(404)
        return given


@dataclass(frozen=True, slots=True)
class Me:
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
    easel: Easel
    cookies: Cookies
    pictures: Pictures
    public_url: str
    paper: Paper = field(default_factory=paper)

    def route(self, path: str, answer: Callable[[Visit], Awaitable[Response]], method: str = "GET") -> Route:
        async def endpoint(request: Request) -> Response:
            visit = await self.visit(request)
            return self._with_cookie(visit, await answer(visit))

        return Route(path, endpoint, methods=[method])

    async def visit(self, request: Request) -> Visit:
        context, now = self.bot.context, self.bot.context.clock.now()
        cookie = self.cookies.read(request.cookies.get(self.cookies.name, ""), now)
        browser = cookie or Browser.at(context.ids.new() + context.ids.new(), now)
        form = await self._form(request, browser) if request.method == "POST" else {}
        t = context.translator(language=language(request, context.catalogues))
        return Visit(request, now, browser, cookie, form, t)

    async def _form(self, request: Request, browser: Browser) -> dict[str, str]:
        """What was filled in, if it was filled in on a page of ours. Raises a 403."""
        form = await request.form(max_fields=MOST_FIELDS, max_files=0)
        filled = {name: cleaned(value) for name, value in form.items() if isinstance(value, str)}
        if not ours(request, self.public_url) or filled.get("csrf") != browser.csrf:
            raise HTTPException(403)
        return filled

    async def signed_in(self, visit: Visit) -> list[Person]:
        """Everybody whom this browser may act for, by name."""
        if visit.cookie is None:
            return []
        async with self.bot.context.store.read_only() as db:
            found = await db.find(BrowserSession, browser=visit.browser.id)
            people = {each.person for each in found if each.expires_at > visit.now}
            return sorted(await db.find(Person, id=list(people)), key=lambda person: person.name.casefold())

    async def me(self, visit: Visit) -> Me:
        """Raises a 404: whose page it is, and whether it is one, is nobody else's business."""
        wanted = visit.id("person")
        for person in await self.signed_in(visit):
            if person.id == wanted:
                return Me(person, self.bot.context.translator(person))
        raise HTTPException(404)

    def pen(self, visit: Visit, t: Translator, action: str) -> Pen:
        def picture(chart: Chart) -> str:
            return self.pictures.path(chart.of, chart.language, visit.now)

        return self.paper.pen(t, self.form(visit, action), picture, self.public_url)

    def form(self, visit: Visit, action: str = "") -> Form:
        return Form(action, visit.browser.csrf, self.bot.context.ids)

    def page(
        self, visit: Visit, name: str, me: Me | None = None, status: int = 200, **words: Any
    ) -> Response:
        t = me.t if me else visit.t
        words = {"me": me, "form": self.form(visit)} | words
        return HTMLResponse(self.paper.page(name, t, **words), status)

    def reply(self, visit: Visit, me: Me, card: Card, typed: str = "") -> Response:
        """A card shown at once and kept nowhere; with what was typed, to be said again in other words."""
        drawn = self.pen(visit, me.t, f"{me.path}/say").card(card, 1)
        path = visit.request.url.path
        return self.page(visit, "reply.html", me, card=drawn, title=card.title, typed=typed, path=path)

    def _with_cookie(self, visit: Visit, response: Response) -> Response:
        """Its last use is renewed once a day."""
        today = Browser.at(visit.browser.secret, visit.now)
        if today != visit.cookie:
            response.set_cookie(
                self.cookies.name,
                self.cookies.write(today),
                max_age=400 * 86400,  # as long as browsers allow; idleness ends it sooner
                secure=self.cookies.secure,
                httponly=True,
                samesite="lax",
            )
        return response


def go(path: str) -> Response:
    """After a form: to the page that shows what came of it, so that reloading that repeats nothing."""
    return RedirectResponse(path, 303)


def ours(request: Request, public_url: str) -> bool:
    """Whether a form was sent from a page of ours, as far as the browser tells. Old ones tell nothing."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site:
        return site == "same-origin"
    here = {urlsplit(public_url).netloc, request.headers.get("host", "")}
    return origin is None or urlsplit(origin).netloc in here


def cleaned(text: str) -> str:
    return UNSPOKEN.sub("", text.replace("\r\n", "\n")).strip()


def language(request: Request, catalogues: Mapping[str, Any]) -> str:
    """The first language of the browser's that we speak."""
    asked = request.headers.get("accept-language", "").split(",")
    codes = [tag.split(";")[0].strip()[:2].lower() for tag in asked]
    return next((code for code in codes if code in catalogues or code == "en"), "en")
