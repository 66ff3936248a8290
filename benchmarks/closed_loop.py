"""As many presses as a server takes: on each of some connections one follows the other.

That gives rates and processor time. It gives no latency: with 32 always waiting, a press takes 32 times as
long as the server needs for one. Latency is measured with arrivals at random (open_loop.py).
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from statistics import median

from benchmarks import Figure
from benchmarks.processes import cpu_seconds
from benchmarks.servers import Line, Server, line

AT_ONCE = 32
SETTLING = 0.3  # seconds for what follows the last responses
RATE = 400  # presses a second that one process should take


@dataclass(frozen=True, slots=True)
class Size:
    """The numbers of partnerships of 20 members with an open round, and of slices of time."""

    partnerships: int = 40
    slices: int = 5
    seconds: float = 1.5


FULL = Size()


@dataclass(frozen=True, slots=True)
class Load:
    """Requests to a server. `status` is that of a response to a request that was handled."""

    server: Server
    requests: Iterator[bytes]
    status: int


@dataclass(frozen=True, slots=True)
class Slice:
    """The presses that were handled in a slice of time, and the processor time that the server and the
    database server took for them, in seconds."""

    seconds: float
    presses: int
    cpu: float
    database_cpu: float


async def in_turns(size: Size, database: int, *loads: Load) -> list[list[Slice]]:
    """Return the slices of each load, which take turns, so that a busy machine slows all. The first slice of
    each warms up. `database` is the process id of the database server, or 0."""
    async with AsyncExitStack() as stack:
        lines = [
            [await stack.enter_async_context(line(load.server.port)) for _ in range(AT_ONCE)]
            for load in loads
        ]
        turns = [
            [
                await press_for(size.seconds, load, open_lines, database)
                for load, open_lines in zip(loads, lines, strict=True)
            ]
            for _ in range(size.slices + 1)
        ]
    return [list(slices) for slices in zip(*turns, strict=True)]


async def press_for(seconds: float, load: Load, lines: Sequence[Line], database: int) -> Slice:
    presses, cpu, database_cpu = 0, cpu_seconds(load.server.pid), cpu_of_database(database)
    begin = time.perf_counter()

    async def press(line: Line) -> None:
        nonlocal presses
        while time.perf_counter() < begin + seconds:
            status, reply = await line.ask(next(load.requests))
            assert status == load.status, reply.body
            presses += 1

    await asyncio.gather(*map(press, lines))
    taken = time.perf_counter() - begin
    await asyncio.sleep(SETTLING)
    cpu, database_cpu = cpu_seconds(load.server.pid) - cpu, cpu_of_database(database) - database_cpu
    return Slice(taken, presses, cpu, database_cpu)


def cpu_of_database(process: int) -> float:
    return cpu_seconds(process) if process else 0.0


def figures(what: str, backend: str, slices: Sequence[Sequence[Slice]]) -> list[Figure]:
    """Return the figures of a press, from the slices of Accord, of the bare handler, and of the bare handler
    that only inserts a row."""
    accord, bare, insert = (_Medians(of_one[1:]) for of_one in slices)
    cpu = f"CPU of a press {what}, ms, against"
    handler = f"{cpu} a bare handler ({accord} and {bare}), {backend}"
    inserting = f"{cpu} one insert ({accord} and {insert}), {backend}"
    return [
        Figure(handler, accord.cpu, bare.cpu, 3, at_most=True),
        Figure(inserting, accord.cpu, insert.cpu, 6, at_most=True),
        Figure(f"presses {what} a second, {AT_ONCE} at once, {backend}", accord.rate, RATE, 1),
    ]


class _Medians:
    """Medians over slices: milliseconds of processor time a press, and presses a second."""

    def __init__(self, slices: Sequence[Slice]):
        self.cpu = median(part.cpu / part.presses for part in slices) * 1_000
        self.database_cpu = median(part.database_cpu / part.presses for part in slices) * 1_000
        self.rate = median(part.presses / part.seconds for part in slices)

    def __str__(self) -> str:
        database = f" with {self.database_cpu:.2f} ms of PostgreSQL" if self.database_cpu else ""
        return f"{self.rate:,.0f} a second{database}"
