"""`accord demo` in a process of its own."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Demo:
    """The URL of the demo, and its three login links; each works once."""

    page: str
    member: str
    coordinator: str
    watcher: str


@contextmanager
def demo(rounds: int) -> Iterator[Demo]:
    """Run the demo with this many rounds of history, and stop it as by Ctrl+C."""
    command = f"import asyncio; from bot.demo.run import run_demo; asyncio.run(run_demo(0, rounds={rounds}))"
    with subprocess.Popen([sys.executable, "-c", command], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        said = ""
        while "Ctrl-C" not in said:
            line = running.stdout.readline()
            assert line, f"the demo ended before it was ready: {said}"
            said += line
        try:
            yield Demo(*re.findall(r"http://\S+", said))
        finally:
            running.terminate()
