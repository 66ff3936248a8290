"""Puts together the ASGI application: pages, charts and static files."""

from collections.abc import Callable, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

import adapters.charts
from adapters.web.about import about_routes
from adapters.web.accessibility import accessibility_routes
from adapters.web.api.routes import api_routes
from adapters.web.auth_pages import AuthPages
from adapters.web.chart_links import ChartLinks
from adapters.web.documentation import documentation_routes
from adapters.web.error_pages import error_handlers
from adapters.web.figures import Figures, PictureRenderer
from adapters.web.forms import FormPages
from adapters.web.hub.pages import hub_routes
from adapters.web.mailbox_pages import MailboxPages
from adapters.web.method import method_routes
from adapters.web.middleware import MAX_BODY, ApiBodyLimit, SecurityMiddleware
from adapters.web.pages import Pages
from adapters.web.privacy import privacy_routes
from adapters.web.render import STATIC, ButtonLabels, templates
from adapters.web.security_txt import security_txt_routes
from adapters.web.session import SessionCookies, Site
from adapters.web.sign_in_pages import SignInPages
from bot.core.ports import IdentityProvider, WebInbox
from bot.handlers.bot import Bot
from bot.settings import NO_LINKS, NO_TERMS, DataTerms, ServiceLinks

FONTS = Path(adapters.charts.__file__).parent / "fonts"


def create_app(  # noqa: PLR0913 - all that the pages are made of
    bot: Bot,
    inbox: WebInbox,
    chart_renderer: PictureRenderer,
    *,
    secret_keys: tuple[str, ...],
    public_url: str,
    contact: str = "",
    links: ServiceLinks = NO_LINKS,
    data_terms: DataTerms = NO_TERMS,
    extra_routes: Sequence[BaseRoute] = (),
    extra_pages: Callable[[Site], Sequence[BaseRoute]] = lambda _: (),
    demo_path: str = "",
    identity_providers: Sequence[IdentityProvider] = (),
) -> Starlette:
    """Return the one ASGI application. `secret_keys` stand newest first. `extra_routes` are those of other
    platforms and of health, which check for themselves who calls. `extra_pages` are made as ours are.
    `contact` is where people report a problem with the pages; each page ends with `links`. Files of results
    name `data_terms`."""
    if not secret_keys:
        raise ValueError("The web needs at least one secret key to sign with.")
    pages = templates(demo_path, links)
    site = Site(
        bot,
        inbox,
        chart_renderer,
        Figures(chart_renderer, pages),
        SessionCookies(secret_keys, public_url),
        ChartLinks(secret_keys),
        ButtonLabels(secret_keys),
        public_url,
        pages,
        contact,
        identity_providers,
        data_terms,
    )
    return Starlette(
        routes=[*extra_routes, *extra_pages(site), *_routes(site)],
        middleware=_middleware(public_url),
        exception_handlers=error_handlers(site),
    )


def _routes(site: Site) -> list[BaseRoute]:
    return [
        *AuthPages(site).routes(),
        *SignInPages(site).routes(),
        *MailboxPages(site).routes(),
        *FormPages(site).routes(),
        *accessibility_routes(site),
        *method_routes(site),
        *about_routes(site),
        *privacy_routes(site),
        *documentation_routes(site),
        *security_txt_routes(site),
        *Pages(site).routes(),
        *hub_routes(site),
        *api_routes(site),
        *machine_routes(site),
    ]


def machine_routes(site: Site) -> list[BaseRoute]:
    """Return the routes of what browsers and chat platforms fetch for a page."""

    async def chart(request: Request) -> Response:
        link = site.chart_links.read(request.path_params["signed"], site.bot.clock.now())
        chart = await site.bot.chart(*link) if link else None
        if chart is None:
            raise HTTPException(404)
        narrow, dark, small = (form in request.query_params for form in ("narrow", "dark", "small"))
        return Response(
            await site.chart_renderer.png(chart, narrow=narrow, dark=dark, small=small),
            media_type="image/png",
            headers={"Cache-Control": "private, max-age=86400"},
        )

    return [
        Route("/charts/{signed}.png", chart),
        Mount("/static/fonts", StaticFiles(directory=FONTS)),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]


def _middleware(public_url: str) -> list[Middleware]:
    return [
        Middleware(SecurityMiddleware, https=public_url.startswith("https://")),
        Middleware(ApiBodyLimit),
        Middleware(RequestBodyLimitMiddleware, max_body_size=MAX_BODY),
    ]
