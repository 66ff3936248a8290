"""Measures the processor time of pages that show five years, against a page of the same server that shows
nothing. They take turns."""

import re
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory
from typing import NamedTuple, Self

from adapters.web.session import BrowserCookie, SessionCookies
from benchmarks import Figure
from benchmarks.five_years import ID, ROUNDS
from benchmarks.hub_history import SHARED, VIEWER, create_history
from benchmarks.open_rounds import PUBLIC, SECRET
from benchmarks.processes import cpu_seconds
from benchmarks.servers import ACCORD, Line, Server, line, serve
from bot import app
from bot.membership.sharing import share_path

TURNS, TIMES = 5, 100  # in each turn a page is fetched so many times
EMPTY = "/me/open/nothing"
CHANNEL = f"/me/{VIEWER}/channel/{ID}"
LOOKS = f"/p/{ID}/yearly"
PAGES = {
    "the results page": f"/me/{VIEWER}/results/{ID}",
    "the channel page": CHANNEL,
    "a person's page": f"/me/{VIEWER}",
    "the hub's first page": f"/p/{ID}",
    "a theme's page": f"/p/{ID}/themes/trust",
    "the list of themes": f"/p/{ID}/themes",
    "the list of rounds": f"/p/{ID}/rounds",
    "the timeline": f"/p/{ID}/timeline",
    "the shared outcomes": f"/p/{ID}/outcomes",
    "the evidence log": f"/p/{ID}/evidence",
    "the list of yearly looks": LOOKS,
    "a shared page": share_path(SHARED),
}
# Each request seems to come from another network: an observer's may not send so many.
GET = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {network}\r\nCookie: {cookie}\r\n\r\n"
NETWORKS = (str(ip_address("10.0.0.0") + number) for number in count())
POST = re.compile(rb"id=\"post-([^\"]+)\"")
LOOK = re.compile(rf"href=\"({LOOKS}/\d+)\"".encode())
CHART = re.compile(rb"/charts/[^\"]+\.png")


async def measure(before: int = ROUNDS, turns: int = TURNS) -> list[Figure]:
    now = app.SystemClock().now()
    cookies, browser = SessionCookies((SECRET,), PUBLIC), BrowserCookie.at("secret", now)
    cookie = f"{cookies.name}={cookies.write(browser)}"
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory())) / "data"
        await create_history(folder, browser, now, before)
        server = await stack.enter_async_context(
            serve(*ACCORD, "--no-worker", ACCORD_DATA=str(folder), ACCORD_SECRET_KEY=SECRET)
        )
        connection = await stack.enter_async_context(line(server.port))
        chart, newest = await newest_on_channel(connection, cookie)
        updates = f"{CHANNEL}/updates?after={newest}"
        pages = PAGES | {
            "a round's page": f"/p/{ID}/rounds/{before - 1}",  # the last is still open
            "a yearly look": await newest_look(connection, cookie),
            "its newest chart": chart,
            "its script, if nothing is new": updates,
        }
        costs: dict[str, list[Cost]] = {path: [] for path in (EMPTY, *pages.values())}
        for path in costs:
            await get(connection, path, cookie)  # draws its charts, which are kept
        for _ in range(turns):
            for path, of_page in costs.items():
                of_page.append(await fetch(connection, server, path, cookie))
    empty = Cost.mean(costs[EMPTY])
    return [page_figure(name, Cost.mean(costs[path]), empty) for name, path in pages.items()]


class Cost(NamedTuple):
    """Processor time of the server and its children, and seconds until the response, of some requests."""

    cpu: float
    seconds: float

    @classmethod
    def mean(cls, costs: Sequence[Self]) -> Self:
        return cls(*(fmean(values) for values in zip(*costs, strict=True)))


def page_figure(name: str, page: Cost, empty: Cost) -> Figure:
    waits = f"{page.seconds * 1e3:.1f} ms, an empty page {empty.seconds * 1e3:.1f}"
    return Figure(
        f"{name} over five years, CPU in ms ({waits})", page.cpu * 1e3, empty.cpu * 1e3, 10, at_most=True
    )


async def fetch(connection: Line, server: Server, path: str, cookie: str) -> Cost:
    """Return what a page costs, on average over some requests: the clock of a process ticks every 10 ms."""
    cpu, seconds = cpu_seconds(server.pid), list[float]()
    for _ in range(TIMES):
        begin = time.perf_counter()
        await get(connection, path, cookie)
        seconds.append(time.perf_counter() - begin)
    return Cost((cpu_seconds(server.pid) - cpu) / TIMES, median(seconds))


async def get(connection: Line, path: str, cookie: str) -> bytes:
    """Return the body of a page. It must be there."""
    request = GET.format(path=path, network=next(NETWORKS), cookie=cookie)
    status, reply = await connection.ask(request.encode())
    assert status == 200, (path, reply.body)
    return bytes(reply.body)


async def newest_on_channel(connection: Line, cookie: str) -> tuple[str, str]:
    """Return the path of the newest chart on the channel page, and the id of its newest post."""
    page = await get(connection, CHANNEL, cookie)
    return CHART.findall(page)[0].decode(), POST.findall(page)[0].decode()


async def newest_look(connection: Line, cookie: str) -> str:
    """Return the path of the newest yearly look."""
    path: bytes = LOOK.findall(await get(connection, LOOKS, cookie))[0]
    return path.decode()
