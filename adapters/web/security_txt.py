"""Serves security.txt, which says where to report a vulnerability of this server: https://www.rfc-editor.org/rfc/rfc9116"""

from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.web.contacts import contact_uri
from adapters.web.session import Site

PATH = "/.well-known/security.txt"
LASTS = timedelta(days=90)  # less than a year: https://www.rfc-editor.org/rfc/rfc9116#section-2.5.5
LANGUAGES = "en, cy"


def security_txt_routes(site: Site) -> list[Route]:
    async def show(_: Request) -> Response:
        """Raises a 404 if the operator has given no email or https address as contact."""
        if not (contact := contact_uri(site.contact)):
            raise HTTPException(404)
        expires = (site.bot.clock.now() + LASTS).strftime("%Y-%m-%dT00:00:00Z")
        lines = [f"Contact: {contact}", f"Expires: {expires}", f"Preferred-Languages: {LANGUAGES}"]
        if site.public_url.startswith("https://"):
            lines.append(f"Canonical: {site.public_url}{PATH}")
        return PlainTextResponse("\n".join(lines) + "\n")

    return [Route(PATH, show)]
