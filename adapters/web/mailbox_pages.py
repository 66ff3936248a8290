"""Serves the links in e-mails that are about a mailbox: no more e-mail, and whose address it is."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from adapters.web.session import PageRequest, Site
from bot.handlers.mailbox_links import ConfirmState, StopLink


class MailboxPages:
    def __init__(self, site: Site):
        self.site, self._links = site, site.bot.mailbox_links

    def routes(self) -> list[Route]:
        stop = "/mail/stop/{signed}"
        return [
            Route(stop, self.view_stop, methods=["GET"]),
            Route(stop, self.stop, methods=["POST"]),
            Route(f"{stop}/again", self.resume, methods=["POST"]),
            self.site.route("/mail/yes/{signed}", self.view_confirmation),
            self.site.route("/mail/yes/{signed}", self.confirm, "POST"),
        ]

    async def view_stop(self, request: Request) -> Response:
        """Change nothing, for mail programs open every link."""
        return self._stop_page(request, await self._links.view_stop(_signed(request)))

    async def stop(self, request: Request) -> Response:
        """Act on one click in a mail program, which has no cookie and sends no token of ours; nobody can
        guess the address. Once or often is the same: https://www.rfc-editor.org/rfc/rfc8058"""
        return self._stop_page(request, await self._links.stop(_signed(request)))

    async def resume(self, request: Request) -> Response:
        return self._stop_page(request, await self._links.resume(_signed(request)))

    async def view_confirmation(self, page_request: PageRequest) -> Response:
        signed, browser = _signed(page_request.request), page_request.browser.id
        return self._confirmation_page(page_request, await self._links.view_confirmation(signed, browser))

    async def confirm(self, page_request: PageRequest) -> Response:
        signed, browser = _signed(page_request.request), page_request.browser.id
        return self._confirmation_page(page_request, await self._links.confirm(signed, browser))

    def _stop_page(self, request: Request, link: StopLink | None) -> Response:
        """Raises a 404 for an address that we never made."""
        if link is None:
            raise HTTPException(404)
        again = f"/mail/stop/{_signed(request)}/again" if link.is_kept else ""
        page = self.site.templates.page(
            "stop.html", link.t, user=None, state=link.state, again=again, is_member=link.is_member
        )
        return HTMLResponse(page)

    def _confirmation_page(self, page_request: PageRequest, state: ConfirmState | None) -> Response:
        """Raises a 404 for an address that we never made."""
        if state is None:
            raise HTTPException(404)
        return self.site.page(page_request, "yes.html", state=state)


def _signed(request: Request) -> str:
    return str(request.path_params["signed"])
