"""A running Accord: in this process, or in one of its own, as an operator starts it."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import uvicorn
from starlette.applications import Starlette

from tests.support.patience import PATIENCE

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Served:
    url: str
    process: Process

    async def stops(self) -> str:
        """Terminate the process, and return its output."""
        self.process.terminate()
        said, _ = await self.process.communicate()
        return said.decode()


@contextmanager
def our_port() -> Iterator[tuple[socket.socket, str]]:
    """Yield a free port, open already, and its address."""
    with socket.create_server(("127.0.0.1", 0)) as ours:
        yield ours, f"http://127.0.0.1:{ours.getsockname()[1]}"


def free_port() -> int:
    with our_port() as (free, _):
        port: int = free.getsockname()[1]
    return port


@asynccontextmanager
async def served(app: Starlette, at: socket.socket) -> AsyncIterator[None]:
    """Serve until the end of the block."""
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, access_log=False))
    serving = asyncio.create_task(server.serve([at]))
    yield
    server.should_exit = True
    await serving


async def told_to_stop(
    at_work: Coroutine[Any, Any, None], port: int, path: str, how: signal.Signals = signal.SIGTERM
) -> bytes:
    """Run a server, request a path, stop the server by a signal, and return the response."""
    task = asyncio.create_task(at_work)
    await asyncio.sleep(0)  # it has its port from its first step on, where whoever comes early waits
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
    answered = await reader.read()
    writer.close()
    os.kill(os.getpid(), how)
    await task
    return answered


@asynccontextmanager
async def accord_serve(port: int, **environment: str) -> AsyncIterator[Served]:
    """Run `accord serve`, and yield once it is ready, until the end of the block."""
    told = os.environ | {"ACCORD_PORT": str(port), **environment}
    command = (sys.executable, "-m", "bot", "serve")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=told, stdout=PIPE)
    served = Served(f"http://127.0.0.1:{port}", process)
    try:
        async with asyncio.timeout(PATIENCE):
            assert process.stdout
            await process.stdout.readuntil(b"Accord is running.")
            while not await _is_ready(served.url):
                pass
        yield served
    finally:
        if process.returncode is None:
            await served.stops()


async def _is_ready(url: str) -> bool:
    async with aiohttp.ClientSession() as http, http.get(f"{url}/readyz") as response:
        return response.status == 200
