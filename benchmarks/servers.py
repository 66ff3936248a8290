"""Servers, each in a process of its own, and connections to them that stay open."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httptools

from benchmarks.loopback import Reply

ACCORD = ("-m", "bot", "serve")
HEALTH_REQUEST = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
PATIENCE = 60  # seconds


class Line:
    """A connection on which one request follows the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self._reader, self._writer = reader, writer

    async def ask(self, request: bytes) -> tuple[int, Reply]:
        """Send a request, and return the status and the reply."""
        self._writer.write(request)
        reply = Reply()
        parser = httptools.HttpResponseParser(reply)
        while not reply.complete:
            parser.feed_data(await self._reader.read(65_536))
        return parser.get_status_code(), reply

    def close(self) -> None:
        self._writer.close()


@asynccontextmanager
async def line(port: int) -> AsyncIterator[Line]:
    connection = Line(*await asyncio.open_connection("127.0.0.1", port))
    try:
        yield connection
    finally:
        connection.close()


@dataclass(frozen=True, slots=True)
class Server:
    """A server's port and process id."""

    port: int
    pid: int


@asynccontextmanager
async def serve(*command: str, **environment: str) -> AsyncIterator[Server]:
    """Run a server that takes its settings from the environment, and yield it once it is ready."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    variables = os.environ | environment | {"ACCORD_PORT": str(port)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, env=variables, stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        async with asyncio.timeout(PATIENCE):
            while not await _is_ready(port):
                assert process.returncode is None, f"{' '.join(command)} has ended"
                await asyncio.sleep(0.05)
        yield Server(port, process.pid)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def serve_both(settings: Mapping[str, str]) -> AsyncIterator[tuple[Server, Server]]:
    """Run Accord, without a worker, and the bare server with the same settings, and yield them."""
    async with (
        serve(*ACCORD, "--no-worker", **settings) as accord,
        serve("-m", "benchmarks.bare_server", **settings) as bare,
    ):
        yield accord, bare


async def _is_ready(port: int) -> bool:
    try:
        async with line(port) as connection:
            return (await connection.ask(HEALTH_REQUEST))[0] == 200
    except OSError:
        return False
