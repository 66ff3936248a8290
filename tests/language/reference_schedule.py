"""What rhythms and working hours come to, found out minute by minute, in the simplest words there are. Shares
nothing with the product but the calendar of public holidays."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@cache
def _holidays(region: str) -> object:
    country, _, part = region.partition("-")
    return holidays.country_holidays(country, subdiv=part or None)


def is_holiday(day: date, region: str) -> bool:
    return bool(region) and day in _holidays(region)  # type: ignore[operator]


def may_be_written_to(at: datetime, zone: str, region: str) -> bool:
    there = at.astimezone(ZoneInfo(zone))
    minutes = there.hour * 60 + there.minute
    return (
        9 * 60 + 30 <= minutes < 16 * 60 + 30
        and there.strftime("%a") not in {"Sat", "Sun"}
        and not is_holiday(there.date(), region)
    )


def first_minute_of_work(after: datetime, zone: str, region: str) -> datetime:
    """`after`, or the first whole minute later at which somebody there may be written to."""
    at = after
    while not may_be_written_to(at, zone, region):
        at = at.replace(second=0, microsecond=0) + MINUTE
    return at


Day = tuple[date, list[tuple[datetime, int, int]]]
"""A day somewhere: each of its minutes, with the hour and the minute that the clock on the wall shows."""


def days(zone: str, since: datetime, until: datetime) -> Iterator[Day]:
    at, place = since.replace(second=0, microsecond=0), ZoneInfo(zone)
    today: Day | None = None
    while at < until:
        there = at.astimezone(place)
        if today is None or today[0] != there.date():
            if today:
                yield today
            today = there.date(), []
        today[1].append((at, there.hour, there.minute))
        at += MINUTE


def when(today: Day, time: str) -> datetime:
    """The first minute of a day at which the clock on the wall says so. Where it skips that time, the minute
    as long after midnight."""
    hour, minute = map(int, time.split(":"))
    for at, *shown in today[1]:
        if shown == [hour, minute]:
            return at
    return today[1][hour * 60 + minute][0]


def dates(
    words: str, zone: str, since: datetime, until: datetime, first: datetime | None = None
) -> Iterator[datetime]:
    """The dates of a rhythm of one rule, in the words of `in_words`, from `since` on. Weeks are counted from
    the `first` one, or from the first of these."""
    often, _, time = words.rpartition(" at ")
    for today in days(zone, since - 2 * DAY, until + 2 * DAY):
        whole = len(today[1]) > 22 * 60  # and no piece that the walk begins with
        if whole and _falls_on(often, today[0]) and since <= (at := when(today, time)) < until:
            first = first or at
            if round((at - first) / DAY) % (7 * _weeks(often)) == 0:
                yield at


def _falls_on(often: str, day: date) -> bool:
    if f"{day:%A}" not in often.split():
        return False
    if not often.startswith("monthly on the "):
        return True
    place = often.split()[3]
    if place == "last":
        return (day + 7 * DAY).month != day.month
    return (day.day + 6) // 7 == {"first": 1, "second": 2, "third": 3, "fourth": 4}[place]


def _weeks(often: str) -> int:
    if often.startswith("every second "):
        return 2
    return int(often.split()[1]) if " weeks on " in often else 1
