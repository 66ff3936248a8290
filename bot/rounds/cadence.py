"""When rounds open, remind and close, and when people may be written to. Pure.

A rhythm is kept as an RFC 5545 rule in local time, in the one form that `rhythm_in` writes. Days are counted
on the local clock and only then turned into moments, so that ten o'clock stays ten o'clock when the clocks
change. A local time that does not exist that day moves on by what the clocks skip; one that comes twice is
the first of the two. Moments are aware and in UTC. A zone that nobody knows is read as `FALLBACK`.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrulestr

from bot.talk.tongue import Tongue

FALLBACK = "Europe/London"
STARTS, MIDDAY, ENDS = time(9, 30), time(13), time(16, 30)  # of a working day; ENDS is not part of it
REMINDED_ON = 3  # the working day of an open round: SCIENCE.md 2
DAY = timedelta(days=1)

_WEEKDAYS = {
    "monday": "MO",
    "tuesday": "TU",
    "wednesday": "WE",
    "thursday": "TH",
    "friday": "FR",
    "saturday": "SA",
    "sunday": "SU",
}
_DAYS = tuple(_WEEKDAYS.values())  # in the order of date.weekday()


@dataclass(frozen=True, slots=True)
class _Rhythm:
    """Every so many weeks, or once a month: then `which` counts its weekdays, -1 being the last."""

    weeks: int
    which: int
    day: str
    hour: int
    minute: int

    def __str__(self) -> str:
        often = (
            f"FREQ=MONTHLY;BYDAY={self.which}" if self.which else f"FREQ=WEEKLY;INTERVAL={self.weeks};BYDAY="
        )
        return f"{often}{self.day};BYHOUR={self.hour};BYMINUTE={self.minute};BYSECOND=0"


_RULE = re.compile(
    r"(?:FREQ=WEEKLY;INTERVAL=(?P<weeks>[1-9]\d?);BYDAY=|FREQ=MONTHLY;BYDAY=(?P<which>[1-4]|-1))"
    r"(?P<day>MO|TU|WE|TH|FR|SA|SU);BYHOUR=(?P<hour>1?\d|2[0-3]);BYMINUTE=(?P<minute>[1-5]?\d);BYSECOND=0",
    re.ASCII,
)


def _read(rhythm: str) -> _Rhythm:
    if not (found := _RULE.fullmatch(rhythm)):
        raise ValueError(f"no rhythm that Accord wrote: {rhythm!r}")
    return _Rhythm(
        int(found["weeks"] or 1),
        int(found["which"] or 0),
        found["day"],
        int(found["hour"]),
        int(found["minute"]),
    )


_USUAL_DAY, _USUAL_TIME = "tuesday", time(10)  # few public holidays fall on a Tuesday
_ORDINALS = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_PLACES = _ORDINALS | {"first": 1, "1st": 1, "last": -1}
_NUMBERS = _ORDINALS | {"other": 2, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}
_NUMBER, _PLACE, _WEEKDAY = ("|".join(words) for words in (_NUMBERS, _PLACES, _WEEKDAYS))
_REWORDED = (
    (r"weekly\b", "every week"),
    (r"(fortnightly|every fortnight)\b", "every second week"),
    (r"every month\b", "monthly"),
    (
        rf"(?:every |on )?(?:the )?({_PLACE}) ({_WEEKDAY}) of (?:the|every|each) month",
        r"monthly on the \1 \2",
    ),
)
_EVERY = re.compile(
    rf"every (?:(?P<number>{_NUMBER}) )?(?:weeks?(?: on (?P<on>{_WEEKDAY})s?)?|(?P<day>{_WEEKDAY}))"
)
_MONTHLY = re.compile(rf"monthly(?: on (?:the )?(?:(?P<place>{_PLACE}) )?(?P<day>{_WEEKDAY}))?")
_TIME = re.compile(r" ?\bat (?P<hour>\d\d?)(?:[:.](?P<minute>\d\d))?(?: ?(?P<half>[ap]m))?\b", re.ASCII)


def rhythm_in(text: str) -> str:
    """The rule that plain words mean: `fortnightly`, `every second Tuesday at 10:00`, `monthly on the first
    Wednesday`. Where no day or time is said it is Tuesday at 10. Raises ValueError for any other words."""
    words = " ".join(text.lower().replace(",", " ").split())
    at = _USUAL_TIME
    if said := _TIME.search(words):
        at = _clock(int(said["hour"]), int(said["minute"] or 0), said["half"])
        words = (words[: said.start()] + words[said.end() :]).strip()
    for worded, reworded in _REWORDED:
        words = re.sub(f"^{worded}", reworded, words)
    if found := _EVERY.fullmatch(words):
        weeks, which, day = _NUMBERS.get(found["number"], 1), 0, found["on"] or found["day"]
    elif found := _MONTHLY.fullmatch(words):
        weeks, which, day = 1, _PLACES[found["place"] or "first"], found["day"]
    else:
        raise ValueError(f"no rhythm: {text!r}")
    return str(_Rhythm(weeks, which, _WEEKDAYS[day or _USUAL_DAY], at.hour, at.minute))


def _clock(hour: int, minute: int, half: str | None) -> time:
    """Raises ValueError where there is no such time."""
    if half and not 1 <= hour <= 12:
        raise ValueError(f"no time of day: {hour} {half}")
    return time(hour % 12 + 12 * (half == "pm") if half else hour, minute)


def in_words(rhythm: str, t: Tongue) -> str:
    """`rhythm_in` reads the English back as the same rule. Raises ValueError for a rule it did not write."""
    it = _read(rhythm)
    at = {"day": _weekday(it.day, t), "time": f"{it.hour:02}:{it.minute:02}"}
    if it.which:
        return {
            1: t("monthly on the first {day} at {time}", **at),
            2: t("monthly on the second {day} at {time}", **at),
            3: t("monthly on the third {day} at {time}", **at),
            4: t("monthly on the fourth {day} at {time}", **at),
            -1: t("monthly on the last {day} at {time}", **at),
        }[it.which]
    if it.weeks == 1:
        return t("every {day} at {time}", **at)
    if it.weeks == 2:
        return t("every second {day} at {time}", **at)
    return t("every {n} weeks on {day} at {time}", n=it.weeks, **at)


def _weekday(day: str, t: Tongue) -> str:
    """Not the calendar's name of it: Welsh writes it small within a sentence."""
    names = (
        t("Monday"),
        t("Tuesday"),
        t("Wednesday"),
        t("Thursday"),
        t("Friday"),
        t("Saturday"),
        t("Sunday"),
    )
    return names[_DAYS.index(day)]


