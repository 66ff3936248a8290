"""Accord in processes of its own, as an operator starts it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from time import monotonic
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.support.patience import PATIENCE

ROOT = Path(__file__).parent.parent.parent


class Process:
    """`accord <command>`, on a port that nobody else has. `said` is its log so far."""

    def __init__(
        self,
        *command: str,
        program: tuple[str, ...] = (sys.executable, "-m", "bot"),
        folder: Path = ROOT,
        **environment: str,
    ):
        ours = {f"ACCORD_{name}": value for name, value in environment.items()}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ACCORD_")}
        self.process = subprocess.Popen(
            [*program, *command],
            cwd=folder,
            env={**kept, "ACCORD_PORT": "0", **ours},
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []
        self._news: Queue[str] = Queue()
        self._reading = Thread(target=self._read)
        self._reading.start()

    def hears(self, event: str) -> dict[str, Any]:
        """Return the next line of the log with this event."""
        until = monotonic() + PATIENCE
        while monotonic() < until and (line := self._news.get(timeout=PATIENCE)):
            if line.startswith("{") and (told := json.loads(line))["event"] == event:
                return dict(told)
        raise AssertionError(f"it never said so, but: {''.join(self.said)}")

    def port(self) -> int:
        return int(self.hears("listening")["port"])

    def is_running(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> int:
        """Stop the process as an operator does; return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.end()

    def kill(self) -> int:
        self.process.kill()
        return self.end()

    def end(self) -> int:
        ended = self.process.wait(timeout=PATIENCE)
        self._reading.join()
        return ended

    def _read(self) -> None:
        assert self.process.stderr
        with self.process.stderr as lines:
            for line in lines:
                self.said.append(line)
                self._news.put(line)
        self._news.put("")


@contextmanager
def running(*command: str, **how: Any) -> Iterator[Process]:
    process = Process(*command, **how)
    try:
        yield process
    finally:
        process.kill()


def fetch(url: str) -> tuple[int, str]:
    """Return status and text, or (0, "") if there is no answer."""
    try:
        with urlopen(url, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()
    except (URLError, ConnectionError):
        return 0, ""


def until(url: str, wanted: tuple[int, str]) -> None:
    """Ask again until the answer is this."""
    late = monotonic() + PATIENCE
    while (answer := fetch(url)) != wanted:
        assert monotonic() < late, f"{url} still answers {answer}"
