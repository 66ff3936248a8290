"""Serves the privacy notice, which is the same for everybody but for the organisations of who is signed in.

`bot/messages/` has its sentences; docs/privacy.md shows them with the tests that hold them.
"""

from starlette.responses import Response
from starlette.routing import Route

from adapters.web.contacts import contact_uri
from adapters.web.method import use_reader_language
from adapters.web.session import PageRequest, Site
from bot.handlers.views import ControllersView
from bot.membership.data_contacts import Controllers
from bot.messages.kept_data import KEPT
from bot.messages.privacy import PATH, SECTIONS, contact_text, operator_text
from bot.messages.privacy_statements import ICO


def privacy_routes(site: Site) -> list[Route]:
    async def notice(page_request: PageRequest) -> Response:
        await use_reader_language(site, page_request)
        t = page_request.t
        return site.page(
            page_request,
            "privacy.html",
            sections=SECTIONS,
            kept=KEPT,
            controllers=await _controllers(site, page_request),
            contact_text=contact_text,
            operator=operator_text(t, site.bot.context.operator),
            ico=ICO,
            contact_uri=contact_uri,
        )

    return [site.route(PATH, notice, sets_cookie=False)]


async def _controllers(site: Site, page_request: PageRequest) -> list[Controllers]:
    """Return the controllers of everybody who is signed in on this browser, each partnership once."""
    found: dict[tuple[str, str], Controllers] = {}
    for person in await site.signed_in_people(page_request):
        for controllers in await site.bot.view(person, ControllersView()):
            found.setdefault((controllers.partnership, controllers.own.id), controllers)
    return list(found.values())
