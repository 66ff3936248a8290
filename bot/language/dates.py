"""Dates and lengths of time as people type them, in English or also in their own language. Pure."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from functools import cache

from babel.dates import get_day_names, get_month_names

from bot.core.timezones import DAY

TextAndDate = tuple[str, date | None]
_TOMORROW = {"tomorrow", "yfory"}
_NUMBERS = {
    "": 1,
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
}
_LENGTHS = {
    timedelta(minutes=1): {"en": "minute minutes min mins", "cy": "munud funud munudau"},
    timedelta(hours=1): {"en": "hour hours hr hrs", "cy": "awr oriau"},
    timedelta(days=1): {"en": "day days", "cy": "diwrnod ddiwrnod diwrnodau"},
    timedelta(weeks=1): {"en": "week weeks", "cy": "wythnos wythnosau"},
    timedelta(weeks=2): {"en": "fortnight fortnights", "cy": "pythefnos"},
}


def parse_date(text: str, today: date, language: str = "en") -> date:
    """`2027-05-03`, `3 May`, `Monday 3 May 2027`, `3/5/2027` (the day first), `tomorrow`, `next Monday`.
    Without a year it is the next such date after today; with one it may be past. Raises ValueError where the
    words are no date, could be two, or name another day of the week."""
    words = " ".join(text.lower().replace(",", " ").split())
    weekdays, months, forms = _calendar(language)
    if words in _TOMORROW:
        return today + DAY
    alone = re.sub("^(on |next )|( nesaf)$", "", words)
    if alone in weekdays and alone not in months:  # in Welsh, Mawrth is both Tuesday and March
        return today + DAY * ((weekdays[alone] - today.weekday() - 1) % 7 + 1)
    for form in forms:
        if found := form.fullmatch(words):
            part = found.groupdict()
            day, month = int(part["day"]), months.get(part["month"]) or int(part["month"])
            then = date(_year(part["year"]), month, day) if part["year"] else _next(day, month, today)
            if part.get("weekday") and weekdays[part["weekday"]] != then.weekday():
                break
            return then
    raise ValueError(f"no date: {text!r}")


def parse_past_date(text: str, today: date, language: str = "en") -> date:
    """As `date_in`, but without a year it is the last such date, today included. What is still to come with
    its year, or as `tomorrow`, is given all the same."""
    if text.strip().lower() in _TOMORROW:
        return today + DAY
    to_come = None
    for back in (7, *(366 * years for years in range(1, 10))):  # a weekday; a day of a year; 29 February
        with suppress(ValueError):  # of one year it may be another weekday than was said
            then = parse_date(text, today - DAY * back, language)
            if then <= today:
                return then
            to_come = to_come or then
    return to_come or parse_date(text, today, language)


def split_trailing_date(
    text: str, word: str, read: Callable[[str], date], language: str = "en"
) -> TextAndDate:
    """The date at the end of a text, after the last `word` ("by", "on"), and the text before it. Words that
    cannot have been meant as a date belong to the text: "sort them by hand". Raises ValueError for a date
    that is wrong."""
    found = re.fullmatch(rf"(?P<before>.+)\s{word}\s+(?P<date>.+)", text, re.IGNORECASE | re.DOTALL)
    if not found:
        return text, None
    try:
        return found["before"], read(found["date"])
    except ValueError:
        if _is_meant(found["date"], language):
            raise
        return text, None


def _is_meant(text: str, language: str) -> bool:
    """Whether words were meant as a date, however wrong: `31 February`, `2026-02-30`."""
    weekdays, months, _ = _calendar(language)
    named = any(word in {*weekdays, *months} for word in text.lower().split())
    return bool(re.search(r"\d[/.-]\d", text)) or (named and bool(re.search(r"\d", text)))


def parse_duration(text: str, language: str = "en") -> timedelta:
    """`2 days`, `a week`, `90 minutes`. Raises ValueError where the words are no length of time."""
    number, _, unit = f" {' '.join(text.lower().split())}".rpartition(" ")
    for length, words in _LENGTHS.items():
        if unit in f"{words['en']} {words.get(language, '')}".split():
            return parse_number(number.strip()) * length
    raise ValueError(f"no length of time: {text!r}")


def parse_number(text: str) -> int:
    """`3`, `three`, `a`; 1 where there is none. Raises ValueError."""
    if re.fullmatch(r"\d{1,4}", text, re.ASCII):
        return int(text)
    if text not in _NUMBERS:
        raise ValueError(f"no number: {text!r}")
    return _NUMBERS[text]


def parse_month(name: str, language: str = "en") -> int:
    """From 1; 0 where it is no name of a month."""
    _, months, _ = _calendar(language)
    return months.get(name, 0)


@cache
def _calendar(language: str) -> tuple[dict[str, int], dict[str, int], tuple[re.Pattern[str], ...]]:
    """Weekdays from 0, months from 1, and what a date looks like, in English and in one more language."""
    weekdays: dict[str, int] = {}
    months: dict[str, int] = {}
    for locale in ("en", "en_GB", language):
        for days in (get_day_names("wide", locale=locale), get_day_names("abbreviated", locale=locale)):
            weekdays |= {name.lower().removeprefix("dydd "): n for n, name in days.items()}
            weekdays |= {name.lower(): n for n, name in days.items()}
        for names in (get_month_names("wide", locale=locale), get_month_names("abbreviated", locale=locale)):
            months |= {name.lower(): n for n, name in names.items()}
    weekday, month = ("|".join(map(re.escape, known)) for known in (weekdays, months))
    before, day = rf"(?:(?P<weekday>{weekday}) )?", r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
    forms = (
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
        r"(?P<day>\d\d?)([/.])(?P<month>\d\d?)(?:\2(?P<year>\d\d(?:\d\d)?))?",
        rf"{before}{day} (?P<month>{month})(?: (?P<year>\d{{4}}))?",
        rf"{before}(?P<month>{month}) {day}(?: (?P<year>\d{{4}}))?",
    )
    return weekdays, months, tuple(re.compile(form, re.ASCII) for form in forms)


def _year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)


def _next(day: int, month: int, today: date) -> date:
    for year in range(today.year, today.year + 9):  # 29 February may stay away for eight years
        with suppress(ValueError):
            if (then := date(year, month, day)) > today:
                return then
    raise ValueError(f"no such day: {day}.{month}.")
