"""The pages of a partnership's evidence hub."""

from starlette.responses import Response

from adapters.web.hub.site import HubPage, HubPageRequest
from bot.handlers.hub.partnership import PartnershipView


async def partnership(request: HubPageRequest) -> Response:
    page = await request.view(PartnershipView())
    return request.page("hub/partnership.html", latest=request.card(page.latest))


PAGES = (HubPage("", partnership),)
