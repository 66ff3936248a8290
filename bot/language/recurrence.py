"""Recurrence rules: the dates on which rounds open. Pure.

A rhythm is one RFC 5545 rule in local time, in the one form that `Recurrence` writes; or two, a line each:
the first until a day, and the second after it. `schedules.py` turns plain words into a rhythm and back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

from bot.core.timezones import DAY, midnight, to_local, to_utc

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # in the order of date.weekday()
_GAP = 8 * DAY  # from the last day of the first rule to the first possible day of the second


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A weekday at a time, every so many weeks, or once a month: then `which` is the number of the weekday in
    the month, -1 being the last, and else 0. `until` is the last possible day."""

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
    """Return one recurrence; or two, of which the first has an end. Raises ValueError for a rhythm that
    Accord did not write."""
    recurrences = tuple(_parse(line) for line in rhythm.split("\n"))
    if [bool(recurrence.until) for recurrence in recurrences] not in ([False], [True, False]):
        raise ValueError(f"no rhythm that Accord wrote: {rhythm!r}")
    return recurrences


def _parse(text: str) -> Recurrence:
    if not (match := _PATTERN.fullmatch(text)):
        raise ValueError(f"no rhythm that Accord wrote: {text!r}")
    return Recurrence(
        int(match["weeks"] or 1),
        int(match["which"] or 0),
        match["day"],
        time(int(match["hour"]), int(match["minute"])),
        date.fromisoformat(match["until"]) if match["until"] else None,
    )


def next_dates(rhythm: str, zone: str, after: datetime, since: datetime, n: int) -> tuple[datetime, ...]:
    """Return the next `n` moments strictly after `after`. Fortnights are counted from the first date not
    before `since`, however long ago. Raises ValueError for a rhythm that Accord did not write."""
    return tuple(islice(_dates(parse_recurrences(rhythm), zone, after, since), n))


def _dates(
    recurrences: tuple[Recurrence, ...], zone: str, after: datetime, since: datetime
) -> Iterator[datetime]:
    for recurrence in recurrences:
        first, step = _first_date(recurrence, zone, since), timedelta(weeks=recurrence.weeks)
        passed = (to_local(after, zone) - first) // step
        start = first + max(0, passed - 1) * step  # one early: around a change the local clock may mislead
        moments = (to_utc(local, zone) for local in rrulestr(str(recurrence), dtstart=start))
        yield from (moment for moment in moments if moment > after)
        if recurrence.until:
            since = midnight(recurrence.until + _GAP, zone)


def _first_date(recurrence: Recurrence, zone: str, since: datetime) -> datetime:
    """Return the first such weekday, at its local time. The weeks of a rule are counted from there."""
    day = datetime.combine(to_local(since, zone).date(), recurrence.at)
    day += (WEEKDAYS.index(recurrence.day) - day.weekday()) % 7 * DAY
    return day if to_utc(day, zone) >= since else day + 7 * DAY
