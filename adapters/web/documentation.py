"""Serves the documentation at /docs: files that are made of the folder docs/ when Accord is installed."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from adapters.web.session import Site

ROOT = "/docs"
BUILT = Path(__file__).parent / "documentation_site"


class DocumentationFiles(StaticFiles):
    """The files of the site. No session is read and no cookie set, so anybody can read them."""

    def __init__(self, folder: Path):
        super().__init__(directory=folder, html=True)

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code < 400:
            # Browsers ask each time whether a page has changed: an upgrade replaces all of them.
            response.headers["Cache-Control"] = "no-cache"
        return response


def documentation_routes(site: Site, folder: Path = BUILT) -> list[BaseRoute]:
    async def first_page(_: Request) -> Response:
        return RedirectResponse(f"{ROOT}/")

    async def not_built(request: Request) -> Response:
        t = site.translator(request)
        title = t("The documentation is not here")
        words = t(
            "It was not built when Accord was installed here. It is in the folder docs of the source code."
        )
        return HTMLResponse(site.templates.page("trouble.html", t, user=None, title=title, words=words), 404)

    if not folder.is_dir():
        return [Route(ROOT, not_built), Route(f"{ROOT}/{{path:path}}", not_built)]
    return [Route(ROOT, first_page), Mount(ROOT, DocumentationFiles(folder))]
