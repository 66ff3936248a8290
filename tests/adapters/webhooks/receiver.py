"""A receiver of webhooks: a real HTTPS server on this machine, and names that lead to it."""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from socket import AF_INET, AddressFamily

import trustme
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

AUTHORITY = trustme.CA()
SERVING = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
AUTHORITY.issue_cert("receiver.example").configure_cert(SERVING)
TRUSTING = ssl.create_default_context()
AUTHORITY.configure_trust(TRUSTING)

Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Receiver:
    """`respond` makes each response. `received` holds the headers and the body of each request."""

    respond: Respond
    port: int = 0
    received: list[tuple[dict[str, str], str]] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.received.append((headers, await request.text()))
        return await self.respond(request)

    @property
    def url(self) -> str:
        return f"https://receiver.example:{self.port}/accord?key=secret"


async def accept(_: web.Request) -> web.StreamResponse:
    return web.Response(status=204)


@asynccontextmanager
async def receiving(respond: Respond = accept) -> AsyncIterator[Receiver]:
    """Serve on a free port until the end of the block."""
    receiver = Receiver(respond)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", receiver.handle)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=SERVING)
    await site.start()
    receiver.port = runner.addresses[0][1]
    try:
        yield receiver
    finally:
        await runner.cleanup()


class Names(AbstractResolver):
    """Answers with these addresses, one list for each question; the last one from then on."""

    def __init__(self, *answers: list[str]):
        self.answers = list(answers)
        self.asked = 0

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_INET) -> list[ResolveResult]:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not answer:
            raise OSError("no such host")
        return [
            ResolveResult(
                hostname=host, host=str(ip_address(address)), port=port, family=family, proto=0, flags=0
            )
            for address in answer
        ]

    async def close(self) -> None:
        """Nothing is open."""
