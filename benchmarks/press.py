"""Measures how many presses on a page are handled in a second, against a bare handler that inserts a row.

Accord runs as `accord serve` behind HTTP, without a worker: cookie, form token, sentence, one durable commit,
redirect. All take turns, so that a busy machine slows all.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, urlencode

from adapters.web.session import BrowserCookie, SessionCookies
from benchmarks import Figure
from benchmarks.databases import BACKENDS, BareDriver, databases
from benchmarks.partnerships import AddressOf, add, context, in_slack, partnership
from benchmarks.servers import Line, line, serve_both
from bot.app import SystemClock
from bot.core.events import Message
from bot.core.models import BrowserSession, Invitation, Member, Person
from bot.core.ports import Store
from bot.handlers.bot import Bot
from bot.rounds.opening import open_due
from storage.keys import SqlRoundKeyStore
from storage.keys_binding import open_keys
from storage.keys_folder import locate_keys

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
    """A member's answer to one question, from a browser on which they are signed in."""

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
    """The presses that were answered in a slice of time: the seconds that each took."""

    seconds: float
    times: list[float]

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    @property
    def p50(self) -> float:
        return median(self.times)

    @property
    def p99(self) -> float:
        return quantiles(self.times, n=100)[98]


async def measure() -> list[Figure]:
    return [figure for backend in BACKENDS for figure in await pressing(backend)]


async def pressing(backend: str) -> list[Figure]:
    cookies = SessionCookies((SECRET,), PUBLIC)
    async with ready(backend) as prepared, serve_both(prepared.settings) as (accord_port, bare_port):
        presses = cycle([press.request(cookies) for press in prepared.presses])
        bare = cycle([press.request(cookies, "/press") for press in prepared.presses])
        handled = handling(Bot(context(prepared.store, prepared.keys, SystemClock())), prepared.presses)
        async with over_http(accord_port, presses) as pages, over_http(bare_port, bare) as bare_pages:
            return figures(backend, *await in_turns(pages, bare_pages, handled))


def figures(
    backend: str, pages: tuple[Slice, ...], bare: tuple[Slice, ...], handled: tuple[Slice, ...]
) -> list[Figure]:
    limit = median(part.rate for part in bare)
    p50 = median(part.p50 for part in pages)
    slow = f"a press, s, p99 ({p50:.3f} p50; {AT_ONCE} at once), {backend}"
    return [
        Figure(f"presses a second, {backend}", median(part.rate for part in pages), limit, 0.4),
        Figure(slow, median(part.p99 for part in pages), 0.25, 1, at_most=True),
        Figure(
            f"presses a second without HTTP, {backend}", median(part.rate for part in handled), limit, 0.4
        ),
    ]


async def in_turns(*turns: list[Turn]) -> Iterator[tuple[Slice, ...]]:
    """Return the slices of all, taken in turns."""
    for turn in turns:
        await slice_of(turn)  # the first warms up
    return zip(*[[await slice_of(turn) for turn in turns] for _ in range(SLICES)], strict=True)


async def slice_of(turns: list[Turn]) -> Slice:
    """Press for a slice of time on all connections at once, one press after the other on each."""
    times: list[float] = []
    begin = time.perf_counter()

    async def press(turn: Turn) -> None:
        while (start := time.perf_counter()) < begin + SECONDS:
            await turn()
            times.append(time.perf_counter() - start)

    await asyncio.gather(*(press(turn) for turn in turns))
    return Slice(time.perf_counter() - begin, times)


@asynccontextmanager
async def over_http(port: int, requests: Iterator[bytes], done: int = 303) -> AsyncIterator[list[Turn]]:
    def turn(connection: Line) -> Turn:
        async def press() -> None:
            status, reply = await connection.ask(next(requests))
            assert status == done, reply.body

        return press

    async with AsyncExitStack() as stack:
        yield [turn(await stack.enter_async_context(line(port))) for _ in range(AT_ONCE)]


def handling(bot: Bot, presses: list[Press]) -> list[Turn]:
    rest = events(presses)

    async def handle() -> None:
        assert (await bot.handle(next(rest))).card

    return [handle] * AT_ONCE


def events(presses: list[Press]) -> Iterator[Message]:
    for number, press in enumerate(cycle(presses)):
        address = press.person.address
        yield Message(f"press {number}", address, address, press.says, pressed=True)


@dataclass(frozen=True, slots=True)
class Ready:
    """A store, the settings of a server that uses it, and presses that can be made there."""

    store: Store
    keys: SqlRoundKeyStore
    settings: dict[str, str]
    presses: list[Press]


@asynccontextmanager
async def ready(backend: str, address_of: AddressOf = in_slack) -> AsyncIterator[Ready]:
    async with databases(backend) as (store, bare):
        with TemporaryDirectory() as folder:
            url, keys_url = await database_urls(backend, bare, folder)
            location = locate_keys(Path(folder) / "data", Path(folder), keys_url, "")
            keys, _ = await open_keys(url, location, [SECRET], SystemClock().now())
            settings = {
                "ACCORD_DATABASE_URL": url,
                "ACCORD_KEYS_URL": keys_url,
                "ACCORD_SECRET_KEY": SECRET,
            }
            yield Ready(store, keys, settings, await prepare_presses(store, keys, address_of))
            await keys.close()


async def prepare_presses(store: Store, keys: SqlRoundKeyStore, address_of: AddressOf) -> list[Press]:
    """Open rounds, and return every answer that every member could give. No worker runs meanwhile."""
    now = SystemClock().now()
    await add(store, *(partnership(number, MEMBERS, now, address_of) for number in range(PARTNERSHIPS)))
    await open_due(context(store, keys), now)
    async with store.transaction() as db:
        invitations = {invitation.member: invitation.id for invitation in await db.find(Invitation)}
        people = {person.id: person for person in await db.find(Person)}
        members = await db.find(Member)
        browsers = {member.id: BrowserCookie.at(f"secret {member.id}", now) for member in members}
        await db.add(*(signed_in(browsers[member.id], member.person, now) for member in members))
    return [
        Press(
            people[member.person], browsers[member.id], f"answer {invitations[member.id]}.{question} {point}"
        )
        for question, point in enumerate("43521", start=1)
        for member in members
    ]


def signed_in(browser: BrowserCookie, person: str, now: datetime) -> BrowserSession:
    return BrowserSession(f"s{person}", browser.id, person, now + timedelta(days=1))


async def database_urls(backend: str, bare: BareDriver, folder: str) -> tuple[str, str]:
    """Return the URLs of the database and of one for the keys."""
    if backend == "SQLite":
        path: Any = (await bare.rows("PRAGMA database_list"))[0][2]
        return f"sqlite+aiosqlite:///{path}", f"sqlite+aiosqlite:///{folder}/keys.db"
    await bare.run("CREATE DATABASE keys")
    host = quote((await bare.rows("SHOW unix_socket_directories"))[0][0], safe="")
    template = "postgresql+asyncpg://postgres@/{}?host=" + host
    return template.format("postgres"), template.format("keys")
