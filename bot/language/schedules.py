"""Parse schedules in plain words into a rhythm (`recurrence.py`), and format them again. Pure."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.timezones import DAY, local_date
from bot.language.dates import parse_date, parse_duration
from bot.language.recurrence import WEEKDAYS, Recurrence, next_dates, parse_recurrences

WEEK = 7 * DAY
DEFAULT_DAY, DEFAULT_TIME = "TU", time(10)  # few public holidays fall on a Tuesday
# Weekly rounds are for a stretch of so many rounds, not for good: docs/method.md 2.
MIN_WEEKLY_ROUNDS, DEFAULT_WEEKLY_ROUNDS, MAX_WEEKLY_ROUNDS = 2, 6, 13

_WEEKDAYS = dict(
    zip(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), WEEKDAYS, strict=True)
)
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
_STRETCH = re.compile(r"(?P<often>.+?)(?: for (?P<length>.+?)| until (?P<last>.+?))?")
_FIFTH = re.compile(rf"\b(?:fifth|5th) ({_WEEKDAY})")
_DATE = re.compile(r"month.*\b\d|\b\d.*month", re.ASCII)


def parse_schedule(text: str, t: Translator, zone: str, since: datetime, usual: str = "") -> str:
    """Return the rhythm for plain words: `fortnightly`, `every second Tuesday at 10:00`, `monthly on the
    first Wednesday`. The default is Tuesday at 10. A weekly rhythm is for a stretch, counted from the first
    date not before `since`; after it comes the rhythm in the words, or the `usual` one, or fortnights. Raises
    Refusal for other words."""
    words = " ".join(text.lower().replace(",", " ").split())
    often, _, then = words.partition(" then ")
    try:
        return _schedule(often, then, t, zone, since, usual)
    except ValueError:
        raise Refusal(_explain(words, t)) from None


def format_schedule(rhythm: str, t: Translator) -> str:
    """Return a rhythm in words. `parse_schedule` parses the English as the same rhythm. Raises ValueError for
    a rhythm that Accord did not write."""
    first, *then = parse_recurrences(rhythm)
    if not (then and first.until):
        return _format_recurrence(first, t)
    day = t.full_day(first.until)
    return t(
        "{first} until {day}, then {then}",
        first=_format_recurrence(first, t),
        day=day,
        then=_format_recurrence(then[0], t),
    )


def is_monthly(rhythm: str) -> bool:
    """Return True if a rhythm has one round a month from the start."""
    return rhythm.startswith("FREQ=MONTHLY")


def _schedule(often: str, then: str, t: Translator, zone: str, since: datetime, usual: str) -> str:
    at, often = _split_time(often)
    part = _STRETCH.fullmatch(often)
    if part is None:
        raise ValueError(f"no rhythm: {often!r}")
    recurrence = _parse_recurrence(part["often"], at)
    if not _is_weekly(recurrence):
        if part["length"] or part["last"] or then:
            raise Refusal(
                t(
                    "Only weekly rounds can end after some time. Type for example: schedule weekly for 6 "
                    "weeks, then monthly"
                )
            )
        return str(recurrence)
    begins = local_date(next_dates(str(recurrence), zone, since - timedelta.resolution, since, 1)[0], zone)
    ends = begins + (_count_rounds(part, begins, local_date(since, zone), t) - 1) * WEEK
    return f"{replace(recurrence, until=ends)}\n{_recurrence_after(recurrence, then, usual)}"


def _count_rounds(part: re.Match[str], begins: date, today: date, t: Translator) -> int:
    """Return the number of rounds of a weekly stretch. Raises Refusal."""
    if part["length"]:
        rounds = parse_duration(part["length"], t) // WEEK
    elif part["last"]:
        rounds = (parse_date(part["last"], today, t) - begins) // WEEK + 1
    else:
        rounds = DEFAULT_WEEKLY_ROUNDS
    if not MIN_WEEKLY_ROUNDS <= rounds <= MAX_WEEKLY_ROUNDS:
        raise Refusal(
            t(
                (
                    "Weekly rounds can last {least} to {most} weeks, so that nobody tires of them. Type for "
                    "example: schedule weekly for 6 weeks"
                ),
                least=MIN_WEEKLY_ROUNDS,
                most=MAX_WEEKLY_ROUNDS,
            )
        )
    return rounds


def _recurrence_after(weekly: Recurrence, then: str, usual: str) -> Recurrence:
    """Return the recurrence after a weekly stretch, which is never weekly."""
    if then:
        at, often = _split_time(then)
        if not _is_weekly(recurrence := _parse_recurrence(often, at)):
            return recurrence
        raise ValueError(f"weekly for good: {then!r}")
    try:
        before = parse_recurrences(usual)[-1]
    except ValueError:
        before = weekly
    return replace(weekly, weeks=2) if _is_weekly(before) else before


def _parse_recurrence(often: str, at: time) -> Recurrence:
    for wording, usual_wording in _REWORDED:
        often = re.sub(f"^{wording}", usual_wording, often)
    if match := _EVERY.fullmatch(often):
        weeks, which, day = _NUMBERS.get(match["number"], 1), 0, match["on"] or match["day"]
    elif match := _MONTHLY.fullmatch(often):
        weeks, which, day = 1, _PLACES[match["place"] or "first"], match["day"]
    else:
        raise ValueError(f"no rhythm: {often!r}")
    return Recurrence(weeks, which, _WEEKDAYS.get(day, DEFAULT_DAY), at)


def _is_weekly(recurrence: Recurrence) -> bool:
    return recurrence.weeks == 1 and not recurrence.which


def _split_time(words: str) -> tuple[time, str]:
    """Return the time of day in the words, or the default, and the words without it."""
    if not (match := _TIME.search(words)):
        return DEFAULT_TIME, words
    rest = (words[: match.start()] + words[match.end() :]).strip()
    return _time_of_day(int(match["hour"]), int(match["minute"] or 0), match["half"]), rest


def _time_of_day(hour: int, minute: int, half: str | None) -> time:
    """Return a time of day. Raises ValueError if there is no such time."""
    if half and not 1 <= hour <= 12:
        raise ValueError(f"no time of day: {hour} {half}")
    return time(hour % 12 + 12 * (half == "pm") if half else hour, minute)


def _explain(words: str, t: Translator) -> str:
    if fifth := _FIFTH.search(words):
        return t(
            (
                "Not every month has five of the same weekday. Type for example: schedule monthly on the "
                "last {day}"
            ),
            day=fifth[1].capitalize(),
        )
    if _DATE.search(_TIME.sub("", words)):
        return t(
            "Choose a day of the week, because a date can fall on a weekend. Type for example: "
            "schedule monthly on the first Tuesday"
        )
    return t("We did not understand that schedule. Type for example: schedule every second Tuesday at 10:00")


def _format_recurrence(recurrence: Recurrence, t: Translator) -> str:
    at = {"day": _weekday_name(recurrence.day, t), "time": f"{recurrence.at:%H:%M}"}
    if recurrence.which:
        return {
            1: t("monthly on the first {day} at {time}", **at),
            2: t("monthly on the second {day} at {time}", **at),
            3: t("monthly on the third {day} at {time}", **at),
            4: t("monthly on the fourth {day} at {time}", **at),
            -1: t("monthly on the last {day} at {time}", **at),
        }[recurrence.which]
    if recurrence.weeks == 1:
        return t("every {day} at {time}", **at)
    if recurrence.weeks == 2:
        return t("every second {day} at {time}", **at)
    return t("every {n} weeks on {day} at {time}", n=recurrence.weeks, **at)


def _weekday_name(day: str, t: Translator) -> str:
    """Return the name of a weekday within a sentence, where Welsh writes it small, unlike CLDR."""
    names = (
        t("Monday"),
        t("Tuesday"),
        t("Wednesday"),
        t("Thursday"),
        t("Friday"),
        t("Saturday"),
        t("Sunday"),
    )
    return names[WEEKDAYS.index(day)]
