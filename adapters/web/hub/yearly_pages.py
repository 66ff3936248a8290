"""The pages of the yearly look: the list of years, one year, and the sheet for who leads its discussion."""

from starlette.responses import Response

from adapters.web.hub.site import HubPage, HubPageRequest
from bot.handlers.hub.yearly import LooksView, YearlyView
from bot.rounds.actions import MAX_OPEN_IN_PLAN

WRITING_LINES = 3  # below each question of the sheet


async def looks(request: HubPageRequest) -> Response:
    return request.page("hub/looks.html", page=await request.view(LooksView()))


async def yearly(request: HubPageRequest) -> Response:
    page = await request.view(YearlyView(request.path_param("year")))
    charts = [await request.figure(part.chart) if part.chart else None for part in page.parts]
    return request.page("hub/yearly.html", page=page, charts=charts, most=MAX_OPEN_IN_PLAN)


async def facilitator(request: HubPageRequest) -> Response:
    page = await request.view(YearlyView(request.path_param("year")))
    return request.page("hub/facilitator.html", page=page, lines=WRITING_LINES, most=MAX_OPEN_IN_PLAN)


PAGES = (
    HubPage("/yearly", looks),
    HubPage("/yearly/{year}", yearly),
    HubPage("/yearly/{year}/facilitator", facilitator),
)
