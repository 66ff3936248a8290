"""Measures the processor time of pages that show five years, against a page of the same server that shows
nothing. They take turns."""

import re
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory
from typing import NamedTuple, Self

from adapters.web.platform import WebPlatform
from adapters.web.session import BrowserCookie, SessionCookies
from benchmarks import Figure
from benchmarks.five_years import ID, ROUNDS, MovableClock, found_partnership, make_reachable, rounds
from benchmarks.open_rounds import PUBLIC, SECRET, signed_in
from benchmarks.partnerships import context
from benchmarks.processes import cpu_seconds
from benchmarks.servers import ACCORD, Line, Server, line, serve
from bot import app
from bot.worker import Worker
from storage.keys_binding import open_keys
from storage.keys_folder import locate_keys
from storage.migrate import migrate
from storage.store import SqlStore
from storage.web_inbox import SqlWebInbox

MEMBERS = 16
TURNS, TIMES = 5, 100  # in each turn a page is fetched so many times
VIEWER = "u000000-00"
EMPTY = "/me/open/nothing"
CHANNEL = f"/me/{VIEWER}/channel/{ID}"
PAGES = {
    "the results page": f"/me/{VIEWER}/results/{ID}",
    "the channel page": CHANNEL,
    "a person's page": f"/me/{VIEWER}",
    "the hub's first page": f"/p/{ID}",
    "a theme's page": f"/p/{ID}/themes/trust",
    "the list of themes": f"/p/{ID}/themes",
    "the list of rounds": f"/p/{ID}/rounds",
    "the timeline": f"/p/{ID}/timeline",
}
GET = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n"
POST = re.compile(rb"id=\"post-([^\"]+)\"")
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
        newest_round = f"/p/{ID}/rounds/{before - 1}"  # the last is still open
        pages = PAGES | {
            "a round's page": newest_round,
            "its newest chart": chart,
            "its script, if nothing is new": updates,
        }
        costs: dict[str, list[Cost]] = {path: [] for path in (EMPTY, *pages.values())}
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
        status, reply = await connection.ask(GET.format(path=path, cookie=cookie).encode())
        seconds.append(time.perf_counter() - begin)
        assert status == 200, reply.body
    return Cost((cpu_seconds(server.pid) - cpu) / TIMES, median(seconds))


async def newest_on_channel(connection: Line, cookie: str) -> tuple[str, str]:
    """Return the path of the newest chart on the channel page, and the id of its newest post."""
    status, reply = await connection.ask(GET.format(path=CHANNEL, cookie=cookie).encode())
    assert status == 200, reply.body
    return CHART.findall(reply.body)[0].decode(), POST.findall(reply.body)[0].decode()


async def create_history(folder: Path, browser: BrowserCookie, now: datetime, before: int) -> None:
    """Fill a database with the messages of so many rounds to the channel and to one member, who is signed in
    on this browser."""
    url = f"sqlite+aiosqlite:///{folder}/accord.db"
    await migrate(url)
    store = SqlStore(url)
    keys, _ = await open_keys(url, locate_keys(folder, Path(f"{folder}-keys"), "", ""), [SECRET], now)
    clock = MovableClock(now - before * timedelta(weeks=2))
    app_context = replace(context(store, keys), clock=clock, talking_points=app.load_talking_points())
    viewer, *_ = await found_partnership(store, MEMBERS, clock.moment)
    await make_reachable(store, [viewer])
    async with store.transaction() as db:
        await db.add(signed_in(browser, VIEWER, now))
    worker = Worker(app_context, {"web": WebPlatform(SqlWebInbox(store), clock)})
    async with aclosing(rounds(worker, app_context, clock)) as upcoming:
        for _ in range(before):
            await anext(upcoming)
    await store.close()
    await keys.close()
