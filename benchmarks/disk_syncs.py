"""Counts how often a press makes SQLite wait for the disk, with 32 at once: presses that wait share a commit.

strace counts the calls. Without it there is no figure. Statements a press are counted in tests/test_flow.py.
"""

import asyncio
import re
import shutil
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import Figure
from benchmarks.closed_loop import AT_ONCE, Load, Size, in_turns
from benchmarks.open_rounds import ready
from benchmarks.press import requests
from benchmarks.servers import ACCORD, serve

SIZE = Size(partnerships=10, slices=2, seconds=1.5)
SYNC = re.compile(r"\bf(?:data)?sync\(")


async def measure(size: Size = SIZE) -> list[Figure]:
    if shutil.which("strace") is None:
        print("strace is not installed, so nothing is counted", file=sys.stderr)
        return []
    with TemporaryDirectory() as folder:
        async with (
            ready("SQLite", size.partnerships) as prepared,
            serve(*ACCORD, "--no-worker", **prepared.settings) as server,
            tracing(server.pid, Path(folder) / "calls"),
        ):
            load = Load(server, requests(prepared.presses, "/me/{person}/say"), 303)
            (slices,) = await in_turns(size, prepared.database, load)
        syncs = len(SYNC.findall((Path(folder) / "calls").read_text()))
    presses = sum(part.presses for part in slices)
    return [Figure(f"disk syncs a press, {AT_ONCE} at once, SQLite", syncs / presses, 0.2, 1, at_most=True)]


@asynccontextmanager
async def tracing(pid: int, file: Path) -> AsyncIterator[None]:
    """Write the calls of a process that wait for the disk to a file."""
    command = ("strace", "-f", "-e", "trace=fsync,fdatasync", "-o", str(file), "-p", str(pid))
    strace = await asyncio.create_subprocess_exec(*command, stderr=PIPE)
    assert strace.stderr
    await strace.stderr.readline()  # it says that it is attached
    try:
        yield
    finally:
        strace.send_signal(signal.SIGINT)
        await strace.wait()
