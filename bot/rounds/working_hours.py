"""When people may be written to: in the working hours of where they are, never on a weekend or one of their
public holidays. Pure.

`region` says whose public holidays are kept, as `regions.py` has it; nobody's where it is empty.
"""

from collections.abc import Collection
from datetime import date, datetime, time
from functools import lru_cache

from bot.core.timezones import DAY, midnight, to_local, to_utc
from bot.rounds.public_holidays import public_holidays

WORK_STARTS, MIDDAY, WORK_ENDS = (
    time(9, 30),
    time(13),
    time(16, 30),
)  # of a working day; ENDS is not part of it


def is_working_time(at: datetime, zone: str, region: str = "") -> bool:
    here = to_local(at, zone)
    return WORK_STARTS <= here.time() < WORK_ENDS and is_working_day(here.date(), region)


@lru_cache(maxsize=4096)
def is_working_day(day: date, region: str = "") -> bool:
    return day.weekday() < 5 and day not in public_holidays(region)


def next_working_moment(zone: str, after: datetime, region: str = "") -> datetime:
    """`after` itself if it lies within working hours there, else when they next begin."""
    found = after
    while not is_working_time(found, zone, region):
        here = to_local(found, zone)
        day = here.date() if here.time() < WORK_STARTS else here.date() + DAY
        found = to_utc(datetime.combine(day, WORK_STARTS), zone)
    return found


def next_working_morning(zone: str, after: datetime, region: str = "") -> datetime:
    """When hours begin on the first working day there that is later than today."""
    return next_working_moment(zone, midnight(to_local(after, zone).date() + DAY, zone), region)


def end_of_work(zone: str, at: datetime) -> datetime:
    """When working hours end, or have ended, on the day that it is there."""
    return to_utc(datetime.combine(to_local(at, zone).date(), WORK_ENDS), zone)


def nth_working_day(day: date, number: int, regions: Collection[str] = ()) -> date:
    """The working day of that number, from 1, counted from `day` on. With several regions only those days
    count that are working days in all of them."""
    while number := number - all(is_working_day(day, region) for region in regions or ("",)):
        day += DAY
    return day


def add_working_days(zone: str, after: datetime, days: int) -> datetime:
    """The same local time, so many days from Monday to Friday later."""
    here = to_local(after, zone)
    while days:
        here += DAY
        days -= is_working_day(here.date())
    return to_utc(here, zone)
