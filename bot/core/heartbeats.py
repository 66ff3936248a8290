"""A worker's sign of life. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

HEARTBEAT_INTERVAL = timedelta(seconds=15)
HEARTBEAT_EXPIRES_AFTER = timedelta(minutes=1)  # after which a worker that was not heard of is taken for dead


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """`worker` is drawn anew at each start; `host` is the machine's name."""

    worker: str
    host: str
    at: datetime


def alive_workers(heartbeats: Iterable[Heartbeat], now: datetime) -> list[Heartbeat]:
    return [each for each in heartbeats if now - each.at <= HEARTBEAT_EXPIRES_AFTER]
