"""Working hours and working days, in which people may be written to. Pure.

They are in each person's own time zone, and never on a weekend or a public holiday. `region` decides whose
public holidays are kept, as `public_holidays.py` defines it; none if it is empty.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from bot.core.timezones import DAY, midnight, to_local, to_utc
from bot.rounds.public_holidays import public_holidays

WORK_STARTS, MIDDAY, WORK_ENDS = time(9, 30), time(13), time(16, 30)  # the end is not part of the day


def is_working_time(at: datetime, zone: str, region: str = "") -> bool:
    local = to_local(at, zone)
    return WORK_STARTS <= local.time() < WORK_ENDS and is_working_day(local.date(), region)


@lru_cache(maxsize=4096)
def is_working_day(day: date, region: str = "") -> bool:
    return day.weekday() < 5 and day not in public_holidays(region)


def next_working_moment(zone: str, after: datetime, region: str = "") -> datetime:
    """Return `after` itself if it lies within working hours, else the moment when they next begin."""
    moment = after
    while not is_working_time(moment, zone, region):
        local = to_local(moment, zone)
        day = local.date() if local.time() < WORK_STARTS else local.date() + DAY
        moment = to_utc(datetime.combine(day, WORK_STARTS), zone)
    return moment


def next_working_morning(zone: str, after: datetime, region: str = "") -> datetime:
    """Return when working hours begin on the first working day that is later than the local date of
    `after`."""
    return next_working_moment(zone, midnight(to_local(after, zone).date() + DAY, zone), region)


def end_of_work(zone: str, at: datetime) -> datetime:
    """Return the end of working hours on the local date of `at`."""
    return to_utc(datetime.combine(to_local(at, zone).date(), WORK_ENDS), zone)


def nth_working_day(day: date, number: int, regions: Collection[str] = ()) -> date:
    """Return the working day with this number, from 1, counted from `day` on. With several regions only days
    count that are working days in all of them."""
    while number := number - all(is_working_day(day, region) for region in regions or ("",)):
        day += DAY
    return day


def working_time(zone: str, start: datetime, end: datetime, regions: Collection[str] = ()) -> timedelta:
    """Return how much of the time from start to end lies within working hours in all these regions."""
    total, day = timedelta(0), to_local(start, zone).date()
    while (opens := to_utc(datetime.combine(day, WORK_STARTS), zone)) < end:
        if nth_working_day(day, 1, regions) == day:
            closes = to_utc(datetime.combine(day, WORK_ENDS), zone)
            total += max(timedelta(0), min(end, closes) - max(start, opens))
        day += DAY
    return total


def add_working_days(zone: str, after: datetime, days: int) -> datetime:
    """Return the same local time, so many days from Monday to Friday later. Public holidays count."""
    local = to_local(after, zone)
    while days:
        local += DAY
        days -= is_working_day(local.date())
    return to_utc(local, zone)
