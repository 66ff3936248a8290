"""The server that presses are compared with. It takes Accord's settings.

Its handlers check the same signed cookie and form token, Slack's signature or Teams' token. Those below KEEP
parse the press, and in one durable transaction they remember the event, unless it came before, and save the
answer; in Slack they then make one call, which is always the same. Those below INSERT insert one row and do
nothing else.
"""

import asyncio
import json
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from secrets import token_hex
from typing import NamedTuple
from urllib.parse import parse_qs

import aiohttp
import asyncpg
import jwt
import uvicorn
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import make_url
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.teams.clouds import CLOUDS
from adapters.teams.settings import TeamsSettings
from adapters.web.session import BrowserCookie, SessionCookies
from bot.settings import Settings
from storage.sqlite import PRAGMAS

KEEP, INSERT = "/keep", "/insert"
TABLES = (
    "CREATE TABLE bare_presses (browser TEXT, words {bytes})",
    "CREATE TABLE bare_events (id TEXT PRIMARY KEY)",
    "CREATE TABLE bare_answers (invitation TEXT, question TEXT, value TEXT, UNIQUE (invitation, question))",
)
PRESS = "INSERT INTO bare_presses VALUES ($1, $2)"
EVENT = "INSERT INTO bare_events VALUES ($1) ON CONFLICT DO NOTHING RETURNING id"
ANSWER = (
    "INSERT INTO bare_answers VALUES ($1, $2, $3)"
    " ON CONFLICT (invitation, question) DO UPDATE SET value = excluded.value"
)
# As long as a question is, drawn for Slack.
REPLY = json.dumps({"replace_original": True, "text": "A question. " * 40, "blocks": ["…" * 300]}).encode()
JSON = {"Content-Type": "application/json"}


class Press(NamedTuple):
    """The id of a press, and the sentence of its button: `answer <invitation>.<question> <value>`."""

    event: str
    says: str

    @property
    def answer(self) -> tuple[str, str, str]:
        _, token, value = self.says.split(" ")
        invitation, _, question = token.partition(".")
        return invitation, question, value


class Tables(NamedTuple):
    """`insert` inserts one row; `keep` remembers the event and saves the answer, in one transaction."""

    insert: Callable[[str, bytes], Awaitable[None]]
    keep: Callable[[Press], Awaitable[None]]


class Handlers:
    """Each check returns who sent a request, and raises an exception for a forged one."""

    def __init__(self, cookies: SessionCookies, signing_secret: str, teams: TeamsSettings, tables: Tables):
        self._cookies, self._teams, self._tables = cookies, teams, tables
        self._signing_secret = signing_secret
        self._keys = jwt.PyJWKClient(teams.metadata_url.replace("description", "keys"))  # which caches them
        self._http: aiohttp.ClientSession | None = None

    def routes(self) -> list[Route]:
        paths = {
            f"{KEEP}/press": self.keep_from_page,
            f"{KEEP}/slack": self.keep_from_slack,
            f"{KEEP}/api/messages": self.keep_from_teams,
            f"{INSERT}/press": self.insert_from_page,
            f"{INSERT}/slack": self.insert_from_slack,
            f"{INSERT}/api/messages": self.insert_from_teams,
        }
        posts = [Route(path, handler, methods=["POST"]) for path, handler in paths.items()]
        return [*posts, Route("/healthz", self.healthz)]

    async def keep_from_page(self, request: Request) -> Response:
        browser, fields = self._browser(request), parse_qs((await request.body()).decode())
        assert fields["csrf"] == [browser.csrf]
        await self._tables.keep(Press(token_hex(8), fields["says"][0]))
        return RedirectResponse("/", 303)

    async def keep_from_slack(self, request: Request) -> Response:
        body = await self._signed_body(request)
        payload = json.loads(parse_qs(body.decode())["payload"][0])
        await self._tables.keep(Press(payload["trigger_id"], payload["actions"][0]["value"]))
        return Response(background=BackgroundTask(self._reply, payload["response_url"]))

    async def keep_from_teams(self, request: Request) -> Response:
        self._service(request)
        activity = json.loads(await request.body())
        await self._tables.keep(Press(activity["id"], activity["value"]["action"]["data"]["says"]))
        return JSONResponse({})

    async def insert_from_page(self, request: Request) -> Response:
        await self._tables.insert(self._browser(request).id, await request.body())
        return RedirectResponse("/", 303)

    async def insert_from_slack(self, request: Request) -> Response:
        body = await self._signed_body(request)
        await self._tables.insert(request.headers["x-slack-request-timestamp"], body)
        return Response()

    async def insert_from_teams(self, request: Request) -> Response:
        await self._tables.insert(self._service(request), await request.body())
        return JSONResponse({})

    async def healthz(self, _: Request) -> Response:
        return Response()

    def _browser(self, request: Request) -> BrowserCookie:
        browser = self._cookies.read(request.cookies.get(self._cookies.name, ""), datetime.now(UTC))
        assert browser
        return browser

    async def _signed_body(self, request: Request) -> bytes:
        body = await request.body()
        assert SignatureVerifier(self._signing_secret).is_valid_request(body, dict(request.headers))
        return body

    def _service(self, request: Request) -> str:
        token = request.headers["authorization"].partition(" ")[2]
        key, app = self._keys.get_signing_key_from_jwt(token).key, self._teams.app_id
        claims = jwt.decode(token, key, algorithms=["RS256"], audience=app, issuer=CLOUDS["public"].issuer)
        return str(claims["serviceurl"])

    async def _reply(self, url: str) -> None:
        self._http = self._http or aiohttp.ClientSession()
        async with self._http.post(url, data=REPLY, headers=JSON) as response:
            await response.read()


@asynccontextmanager
async def sqlite(path: str) -> AsyncIterator[Tables]:
    """Write on the event loop: with one writer at a time, a thread would cost more than it gains."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        for table in TABLES:
            connection.execute(table.format(bytes="BLOB"))
        press_row, event_row, answer_row = (row.replace("$", "?") for row in (PRESS, EVENT, ANSWER))

        async def insert(browser: str, words: bytes) -> None:
            connection.execute(press_row, (browser, words))

        async def keep(press: Press) -> None:
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute(event_row, (press.event,)).fetchall():
                connection.execute(answer_row, press.answer)
            connection.execute("COMMIT")

        yield Tables(insert, keep)


@asynccontextmanager
async def postgresql(host: str, connections: int) -> AsyncIterator[Tables]:
    async with asyncpg.create_pool(
        host=host, user="postgres", database="postgres", min_size=connections, max_size=connections
    ) as pool:
        for table in TABLES:
            await pool.execute(table.format(bytes="BYTEA"))

        async def insert(browser: str, words: bytes) -> None:
            await pool.execute(PRESS, browser, words)

        async def keep(press: Press) -> None:
            async with pool.acquire() as connection, connection.transaction():
                if await connection.fetchval(EVENT, press.event):
                    await connection.execute(ANSWER, *press.answer)

        yield Tables(insert, keep)


async def serve() -> None:
    settings = Settings()
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        opened = sqlite(url.database or "")
    else:
        opened = postgresql(str(url.query["host"]), settings.database_connections)
    async with opened as tables:
        signing_secret = os.environ.get("SLACK_SIGNING_SECRET", "")
        cookies = SessionCookies(settings.secrets, settings.public)
        handlers = Handlers(cookies, signing_secret, TeamsSettings(), tables)
        bare = Starlette(routes=handlers.routes())
        config = uvicorn.Config(bare, settings.host, settings.port, access_log=False, log_config=None)
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    asyncio.run(serve())
