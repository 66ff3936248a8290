"""Serves the page that says who operates this server, as far as its settings tell."""

from importlib.metadata import version

from starlette.responses import Response
from starlette.routing import Route

from adapters.web.method import use_reader_language
from adapters.web.session import PageRequest, Site

DISTRIBUTION = "accord"


def about_routes(site: Site) -> list[Route]:
    async def about(page_request: PageRequest) -> Response:
        await use_reader_language(site, page_request)
        return site.page(
            page_request,
            "about.html",
            terms=site.data_terms,
            contact=site.contact,
            version=version(DISTRIBUTION),
        )

    return [site.route("/about", about, sets_cookie=False)]
