"""Adds security headers to every response, logs requests without naming anybody, and limits bodies."""

import time

import structlog
from starlette.datastructures import URL, Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.web.api.problems import PREFIX, problem

MAX_BODY = 256 * 1024
CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: browsers then say `Origin: null` even to ourselves.
    # https://fetch.spec.whatwg.org/#append-a-request-origin-header
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}
UNLOGGED = {"/healthz", "/readyz", "/metrics", "/static"}

log = structlog.get_logger("web")


class SecurityMiddleware:
    """ASGI middleware. It logs a request by the pattern of its route, never by its path, which may hold a
    secret and tells who is there."""

    def __init__(self, app: ASGIApp, https: bool):
        self.app = app
        self.headers = HEADERS | ({"Strict-Transport-Security": "max-age=31536000"} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        started, status = time.perf_counter(), 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                self._add_headers(scope["path"], status, headers)
                _stay_on_this_host(scope, headers)
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        finally:
            _log_request(scope, status, time.perf_counter() - started)

    def _add_headers(self, path: str, status: int, headers: MutableHeaders) -> None:
        for name, value in self.headers.items():
            headers.setdefault(name, value)
        is_static = path.startswith("/static/") and status < 400
        headers.setdefault("Cache-Control", "public, max-age=86400" if is_static else "no-store")


class ApiBodyLimit:
    """ASGI middleware that refuses large bodies of requests to the API with a problem, where Starlette's own
    would answer in plain text. Nothing reads the body of such a request."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_large = (
            scope["type"] == "http" and scope["path"].startswith(PREFIX) and _content_length(scope) > MAX_BODY
        )
        await (problem(413) if is_large else self.app)(scope, receive, send)


def _stay_on_this_host(scope: Scope, headers: MutableHeaders) -> None:
    """Leave the host out of a redirect to the one that the client named, which may be any."""
    if location := headers.get("location"):
        asked = URL(scope=scope)
        path = location.removeprefix(f"{asked.scheme}://{asked.netloc}")
        if path.startswith("/") and not path.startswith("//"):
            headers["location"] = path


def _content_length(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isascii() and length.isdecimal() else 0


def _log_request(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "none")
    if route not in UNLOGGED:
        # In practice only errors get a line: one for each request would tell when people answered.
        write = log.error if status >= 500 else log.debug
        write("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000))