def next_dates(rhythm: str, zone: str, after: datetime, since: datetime, n: int) -> tuple[datetime, ...]:
    """The next `n` moments strictly after `after`. Fortnights are counted from the first date not before
    `since`, however long ago. Raises ValueError for a rule that `rhythm_in` did not write."""
    it, place = _read(rhythm), zone_of(zone)
    first, step = _first(it, place, since), timedelta(weeks=it.weeks)
    passed = (_local(after, place) - first) // step
    start = first + max(0, passed - 1) * step  # one early: around a change the local clock may mislead
    moments = (_moment(each, place) for each in rrulestr(rhythm, dtstart=start))
    return tuple(islice((moment for moment in moments if moment > after), n))


def _first(it: _Rhythm, place: ZoneInfo, since: datetime) -> datetime:
    """The first such day of any week, at its local time. A rule's own weeks are counted from there."""
    day = _local(since, place).replace(hour=it.hour, minute=it.minute, second=0, microsecond=0)
    day += (_DAYS.index(it.day) - day.weekday()) % 7 * DAY
    return day if _moment(day, place) >= since else day + 7 * DAY


@cache
def zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: `Europe` is a folder of zones
        return ZoneInfo(FALLBACK)


def _local(moment: datetime, place: ZoneInfo) -> datetime:
    return moment.astimezone(place).replace(tzinfo=None, fold=0)


def _moment(local: datetime, place: ZoneInfo) -> datetime:
    return local.replace(tzinfo=place).astimezone(UTC)


def working_day_after(zone: str, moment: datetime, days: int) -> datetime:
    """The same local time, so many days from Monday to Friday later."""
    place = zone_of(zone)
    local = _local(moment, place)
    while days:
        local += DAY
        days -= _works(local.date(), "")
    return _moment(local, place)


def next_working_moment(zone: str, after: datetime, region: str = "") -> datetime:
    """`after` itself if it lies within working hours there, else when they next begin. `region` says whose
    public holidays are kept (`GB-WLS`); nobody's where it is empty or unknown."""
    place, moment = zone_of(zone), after
    while not _at_work(local := _local(moment, place), region):
        day = local.date() if local.time() < STARTS else local.date() + DAY
        moment = _moment(datetime.combine(day, STARTS), place)
    return moment


def reminder_moments(
    opened_at: datetime, closes_at: datetime, zone: str, region: str
) -> tuple[datetime, ...]:
    """When somebody who lives there is reminded: once, in working hours of the third working day, if
    the round is still open then."""
    place = zone_of(zone)
    local = _local(opened_at, place)
    at = local.time() if STARTS <= local.time() < ENDS else STARTS
    moment = _moment(datetime.combine(_working_day(local, REMINDED_ON, region), at), place)
    return (moment,) if moment < closes_at else ()


def closes_at(opened_at: datetime, zone: str, working_days: int = 5) -> datetime:
    """The end of the last of so many days from Monday to Friday. The opening day is one of them if half of it
    is left."""
    place = zone_of(zone)
    return _moment(datetime.combine(_working_day(_local(opened_at, place), working_days, ""), ENDS), place)


def _working_day(local: datetime, number: int, region: str) -> date:
    day = local.date() if local.time() <= MIDDAY else local.date() + DAY
    while number := number - _works(day, region):
        day += DAY
    return day


def _at_work(local: datetime, region: str) -> bool:
    return STARTS <= local.time() < ENDS and _works(local.date(), region)


@lru_cache(maxsize=4096)
def _works(day: date, region: str) -> bool:
    return day.weekday() < 5 and day not in _public_holidays(region)


@cache
def _public_holidays(region: str) -> Container[date]:
    import holidays  # half a second

    country, _, part = region.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        return frozenset()
