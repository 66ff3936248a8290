"""One request to a page: the browser that sent it, the person it acts for, and the page that it gets."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Self
from urllib.parse import urlsplit

from babel import negotiate_locale
from itsdangerous import BadData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.signing import serializer
from adapters.web.chart_links import ChartLinks
from adapters.web.devices import device_name
from adapters.web.figures import Figures, PictureRenderer
from adapters.web.rate_limit import RateLimiter
from adapters.web.render import ButtonLabels, FormState, HtmlCardRenderer, Templates, templates
from bot.core.cards import Card, Chart
from bot.core.errors import NotSignedIn
from bot.core.i18n import Translator
from bot.core.models import Address, Person, hash_secret, web_address
from bot.core.ports import IdentityProvider, WebInbox
from bot.handlers.bot import Bot
from bot.handlers.request import BrowserIdentity
from bot.handlers.views import View, ViewResult
from bot.settings import NO_TERMS, DataTerms

COOKIE_IDLE = timedelta(days=30)
COOKIE_MAX_AGE = timedelta(days=400)  # as long as browsers allow; idleness ends it sooner
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
UNTYPABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # what databases refuse
# https://www.rfc-editor.org/rfc/rfc9110#field.accept-language
LANGUAGE_RANGE = re.compile(r"([a-z]+(?:-[a-z0-9]+)*)\s*(?:;\s*q=(0(?:\.[0-9]*)?|1(?:\.0*)?))?")
MAX_FIELDS = 200  # of a form; a profile has a checkbox for each organisation
TYPED_FIELD = "words"  # the id of the composer's field


@dataclass(frozen=True, slots=True)
class BrowserCookie:
    """The content of the one cookie: a secret, and the ordinal of the day on which it was last used.

    The people that the browser may act for stand in the database, under a hash of the secret. When the cookie
    was last used stands nowhere but here: kept by us, it would tell who was there while a round was open."""

    secret: str
    day: int

    @classmethod
    def at(cls, secret: str, now: datetime) -> Self:
        return cls(secret, now.toordinal())

    @property
    def id(self) -> str:
        """As in `BrowserSession.browser`."""
        return hash_secret(self.secret)

    @property
    def csrf(self) -> str:
        """A token that every form of ours carries, and that no other site can know."""
        return hash_secret(f"csrf {self.secret}")

    def address_key(self, nonce: str) -> str:
        """Return the key of a new person's address: the same for the same press, and never one that
        the browser could choose."""
        return hash_secret(f"address {self.secret} {nonce}")[:32]


class SessionCookies:
    """Signs and reads the cookie."""

    def __init__(self, secret_keys: Sequence[str], public_url: str):
        self.secure = public_url.startswith("https://")
        self.name = "__Host-accord" if self.secure else "accord"
        self._serializer = serializer(secret_keys, "browser")
        self._attempts = serializer(secret_keys, "sign-in")

    def write(self, browser: BrowserCookie) -> str:
        return str(self._serializer.dumps([browser.secret, browser.day]))

    def read(self, cookie: str, now: datetime) -> BrowserCookie | None:
        """Return None for a cookie that we did not write, or that has not been used for too long."""
        try:
            payload: Any = self._serializer.loads(cookie)
            browser = BrowserCookie(*payload)
        except (BadData, TypeError):
            return None
        return browser if now.toordinal() - browser.day <= COOKIE_IDLE.days else None

    def write_attempt(self, fields: Sequence[str], now: datetime) -> str:
        """Return the content of the cookie of somebody who signs in with a provider."""
        return str(self._attempts.dumps([now.timestamp(), *fields]))

    def read_attempt(self, cookie: str, now: datetime, lasts: timedelta) -> Sequence[str] | None:
        """Return these fields; None for a cookie that we did not write, or that is older."""
        try:
            began_at, *fields = self._attempts.loads(cookie)
        except BadData:
            return None
        return fields if now.timestamp() - began_at <= lasts.total_seconds() else None


@dataclass(slots=True)
class PageRequest:
    """A request, read. `browser` is replaced when somebody signs in on it; the cookie follows. `cookie` is
    what the browser sent, or None. `t` is in the language that the browser asks for, until we know who is
    there."""

    request: Request
    now: datetime
    browser: BrowserCookie
    cookie: BrowserCookie | None
    form: Mapping[str, str]
    t: Translator

    @property
    def path(self) -> str:
        return self.request.url.path

    @property
    def query(self) -> Mapping[str, str]:
        return self.request.query_params

    @property
    def network(self) -> str:
        """Return the network of the browser, as the web server in front names it."""
        client = self.request.client
        return client_network(client.host if client else "")

    @property
    def device(self) -> str:
        """Return the kind of the browser."""
        return device_name(self.request.headers.get("user-agent", ""))

    @property
    def identity(self) -> BrowserIdentity:
        """This browser, and the person whose page it asks for. Raises NotSignedIn if it has no cookie."""
        person = self.path_id("person")
        if self.cookie is None:
            raise NotSignedIn
        return BrowserIdentity(self.browser.id, person)

    def path_id(self, name: str) -> str:
        """Return an id from the path. Raises a 404 if it cannot be one."""
        id = str(self.request.path_params[name])
        if not ID.fullmatch(id):
            raise HTTPException(404)
        return id

    def use_secret(self, secret: str) -> None:
        """Give the browser a new secret, unless it is empty."""
        if secret:
            self.browser = BrowserCookie.at(secret, self.now)


@dataclass(frozen=True, slots=True)
class CurrentUser:
    """The person that this browser acts for on this page."""

    person: Person
    t: Translator

    @property
    def chat(self) -> Address:
        return personal_chat(self.person.id)

    @property
    def path(self) -> str:
        return personal_path(self.person.id)


@dataclass(frozen=True, slots=True)
class Site:
    """The parts that every page needs."""

    bot: Bot
    inbox: WebInbox
    chart_renderer: PictureRenderer
    figures: Figures
    cookies: SessionCookies
    chart_links: ChartLinks
    button_labels: ButtonLabels
    public_url: str
    templates: Templates = field(default_factory=templates)
    contact: str = ""
    identity_providers: Sequence[IdentityProvider] = ()
    data_terms: DataTerms = NO_TERMS

    def route(
        self,
        path: str,
        handler: Callable[[PageRequest], Awaitable[Response]],
        method: str = "GET",
        *,
        sets_cookie: bool = True,
    ) -> Route:
        """Return a route to a page. One that people only read need not set the cookie."""

        async def endpoint(request: Request) -> Response:
            page_request = await self.page_request(request)
            response = await handler(page_request)
            return (
                self._with_cookie(page_request, response) if sets_cookie or page_request.cookie else response
            )

        return Route(path, endpoint, methods=[method])

    async def page_request(self, request: Request) -> PageRequest:
        now, ids = self.bot.clock.now(), self.bot.ids
        cookie = self.cookies.read(request.cookies.get(self.cookies.name, ""), now)
        browser = cookie or BrowserCookie.at(ids.new() + ids.new(), now)
        form = await self._form(request, browser) if request.method == "POST" else {}
        return PageRequest(request, now, browser, cookie, form, self.translator(request))

    def translator(self, request: Request) -> Translator:
        """Return the translator for the language that a browser asks for."""
        accepted = request.headers.get("accept-language", "")
        return self.bot.translator(language=negotiate_language(accepted, self.bot.languages))

    async def _form(self, request: Request, browser: BrowserCookie) -> dict[str, str]:
        """Return the fields of a form that was sent from a page of ours; values of one name, such as of
        checkboxes, are joined by commas. The text of a file takes the place of what was typed. Raises a
        403."""
        fields, files = dict[str, str](), dict[str, str]()
        async with request.form(max_fields=MAX_FIELDS, max_files=1) as form:
            for name, value in form.multi_items():
                if isinstance(value, str):
                    text = clean_input(value)
                    fields[name] = f"{fields[name]},{text}" if name in fields else text
                elif content := await value.read():
                    files[name] = clean_input(content.decode("utf-8-sig", "replace"))
        fields |= files
        if not is_same_origin(request, self.public_url) or fields.get("csrf") != browser.csrf:
            raise HTTPException(403)
        return fields

    async def signed_in_people(self, page_request: PageRequest) -> list[Person]:
        """Return everybody that this browser may act for, by name."""
        if page_request.cookie is None:
            return []
        return await self.bot.sessions.signed_in_people(page_request.browser.id)

    def current_user(self, person: Person) -> CurrentUser:
        return CurrentUser(person, self.bot.translator(person))

    async def view(self, page_request: PageRequest, view: View[ViewResult]) -> tuple[CurrentUser, ViewResult]:
        """Return the user whose page this is, and what it may show them. Raises Refusal, and NotSignedIn,
        which is a 404: whose page it is, and whether it is one, is nobody else's business."""
        person, result = await self.bot.view_in_browser(page_request.identity, view)
        return self.current_user(person), result

    def card_renderer(
        self, page_request: PageRequest, t: Translator, action: str, person: Person | None = None
    ) -> HtmlCardRenderer:
        """Return a renderer of cards whose buttons are sent to `action`. Forms are those of the `person`, or
        of whom the path names."""

        def chart_path(chart: Chart) -> str:
            return self.chart_links.path(chart.name, chart.language, page_request.now)

        form = self.form(page_request, action)
        id = person.id if person else page_request.request.path_params.get("person", "")
        form_path = f"{personal_path(id)}/form" if id else ""
        return self.templates.card_renderer(t, form, chart_path, self.public_url, form_path)

    def form(self, page_request: PageRequest, action: str = "") -> FormState:
        return FormState(action, page_request.browser.csrf, self.bot.ids, self.button_labels)

    def page(
        self,
        page_request: PageRequest,
        template: str,
        user: CurrentUser | None = None,
        status: int = 200,
        **variables: Any,
    ) -> Response:
        t = user.t if user else page_request.t
        variables = {"user": user, "form": self.form(page_request)} | variables
        return HTMLResponse(self.templates.page(template, t, **variables), status)

    def card_page(
        self,
        page_request: PageRequest,
        user: CurrentUser,
        card: Card,
        typed: str = "",
        *,
        says: str = "",
        signed_in: bool = True,
    ) -> Response:
        """Return a page of one card. Below a refusal stands what was `typed`, if anything, to be changed and
        sent again, after the sentence `says` if it came from a box. The page links to the user's own while
        they are signed in."""
        renderer = self.card_renderer(page_request, user.t, f"{user.path}/say")
        variables: dict[str, Any] = {
            "card": renderer.refusal(card, 1, TYPED_FIELD) if typed else renderer.card(card, 1),
            "title": card.title,
            "problems": card.refused,
            "typed": typed,
            "says": says,
            "path": page_request.path,
        }
        return self.page(page_request, "card.html", user if signed_in else None, **variables)

    def _with_cookie(self, page_request: PageRequest, response: Response) -> Response:
        """Set the cookie if it is new, was not used today yet, or was signed with an older key."""
        today = self.cookies.write(BrowserCookie.at(page_request.browser.secret, page_request.now))
        if today != page_request.request.cookies.get(self.cookies.name):
            response.set_cookie(
                self.cookies.name,
                today,
                max_age=int(COOKIE_MAX_AGE.total_seconds()),
                secure=self.cookies.secure,
                httponly=True,
                samesite="lax",
            )
        return response


