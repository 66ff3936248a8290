"""The handlers that presses are measured against."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette

from adapters.teams.settings import TeamsSettings
from adapters.web.session import BrowserCookie, SessionCookies
from benchmarks.bare_server import KEEP, Handlers, Press, Tables, sqlite

COOKIES = SessionCookies(["k" * 40], "http://127.0.0.1")


@asynccontextmanager
async def client(tables: Tables) -> AsyncIterator[Any]:
    handlers = Handlers(COOKIES, "", TeamsSettings(), tables)  # starts without Slack and Teams
    transport = httpx2.ASGITransport(app=Starlette(routes=handlers.routes()))
    async with httpx2.AsyncClient(transport=transport, base_url="http://here") as opened:
        yield opened


def answers(path: Path) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM bare_answers").fetchall()


async def test_a_press_is_checked_parsed_and_kept() -> None:
    kept: list[Press] = []

    async def insert(*_: object) -> None: ...

    async def keep(press: Press) -> None:
        kept.append(press)

    browser = BrowserCookie.at("secret", datetime.now(UTC))
    async with client(Tables(insert, keep)) as opened:
        form = {"csrf": browser.csrf, "says": "answer k7f2.3 4"}
        cookie = {"Cookie": f"{COOKIES.name}={COOKIES.write(browser)}"}
        response = await opened.post(f"{KEEP}/press", data=form, headers=cookie)
        assert response.status_code == 303
        with pytest.raises(AssertionError):
            await opened.post(f"{KEEP}/press", data=form)
    assert [press.answer for press in kept] == [("k7f2", "3", "4")]


async def test_an_event_counts_once_and_an_answer_replaces_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "bare.db"
    async with sqlite(str(path)) as tables:
        for event, value in (("e1", 4), ("e1", 5), ("e2", 2)):
            await tables.keep(Press(event, f"answer k7f2.3 {value}"))
        assert answers(path) == [("k7f2", "3", "2")]
