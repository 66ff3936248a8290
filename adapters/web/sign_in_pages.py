"""Says how somebody gets in who is not signed in."""

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from adapters.web.session import PageRequest, Site
from bot.core.hub_paths import parse_hub_path
from bot.core.i18n import Translator


class SignInPages:
    def __init__(self, site: Site):
        self.site = site

    def routes(self) -> list[Route]:
        return [self.site.route("/sign-in", self.show_ways)]

    async def show_ways(self, page_request: PageRequest) -> Response:
        to = parse_hub_path(page_request.query.get("to", ""))
        return HTMLResponse(sign_in_page(self.site, page_request.t, to))


def sign_in_page(site: Site, t: Translator, to: str) -> str:
    """Return a page with the ways to sign in, after which the browser goes to the page of the hub `to`, if
    any."""
    variables = {"user": None, "to": to, "ways": (), "sends_email": site.bot.sends_email}
    return site.templates.page("sign_in.html", t, **variables)
