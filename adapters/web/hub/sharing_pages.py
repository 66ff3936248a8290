"""The page that shows members which share links their partnership has."""

from starlette.responses import Response

from adapters.web.hub.site import HubPage, HubPageRequest
from bot.handlers.hub.sharing import SharesView


async def share_links(request: HubPageRequest) -> Response:
    page = await request.view(SharesView())
    stops = request.card(page.stops) if page.stops else None
    return request.page("hub/sharing.html", shares=page, stops=stops)


PAGES = (HubPage("/sharing", share_links),)
