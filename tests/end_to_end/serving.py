"""`accord serve` in a process of its own, as an operator would start it."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds; it takes two, but on a busy machine
PAUSE = 0.05  # seconds between two looks: nobody is told when a process begins to listen


@dataclass(frozen=True, slots=True)
class Served:
    url: str
    process: Process

    async def stops(self) -> str:
        """Told to, it ends of itself; what it said until then."""
        self.process.terminate()
        said, _ = await self.process.communicate()
        return said.decode()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@asynccontextmanager
async def accord_serve(port: int, **environment: str) -> AsyncIterator[Served]:
    """Once it answers, until the end of the block."""
    told = os.environ | {"ACCORD_PORT": str(port), **environment}
    command = (sys.executable, "-m", "bot", "serve")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=told, stdout=PIPE)
    served = Served(f"http://127.0.0.1:{port}", process)
    try:
        async with asyncio.timeout(PATIENCE):
            while not await _answers(served.url):
                assert process.returncode is None, "accord serve has ended"
                await asyncio.sleep(PAUSE)
        yield served
    finally:
        if process.returncode is None:
            await served.stops()


async def _answers(url: str) -> bool:
    with suppress(aiohttp.ClientError):
        async with aiohttp.ClientSession() as http, http.get(f"{url}/readyz") as response:
            return response.status == 200
    return False
