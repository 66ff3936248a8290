"""A stand-in for the Bot Connector and Microsoft's token endpoint. It records requests in order, and gives
the answers that a test sets."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def answering(status: int, body: Any = None, **headers: str) -> Answer:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response(
            body, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )

    return answer


async def hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport
    request.transport.abort()
    return web.Response()


async def half(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b'{"id": ')
    assert request.transport
    request.transport.close()
    return response


async def a_page(_: web.Request) -> web.Response:
    return web.Response(text="<html>Bad gateway</html>", content_type="text/html", status=502)


@dataclass
class Service:
    """`next` and `next_token` hold the answers to give; after them, every request succeeds."""

    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    tokens: list[dict[str, str]] = field(default_factory=list)
    bearers: list[str] = field(default_factory=list)
    next: list[Answer] = field(default_factory=list)
    next_token: list[Answer] = field(default_factory=list)
    pages: list[dict[str, Any]] = field(default_factory=list)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/token", self._token)
        app.router.add_route("*", "/{path:.*}", self._call)
        return app

    async def _token(self, request: web.Request) -> web.StreamResponse:
        self.tokens.append({name: str(value) for name, value in (await request.post()).items()})
        if self.next_token:
            return await self.next_token.pop(0)(request)
        return web.json_response({"access_token": f"token {len(self.tokens)}", "expires_in": 3600})

    async def _call(self, request: web.Request) -> web.StreamResponse:
        body = await request.json() if request.can_read_body else None
        self.asked.append((request.method, request.raw_path, body))
        self.bearers.append(request.headers["Authorization"].removeprefix("Bearer "))
        if self.next:
            return await self.next.pop(0)(request)
        if self.pages and request.method == "GET":
            return web.json_response(self.pages.pop(0))
        if request.path.endswith("@thread.tacv2/activities"):  # a number, as threads are named by it
            return web.json_response({"id": f"{1_700_000_000_000 + len(self.asked)}"})
        return web.json_response({"id": f"id {len(self.asked)}"})
