"""Measures what Accord takes before anybody uses it: its help, its start, its idle state, and the demo.

Bytecode is there, as after an installation: the first run of each command writes it, and is not counted.
Times are of CPU: those of a clock, beside them, are as long only where nothing else runs.
"""

import asyncio
import os
import re
import resource
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
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


async def measure() -> list[Figure]:
    return [await help_time(), *await idle_server(), await demo_time()]


async def help_time() -> Figure:
    await cpu_of(*ACCORD, "--help")
    bare = median([await cpu_of(sys.executable, "-c", "pass") for _ in range(TIMES)])
    accord = median([await cpu_of(*ACCORD, "--help") for _ in range(TIMES)])
    what = f"accord --help, s of CPU (the bare interpreter takes {bare:.3f})"
    return Figure(what, accord, 0.2, 1, at_most=True)


async def idle_server() -> list[Figure]:
    with TemporaryDirectory() as folder:
        async with running("serve", "/readyz", ACCORD_DATA=folder):
            pass  # makes the database
        used, clock = [], []
        for _ in range(TIMES):
            async with running("serve", "/readyz", ACCORD_DATA=folder) as (process, seconds):
                used.append(cpu_seconds(process.pid))
                clock.append(seconds)
        async with running("serve", "/readyz", ACCORD_DATA=folder) as (process, _):
            await asyncio.sleep(SETTLING)
            before = cpu_seconds(process.pid)
            await asyncio.sleep(RESTING)
            busy = (cpu_seconds(process.pid) - before) / RESTING
            memory = [megabytes(pid) for pid in family(process.pid)]
    return [
        Figure(f"ready to serve, s of CPU ({median(clock):.1f} in all)", median(used), 2, 1, at_most=True),
        Figure(f"idle memory, MB (of the server alone {memory[0]:.0f})", sum(memory), 200, 1, at_most=True),
        Figure("idle, share of a core", busy, 0.01, 1, at_most=True),
    ]


async def demo_time() -> Figure:
    async with running("demo", "/demo") as (process, seconds):
        used = cpu_seconds(process.pid)
    return Figure(f"accord demo to its first page, s of CPU ({seconds:.1f} in all)", used, 6, 1, at_most=True)


@asynccontextmanager
async def running(command: str, path: str, **settings: str) -> AsyncIterator[tuple[Process, float]]:
    """Run a command that serves pages; yield the process, and the seconds until it answered at `path`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    variables = ENVIRONMENT | settings | {"ACCORD_PORT": str(port)}
    begin = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *ACCORD, command, env=variables, stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        while not await is_served(port, path):
            assert process.returncode is None, f"accord {command} ended"
            await asyncio.sleep(0.01)
        yield process, time.perf_counter() - begin
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


async def is_served(port: int, path: str) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.write(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
    status = await reader.readline()
    writer.close()
    return b" 200 " in status


async def cpu_of(*command: str) -> float:
    """Return the CPU seconds that a command takes to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = await asyncio.create_subprocess_exec(*command, env=ENVIRONMENT, stdout=DEVNULL)
    assert await process.wait() == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def megabytes(pid: int) -> float:
    """Return the memory of a process; what it shares with others is counted in parts, so that a sum is right:
    https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html"""
    shared_out = re.findall(r"^Pss: +(\d+) kB", read_proc(pid, "smaps_rollup"), re.MULTILINE)
    return int(shared_out[0]) / 1000
