"""The table of all pages of the evidence hub, and the handlers of those about themes, rounds and time."""

from starlette.responses import Response
from starlette.routing import Route

from adapters.web.hub import evidence_pages, sharing_pages, yearly_pages
from adapters.web.hub.data_files import DATA_PAGES
from adapters.web.hub.manage_pages import ManagePages
from adapters.web.hub.observers import ObserverPages
from adapters.web.hub.site import HubPage, HubPageRequest, hub_address, member_routes
from adapters.web.hub.token_pages import TokenPages
from adapters.web.session import Site
from bot.handlers.hub.access import HubPart
from bot.handlers.hub.partnership import PartnershipView
from bot.handlers.hub.round import CommentsView, RoundRecord, RoundView
from bot.handlers.hub.rounds import RoundsView
from bot.handlers.hub.theme import ThemesView, ThemeView
from bot.handlers.hub.timeline import TimelineView
from bot.reports.dataset.citation import Citation, citation_text
from bot.reports.dataset.description import describe_round
from bot.reports.dataset.schema_org import schema_org_dataset


async def partnership(request: HubPageRequest) -> Response:
    page = await request.view(PartnershipView())
    chart = page.newest.summary.chart if page.newest else None
    return request.page(
        "hub/partnership.html", page=page, chart=await request.figure(chart) if chart else None
    )


async def themes(request: HubPageRequest) -> Response:
    return request.page("hub/themes.html", page=await request.view(ThemesView()))


async def theme(request: HubPageRequest) -> Response:
    page = await request.view(ThemeView(request.path_param("theme")))
    gap = page.gap.chart if page.gap else None
    return request.page(
        "hub/theme.html",
        page=page,
        chart=await request.figure(page.chart) if page.chart else None,
        gap_chart=await request.figure(gap) if gap else None,
    )


async def rounds(request: HubPageRequest) -> Response:
    return request.page("hub/rounds.html", page=await request.view(RoundsView()))


async def round_page(request: HubPageRequest) -> Response:
    page = await request.view(RoundView(request.path_param("round")))
    record = page.record
    citation = _citation(request, page.line.address, record) if record else None
    about = describe_round(citation, page.line.opened_at.date()) if citation else None
    return request.page(
        "hub/round.html",
        page=page,
        charts=[await request.figure(chart) for chart in record.charts] if record else [],
        citation=citation,
        cite_as=citation_text(request.reader.t, citation) if citation else "",
        dataset=schema_org_dataset(about, citation.superseded_by) if about and citation else None,
    )


def _citation(request: HubPageRequest, reference: str, record: RoundRecord) -> Citation:
    """Return what a round is cited by."""
    closed_on, hub, terms = record.closed_at.date(), hub_address(request), request.site.data_terms
    return Citation(record.partnership, reference, record.number, closed_on, hub, terms, record.checksum)


async def comments(request: HubPageRequest) -> Response:
    page = await request.view(CommentsView(request.path_param("round")))
    request.here = HubPart.ROUNDS
    return request.page("hub/comments.html", page=page)


async def timeline(request: HubPageRequest) -> Response:
    return request.page("hub/timeline.html", page=await request.view(TimelineView()))


async def timeline_of_year(request: HubPageRequest) -> Response:
    page = await request.view(TimelineView(request.path_param("year")))
    return request.page("hub/timeline.html", page=page)


PAGES = (
    HubPage("", partnership),
    HubPage("/themes", themes),
    HubPage("/themes/{theme}", theme),
    *DATA_PAGES,
    HubPage("/rounds", rounds),
    HubPage("/rounds/{round}", round_page),
    HubPage("/rounds/{round}/comments", comments),
    HubPage("/timeline", timeline),
    HubPage("/timeline/{year}", timeline_of_year),
    *evidence_pages.PAGES,
    *yearly_pages.PAGES,
    *sharing_pages.PAGES,
)


def hub_routes(site: Site) -> list[Route]:
    """Return the routes of all pages, for members and for observers."""
    return [
        *member_routes(site, PAGES),
        *ObserverPages(site, PAGES).routes(),
        *ManagePages(site).routes(),
        *TokenPages(site).routes(),
    ]
