"""Local clocks. Pure.

Days are counted on the local clock and only then turned into moments, so that ten o'clock stays ten o'clock
when the clocks change. A local time that does not exist that day moves on by what the clocks skip; one that
comes twice is the first of the two. Moments are aware and in UTC; a local time is naive. A zone that nobody
knows is read as `FALLBACK`.
"""

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FALLBACK = "Europe/London"


def zone_or(name: str, otherwise: str) -> str:
    """The name, if there is a zone of that name."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: `Europe` is a folder of zones
        return otherwise


@cache
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(zone_or(name, FALLBACK))


def local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(zone_of(zone)).replace(tzinfo=None, fold=0)


def moment(local: datetime, zone: str) -> datetime:
    return local.replace(tzinfo=zone_of(zone)).astimezone(UTC)


def day_of(moment: datetime, zone: str) -> date:
    return moment.astimezone(zone_of(zone)).date()


def start_of(day: date, zone: str) -> datetime:
    """The moment at which a day begins there."""
    return moment(datetime.combine(day, time()), zone)
