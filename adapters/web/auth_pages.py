"""Serves the first page, joining, starting, login links and signing out."""

from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from adapters.web.rate_limit import RateLimiter
from adapters.web.session import PageRequest, Site, personal_path, redirect
from bot.core.cards import Card
from bot.core.events import Message
from bot.core.models import web_address
from bot.core.ports import WebMessage
from bot.handlers.views import LatestSummaryView, MyPartnershipsView
from bot.language.commands import Command, JoinPartnership, StartPartnership
from bot.language.parser import format_command

MAX_NAME_LENGTH = 80


class AuthPages:
    def __init__(self, site: Site):
        self.site = site
        self._link_limit = RateLimiter(30, timedelta(seconds=2))

    def routes(self) -> list[Route]:
        return [
            self.site.route("/", self.home),
            self.site.route("/join", self.join, "POST"),
            self.site.route("/start", self.start, "POST"),
            self.site.route("/me/open/{secret}", self.show_login_link),
            self.site.route("/me/open/{secret}", self.redeem_login_link, "POST"),
            self.site.route("/me/open/{secret}/again", self.send_login_link, "POST"),
            self.site.route("/me/{person}/link", self.create_login_link, "POST"),
            self.site.route("/me/{person}/out", self.sign_out, "POST"),
        ]

    async def home(self, page_request: PageRequest) -> Response:
        """Show strangers what Accord is, and people who are signed in their partnerships and results."""
        people = await self.site.signed_in_people(page_request)
        if not people:
            return self._landing(page_request)
        page_request.t = self.site.bot.translator(people[0])
        theirs, summaries = [], {}
        for person in people:
            partnerships = await self.site.bot.view(person, MyPartnershipsView())
            theirs.append((person, partnerships))
            action = f"{personal_path(person.id)}/say"
            renderer = self.site.card_renderer(page_request, page_request.t, action)
            for partnership in partnerships:
                id = partnership.partnership
                if id not in summaries:
                    card = await self.site.bot.view(person, LatestSummaryView(id))
                    summaries[id] = renderer.card(card, 3)
        return self.site.page(page_request, "hub.html", theirs=theirs, latest=list(summaries.values()))

    async def join(self, page_request: PageRequest) -> Response:
        code = "-".join(page_request.form.get("code", "").split())
        organisation = _one_line(page_request, "organisation")
        is_filled_in = bool(code and organisation)
        return await self._join_or_start(page_request, JoinPartnership(code, organisation), is_filled_in)

    async def start(self, page_request: PageRequest) -> Response:
        partnership = _one_line(page_request, "partnership")
        return await self._join_or_start(page_request, StartPartnership(partnership), bool(partnership))

    async def _join_or_start(
        self, page_request: PageRequest, command: Command, is_filled_in: bool
    ) -> Response:
        """Handle a command from an address that is nobody's yet. The person that it makes is signed in."""
        name, t = _one_line(page_request, "name"), page_request.t
        if not (name and is_filled_in):
            why = t(
                "Nothing was done: something is not filled in."
                " Fill in every box of the form and send it again."
            )
            return self._landing(page_request, why=why)
        address = web_address(page_request.browser.address_key(page_request.form.get("nonce", "")))
        text = format_command(command)
        message = Message(
            f"web:{address.key}",
            address,
            address,
            text,
            name=name,
            language=t.code,
            network=page_request.network,
        )
        bot = self.site.bot
        card = (await bot.handle(message)).card
        person = await bot.sessions.find_person(address)
        if person is None:
            return self._landing(page_request, card)
        if card:
            post = WebMessage(bot.ids.new(), address, card, "", page_request.now, text)
            await self.site.inbox.post(post)
        page_request.use_secret(await bot.sessions.sign_in(page_request.browser.id, person.id))
        return redirect(personal_path(person.id))

    async def show_login_link(self, page_request: PageRequest) -> Response:
        """Spend nothing, and for a stranger look nothing up: chat platforms open every link that they see.
        A person who came by e-mail before and is still signed in is let in at once."""
        if page_request.cookie:
            browser, secret = page_request.browser.id, page_request.request.path_params["secret"]
            link = await self.site.bot.sessions.preview_login_link(browser, secret)
            if link.person:
                return redirect(personal_path(link.person))
        return self.site.page(page_request, "open.html")

    async def redeem_login_link(self, page_request: PageRequest) -> Response:
        _require_within_limit(self._link_limit, page_request)
        browser, secret = page_request.browser.id, page_request.request.path_params["secret"]
        link = await self.site.bot.sessions.redeem_login_link(browser, secret)
        if link.person:
            page_request.use_secret(link.secret)
            return redirect(personal_path(link.person))
        again = f"{page_request.path}/again" if link.by_mail else ""
        return self.site.page(page_request, "spent.html", status=410, again=again)

    async def send_login_link(self, page_request: PageRequest) -> Response:
        """Send a new link by e-mail to somebody who has an old one. The page never tells if it was sent."""
        _require_within_limit(self._link_limit, page_request)
        await self.site.bot.sessions.send_login_link(page_request.request.path_params["secret"])
        return self.site.page(page_request, "mailed.html")

    async def create_login_link(self, page_request: PageRequest) -> Response:
        """Show a login link for another device of the same person's, once."""
        person, path = await self.site.bot.sessions.create_login_link(page_request.identity)
        user = self.site.current_user(person)
        return self.site.page(page_request, "link.html", user, link=self.site.public_url + path)

    async def sign_out(self, page_request: PageRequest) -> Response:
        everywhere = bool(page_request.form.get("everywhere"))
        await self.site.bot.sessions.sign_out(page_request.identity, everywhere=everywhere)
        return redirect("/")

    def _landing(self, page_request: PageRequest, refused: Card | None = None, why: str = "") -> Response:
        renderer = self.site.card_renderer(page_request, page_request.t, "")
        fields = ("name", "code", "organisation", "partnership")
        return self.site.page(
            page_request,
            "landing.html",
            status=422 if refused or why else 200,
            refused=renderer.card(refused, 2) if refused else "",
            why=why,
            filled={field: page_request.form.get(field, "") for field in fields},
        )


def _one_line(page_request: PageRequest, field: str) -> str:
    """Return what was filled in, on one line."""
    return " ".join(page_request.form.get(field, "").split())[:MAX_NAME_LENGTH]


def _require_within_limit(limiter: RateLimiter, page_request: PageRequest) -> None:
    """Raise a 429 if this network has sent too many requests."""
    if wait := limiter.take(page_request.network, page_request.now):
        raise HTTPException(429, headers={"Retry-After": str(int(wait.total_seconds()) + 1)})
