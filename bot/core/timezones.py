"""Convert between local times and UTC. Pure.

Days are counted in local time and only then converted, so that ten o'clock stays ten o'clock when the clocks
change. A local time that does not exist on a day moves on by what the clocks skip; one that comes twice is
the first of the two. Moments are aware and in UTC; local times are naive. An unknown zone is read as
`FALLBACK`.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

FALLBACK = "Europe/London"


def zone_or_default(name: str, otherwise: str) -> str:
    """Return the name if it is that of a zone, else the other one."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: `Europe` is a folder of zones
        return otherwise


def parse_zone(text: str) -> str:
    """Return the zone with this name, or that of this city: `new york`. Raises ValueError."""
    zone = _zones().get("_".join(text.casefold().split()))
    if zone is None:
        raise ValueError(f"no zone: {text!r}")
    return zone


def city_of(zone: str) -> str:
    """Return the city that a zone is named after: `New York` for `America/New_York`."""
    return zone.rpartition("/")[2].replace("_", " ")


@cache
def _zones() -> Mapping[str, str]:
    """Return all zones by city and by name. If cities have the same name, the zone with the shortest name is
    the usual one: `America/Louisville` before `America/Kentucky/Louisville`."""
    names = sorted(available_timezones(), key=lambda name: (-len(name), name))
    cities = {name.rpartition("/")[2].casefold(): name for name in names if not name.startswith("Etc/")}
    return cities | {name.casefold(): name for name in names}


@cache
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(zone_or_default(name, FALLBACK))


def to_local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(zone_of(zone)).replace(tzinfo=None, fold=0)


def to_utc(local: datetime, zone: str) -> datetime:
    return local.replace(tzinfo=zone_of(zone)).astimezone(UTC)


def local_date(moment: datetime, zone: str) -> date:
    return moment.astimezone(zone_of(zone)).date()


def midnight(day: date, zone: str) -> datetime:
    """Return the moment at which a day begins in a zone."""
    return to_utc(datetime.combine(day, time()), zone)


DAY = timedelta(days=1)
