"""How many presses on a page are heard, kept and answered in a second, against a bare handler that keeps a
row.

Accord's is `accord serve` over HTTP, with the worker elsewhere: cookie, form token, sentence, one durable
commit, redirect. All take turns, so that a busy machine slows all.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, urlencode

from adapters.web.session import BrowserCookie, SessionCookies
from benchmarks import Figure
from benchmarks.databases import BACKENDS, Bare, databases
from benchmarks.scene import At, add, context, in_slack, partnership
from benchmarks.served import Line, beside_bare, line
from bot.app import SystemClock
from bot.core.events import Message
from bot.core.models import BrowserSession, Invitation, Member, Person
from bot.core.ports import Store
from bot.handlers.bot import Bot
from bot.rounds.opening import open_due
from storage.keys import SqlRoundKeyStore

PARTNERSHIPS, MEMBERS = 20, 20
AT_ONCE = 32
SLICES, SECONDS = 7, 2.0
SECRET = "a secret key that is only for measuring"
PUBLIC = "http://127.0.0.1"
HEAD = (
    "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
)

Turn = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Press:
    """A member answers one of the questions put to them, from a browser they are signed in on."""

    person: Person
    browser: BrowserCookie
    says: str

    def request(self, cookies: SessionCookies, path: str = "") -> bytes:
        body = urlencode({"csrf": self.browser.csrf, "nonce": "n", "says": self.says})
        cookie = f"{cookies.name}={cookies.write(self.browser)}"
        path = path or f"/me/{self.person.id}/say"
        return HEAD.format(path=path, cookie=cookie, length=len(body), body=body).encode()


@dataclass(frozen=True, slots=True)
class Slice:
    """Presses that were answered in a slice of time, and the seconds each took."""

    seconds: float
    each: list[float]

    @property
    def rate(self) -> float:
        return len(self.each) / self.seconds

    @property
    def p50(self) -> float:
        return median(self.each)

    @property
    def p99(self) -> float:
        return quantiles(self.each, n=100)[98]


async def measure() -> list[Figure]:
    return [figure for backend in BACKENDS for figure in await pressing(backend)]


async def pressing(backend: str) -> list[Figure]:
    cookies = SessionCookies((SECRET,), PUBLIC)
    async with ready(backend) as it, beside_bare(it.settings) as (ours, limit):
        presses = cycle([each.request(cookies) for each in it.presses])
        bare = cycle([each.request(cookies, "/press") for each in it.presses])
        heard = hearing(Bot(context(it.store, it.keys, SystemClock())), it.presses)
        async with over_http(ours, presses) as pages, over_http(limit, bare) as alone:
            return figures(backend, *await in_turns(pages, alone, heard))


def figures(
    backend: str, pages: tuple[Slice, ...], alone: tuple[Slice, ...], heard: tuple[Slice, ...]
) -> list[Figure]:
    bare, p50 = median(each.rate for each in alone), median(each.p50 for each in pages)
    slow = f"a press, s, p99 ({p50:.3f} p50; {AT_ONCE} at once), {backend}"
    return [
        Figure(f"presses a second, {backend}", median(each.rate for each in pages), bare, 0.4),
        Figure(slow, median(each.p99 for each in pages), 0.25, 1, at_most=True),
        Figure(f"presses a second without HTTP, {backend}", median(each.rate for each in heard), bare, 0.4),
    ]


async def in_turns(*turns: list[Turn]) -> Iterator[tuple[Slice, ...]]:
    """The slices of each."""
    for turn in turns:
        await slice_of(turn)  # the first warms up
    return zip(*[[await slice_of(turn) for turn in turns] for _ in range(SLICES)], strict=True)


async def slice_of(turns: list[Turn]) -> Slice:
    """As many presses as can be had at once, one after the other on each connection."""
    each: list[float] = []
    begin = time.perf_counter()

    async def press(turn: Turn) -> None:
        while (start := time.perf_counter()) < begin + SECONDS:
            await turn()
            each.append(time.perf_counter() - start)

    await asyncio.gather(*(press(turn) for turn in turns))
    return Slice(time.perf_counter() - begin, each)


@asynccontextmanager
async def over_http(port: int, requests: Iterator[bytes], done: int = 303) -> AsyncIterator[list[Turn]]:
    def turn(own: Line) -> Turn:
        async def press() -> None:
            status, reply = await own.ask(next(requests))
            assert status == done, reply.body

        return press

    async with AsyncExitStack() as stack:
        yield [turn(await stack.enter_async_context(line(port))) for _ in range(AT_ONCE)]


def hearing(bot: Bot, presses: list[Press]) -> list[Turn]:
    rest = events(presses)

    async def hear() -> None:
        assert (await bot.handle(next(rest))).card

    return [hear] * AT_ONCE


def events(presses: list[Press]) -> Iterator[Message]:
    for number, press in enumerate(cycle(presses)):
        address = press.person.address
        yield Message(f"press {number}", address, address, press.says, pressed=True)


@dataclass(frozen=True, slots=True)
class Ready:
    """Databases, what leads a server to them, and presses that can be made there."""

    store: Store
    keys: SqlRoundKeyStore
    settings: dict[str, str]
    presses: list[Press]


@asynccontextmanager
async def ready(backend: str, on: At = in_slack) -> AsyncIterator[Ready]:
    async with databases(backend) as (store, bare):
        with TemporaryDirectory() as folder:
            url, keys_url = await addresses(backend, bare, folder)
            keys = SqlRoundKeyStore(keys_url)
            settings = {
                "ACCORD_DATABASE_URL": url,
                "ACCORD_KEYS_URL": keys_url,
                "ACCORD_SECRET_KEY": SECRET,
            }
            yield Ready(store, keys, settings, await prepared(store, keys, on))
            await keys.close()


async def prepared(store: Store, keys: SqlRoundKeyStore, on: At) -> list[Press]:
    """Every answer that every member could give to an open round; the worker has nothing to do meanwhile."""
    now = SystemClock().now()
    await add(store, *(partnership(number, MEMBERS, now, on) for number in range(PARTNERSHIPS)))
    await open_due(context(store, keys), now)
    async with store.transaction() as db:
        invitations = {each.member: each.id for each in await db.find(Invitation)}
        people = {each.id: each for each in await db.find(Person)}
        members = await db.find(Member)
        browsers = {each.id: BrowserCookie.at(f"secret {each.id}", now) for each in members}
        await db.add(*(signed_in(browsers[each.id], each.person, now) for each in members))
    return [
        Press(people[each.person], browsers[each.id], f"answer {invitations[each.id]}.{question} {point}")
        for question, point in enumerate("43521", start=1)
        for each in members
    ]


def signed_in(browser: BrowserCookie, person: str, now: datetime) -> BrowserSession:
    return BrowserSession(f"s{person}", browser.id, person, now + timedelta(days=1))


async def addresses(backend: str, bare: Bare, folder: str) -> tuple[str, str]:
    """Where the database lies, as it says itself, and one for the keys beside it."""
    if backend == "SQLite":
        path: Any = (await bare.rows("PRAGMA database_list"))[0][2]
        return f"sqlite+aiosqlite:///{path}", f"sqlite+aiosqlite:///{folder}/keys.db"
    await bare.run("CREATE DATABASE keys")
    host = quote((await bare.rows("SHOW unix_socket_directories"))[0][0], safe="")
    here = "postgresql+asyncpg://postgres@/{}?host=" + host
    return here.format("postgres"), here.format("keys")
