"""What one connection may cost, over real sockets."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.ops.http_protocol import MAX_HEAD_BYTES, BoundedProtocol
from bot.ops.http_server import bind, configure
from tests.support.patience import PATIENCE

GET = b"GET / HTTP/1.1\r\nHost: accord\r\n"
NGINX_KEEPS = 60  # seconds: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive_timeout
POST = b"POST / HTTP/1.1\r\nHost: accord\r\nContent-Length: 8\r\n\r\n"


async def echo(request: Request) -> Response:
    body = await request.body()
    return PlainTextResponse(body * (10_000_000 if "much" in request.query_params else 1) or "nothing")


async def endless() -> AsyncIterator[bytes]:
    yield b"something"
    await asyncio.Event().wait()


async def early(_: Request) -> Response:
    return StreamingResponse(endless())


async def never(_: Request) -> Response:
    await asyncio.Event().wait()
    raise AssertionError


class Hasty(BoundedProtocol):
    head_seconds = body_seconds = response_seconds = 0.05
    max_connections = 3


class Patient(Hasty):
    head_seconds = 60


Connect = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


@asynccontextmanager
async def serving(protocol: type[BoundedProtocol]) -> AsyncIterator[Connect]:
    routes = [Route("/", echo, methods=["GET", "POST"]), Route("/never", never)]
    config = configure(Starlette(routes=[*routes, Route("/early", early, methods=["POST"])]))
    config.timeout_graceful_shutdown = 0
    config.http = protocol
    server, writers = uvicorn.Server(config), []
    with bind("127.0.0.1", 0, "") as listener:

        async def connect() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            writers.append(writer)
            return reader, writer

        task = asyncio.create_task(server.serve([listener]))
        try:
            yield connect
        finally:
            for writer in writers:
                writer.close()
            server.should_exit = True
            await task


async def exchange(connect: Connect, *pieces: bytes) -> bytes:
    """Send pieces, and return all that comes back until the connection is closed."""
    reader, writer = await connect()
    response = b""
    with suppress(ConnectionError):  # of data that came after a refusal
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        while data := await reader.read(65_536):
            response += data
    return response


def status(response: bytes) -> int:
    return int(response.split()[1])


@pytest.mark.parametrize("newline", [b"", b"\r\n\r\n"], ids=["unfinished", "whole"])
@pytest.mark.parametrize("name", [b"X: ", b"X: 1\r\n" * 20_000 + b"Y: "], ids=["one field", "many fields"])
async def test_a_head_that_is_too_long_is_refused(name: bytes, newline: bytes) -> None:
    async with serving(Patient) as connect:
        response = await exchange(connect, GET + name + b"x" * (2 * MAX_HEAD_BYTES) + newline)
    assert not response or status(response) == 400


async def test_a_long_body_is_taken() -> None:
    body = b"x" * 200_000
    head = b"POST / HTTP/1.1\r\nHost: accord\r\nConnection: close\r\nContent-Length: 200000\r\n\r\n"
    async with serving(Patient) as connect:
        response = await exchange(connect, head + body)
    assert response.endswith(body)


@pytest.mark.parametrize("sent", [b"", GET, POST, POST + b"half"], ids=["nothing", "head", "no body", "body"])
async def test_whoever_sends_too_slowly_is_answered_and_cut_off(sent: bytes) -> None:
    async with serving(Hasty) as connect:
        assert status(await exchange(connect, sent)) == 408


async def test_a_response_that_has_begun_is_cut_off_with_the_body() -> None:
    async with serving(Hasty) as connect:
        response = await exchange(connect, POST.replace(b"/", b"/early", 1))
    assert (status(response), response.endswith(b"something\r\n")) == (200, True)


async def test_a_response_that_never_comes_is_given_up() -> None:
    async with serving(Hasty) as connect:
        assert await exchange(connect, GET.replace(b"/", b"/never", 1) + b"\r\n") == b""


async def test_a_second_request_on_a_connection_has_its_own_deadline() -> None:
    async with serving(Hasty) as connect:
        responses = await exchange(connect, GET + b"\r\n" + GET + b"\r\n", GET)
    assert responses.count(b"HTTP/1.1 200 OK") == 2


async def test_whoever_does_not_take_the_response_is_cut_off() -> None:
    much = b"POST /?much HTTP/1.1\r\nHost: accord\r\nContent-Length: 8\r\n\r\n12345678"
    async with serving(Hasty) as connect:
        _reader, writer = await connect()
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(much)
        async with asyncio.timeout(PATIENCE):
            with suppress(ConnectionError):  # once the connection is cut off
                while True:
                    assert status(await exchange(connect, GET + b"Connection: close\r\n\r\n")) == 200
                    writer.write(b"x")
                    await writer.drain()


async def test_one_connection_too_many_is_refused_and_the_others_are_served() -> None:
    async with serving(Patient) as connect:
        others = [await connect() for _ in range(3)]
        assert status(await exchange(connect)) == 503
        for reader, writer in others:
            writer.write(GET + b"Connection: close\r\n\r\n")
            assert status(await reader.read()) == 200


async def get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    """Send a request on a connection that stays open, and return the response; nothing if it was closed."""
    writer.write(GET + b"\r\n")
    try:
        return await reader.readuntil(b"nothing")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


async def test_a_connection_is_kept_for_longer_than_a_proxy_keeps_it() -> None:
    assert configure(Starlette()).timeout_keep_alive > NGINX_KEEPS
    async with serving(Hasty) as connect:
        kept = await connect()
        assert status(await get(*kept)) == 200
        assert status(await exchange(connect)) == 408  # so the deadline of the first response is over too
        assert status(await get(*kept)) == 200


async def test_a_connection_that_is_only_kept_gives_way_to_a_new_one() -> None:
    async with serving(Patient) as connect:
        others = [await connect() for _ in range(3)]
        for other in others:
            assert status(await get(*other)) == 200
        for _ in range(2):
            assert status(await get(*await connect())) == 200
        assert [bool(await get(*other)) for other in others] == [False, False, True]


@pytest.mark.parametrize("hosts", [b"", b"Host: a\r\nHost: b\r\n"], ids=["none", "two"])
async def test_a_request_has_one_host(hosts: bytes) -> None:
    async with serving(Patient) as connect:
        assert status(await exchange(connect, b"GET / HTTP/1.1\r\n" + hosts + b"\r\n")) == 400


async def test_nothing_says_what_serves() -> None:
    async with serving(Patient) as connect:
        response = await exchange(connect, GET + b"Connection: close\r\n\r\n")
    assert b"server:" not in response.lower()


async def test_no_response_waits_for_the_client_to_acknowledge_the_one_before() -> None:
    options = []

    class Watched(BoundedProtocol):
        def connection_made(self, transport: Any) -> None:
            accepted = transport.get_extra_info("socket")
            options.append(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            super().connection_made(transport)

    async with serving(Watched) as connect:
        await exchange(connect, GET + b"Connection: close\r\n\r\n")
    assert [bool(option) for option in options] == [True]
