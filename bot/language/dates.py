"""Parse dates and lengths of time as people type them, in any language of Accord. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import TypeVar

from babel.dates import get_day_names, get_month_names

from bot.core.i18n import N_, Translator
from bot.core.timezones import DAY
from bot.language.phrases import alternatives, match_phrase

R = TypeVar("R")

_TOMORROW = N_("tomorrow")
_WEEKDAY = N_("[on|next] {weekday}")
_ORDINAL_SUFFIX = N_("st|nd|rd|th")
_NUMBERS = {
    N_("one|a|an"): 1,
    N_("two"): 2,
    N_("three"): 3,
    N_("four"): 4,
    N_("five"): 5,
    N_("six"): 6,
    N_("seven"): 7,
}
_UNITS = {
    N_("minute[s]|min[s]"): timedelta(minutes=1),
    N_("hour[s]|hr[s]"): timedelta(hours=1),
    N_("day[s]"): timedelta(days=1),
    N_("week[s]"): timedelta(weeks=1),
    N_("fortnight[s]"): timedelta(weeks=2),
}


@dataclass(frozen=True, slots=True)
class TypedDay:
    """A day, and how it was typed; without its year, which one is meant was guessed."""

    day: date
    typed: str
    has_year: bool


def parse_date(text: str, today: date, t: Translator) -> date:
    """Parse `2027-05-03`, `3 May`, `Monday 3 May 2027`, `3/5/2027` (the day first), `tomorrow`, `next
    Monday`. Without a year it is the next such date after today; with one it may be past. Raises ValueError
    if the text is no date, could be two, or names another day of the week."""
    words = normalise(text)
    weekdays, months = _weekdays(t.codes), _months(t.codes)
    if match_phrase(_TOMORROW, words, t) is not None:
        return today + DAY
    phrase = match_phrase(_WEEKDAY, words, t, weekday=_any_of(weekdays))
    if phrase and phrase["weekday"] not in months:  # in Welsh, Mawrth is both Tuesday and March
        return today + DAY * ((weekdays[phrase["weekday"]] - today.weekday() - 1) % 7 + 1)
    for form in _date_forms(t.codes, alternatives(_ORDINAL_SUFFIX, t)):
        if match := form.fullmatch(words):
            part = match.groupdict()
            day, month = int(part["day"]), months.get(part["month"]) or int(part["month"])
            then = date(_year(part["year"]), month, day) if part["year"] else _next(day, month, today)
            if part.get("weekday") and weekdays[part["weekday"]] != then.weekday():
                break
            return then
    raise ValueError(f"no date: {text!r}")


def parse_past_date(text: str, today: date, t: Translator) -> date:
    """Parse a date as `parse_date` does, but without a year it is the last such date, today included. A date
    that is still to come, by its year or as `tomorrow`, is returned as it is."""
    if match_phrase(_TOMORROW, normalise(text), t) is not None:
        return today + DAY
    to_come = None
    for back in (7, *(366 * years for years in range(1, 10))):  # a weekday; a day of a year; 29 February
        with suppress(ValueError):  # in one of these years it may fall on another weekday than the text names
            then = parse_date(text, today - DAY * back, t)
            if then <= today:
                return then
            to_come = to_come or then
    return to_come or parse_date(text, today, t)


def parse_due_day(text: str, today: date, t: Translator) -> TypedDay:
    """Parse a day to come as `parse_date` does. Without a year it may be today."""
    day, has_year = parse_date(text, today, t), _has_year(text, t)
    if not has_year and (day.month, day.day) == (today.month, today.day):
        day = today
    return TypedDay(day, text, has_year)


def parse_past_day(text: str, today: date, t: Translator) -> TypedDay:
    """Parse a day of the past as `parse_past_date` does."""
    return TypedDay(parse_past_date(text, today, t), text, _has_year(text, t))


def split_trailing_date(
    text: str, word: str, read: Callable[[str], R], t: Translator
) -> tuple[str, R | None]:
    """Return the text before the last `word` ("by", "on"), and what `read` makes of the date after it.

    Words that cannot have been meant as a date belong to the text: "sort them by hand". Raises ValueError for
    a date that is wrong."""
    match = re.fullmatch(rf"(?P<before>.+)\s{word}\s+(?P<date>.+)", text, re.IGNORECASE | re.DOTALL)
    if not match:
        return text, None
    try:
        return match["before"], read(match["date"])
    except ValueError:
        if _looks_like_date(match["date"], t.codes):
            raise
        return text, None


def parse_duration(text: str, t: Translator) -> timedelta:
    """Parse `2 days`, `a week`, `90 minutes`. Raises ValueError if the text is no length of time."""
    number, _, unit = f" {normalise(text)}".rpartition(" ")
    for phrase, length in _UNITS.items():
        if match_phrase(phrase, unit, t) is not None:
            return parse_number(number.strip(), t) * length
    raise ValueError(f"no length of time: {text!r}")


def parse_number(text: str, t: Translator) -> int:
    """Parse `3`, `three` or `a`; an empty text is 1. Raises ValueError for any other."""
    if not text:
        return 1
    if re.fullmatch(r"\d{1,4}", text, re.ASCII):
        return int(text)
    for phrase, number in _NUMBERS.items():
        if match_phrase(phrase, text, t) is not None:
            return number
    raise ValueError(f"no number: {text!r}")


def parse_month(name: str, t: Translator) -> int:
    """Return the number of a month, from 1; 0 if it is no name of a month."""
    return _months(t.codes).get(name, 0)


def normalise(text: str) -> str:
    """Return a text in lower case, without commas, and with one blank between words."""
    return " ".join(text.lower().replace(",", " ").split())


def _has_year(text: str, t: Translator) -> bool:
    words = normalise(text)
    matches = (form.fullmatch(words) for form in _date_forms(t.codes, alternatives(_ORDINAL_SUFFIX, t)))
    return any(match and match["year"] for match in matches)


def _looks_like_date(text: str, languages: tuple[str, ...]) -> bool:
    """Return True if a text is meant as a date, however wrong: `31 February`, `2026-02-30`."""
    names = {*_weekdays(languages), *_months(languages)}
    names_a_day = any(word in names for word in text.lower().split())
    return bool(re.search(r"\d[/.-]\d", text)) or (names_a_day and bool(re.search(r"\d", text)))


@cache
def _weekdays(languages: tuple[str, ...]) -> Mapping[str, int]:
    """Return the names of weekdays in English and other languages, Monday being 0."""
    names = _calendar_names(get_day_names, languages)
    for language in languages:
        own_names = get_day_names(locale=language)
        if len({name.partition(" ")[0] for name in own_names.values()}) == 1:  # Welsh: "Dydd Llun" or "Llun"
            names |= {name.lower().partition(" ")[2]: number for number, name in own_names.items()}
    return names


@cache
def _months(languages: tuple[str, ...]) -> Mapping[str, int]:
    """Return the names of months in English and other languages, January being 1."""
    return _calendar_names(get_month_names, languages)


def _calendar_names(
    get_names: Callable[..., Mapping[int, str]], languages: tuple[str, ...]
) -> dict[str, int]:
    """Return the names in lower case, long and short, also without the full stop of an abbreviation. Where a
    name has two meanings, the first of `languages` decides, then English."""
    names: dict[str, int] = {}
    own, *others = languages
    for locale in (*others, "en", "en_GB", own):
        for width, context in product(("wide", "abbreviated"), ("format", "stand-alone")):
            for number, name in get_names(width, context, locale).items():
                names[name.lower()] = names[name.lower().rstrip(".")] = number
    return names


@cache
def _date_forms(languages: tuple[str, ...], ordinal_suffixes: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    month = _any_of(_months(languages))
    before = rf"(?:(?P<weekday>{_any_of(_weekdays(languages))}) )?"
    day = rf"(?P<day>\d\d?)(?:{_any_of(ordinal_suffixes)})?"
    forms = (
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
        r"(?P<day>\d\d?)([/.])(?P<month>\d\d?)(?:\2(?P<year>\d\d(?:\d\d)?))?",
        rf"{before}{day} (?P<month>{month})(?: (?P<year>\d{{4}}))?",
        rf"{before}(?P<month>{month}) {day}(?: (?P<year>\d{{4}}))?",
    )
    return tuple(re.compile(form, re.ASCII) for form in forms)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _next(day: int, month: int, today: date) -> date:
    for year in range(today.year, today.year + 9):  # 29 February may stay away for eight years
        with suppress(ValueError):
            if (then := date(year, month, day)) > today:
                return then
    raise ValueError(f"no such day: {day}.{month}.")
