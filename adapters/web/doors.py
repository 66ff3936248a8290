"""The ways in and out: the first page, joining, starting, one-time links, signing out."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from adapters.web.cookies import Browser
from adapters.web.pace import Pace
from adapters.web.visits import Site, Visit, go
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


class Doors:
    def __init__(self, site: Site):
        self.site = site
        self._opening = Pace(30, timedelta(seconds=2))
        # A code is short enough to be read out, and so to be guessed by whoever may try for ever.
        self._joining = Pace(10, timedelta(seconds=30))
        self._starting = Pace(10, timedelta(minutes=1))

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

    async def first(self, visit: Visit) -> Response:
        """What a stranger needs to know; for those who are known, the beginning of the hub."""
        people = await self.site.signed_in(visit)
        if not people:
            return self._landing(visit)
        visit.t = self.site.bot.context.translator(people[0])
        theirs, latest = [], {}
        for person in people:
            places = await self.site.bot.view(person, MyPartnershipsView())
            theirs.append((person, places))
            pen = self.site.pen(visit, visit.t, f"/me/{person.id}/say")
            for place in places:
                if place.partnership not in latest:
                    card = await self.site.bot.view(person, LatestSummaryView(place.partnership))
                    latest[place.partnership] = pen.card(card, 3)
        return self.site.page(visit, "hub.html", theirs=theirs, latest=list(latest.values()))

    async def join(self, visit: Visit) -> Response:
        _knock(self._joining, visit)
        code, organisation = "-".join(visit.form.get("code", "").split()), _line(visit, "organisation")
        return await self._come_in(visit, JoinPartnership(code, organisation), bool(code and organisation))

    async def start(self, visit: Visit) -> Response:
        _knock(self._starting, visit)
        partnership = _line(visit, "partnership")
        return await self._come_in(visit, StartPartnership(partnership), bool(partnership))

    async def _come_in(self, visit: Visit, command: Command, filled: bool) -> Response:
        """Hear it from an address that nobody has yet. Whoever became known by it is signed in."""
        name = _line(visit, "name")
        if not (name and filled):
            why = visit.t(
                "Nothing was done: something is not filled in."
                " Fill in every box of the form and send it again."
            )
            return self._landing(visit, why=why)
        nonce, t = visit.form.get("nonce", ""), visit.t
        address = web_address(visit.browser.address(nonce))
        said = Message(
            f"web:{address.key}", address, address, format_command(command), name=name, language=t.code
        )
        card = (await self.site.bot.handle(said)).card
        person = await self._known(address.key)
        if person is None:
            return self._landing(visit, card)
        if card:
            post = WebMessage(self.site.bot.context.ids.new(), address, card, "", visit.now, said.text)
            await self.site.inbox.post(post)
        async with self.site.bot.context.store.transaction() as db:
            await self._sign_in(visit, db, person.id)
        return go(f"/me/{person.id}")

    async def _known(self, key: str) -> Person | None:
        async with self.site.bot.context.store.read_only() as db:
            found = await db.find(Person, address=web_address(key))
            return found[0] if found else None

    async def door(self, visit: Visit) -> Response:
        """Spends nothing, and for a stranger looks nothing up: chat platforms open every link that they see.
        Whoever came by e-mail before and is still signed in need not knock again."""
        person, _ = await self._mailed(visit) if visit.cookie else ("", False)
        return go(f"/me/{person}") if person else self.site.page(visit, "open.html")

    async def open(self, visit: Visit) -> Response:
        _knock(self._opening, visit)
        context = self.site.bot.context
        with suppress(AlreadyExists):  # pressed twice at this very moment
            async with context.store.transaction() as db:
                person = await login_links.redeem(
                    db, context.crypto, visit.request.path_params["secret"], visit.now
                )
                if person:
                    await self._sign_in(visit, db, person)
                    return go(f"/me/{person}")
        person, by_mail = await self._mailed(visit)
        if person:
            return go(f"/me/{person}")
        again = f"{visit.request.url.path}/again" if by_mail else ""
        return self.site.page(visit, "spent.html", status=410, again=again)

    async def again(self, visit: Visit) -> Response:
        """A new link by e-mail, for whoever comes by an old one. Says the same whether one was sent."""
        _knock(self._opening, visit)
        context = self.site.bot.context
        async with context.store.transaction() as db:
            if sent := await login_links.find_mailed(db, context.crypto, visit.request.path_params["secret"]):
                await email.send_login_link(db, context.ids, sent.box, visit.now)
        return self.site.page(visit, "mailed.html")

    async def _mailed(self, visit: Visit) -> tuple[str, bool]:
        """Whose link from an e-mail this is, if this browser may act for them already; and whether it is
        one."""
        context = self.site.bot.context
        async with context.store.read_only() as db:
            sent = await login_links.find_mailed(db, context.crypto, visit.request.path_params["secret"])
        here = {each.id for each in await self.site.signed_in(visit)}
        return (sent.box.person, True) if sent and sent.box.person in here else ("", sent is not None)

    async def _sign_in(self, visit: Visit, db: Transaction, person: str) -> None:
        """A browser that holds nobody yet gets a new secret: its old one may come from somebody else."""
        context = self.site.bot.context
        if not await db.count(BrowserSession, browser=visit.browser.id):
            visit.browser = Browser.at(context.ids.new() + context.ids.new(), visit.now)
        if not await db.count(BrowserSession, browser=visit.browser.id, person=person):
            await db.add(BrowserSession(context.ids.new(), visit.browser.id, person, _expiry(visit.now)))

    async def link(self, visit: Visit) -> Response:
        """A one-time way in for the same person, for another device of theirs. Shown once."""
        me, context = await self.site.me(visit), self.site.bot.context
        async with context.store.transaction() as db:
            path = await login_links.create(db, context.ids, me.person, visit.now + LINK_LASTS)
        return self.site.page(visit, "link.html", me, link=self.site.public_url + path)

    async def out(self, visit: Visit) -> Response:
        """Sign out this person: of this browser, or everywhere, unspent links included."""
        me = await self.site.me(visit)
        async with self.site.bot.context.store.transaction() as db:
            if visit.form.get("everywhere"):
                await login_links.revoke(db, me.person)
            else:
                await db.remove(BrowserSession, person=me.person.id, browser=visit.browser.id)
        return go("/")

    def _landing(self, visit: Visit, refused: Card | None = None, why: str = "") -> Response:
        card = self.site.pen(visit, visit.t, "").card(refused, 2) if refused else ""
        status = 422 if refused or why else 200
        filled = {name: visit.form.get(name, "") for name in ("name", "code", "organisation", "partnership")}
        return self.site.page(visit, "landing.html", status=status, refused=card, why=why, filled=filled)


def _expiry(now: datetime) -> datetime:
    """The first of a month: a finer one would tell when somebody was here."""
    last = now + SIGN_IN_LASTS
    return datetime(last.year, last.month, 1, tzinfo=UTC)


def _line(visit: Visit, field: str) -> str:
    """What was filled in, on one line."""
    return " ".join(visit.form.get(field, "").split())[:LONGEST_NAME]


def _knock(pace: Pace, visit: Visit) -> None:
    """Raises a 429 for whoever knocks too often."""
    client = visit.request.client
    if wait := pace.knock(client.host if client else "", visit.now):
        raise HTTPException(429, headers={"Retry-After": str(int(wait.total_seconds()) + 1)})
