"""The server that presses are compared with: a Starlette handler that checks the same signed cookie, Slack's
signature or Teams' token, and inserts one row as durably. It takes Accord's settings."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime

import asyncpg
import jwt
import uvicorn
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import make_url
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.teams.clouds import CLOUDS
from adapters.teams.settings import TeamsSettings
from adapters.web.session import SessionCookies
from bot.settings import Settings
from storage.sqlite import PRAGMAS

CONNECTIONS = 15  # as many as Accord opens to PostgreSQL

Insert = Callable[[str, bytes], Awaitable[None]]


def app(cookies: SessionCookies, signing_secret: str, teams: TeamsSettings, insert: Insert) -> Starlette:
    keys = jwt.PyJWKClient(teams.metadata_url.replace("description", "keys"))  # which caches them

    async def message(request: Request) -> Response:
        token = request.headers["authorization"].partition(" ")[2]
        key = keys.get_signing_key_from_jwt(token)
        claims = jwt.decode(
            token, key.key, algorithms=["RS256"], audience=teams.app_id, issuer=CLOUDS["public"].issuer
        )
        await insert(claims["serviceurl"], await request.body())
        return JSONResponse({})

    async def press(request: Request) -> Response:
        browser = cookies.read(request.cookies.get(cookies.name, ""), datetime.now(UTC))
        if browser is None:
            return Response(status_code=403)
        await insert(browser.id, await request.body())
        return RedirectResponse("/", 303)

    async def slack(request: Request) -> Response:
        body = await request.body()
        if not SignatureVerifier(signing_secret).is_valid_request(body, request.headers):
            return Response(status_code=401)
        await insert(request.headers["x-slack-request-timestamp"], body)
        return Response()

    async def ready(_: Request) -> Response:
        return Response()

    post = ["POST"]
    return Starlette(
        routes=[
            Route("/press", press, methods=post),
            Route("/slack", slack, methods=post),
            Route("/api/messages", message, methods=post),
            Route("/healthz", ready),
        ]
    )


@asynccontextmanager
async def sqlite(path: str) -> AsyncIterator[Insert]:
    """Insert on the event loop: with one writer at a time, a thread would cost more than it gains."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("CREATE TABLE presses (browser TEXT, words BLOB)")

        async def insert(browser: str, words: bytes) -> None:
            connection.execute("INSERT INTO presses VALUES (?, ?)", (browser, words))

        yield insert


@asynccontextmanager
async def postgresql(host: str) -> AsyncIterator[Insert]:
    async with asyncpg.create_pool(
        host=host, user="postgres", database="postgres", min_size=CONNECTIONS, max_size=CONNECTIONS
    ) as pool:
        await pool.execute("CREATE TABLE presses (browser TEXT, words BYTEA)")

        async def insert(browser: str, words: bytes) -> None:
            await pool.execute("INSERT INTO presses VALUES ($1, $2)", browser, words)

        yield insert


async def serve() -> None:
    settings = Settings()
    url = make_url(settings.database)
    on_sqlite = url.get_backend_name() == "sqlite"
    inserting = sqlite(url.database or "") if on_sqlite else postgresql(str(url.query["host"]))
    async with inserting as insert:
        signing_secret = os.environ.get("SLACK_SIGNING_SECRET", "")
        bare = app(SessionCookies(settings.secrets, settings.public), signing_secret, TeamsSettings(), insert)
        config = uvicorn.Config(bare, settings.host, settings.port, access_log=False, log_config=None)
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    asyncio.run(serve())
