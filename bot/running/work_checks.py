"""What can be told from the work that is being done, or is not."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import Unavailable
from bot.core.heartbeats import Heartbeat, alive_workers
from bot.core.models import Partnership
from bot.core.ports import DatabaseHealth, Heartbeats, Store
from bot.running.findings import Finding, heed, well, wrong

LATELY = timedelta(days=7)
AHEAD = timedelta(minutes=1)  # a clock that is further off than that is wrong
LATE = timedelta(minutes=10)
NAMED = 5  # partnerships, and then no more


async def of_workers(pulses: Heartbeats, now: datetime, *, shared: bool) -> list[Finding]:
    """`shared`: whether several machines may use this database. Nothing where it is away, which is told
    elsewhere."""
    try:
        return [*_workers(await pulses.all(), now, shared=shared)]
    except Unavailable:
        return []


def _workers(pulses: Sequence[Heartbeat], now: datetime, *, shared: bool) -> Iterator[Finding]:
    at_work = alive_workers(pulses, now)
    if at_work:
        yield well("workers", f"At work: {len(at_work)}.")
    elif pulses:
        yield wrong(
            "workers",
            f"None is at work. The last was on {pulses[-1].host}, at {pulses[-1].at:%Y-%m-%d %H:%M} UTC.",
            "Look at its log, and start it again: accord serve, or accord work",
        )
    else:
        yield heed(
            "workers",
            "None is at work: no round opens or closes, nothing is sent.",
            "Start one: accord serve, or accord work",
        )
    if any(each.at > now + AHEAD for each in pulses):
        yield wrong("clock", "A worker's clock is ahead of this machine's.", "Set the clocks of both by NTP.")
    if not shared and len({each.host for each in at_work}) > 1:
        yield wrong(
            "workers",
            "Workers on several machines use one SQLite file, which they will damage.",
            "Stop all but one, or move to PostgreSQL: README, Outgrowing one machine",
        )


async def of_work(store: Store, vitals: DatabaseHealth, now: datetime) -> list[Finding]:
    """Nothing where the database is away or has other tables, which is told elsewhere."""
    try:
        if not await vitals.is_current():
            return []
        async with store.read_only() as db:
            given_up = await db.find(Delivery, state=DeliveryState.GIVEN_UP)
            unplanned = await db.find(Partnership, next_round_at=None, ended_at=None, round="")
        lag = await vitals.lag(now)
    except Unavailable:
        return []
    set_aside = [each.name for each in unplanned if each.rhythm]
    return [
        _late(lag),
        _given_up([each for each in given_up if each.due_at > now - LATELY]),
        _set_aside(set_aside),
    ]


def _late(lag: timedelta) -> Finding:
    if lag < LATE:
        return well("messages", "None is late.")
    return wrong(
        "messages",
        f"Some have been due for {lag // timedelta(minutes=1)} minutes.",
        "See that a worker is at work.",
    )


def _given_up(lost: Sequence[Delivery]) -> Finding:
    if not lost:
        return well("messages", "No message was given up within a week.")
    counts = Counter(each.to.platform for each in lost)
    told = ", ".join(f"{times} on {platform}" for platform, times in sorted(counts.items()))
    return heed(
        "messages", f"Messages given up within a week: {told}.", "Their coordinators can read why: status"
    )


def _set_aside(names: Sequence[str]) -> Finding:
    if not names:
        return well("rhythms", "All can be followed.")
    told = ", ".join(sorted(names)[:NAMED]) + (
        f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    )
    return heed(
        "rhythms",
        f"No round is planned although there is a rhythm: {told}.",
        "A coordinator can set it anew: schedule",
    )
