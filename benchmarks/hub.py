"""Measures pages that show five years, against a page of the same server that shows nothing."""

import re
import time
from contextlib import AsyncExitStack, aclosing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from adapters.web.platform import WebPlatform
from adapters.web.session import BrowserCookie, SessionCookies
from benchmarks import Figure
from benchmarks.five_years import ROUNDS, MovableClock, rounds, who_is_not_written_to
from benchmarks.open_rounds import PUBLIC, SECRET, signed_in
from benchmarks.partnerships import add, context, partnership
from benchmarks.servers import ACCORD, Line, line, serve
from bot import app
from bot.core.models import Channel, Person, web_address
from bot.core.ports import Store
from bot.worker import Worker
from storage.keys_binding import open_keys
from storage.keys_folder import locate_keys
from storage.migrate import migrate
from storage.store import SqlStore
from storage.web_inbox import SqlWebInbox

MEMBERS, TIMES = 16, 100
ID, VIEWER = "p000000", "u000000-00"
EMPTY = "/me/open/nothing"
PAGES = {
    "the results page": f"/me/{VIEWER}/results/{ID}",
    "the channel page": f"/me/{VIEWER}/channel/{ID}",
    "a person's page": f"/me/{VIEWER}",
}
GET = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n"
CHART = re.compile(rb"/charts/[^\"]+\.png")


async def measure(before: int = ROUNDS, times: int = TIMES) -> list[Figure]:
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
        pages = PAGES | {"its newest chart": await newest_chart(connection, cookie)}
        seconds: dict[str, list[float]] = {path: [] for path in (EMPTY, *pages.values())}
        for _ in range(times):
            for path, taken in seconds.items():
                taken.append(await fetch(connection, path, cookie))
    empty = median(seconds[EMPTY])
    return [
        Figure(f"{name} over five years, s", median(seconds[path]), empty, 10, at_most=True)
        for name, path in pages.items()
    ]


async def fetch(connection: Line, path: str, cookie: str) -> float:
    begin = time.perf_counter()
    status, reply = await connection.ask(GET.format(path=path, cookie=cookie).encode())
    assert status == 200, reply.body
    return time.perf_counter() - begin


async def newest_chart(connection: Line, cookie: str) -> str:
    """Return the path of the newest chart on the channel page."""
    page = GET.format(path=PAGES["the channel page"], cookie=cookie).encode()
    charts = CHART.findall((await connection.ask(page))[1].body)
    return str(charts[0].decode())


async def create_history(folder: Path, browser: BrowserCookie, now: datetime, before: int) -> None:
    """Fill a database with the messages of so many rounds to the channel and to one member, who is signed in
    on this browser."""
    url = f"sqlite+aiosqlite:///{folder}/accord.db"
    await migrate(url)
    store = SqlStore(url)
    keys, _ = await open_keys(url, locate_keys(folder, Path(f"{folder}-keys"), "", ""), [SECRET], now)
    clock = MovableClock(now - before * timedelta(weeks=2))
    app_context = replace(context(store, keys), clock=clock, talking_points=app.load_talking_points())
    await found_partnership(store, clock.moment)
    async with store.transaction() as db:
        await db.add(signed_in(browser, VIEWER, now))
    worker = Worker(app_context, {"web": WebPlatform(SqlWebInbox(store), clock)})
    async with aclosing(rounds(worker, app_context, clock)) as upcoming:
        for _ in range(before):
            await anext(upcoming)
    await store.close()
    await keys.close()


async def found_partnership(store: Store, next_round_at: datetime) -> None:
    """Store a partnership in which only one member is written to, since that makes history faster."""
    rows = [
        who_is_not_written_to(row) if isinstance(row, Person) else row
        for row in partnership(0, MEMBERS, next_round_at)
    ]
    rows = [replace(row, home=row.address) if row.id == VIEWER else row for row in rows]
    await add(store, [*rows, Channel("c", ID, web_address(ID), "Channel")])
