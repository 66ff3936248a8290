"""Serves the first page, joining, starting, login links and signing out."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from adapters.web.qr_codes import qr_code
from adapters.web.rate_limit import RateLimiter
from adapters.web.session import (
    PageRequest,
    Site,
    clean_input,
    personal_path,
    redirect,
    require_within_limit,
)
from bot.core.cards import Card, Text, plain
from bot.core.events import Message
from bot.core.hub_paths import parse_hub_path
from bot.core.models import Address, SignInMethod, web_address
from bot.core.ports import WebMessage
from bot.handlers.entry import EntryForm, JoinForm, StartForm
from bot.handlers.views import MyPartnershipsView
from bot.language.commands import SetEmail
from bot.language.parser import format_command

JOIN, START = "join.html", "start.html"
CODE = re.compile(r"[a-z0-9-]{1,80}")
MAX_CODE_LENGTH = 80
FIELDS = ("code", "name", "partnership", "organisation", "email")


class AuthPages:
    def __init__(self, site: Site):
        self.site = site
        self._link_limit = RateLimiter(30, timedelta(seconds=2))

    def routes(self) -> list[Route]:
        return [
            self.site.route("/", self.home),
            self.site.route("/join", self.show_join),
            self.site.route("/join", self.join, "POST"),
            self.site.route("/join/{code}", self.show_join),
            self.site.route("/join/{code}/qr.svg", self.join_qr_code),
            self.site.route("/start", self.show_start),
            self.site.route("/start", self.start, "POST"),
            self.site.route("/me/open/{secret}", self.show_login_link),
            self.site.route("/me/open/{secret}", self.redeem_login_link, "POST"),
            self.site.route("/me/open/{secret}/again", self.send_login_link, "POST"),
            self.site.route("/me/{person}/link", self.create_login_link, "POST"),
            self.site.route("/me/{person}/out", self.sign_out, "POST"),
        ]

    async def home(self, page_request: PageRequest) -> Response:
        """Show strangers what Accord is, and lead somebody who is signed in to their page. Where several
        people are, each chooses who they are."""
        people = await self.site.signed_in_people(page_request)
        if not people:
            return self.site.page(page_request, "landing.html")
        if len(people) == 1:
            return redirect(personal_path(people[0].id))
        page_request.t = self.site.bot.translator(people[0])
        theirs = [(person, await self.site.bot.view(person, MyPartnershipsView())) for person in people]
        return self.site.page(page_request, "choose_person.html", theirs=theirs)

    async def show_join(self, page_request: PageRequest) -> Response:
        """Show the form, with the code that the address holds. It says nothing about the code: anybody may
        have guessed it, and only a coordinator tells them whose it is."""
        code = page_request.request.path_params.get("code", "")
        return self._form(page_request, JOIN, {"code": clean_input(code)[:MAX_CODE_LENGTH]})

    async def join_qr_code(self, page_request: PageRequest) -> Response:
        """Draw the address of the form as a QR code."""
        code = page_request.request.path_params["code"]
        if not CODE.fullmatch(code):
            raise HTTPException(404)
        return qr_code(f"{self.site.public_url}/join/{code}")

    async def join(self, page_request: PageRequest) -> Response:
        return await self._enter(page_request, JOIN, JoinForm.of(page_request.form))

    async def show_start(self, page_request: PageRequest) -> Response:
        return self._form(page_request, START, {})

    async def start(self, page_request: PageRequest) -> Response:
        return await self._enter(page_request, START, StartForm.of(page_request.form))

    async def _enter(self, page_request: PageRequest, template: str, form: EntryForm) -> Response:
        """Handle a form from an address that is nobody's yet. The person that it makes is signed in. A form
        that was refused is shown again, with what was typed."""
        t, bot = page_request.t, self.site.bot
        if problems := form.problems(t):
            return self._form(page_request, template, page_request.form, problems)
        address = web_address(page_request.browser.address_key(page_request.form.get("nonce", "")))
        message = Message(
            f"web:{address.key}",
            address,
            address,
            format_command(form.command),
            name=form.name,
            language=t.code,
            network=page_request.network,
        )
        card = (await bot.handle(message)).card
        person = await bot.sessions.find_person(address)
        if person is None:
            why = plain_text(card) if card else ""
            return self._form(page_request, template, page_request.form, {form.blamed: why})
        if card:
            await self._post(page_request, address, card)
        if form.email and bot.sends_email:
            text = format_command(SetEmail(form.email))
            email = replace(message, id=f"{message.id}:email", text=text)
            if card := (await bot.handle(email)).card:
                await self._post(page_request, address, card)
        device = page_request.device
        secret = await bot.sessions.sign_in(page_request.browser.id, person.id, SignInMethod.FORM, device)
        page_request.use_secret(secret)
        return redirect(personal_path(person.id))

    async def _post(self, page_request: PageRequest, to: Address, card: Card) -> None:
        id = self.site.bot.ids.new()
        await self.site.inbox.post(WebMessage(id, to, card, card.thread_key, page_request.now))

    def _form(
        self,
        page_request: PageRequest,
        template: str,
        fields: Mapping[str, str],
        problems: Mapping[str, str] = MappingProxyType({}),
    ) -> Response:
        """Show a form with these values, and what is wrong with them, by field."""
        return self.site.page(
            page_request,
            template,
            status=422 if problems else 200,
            filled={field: fields.get(field, "") for field in FIELDS},
            wrong={field: problems.get(field, "") for field in FIELDS},
            problems=tuple(problems.items()),
            sends_email=self.site.bot.sends_email,
        )

    async def show_login_link(self, page_request: PageRequest) -> Response:
        """Spend nothing, and for a stranger look nothing up: chat platforms open every link that they see.
        A person who came by e-mail before and is still signed in is let in at once. The form is sent to the
        address of the page, so it leads to the same page of the hub."""
        if page_request.cookie:
            browser, secret = page_request.browser.id, page_request.request.path_params["secret"]
            link = await self.site.bot.sessions.preview_login_link(browser, secret)
            if link.person:
                return redirect(_destination(page_request, link.person))
        return self.site.page(page_request, "open.html", to_hub=bool(_hub_path(page_request)))

    async def redeem_login_link(self, page_request: PageRequest) -> Response:
        require_within_limit(self._link_limit, page_request)
        browser, secret = page_request.browser.id, page_request.request.path_params["secret"]
        link = await self.site.bot.sessions.redeem_login_link(browser, secret, page_request.device)
        if link.person:
            page_request.use_secret(link.secret)
            return redirect(_destination(page_request, link.person))
        again = f"{page_request.path}/again" if link.by_mail else ""
        page = _hub_path(page_request) or "/"
        return self.site.page(page_request, "spent.html", status=410, again=again, page=page)

    async def send_login_link(self, page_request: PageRequest) -> Response:
        """Send a new link by e-mail to somebody who has an old one. The page never tells if it was sent."""
        require_within_limit(self._link_limit, page_request)
        await self.site.bot.sessions.send_login_link(page_request.request.path_params["secret"])
        return self.site.page(page_request, "mailed.html")

    async def create_login_link(self, page_request: PageRequest) -> Response:
        """Show a login link for another device of the same person's, once."""
        person, path = await self.site.bot.sessions.create_login_link(page_request.identity)
        user = self.site.current_user(person)
        return self.site.page(page_request, "link.html", user, link=self.site.public_url + path)

    async def sign_out(self, page_request: PageRequest) -> Response:
        """Sign somebody out of this browser, of all, or of another one, after which they stay here."""
        if session := page_request.form.get("session"):
            await self.site.bot.sessions.end_session(page_request.identity, session)
            return redirect(f"{personal_path(page_request.identity.person)}/settings#browsers")
        everywhere = bool(page_request.form.get("everywhere"))
        await self.site.bot.sessions.sign_out(page_request.identity, everywhere=everywhere)
        return redirect("/")


def plain_text(card: Card) -> str:
    """Return the paragraphs of a card."""
    return " ".join(plain(part.words) for part in card.parts if isinstance(part, Text))


def _hub_path(page_request: PageRequest) -> str:
    """Return the path of the page of the hub that a login link leads to, or an empty text."""
    return parse_hub_path(page_request.query.get("to", ""))


def _destination(page_request: PageRequest, person: str) -> str:
    return _hub_path(page_request) or personal_path(person)
