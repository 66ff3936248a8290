"""Heartbeats: records that a worker is alive. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

HEARTBEAT_INTERVAL = timedelta(seconds=15)
HEARTBEAT_EXPIRES_AFTER = timedelta(minutes=1)  # a worker without a newer heartbeat counts as dead


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """`worker` is drawn anew at each start; `host` is the machine's name."""

    worker: str
    host: str
    at: datetime


def alive_workers(heartbeats: Iterable[Heartbeat], now: datetime) -> list[Heartbeat]:
    return [heartbeat for heartbeat in heartbeats if now - heartbeat.at <= HEARTBEAT_EXPIRES_AFTER]
