"""Measures how long a press in Slack takes when presses come at random, and how long the event loop is held
meanwhile.

139 a second come when 100,000 members give five answers each within an hour. Each press has its moment, drawn
before, and waits for no other: if the server is slow, more are under way. Its time counts from that moment.
The server is `accord serve` with its worker; client, server and database are on the same machine.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import islice
from random import Random
from statistics import quantiles
from typing import Self

from benchmarks import Figure
from benchmarks.databases import BACKENDS
from benchmarks.loopback import Wire, wire
from benchmarks.open_rounds import ready
from benchmarks.servers import ACCORD, HEALTH_REQUEST, Line, Server, line, serve
from benchmarks.slack_press import bodies, requests, slack_settings

RATE, SECONDS, PARTNERSHIPS = 139, 20.0, 40
BEAT = 0.02  # seconds between two looks at the event loop
WARM_UP = 2.0  # seconds
CALM = 1.0  # seconds without a call to Slack, after which what was due has been sent


async def measure(
    backends: Sequence[str] = BACKENDS, seconds: float = SECONDS, partnerships: int = PARTNERSHIPS
) -> list[Figure]:
    return [figure for backend in backends for figure in await arriving(backend, seconds, partnerships)]


async def arriving(backend: str, seconds: float, partnerships: int) -> tuple[Figure, Figure]:
    async with wire() as slack, ready(backend, partnerships) as prepared:
        all_requests = requests(bodies(prepared.presses, slack), "/slack/events", "accord")
        settings = prepared.settings | slack_settings(slack)
        async with serve(*ACCORD, **settings) as server, Lines(server) as lines:
            await until_calm(slack)
            await press_at(moments(WARM_UP, 0), all_requests, lines)
            async with looking(server) as lags:
                times = await press_at(moments(seconds, 1), all_requests, lines)
    p50, p99 = percentile(times, 50), percentile(times, 99)
    press = f"a press in Slack, {RATE} a second at random, s, p99 ({p50:.4f} p50), {backend}"
    loop = f"GET /healthz meanwhile, s, p99 ({percentile(lags, 50):.4f} p50), {backend}"
    return (
        Figure(press, p99, 0.25, 1, at_most=True),
        Figure(loop, percentile(lags, 99), 0.05, 1, at_most=True),
    )


def moments(seconds: float, seed: int) -> list[float]:
    """Return moments at random, in seconds from the begin: the time between two is exponential."""
    chance, moment, drawn = Random(seed), 0.0, list[float]()
    while (moment := moment + chance.expovariate(RATE)) < seconds:
        drawn.append(moment)
    return drawn


class Lines:
    """Connections to a server, as many as are in use at once."""

    def __init__(self, server: Server):
        self._server = server
        self._idle: list[Line] = []
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def ask(self, request: bytes) -> None:
        open_line = (
            self._idle.pop() if self._idle else await self._stack.enter_async_context(line(self._server.port))
        )
        status, reply = await open_line.ask(request)
        assert status == 200, reply.body
        self._idle.append(open_line)


async def press_at(moments: Sequence[float], all_requests: Iterator[bytes], lines: Lines) -> list[float]:
    """Send a request at each moment. Return the seconds from the moment to the end of the response."""
    prepared = list(islice(all_requests, len(moments)))  # signed before, so that this takes no time meanwhile
    begin = time.perf_counter()

    async def press(moment: float, request: bytes) -> float:
        await asyncio.sleep(begin + moment - time.perf_counter())
        await lines.ask(request)
        return time.perf_counter() - begin - moment

    return await asyncio.gather(*map(press, moments, prepared))


@asynccontextmanager
async def looking(server: Server) -> AsyncIterator[list[float]]:
    """Yield a list that gets, at each beat, the seconds of a request that touches no database."""
    seconds = list[float]()

    async def look(open_line: Line) -> None:
        while True:
            begin = time.perf_counter()
            await open_line.ask(HEALTH_REQUEST)
            seconds.append(time.perf_counter() - begin)
            await asyncio.sleep(BEAT)

    async with line(server.port) as open_line:
        task = asyncio.create_task(look(open_line))
        yield seconds
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until_calm(slack: Wire) -> None:
    """Wait until the worker has sent what was due."""
    before = None
    while (calls := await slack.calls()) != before:
        before = calls
        await asyncio.sleep(CALM)


def percentile(values: Sequence[float], which: int) -> float:
    return quantiles(values, n=100)[which - 1]
