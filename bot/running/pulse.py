"""A worker's sign of life. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

EVERY = timedelta(seconds=15)
ALIVE = timedelta(minutes=1)  # after which a worker that was not heard of is taken for dead


@dataclass(frozen=True, slots=True)
class Pulse:
    """`worker` is drawn anew at each start; `host` is the machine's name."""

    worker: str
    host: str
    at: datetime


def alive(pulses: Iterable[Pulse], now: datetime) -> list[Pulse]:
    return [each for each in pulses if now - each.at <= ALIVE]
