"""The ways in and out: the first page, joining, starting, one-time links, signing out."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from adapters.web.cookies import BrowserCookie
from adapters.web.rate_limit import RateLimiter
from adapters.web.session import PageRequest, Site, redirect
from bot.core.cards import Card
from bot.core.errors import AlreadyExists
from bot.core.events import Message
from bot.core.models import BrowserSession, Person, web_address
from bot.core.ports import Transaction, WebMessage
from bot.handlers.views import LatestSummaryView, MyPartnershipsView
from bot.language.commands import Command, JoinPartnership, StartPartnership
from bot.language.parser import format_command
from bot.membership import login_links
from bot.notifications import email

LINK_LASTS = timedelta(hours=1)
SIGN_IN_LASTS = timedelta(days=180)
LONGEST_NAME = 80


class AuthPages:
    def __init__(self, site: Site):
        self.site = site
        self._opening = RateLimiter(30, timedelta(seconds=2))
        # A code is short enough to be read out, and so to be guessed by whoever may try for ever.
        self._joining = RateLimiter(10, timedelta(seconds=30))
        self._starting = RateLimiter(10, timedelta(minutes=1))

    def routes(self) -> list[Route]:
        return [
            self.site.route("/", self.first),
            self.site.route("/join", self.join, "POST"),
            self.site.route("/start", self.start, "POST"),
            self.site.route("/me/open/{secret}", self.door),
            self.site.route("/me/open/{secret}", self.open, "POST"),
            self.site.route("/me/open/{secret}/again", self.again, "POST"),
            self.site.route("/me/{person}/link", self.link, "POST"),
            self.site.route("/me/{person}/out", self.out, "POST"),
        ]

    async def first(self, page_request: PageRequest) -> Response:
        """What a stranger needs to know; for those who are known, the beginning of the hub."""
        people = await self.site.signed_in(page_request)
        if not people:
            return self._landing(page_request)
        page_request.t = self.site.bot.context.translator(people[0])
        theirs, latest = [], {}
        for person in people:
            places = await self.site.bot.view(person, MyPartnershipsView())
            theirs.append((person, places))
            pen = self.site.card_renderer(page_request, page_request.t, f"/me/{person.id}/say")
            for place in places:
                if place.partnership not in latest:
                    card = await self.site.bot.view(person, LatestSummaryView(place.partnership))
                    latest[place.partnership] = pen.card(card, 3)
        return self.site.page(page_request, "hub.html", theirs=theirs, latest=list(latest.values()))

    async def join(self, page_request: PageRequest) -> Response:
        _knock(self._joining, page_request)
        code, organisation = (
            "-".join(page_request.form.get("code", "").split()),
            _line(page_request, "organisation"),
        )
        return await self._come_in(
            page_request, JoinPartnership(code, organisation), bool(code and organisation)
        )

    async def start(self, page_request: PageRequest) -> Response:
        _knock(self._starting, page_request)
        partnership = _line(page_request, "partnership")
        return await self._come_in(page_request, StartPartnership(partnership), bool(partnership))

    async def _come_in(self, page_request: PageRequest, command: Command, filled: bool) -> Response:
        """Hear it from an address that nobody has yet. Whoever became known by it is signed in."""
        name = _line(page_request, "name")
        if not (name and filled):
            why = page_request.t(
                "Nothing was done: something is not filled in."
                " Fill in every box of the form and send it again."
            )
            return self._landing(page_request, why=why)
        nonce, t = page_request.form.get("nonce", ""), page_request.t
        address = web_address(page_request.browser.address(nonce))
        said = Message(
            f"web:{address.key}", address, address, format_command(command), name=name, language=t.code
        )
        card = (await self.site.bot.handle(said)).card
        person = await self._known(address.key)
        if person is None:
            return self._landing(page_request, card)
        if card:
            post = WebMessage(self.site.bot.context.ids.new(), address, card, "", page_request.now, said.text)
            await self.site.inbox.post(post)
        async with self.site.bot.context.store.transaction() as db:
            await self._sign_in(page_request, db, person.id)
        return redirect(f"/me/{person.id}")

    async def _known(self, key: str) -> Person | None:
        async with self.site.bot.context.store.read_only() as db:
            found = await db.find(Person, address=web_address(key))
            return found[0] if found else None

    async def door(self, page_request: PageRequest) -> Response:
        """Spends nothing, and for a stranger looks nothing up: chat platforms open every link that they see.
        Whoever came by e-mail before and is still signed in need not knock again."""
        person, _ = await self._mailed(page_request) if page_request.cookie else ("", False)
        return redirect(f"/me/{person}") if person else self.site.page(page_request, "open.html")

    async def open(self, page_request: PageRequest) -> Response:
        _knock(self._opening, page_request)
        context = self.site.bot.context
        with suppress(AlreadyExists):  # pressed twice at this very moment
            async with context.store.transaction() as db:
                person = await login_links.redeem(
                    db, context.crypto, page_request.request.path_params["secret"], page_request.now
                )
                if person:
                    await self._sign_in(page_request, db, person)
                    return redirect(f"/me/{person}")
        person, by_mail = await self._mailed(page_request)
        if person:
            return redirect(f"/me/{person}")
        again = f"{page_request.request.url.path}/again" if by_mail else ""
        return self.site.page(page_request, "spent.html", status=410, again=again)

    async def again(self, page_request: PageRequest) -> Response:
        """A new link by e-mail, for whoever comes by an old one. Says the same whether one was sent."""
        _knock(self._opening, page_request)
        context = self.site.bot.context
        async with context.store.transaction() as db:
            if sent := await login_links.find_mailed(
                db, context.crypto, page_request.request.path_params["secret"]
            ):
                await email.send_login_link(db, context.ids, sent.box, page_request.now)
        return self.site.page(page_request, "mailed.html")

    async def _mailed(self, page_request: PageRequest) -> tuple[str, bool]:
        """Whose link from an e-mail this is, if this browser may act for them already; and whether it is
        one."""
        context = self.site.bot.context
        async with context.store.read_only() as db:
            sent = await login_links.find_mailed(
                db, context.crypto, page_request.request.path_params["secret"]
            )
        here = {each.id for each in await self.site.signed_in(page_request)}
        return (sent.box.person, True) if sent and sent.box.person in here else ("", sent is not None)

    async def _sign_in(self, page_request: PageRequest, db: Transaction, person: str) -> None:
        """A browser that holds nobody yet gets a new secret: its old one may come from somebody else."""
        context = self.site.bot.context
        if not await db.count(BrowserSession, browser=page_request.browser.id):
            page_request.browser = BrowserCookie.at(context.ids.new() + context.ids.new(), page_request.now)
        if not await db.count(BrowserSession, browser=page_request.browser.id, person=person):
            await db.add(
                BrowserSession(context.ids.new(), page_request.browser.id, person, _expiry(page_request.now))
            )

    async def link(self, page_request: PageRequest) -> Response:
        """A one-time way in for the same person, for another device of theirs. Shown once."""
        me, context = await self.site.require_user(page_request), self.site.bot.context
        async with context.store.transaction() as db:
            path = await login_links.create(db, context.ids, me.person, page_request.now + LINK_LASTS)
        return self.site.page(page_request, "link.html", me, link=self.site.public_url + path)

    async def out(self, page_request: PageRequest) -> Response:
        """Sign out this person: of this browser, or everywhere, unspent links included."""
        me = await self.site.require_user(page_request)
        async with self.site.bot.context.store.transaction() as db:
            if page_request.form.get("everywhere"):
                await login_links.revoke(db, me.person)
            else:
                await db.remove(BrowserSession, person=me.person.id, browser=page_request.browser.id)
        return redirect("/")

    def _landing(self, page_request: PageRequest, refused: Card | None = None, why: str = "") -> Response:
        card = self.site.card_renderer(page_request, page_request.t, "").card(refused, 2) if refused else ""
        status = 422 if refused or why else 200
        filled = {
            name: page_request.form.get(name, "") for name in ("name", "code", "organisation", "partnership")
        }
        return self.site.page(
            page_request, "landing.html", status=status, refused=card, why=why, filled=filled
        )


def _expiry(now: datetime) -> datetime:
    """The first of a month: a finer one would tell when somebody was here."""
    last = now + SIGN_IN_LASTS
    return datetime(last.year, last.month, 1, tzinfo=UTC)


def _line(page_request: PageRequest, field: str) -> str:
    """What was filled in, on one line."""
    return " ".join(page_request.form.get(field, "").split())[:LONGEST_NAME]


def _knock(pace: RateLimiter, page_request: PageRequest) -> None:
    """Raises a 429 for whoever knocks too often."""
    client = page_request.request.client
    if wait := pace.allows(client.host if client else "", page_request.now):
        raise HTTPException(429, headers={"Retry-After": str(int(wait.total_seconds()) + 1)})
