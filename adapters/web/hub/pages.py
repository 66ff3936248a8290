"""The pages of a partnership's evidence hub."""

from starlette.responses import Response

from adapters.web.hub.site import HubPage, HubPageRequest
from bot.handlers.hub.partnership import PartnershipView


async def partnership(request: HubPageRequest) -> Response:
    page = await request.view(PartnershipView())
    chart = page.newest.summary.chart if page.newest else None
    return request.page(
        "hub/partnership.html", page=page, chart=await request.figure(chart) if chart else None
    )


PAGES = (HubPage("", partnership),)
