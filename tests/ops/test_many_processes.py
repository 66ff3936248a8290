"""Two servers and two workers on one PostgreSQL: any of them may be killed at any time."""

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.models import Answer
from storage.migrate import migrate
from storage.store import SqlStore
from tests.ops.http_client import HttpClient
from tests.ops.processes import Process, running, until
from tests.support.databases import PostgreSQL
from tests.support.history_factory import add_members_without_home
from tests.support.patience import PATIENCE

WEB, WORK = ("serve", "--no-worker"), ("work", "--port", "0")
CALLED_OFF = "Harbour: the round was cancelled"

Start = Callable[..., Process]


@pytest.fixture
async def url(postgresql: PostgreSQL) -> str:
    url = postgresql.url(postgresql.new())
    await migrate(url)
    return url


@pytest.fixture
def start(url: str, postgresql: PostgreSQL, tmp_path: Path) -> Iterator[Start]:
    keys = postgresql.url(postgresql.new())
    settings = {
        "DATABASE_URL": url,
        "KEYS_URL": keys,
        "SECRET_KEY": "0123456789abcdef" * 2,
        "DATA": str(tmp_path),
    }
    with ExitStack() as stack:
        yield lambda *command: stack.enter_context(running(*command, **settings))


async def test_a_check_in_survives_a_killed_server_and_a_killed_worker(start: Start, url: str) -> None:
    await goes_on(start, url, [0, 2], replaced=False)


@pytest.mark.long
async def test_a_check_in_survives_repeated_kills(start: Start, url: str) -> None:
    chance = random.Random(7)
    await goes_on(start, url, [chance.randrange(4) for _ in range(20)], replaced=True)


async def goes_on(start: Start, url: str, killed: list[int], *, replaced: bool) -> None:
    """Of four processes, the first two for pages, these are killed one after the other, each in the middle of
    a round."""
    processes = [start(*command) for command in (WEB, WEB, WORK, WORK)]
    pages = [f"http://127.0.0.1:{each.port()}" for each in processes[:2]]
    async with HttpClient(pages[0]) as amira, HttpClient(pages[1]) as ben:
        until(f"{pages[1]}/readyz", (200, "ready"))
        await amira.starts("Harbour", "Amira")
        await ben.joins(await amira.invites(), "Ben", "Age Well")
        await amira.approves()
        store = SqlStore(url)
        await add_members_without_home(store, datetime.now(UTC), 8, "Harbour")
        await store.close()
        for n, number in enumerate(killed):
            await amira.says(f'ask "How fair was decision number {n}?" for 2 days now')
            await amira.answers("Mostly")
            processes[number].kill()
            left = next(page for page, each in zip(pages, processes, strict=False) if each.is_running())
            amira.moves(left)
            ben.moves(left)
            await ben.answers("Partly", comment="It goes on.")
            assert await kept(url) == 4
            await amira.says("cancel now")
            async with asyncio.timeout(PATIENCE):
                while (await ben.channel()).count(CALLED_OFF) <= n:
                    pass
            assert await kept(url) == 0
            if replaced:
                processes[number] = start(*(WEB if number < 2 else WORK))
                port = processes[number].port()
                if number < 2:
                    pages[number] = f"http://127.0.0.1:{port}"
        assert (await ben.channel()).count(CALLED_OFF) == len(killed)
    assert {each.stop() for each in processes if each.is_running()} == {0}


async def kept(url: str) -> int:
    """Return the number of answers in the open round."""
    store = SqlStore(url)
    async with store.read_only() as db:
        count = await db.count(Answer)
    await store.close()
    return count
