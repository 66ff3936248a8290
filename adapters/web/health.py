"""Endpoints for machines: liveness, readiness and metrics."""

import hmac
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.web.middleware import SecurityMiddleware
from bot.environment import LOOPBACK

PROXY_HEADERS = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
UNAUTHORISED = "Metrics are only for this machine, or with ACCORD_METRICS_TOKEN as a bearer token."


@dataclass(frozen=True, slots=True)
class Health:
    """`unready` returns the names of what is not ready, `metrics` the text that Prometheus reads. `alone`: no
    proxy stands in front, so that a request that seems to come from this machine does."""

    unready: Callable[[], Awaitable[Sequence[str]]]
    metrics: Callable[[], Awaitable[bytes]]
    token: str
    alone: bool

    def routes(self) -> list[Route]:
        return [
            Route("/healthz", self._live),
            Route("/readyz", self._ready),
            Route("/metrics", self._metrics),
        ]

    def app(self) -> Starlette:
        """Return an application for a process that has no pages."""
        return Starlette(routes=self.routes(), middleware=[Middleware(SecurityMiddleware, https=False)])

    async def _live(self, _: Request) -> Response:
        return PlainTextResponse("up")

    async def _ready(self, _: Request) -> Response:
        missing = await self.unready()
        return PlainTextResponse(
            f"not ready: {', '.join(missing)}" if missing else "ready", 503 if missing else 200
        )

    async def _metrics(self, request: Request) -> Response:
        if not (is_authorised(request, self.token) or (self.alone and is_local(request))):
            return PlainTextResponse(UNAUTHORISED, 401, {"WWW-Authenticate": "Bearer"})
        return Response(await self.metrics(), media_type=CONTENT_TYPE_LATEST)


def is_authorised(request: Request, token: str) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    matches = hmac.compare_digest(given.strip().encode(), token.encode())
    return bool(token) and scheme.lower() == "bearer" and matches


def is_local(request: Request) -> bool:
    """Return True if a request comes from this machine: neither through a proxy, nor from another site's page
    in a browser that takes our address for that site's (DNS rebinding)."""
    try:
        is_loopback = request.client is not None and ip_address(request.client.host).is_loopback
        is_named = urlsplit(f"//{request.headers.get('host', '')}").hostname in LOOPBACK
        return is_loopback and is_named and not any(name in request.headers for name in PROXY_HEADERS)
    except ValueError:  # the client or the host is no address
        return False
