"""When people may be written to: in the working hours of where they are, never on a weekend or one of their
public holidays. Pure.

`region` says whose public holidays are kept, as `regions.py` has it; nobody's where it is empty.
"""

from collections.abc import Collection
from datetime import date, datetime, time
from functools import lru_cache

from bot.core.timezones import DAY, midnight, to_local, to_utc
from bot.rounds.regions import public_holidays

STARTS, MIDDAY, ENDS = time(9, 30), time(13), time(16, 30)  # of a working day; ENDS is not part of it


def at_work(at: datetime, zone: str, region: str = "") -> bool:
    here = to_local(at, zone)
    return STARTS <= here.time() < ENDS and works(here.date(), region)


@lru_cache(maxsize=4096)
def works(day: date, region: str = "") -> bool:
    return day.weekday() < 5 and day not in public_holidays(region)


def next_working_moment(zone: str, after: datetime, region: str = "") -> datetime:
    """`after` itself if it lies within working hours there, else when they next begin."""
    found = after
    while not at_work(found, zone, region):
        here = to_local(found, zone)
        day = here.date() if here.time() < STARTS else here.date() + DAY
        found = to_utc(datetime.combine(day, STARTS), zone)
    return found


def next_working_morning(zone: str, after: datetime, region: str = "") -> datetime:
    """When hours begin on the first working day there that is later than today."""
    return next_working_moment(zone, midnight(to_local(after, zone).date() + DAY, zone), region)


def end_of_work(zone: str, at: datetime) -> datetime:
    """When working hours end, or have ended, on the day that it is there."""
    return to_utc(datetime.combine(to_local(at, zone).date(), ENDS), zone)


def working_day(day: date, number: int, regions: Collection[str] = ()) -> date:
    """The working day of that number, from 1, counted from `day` on. With several regions only those days
    count that are working days in all of them."""
    while number := number - all(works(day, region) for region in regions or ("",)):
        day += DAY
    return day


def working_day_after(zone: str, after: datetime, days: int) -> datetime:
    """The same local time, so many days from Monday to Friday later."""
    here = to_local(after, zone)
    while days:
        here += DAY
        days -= works(here.date())
    return to_utc(here, zone)
