"""Accord over HTTP: pages and pictures, put together."""

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
from adapters.web.cookies import Cookies
from adapters.web.doors import Doors
from adapters.web.guard import LONGEST_BODY, Guard
from adapters.web.mailboxes import Mailboxes
from adapters.web.pages import Pages
from adapters.web.pictures import Pictures
from adapters.web.render import STATIC
from adapters.web.troubles import handlers
from adapters.web.visits import Easel, Site
from bot.core.ports import WebInbox
from bot.handlers.bot import Bot

FONTS = Path(adapters.charts.__file__).parent / "fonts"


def web(
    bot: Bot,
    inbox: WebInbox,
    easel: Easel,
    *,
    secret_keys: tuple[str, ...],
    public_url: str,
    extra_routes: Sequence[BaseRoute] = (),
    extra_pages: Callable[[Site], Sequence[BaseRoute]] = lambda _: (),
) -> Starlette:
    """The one ASGI app. `secret_keys` stand newest first; `extra_routes` are those of other platforms and
    of health, which check for themselves who calls; `extra_pages` are made as ours are."""
    if not secret_keys:
        raise ValueError("The web needs at least one secret key to sign with.")
    site = Site(bot, inbox, easel, Cookies(secret_keys, public_url), Pictures(secret_keys), public_url)
    return Starlette(
        routes=[
            *extra_routes,
            *extra_pages(site),
            *Doors(site).routes(),
            *Mailboxes(site).routes(),
            *Pages(site).routes(),
            *machines(site),
        ],
        middleware=[
            Middleware(Guard, https=public_url.startswith("https://")),
            Middleware(RequestBodyLimitMiddleware, max_body_size=LONGEST_BODY),
        ],
        exception_handlers=handlers(site),
    )


def machines(site: Site) -> list[BaseRoute]:
    """What is fetched rather than read."""

    async def chart(request: Request) -> Response:
        found = site.pictures.read(request.path_params["signed"], site.bot.context.clock.now())
        drawn = await site.bot.chart(*found) if found else None
        if drawn is None:
            raise HTTPException(404)
        draw = site.easel.narrow_png if "narrow" in request.query_params else site.easel.png
        return Response(
            await draw(drawn),
            media_type="image/png",
            headers={"Cache-Control": "private, max-age=86400"},
        )

    return [
        Route("/charts/{signed}.png", chart),
        Mount("/static/fonts", StaticFiles(directory=FONTS)),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
