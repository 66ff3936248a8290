"""Servers, each in a process of its own, and connections to them that are kept open."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httptools

from benchmarks.loopback import Reply

ACCORD = ("-m", "bot", "serve", "--no-worker")
ANSWERS = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
PATIENCE = 60  # seconds


class Line:
    """A connection on which one request follows the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self._reader, self._writer = reader, writer

    async def ask(self, request: bytes) -> tuple[int, Reply]:
        """The status of what comes back, and the rest of it."""
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
    found = Line(*await asyncio.open_connection("127.0.0.1", port))
    try:
        yield found
    finally:
        found.close()


@asynccontextmanager
async def served(*command: str, **environment: str) -> AsyncIterator[int]:
    """The port of a server that takes its settings from the environment, once it is ready."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    told = os.environ | environment | {"ACCORD_PORT": str(port)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, env=told, stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        async with asyncio.timeout(PATIENCE):
            while not await _is_ready(port):
                assert process.returncode is None, f"{' '.join(command)} has ended"
                await asyncio.sleep(0.05)
        yield port
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def beside_bare(settings: Mapping[str, str]) -> AsyncIterator[tuple[int, int]]:
    """The ports of Accord and of the bare handler, with the same settings."""
    async with served(*ACCORD, **settings) as ours, served("-m", "benchmarks.bare", **settings) as limit:
        yield ours, limit


async def _is_ready(port: int) -> bool:
    try:
        async with line(port) as asking:
            return (await asking.ask(ANSWERS))[0] == 200
    except OSError:
        return False
