"""What links in e-mails open besides somebody's page: no more of it, and whose mailbox it is."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from adapters.web.session import PageRequest, Site
from bot.core.email import Mailbox, MutedReason
from bot.core.models import Person
from bot.core.ports import Transaction
from bot.membership import mailboxes
from bot.notifications import email


class MailboxPages:
    def __init__(self, site: Site):
        self.site = site

    def routes(self) -> list[Route]:
        stop = "/mail/stop/{signed}"
        return [
            Route(stop, self.look, methods=["GET"]),
            Route(stop, self.stop, methods=["POST"]),
            Route(f"{stop}/again", self.again, methods=["POST"]),
            self.site.route("/mail/yes/{signed}", self.ask),
            self.site.route("/mail/yes/{signed}", self.yes, "POST"),
        ]

    async def look(self, request: Request) -> Response:
        """Changes nothing, for mail programs look at every link."""
        async with self.site.bot.context.store.read_only() as db:
            box = await self._box(db, email.STOP_PURPOSE, request)
            state = "ask" if box and box.silence is not MutedReason.OFF else "stopped"
            return await self._page(db, box, state, request)

    async def stop(self, request: Request) -> Response:
        """One click in a mail program, which knows no cookie and sends no token of ours; nobody can guess the
        address. Once or often is the same: https://www.rfc-editor.org/rfc/rfc8058"""
        context = self.site.bot.context
        async with context.store.transaction() as db:
            box = await self._box(db, email.STOP_PURPOSE, request)
            if box and box.silence is not MutedReason.OFF:
                await mailboxes.switch_off(db, box, context.clock.now().date())
            return await self._page(db, box, "stopped", request)

    async def again(self, request: Request) -> Response:
        """Whoever has this address reads there, so nothing else need be confirmed."""
        async with self.site.bot.context.store.transaction() as db:
            box = await self._box(db, email.STOP_PURPOSE, request)
            if box and box.silence:
                await mailboxes.confirm(db, box)
            return await self._page(db, box, "again" if box else "stopped", request)

    async def ask(self, page_request: PageRequest) -> Response:
        async with self.site.bot.context.store.read_only() as db:
            box = await self._box(db, email.CONFIRM_PURPOSE, page_request.request)
        here = [each.id for each in await self.site.signed_in(page_request)]
        return self.site.page(page_request, "yes.html", state=_state(box, here))

    async def yes(self, page_request: PageRequest) -> Response:
        """Only in a browser that is signed in for whoever gave the address: the link alone may have reached a
        stranger, through a slip of the pen."""
        here = [each.id for each in await self.site.signed_in(page_request)]
        async with self.site.bot.context.store.transaction() as db:
            box = await self._box(db, email.CONFIRM_PURPOSE, page_request.request)
            if (state := _state(box, here)) == "ask" and box:
                await mailboxes.confirm(db, box)
                state = "done"
        return self.site.page(page_request, "yes.html", state=state)

    async def _box(self, db: Transaction, purpose: str, request: Request) -> Mailbox | None:
        """None where it is not kept any more. Raises a 404 for an address that we never made."""
        id = self.site.bot.context.crypto.verify(purpose, request.path_params["signed"])
        if id is None:
            raise HTTPException(404)
        return next(iter(await db.find(Mailbox, id=id)), None)

    async def _page(self, db: Transaction, box: Mailbox | None, state: str, request: Request) -> Response:
        context = self.site.bot.context
        t = context.translator(await db.get(Person, box.person) if box else None)
        again = f"/mail/stop/{request.path_params['signed']}/again" if box else ""
        return HTMLResponse(self.site.templates.page("stop.html", t, me=None, state=state, again=again))


def _state(box: Mailbox | None, here: list[str]) -> str:
    if box is None:
        return "gone"
    if box.confirmed:
        return "done"
    return "ask" if box.person in here else "elsewhere"
