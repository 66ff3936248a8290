"""The pages of a partnership's evidence log and shared outcomes."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from adapters.web.hub.site import HubPage, HubPageRequest
from bot.analysis.evidence_strength import FULL_STRENGTH
from bot.handlers.hub.evidence import EvidenceView
from bot.handlers.hub.outcomes import OutcomesView


async def evidence(request: HubPageRequest) -> Response:
    page = await request.view(EvidenceView(_page_number(request.page_request.query.get("page", "1"))))
    return request.page("hub/evidence.html", page=page, full_strength=FULL_STRENGTH)


def _page_number(text: str) -> int:
    """Raises a 404 if it cannot be the number of a page."""
    if text.isascii() and text.isdecimal() and len(text) < 5:
        return int(text)
    raise HTTPException(404)


async def outcomes(request: HubPageRequest) -> Response:
    page = await request.view(OutcomesView(request.page_request.query.get("entries") == "all"))
    return request.page(
        "hub/outcomes.html",
        page=page,
        chart=await request.figure(page.chart) if page.chart else None,
        themes_chart=await request.figure(page.themes) if page.themes else None,
    )


PAGES = (HubPage("/outcomes", outcomes), HubPage("/evidence", evidence))
