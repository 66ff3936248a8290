"""What pages cost that show five years, against a page of the same server that shows nothing."""

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
from benchmarks.press import PUBLIC, SECRET, signed_in
from benchmarks.scene import add, context, partnership
from benchmarks.served import ACCORD, Line, line, served
from benchmarks.years import ROUNDS, Moved, rounds
from bot import app
from bot.core.models import Channel, Person, web_address
from bot.core.ports import Store
from bot.worker import Worker
from storage.keys import SqlRoundKeyStore
from storage.migrate import migrate
from storage.store import SqlStore as Stored
from storage.web_inbox import SqlWebInbox

MEMBERS, TIMES = 16, 100
ID, VIEWER = "p000000", "u000000-00"
EMPTY = "/me/open/nothing"
PAGES = {
    "the first page": "/",
    "the channel page": f"/me/{VIEWER}/channel/{ID}",
    "a person's page": f"/me/{VIEWER}",
}
GET = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n"
CHART = re.compile(rb"/charts/[^\"]+\.png")


async def measure() -> list[Figure]:
    now = app.SystemClock().now()
    cookies, browser = SessionCookies((SECRET,), PUBLIC), BrowserCookie.at("secret", now)
    cookie = f"{cookies.name}={cookies.write(browser)}"
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        await lived(folder, browser, now)
        port = await stack.enter_async_context(
            served(*ACCORD, ACCORD_DATA=str(folder), ACCORD_SECRET_KEY=SECRET)
        )
        asking = await stack.enter_async_context(line(port))
        pages = PAGES | {"its newest chart": await newest_chart(asking, cookie)}
        seconds: dict[str, list[float]] = {path: [] for path in (EMPTY, *pages.values())}
        for _ in range(TIMES):
            for path, each in seconds.items():
                each.append(await fetched(asking, path, cookie))
    empty = median(seconds[EMPTY])
    return [
        Figure(f"{what} over five years, s", median(seconds[path]), empty, 10, at_most=True)
        for what, path in pages.items()
    ]


async def fetched(asking: Line, path: str, cookie: str) -> float:
    begin = time.perf_counter()
    status, reply = await asking.ask(GET.format(path=path, cookie=cookie).encode())
    assert status == 200, reply.body
    return time.perf_counter() - begin


async def newest_chart(asking: Line, cookie: str) -> str:
    """As the channel page shows it."""
    page = GET.format(path=PAGES["the channel page"], cookie=cookie).encode()
    charts = CHART.findall((await asking.ask(page))[1].body)
    return str(charts[-1].decode())


async def lived(folder: Path, browser: BrowserCookie, now: datetime) -> None:
    """A database in which one of the members, signed in on this browser, and the channel have had five
    years of messages."""
    url = f"sqlite+aiosqlite:///{folder}/accord.db"
    await migrate(url)
    store, keys = Stored(url), SqlRoundKeyStore(f"sqlite+aiosqlite:///{folder}/keys/keys.db")
    clock = Moved(now - ROUNDS * timedelta(weeks=2))
    there = replace(context(store, keys), clock=clock, talking_points=app.load_talking_points())
    await founded(store, clock.moment)
    async with store.transaction() as db:
        await db.add(signed_in(browser, VIEWER, now))
    worker = Worker(there, {"web": WebPlatform(SqlWebInbox(store), clock)})
    async with aclosing(rounds(worker, there, clock)) as to_come:
        for _ in range(ROUNDS):
            await anext(to_come)
    await store.close()
    await keys.close()


async def founded(store: Store, next_round_at: datetime) -> None:
    """Nobody else can be written to, which makes history faster."""
    homes = {VIEWER: web_address(VIEWER)}
    rows = [
        replace(row, home=homes.get(row.id)) if isinstance(row, Person) else row
        for row in partnership(0, MEMBERS, next_round_at)
    ]
    await add(store, [*rows, Channel("c", ID, web_address(ID), "Channel")])
