"""Measures what Accord takes before anybody uses it: its help, its start, and its idle state."""

import asyncio
import os
import signal
import socket
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import Figure
from benchmarks.processes import cpu_seconds, family, read_proc

TIMES = 5
SETTLING, RESTING = 3, 20  # seconds
ACCORD = (sys.executable, "-m", "bot")


async def measure() -> list[Figure]:
    return [await help_time(), *await idle_server()]


async def help_time() -> Figure:
    bare = median([await seconds_of(sys.executable, "-c", "pass") for _ in range(TIMES)])
    accord = median([await seconds_of(*ACCORD, "--help") for _ in range(TIMES)])
    return Figure(f"accord --help, s (the bare interpreter takes {bare:.3f})", accord, 0.5, 1, at_most=True)


async def idle_server() -> list[Figure]:
    ready = []
    for _ in range(TIMES - 1):
        async with served() as (_, seconds):
            ready.append(seconds)
    async with served() as (process, seconds):
        ready.append(seconds)
        await asyncio.sleep(SETTLING)
        before = cpu_seconds(process.pid)
        await asyncio.sleep(RESTING)
        busy = (cpu_seconds(process.pid) - before) / RESTING
        memory = megabytes(process)
    return [
        Figure("ready to serve, s", median(ready), 3, 1, at_most=True),
        Figure("idle memory, MB", memory, 200, 1, at_most=True),
        Figure("idle, share of a core", busy, 0.01, 1, at_most=True),
    ]


@asynccontextmanager
async def served() -> AsyncIterator[tuple[Process, float]]:
    """Run `accord serve` on an empty database; yield the process, and the seconds until it was ready."""
    with TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        variables = os.environ | {"ACCORD_DATA": folder, "ACCORD_PORT": str(port)}
        begin = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *ACCORD, "serve", env=variables, stdout=DEVNULL, stderr=DEVNULL
        )
        try:
            while not await is_ready(port):
                assert process.returncode is None, "accord serve ended"
                await asyncio.sleep(0.01)
            yield process, time.perf_counter() - begin
        finally:
            process.send_signal(signal.SIGTERM)
            await process.wait()


async def is_ready(port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.write(b"GET /readyz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
    status = await reader.readline()
    writer.close()
    return b" 200 " in status


async def seconds_of(*command: str) -> float:
    begin = time.perf_counter()
    process = await asyncio.create_subprocess_exec(*command, stdout=DEVNULL)
    assert await process.wait() == 0
    return time.perf_counter() - begin


def megabytes(process: Process) -> float:
    """Return resident memory now: https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html"""
    pages = sum(int(read_proc(pid, "statm").split()[1]) for pid in family(process.pid))
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
