"""Serves the page that tells readers how results are measured; docs/method.md has all of it, for specialists.

Its numbers come from the code that uses them, so that the page stays true.
"""

from starlette.responses import Response
from starlette.routing import Route

from adapters.web.session import PageRequest, Site
from bot.analysis.bands import BOUNDS
from bot.analysis.baseline import INDICATIVE_BELOW
from bot.analysis.changes import CONFIRMED_WITHIN, MIN_BASELINE_ROUNDS, SIZES
from bot.analysis.control_chart import FIRM_POINTS
from bot.analysis.disclosure import MIN_COMMENTS, MIN_FOR_COUNTS, MIN_FOR_SHAPE, MIN_REPLIES, UNEVEN_GAP
from bot.analysis.false_alarms import false_alarm_rates

EXAMPLE_MEMBERS, EXAMPLE_LEVEL = 9, 3.7  # of the partnership whose false alarms are told


def method_routes(site: Site) -> list[Route]:
    async def method(page_request: PageRequest) -> Response:
        await use_reader_language(site, page_request)
        calm, _ = false_alarm_rates(EXAMPLE_MEMBERS, EXAMPLE_LEVEL, firm=False)
        return site.page(
            page_request,
            "method.html",
            least=MIN_REPLIES,
            shape=MIN_FOR_SHAPE,
            counts=MIN_FOR_COUNTS,
            comments=MIN_COMMENTS,
            few=INDICATIVE_BELOW,
            early=MIN_BASELINE_ROUNDS,
            firm=FIRM_POINTS,
            size=SIZES[0],
            sharp=SIZES[-1],
            within=CONFIRMED_WITHIN,
            bound=BOUNDS[MIN_FOR_SHAPE][1],
            gap=UNEVEN_GAP,
            members=EXAMPLE_MEMBERS,
            alarms=round(calm.alarms),
        )

    return [site.route("/method", method, sets_cookie=False)]


async def use_reader_language(site: Site, page_request: PageRequest) -> None:
    """Show a page that is for everybody in the language of who is signed in, if anybody is."""
    people = await site.signed_in_people(page_request)
    if people:
        page_request.t = site.bot.translator(people[0])
