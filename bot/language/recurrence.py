"""When rounds open and close. Pure.

A rhythm is one RFC 5545 rule in local time, in the one form that `Recurrence` writes; or two, a line each:
the first until a day, and the second after it. `rhythm.py` turns plain words into it and back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

from bot.core.timezones import DAY, midnight, to_local, to_utc

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # in the order of date.weekday()
_GAP = 8 * DAY  # from the last day of the first rule to the first that the second may take


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Every so many weeks, or once a month: then `which` counts its weekdays, -1 being the last. `until` is
    the last day that it may take."""

    weeks: int
    which: int
    day: str
    at: time
    until: date | None = None

    def __str__(self) -> str:
        often = (
            f"FREQ=MONTHLY;BYDAY={self.which}" if self.which else f"FREQ=WEEKLY;INTERVAL={self.weeks};BYDAY="
        )
        until = f";UNTIL={self.until:%Y%m%d}T235959" if self.until else ""
        return f"{often}{self.day};BYHOUR={self.at.hour};BYMINUTE={self.at.minute};BYSECOND=0{until}"


_PATTERN = re.compile(
    r"(?:FREQ=WEEKLY;INTERVAL=(?P<weeks>[1-9]\d?);BYDAY=|FREQ=MONTHLY;BYDAY=(?P<which>[1-4]|-1))"
    r"(?P<day>MO|TU|WE|TH|FR|SA|SU);BYHOUR=(?P<hour>1?\d|2[0-3]);BYMINUTE=(?P<minute>[1-5]?\d);BYSECOND=0"
    r"(?:;UNTIL=(?P<until>\d{8})T235959)?",
    re.ASCII,
)


def parse_recurrences(rhythm: str) -> tuple[Recurrence, ...]:
    """One; or two, of which the first has an end. Raises ValueError for what Accord did not write."""
    found = tuple(_parse(line) for line in rhythm.split("\n"))
    if [bool(each.until) for each in found] not in ([False], [True, False]):
        raise ValueError(f"no rhythm that Accord wrote: {rhythm!r}")
    return found


def _parse(text: str) -> Recurrence:
    if not (found := _PATTERN.fullmatch(text)):
        raise ValueError(f"no rhythm that Accord wrote: {text!r}")
    return Recurrence(
        int(found["weeks"] or 1),
        int(found["which"] or 0),
        found["day"],
        time(int(found["hour"]), int(found["minute"])),
        date.fromisoformat(found["until"]) if found["until"] else None,
    )


def next_dates(rhythm: str, zone: str, after: datetime, since: datetime, n: int) -> tuple[datetime, ...]:
    """The next `n` moments strictly after `after`. Fortnights are counted from the first date not before
    `since`, however long ago. Raises ValueError for a rhythm that Accord did not write."""
    return tuple(islice(_dates(parse_recurrences(rhythm), zone, after, since), n))


def _dates(all_: tuple[Recurrence, ...], zone: str, after: datetime, since: datetime) -> Iterator[datetime]:
    for it in all_:
        first, step = _first(it, zone, since), timedelta(weeks=it.weeks)
        passed = (to_local(after, zone) - first) // step
        start = first + max(0, passed - 1) * step  # one early: around a change the local clock may mislead
        moments = (to_utc(each, zone) for each in rrulestr(str(it), dtstart=start))
        yield from (each for each in moments if each > after)
        if it.until:
            since = midnight(it.until + _GAP, zone)


def _first(it: Recurrence, zone: str, since: datetime) -> datetime:
    """The first such day of any week, at its local time. A rule's own weeks are counted from there."""
    day = datetime.combine(to_local(since, zone).date(), it.at)
    day += (WEEKDAYS.index(it.day) - day.weekday()) % 7 * DAY
    return day if to_utc(day, zone) >= since else day + 7 * DAY
