"""The handler that presses are measured against."""

import httpx2

from adapters.teams.settings import TeamsSettings
from adapters.web.session import SessionCookies
from benchmarks.bare_server import app


async def insert(browser: str, words: bytes) -> None: ...


async def test_it_starts_without_teams() -> None:
    """The presses of one platform are measured without the others."""
    bare = app(SessionCookies(["k" * 40], "http://127.0.0.1"), "", TeamsSettings(), insert)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=bare), base_url="http://here") as client:
        assert (await client.get("/healthz")).status_code == 200
