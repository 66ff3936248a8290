"""Measures small requests on a connection that is kept, against the same application on a listener that
uvicorn opens: a listener may cost 40 ms a response (http_server.py says why)."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from statistics import median
from tempfile import TemporaryDirectory

import uvicorn

from benchmarks import Figure
from benchmarks.servers import ACCORD, Line, Server, line, serve
from bot.app import open_application, read_environment
from bot.ops.http_server import configure

TIMES = 200
GET = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
PATHS = {"the first page": "/", "a style sheet": "/static/accord.css", "/healthz": "/healthz"}


async def measure(times: int = TIMES) -> list[Figure]:
    """Ask both servers in turns, so that a busy machine slows both."""
    async with (
        idle(*ACCORD, "--no-worker") as accord,
        idle("-m", "benchmarks.kept_connection") as uvicorns,
        line(accord.port) as ours,
        line(uvicorns.port) as theirs,
    ):
        return [
            await in_turns(name, GET.format(path=path).encode(), ours, theirs, times)
            for name, path in PATHS.items()
        ]


async def in_turns(name: str, request: bytes, ours: Line, theirs: Line, times: int) -> Figure:
    seconds = [(await seconds_of(ours, request), await seconds_of(theirs, request)) for _ in range(times)]
    figure, limit = (median(of_one) for of_one in zip(*seconds, strict=True))
    return Figure(
        f"{name} on a kept connection, s, against uvicorn's listener", figure, limit, 1.2, at_most=True
    )


async def seconds_of(connection: Line, request: bytes) -> float:
    begin = time.perf_counter()
    status, reply = await connection.ask(request)
    assert status == 200, reply.body
    return time.perf_counter() - begin


@asynccontextmanager
async def idle(*command: str) -> AsyncIterator[Server]:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        yield await stack.enter_async_context(serve(*command, ACCORD_DATA=folder))


async def serve_on_uvicorns_listener() -> None:
    settings, _ = read_environment()
    async with open_application(settings) as accord:
        config = configure(accord.app)
        config.host, config.port = settings.host, settings.port
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    asyncio.run(serve_on_uvicorns_listener())