def personal_chat(person: str) -> Address:
    """Return where a person talks with Accord alone on the web, whatever platform they came from."""
    return web_address(person)


def personal_path(person: str) -> str:
    return f"/me/{person}"


def redirect(path: str) -> Response:
    """Redirect after a form to the page that shows its result, so that reloading that repeats nothing."""
    return RedirectResponse(path, 303)


def require_within_limit(limiter: RateLimiter, page_request: PageRequest) -> None:
    """Raise a 429 if this network has sent too many requests."""
    if wait := limiter.take(page_request.network, page_request.now):
        raise HTTPException(429, headers={"Retry-After": str(int(wait.total_seconds()) + 1)})


def is_same_origin(request: Request, public_url: str) -> bool:
    """Return True if a form was sent from a page of ours, as far as the browser tells. Old ones tell
    nothing."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site:
        return site == "same-origin"
    own_hosts = {urlsplit(public_url).netloc, request.headers.get("host", "")}
    return origin is None or urlsplit(origin).netloc in own_hosts


def client_network(address: str) -> str:
    """Return the /64 network of an IPv6 address, for one household has all of it; else the IPv4 address. A
    server that listens on both writes that within one of IPv6."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip, 64), strict=False))
    return address


def clean_input(text: str) -> str:
    return UNTYPABLE.sub("", text.replace("\r\n", "\n")).strip()


def negotiate_language(accept_language: str, languages: Sequence[str]) -> str:
    """Return the language that a browser likes best among those that we speak, else English. What is no
    language with a weight is ignored."""
    ranges = [LANGUAGE_RANGE.fullmatch(item.strip()) for item in accept_language.lower().split(",")]
    weights = {match[1]: float(match[2] or 1) for match in ranges if match}
    liked = sorted(filter(weights.get, weights), key=lambda tag: -weights[tag])
    return negotiate_locale(liked, languages, sep="-") or "en"
