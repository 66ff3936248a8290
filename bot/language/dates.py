"""Parse dates and lengths of time as people type them, in any language of Accord. Pure."""

import re
from calendar import FRIDAY, monthrange
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

_DAYS_FROM_TODAY = {
    N_("today"): 0,
    N_("tomorrow"): 1,
    N_("[the] day after tomorrow"): 2,
    N_("yesterday"): -1,
}
_AHEAD, _AGO = N_("in {length}['|’] time|in {length}"), N_("{length} ago")
_WEEK_AFTER = N_("[a] week on {weekday}|{weekday} week")
_WEEKDAY, _LAST_WEEKDAY = N_("[on|next|this] {weekday}"), N_("last {weekday}")
_END_OF_WEEK = N_("[the] end of [the|this] week")
_ENDS_OF_MONTH = {N_("[the] end of [the|this] month"): 0, N_("[the] end of next month"): 1}
_END_OF_A_MONTH = N_("[the] end of {month} [{year}]")
_ORDINAL_SUFFIX, _THE, _OF = N_("st|nd|rd|th"), N_("the"), N_("of")
# Forms of the names of months and days that are not in CLDR, in their order. Welsh changes names after "o".
_OTHER_MONTHS = N_("january|february|march|april|may|june|july|august|sept|october|november|december")
_OTHER_WEEKDAYS = N_("mon|tues|weds|thurs|fri|sat|sun")
_NUMBERS = {
    N_("one|a|an"): 1,
    N_("two|a couple of"): 2,
    N_("three"): 3,
    N_("four"): 4,
    N_("five"): 5,
    N_("six"): 6,
    N_("seven"): 7,
    N_("eight"): 8,
    N_("nine"): 9,
    N_("ten"): 10,
}
_MONTHS_IN_UNIT = {N_("month[s]"): 1, N_("year[s]"): 12}
_DAY, _WEEK, _FORTNIGHT = N_("day[s]"), N_("week[s]|wk[s]"), N_("fortnight[s]")
_UNITS = {
    N_("minute[s]|min[s]"): timedelta(minutes=1),
    N_("hour[s]|hr[s]"): timedelta(hours=1),
    _DAY: timedelta(days=1),
    _WEEK: timedelta(weeks=1),
    _FORTNIGHT: timedelta(weeks=2),
}
_WORKING_DAYS = {_DAY: 1, _WEEK: 5, _FORTNIGHT: 10}
_YEAR = re.compile(r"\d{4}|\d[/.]\d\d?[/.]\d\d$|\d.* '?\d\d$", re.ASCII)
# Windows that end today, each with just one day of a name: of the week, of a month, of a year.
_DAYS_BACK = (7, 28, 31, 62)


@dataclass(frozen=True, slots=True)
class TypedDay:
    """A day, and how it was typed. `has_year` is False if which year is meant was guessed."""

    day: date
    typed: str
    has_year: bool


@dataclass(frozen=True, slots=True)
class TypedDuration:
    """A length of time as it was typed: in whole working days, or exactly, in hours and minutes; the other is
    zero."""

    working_days: int = 0
    exactly: timedelta = timedelta(0)


def parse_date(text: str, today: date, t: Translator) -> date:
    """Parse `2027-05-03`, `3rd of May`, `Monday 3 May 2027`, `3/5/2027` (the day first), `the 3rd`, `end of
    March`, `tomorrow`, `next Monday`, `in two weeks`. Without a year it is the next such date after today;
    with one it may be past. Raises ValueError if the text is no date, could be two, or names another day of
    the week."""
    words = normalise(text)
    return _relative_date(words, today, t) or _calendar_date(words, today, t)


def parse_end(text: str, today: date, t: Translator) -> date:
    """Parse the end of a pause: a date, as `parse_date` does, or a length of time from today, such as `two
    weeks`. Raises ValueError."""
    with suppress(ValueError):
        return _add_length(today, normalise(text), 1, t)
    return parse_date(text, today, t)


def parse_past_date(text: str, today: date, t: Translator) -> date:
    """Parse a date as `parse_date` does, but without a year it is the last such date, today included. A date
    that is still to come, by its year or as `tomorrow`, is returned as it is."""
    words = normalise(text)
    if relative := _relative_date(words, today, t):
        return relative
    to_come = None
    for back in (*_DAYS_BACK, *(366 * years for years in range(1, 10))):  # 29 February may be 8 years ago
        with suppress(ValueError):  # in one of these years it may fall on another weekday than the text names
            then = _calendar_date(words, today - DAY * back, t)
            if then <= today:
                return then
            to_come = to_come or then
    return to_come or _calendar_date(words, today, t)


def parse_due_day(text: str, today: date, t: Translator) -> TypedDay:
    """Parse a day to come as `parse_date` does. Without a year it may be today."""
    day, has_year = parse_date(text, today, t), _has_year(text, today, t)
    if not has_year and day.day == today.day and parse_date(text, today - DAY, t) == today:
        day = today
    return TypedDay(day, text, has_year)


def parse_past_day(text: str, today: date, t: Translator) -> TypedDay:
    """Parse a day of the past as `parse_past_date` does."""
    return TypedDay(parse_past_date(text, today, t), text, _has_year(text, today, t))


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
        if _looks_like_date(match["date"], t):
            raise
        return text, None


def parse_duration(text: str, t: Translator) -> timedelta:
    """Parse `2 days`, `a week`, `90 minutes`. Raises ValueError if the text is no length of time."""
    number, unit = _split_length(text)
    for phrase, length in _UNITS.items():
        if match_phrase(phrase, unit, t) is not None:
            return parse_number(number, t) * length
    raise ValueError(f"no length of time: {text!r}")


def parse_open_duration(text: str, t: Translator) -> TypedDuration:
    """Parse how long something is open: `2 days` are working days, and `a week` is five of them; `90 minutes`
    are exactly that. Raises ValueError if the text is no length of time."""
    number, unit = _split_length(text)
    for phrase, working_days in _WORKING_DAYS.items():
        if match_phrase(phrase, unit, t) is not None:
            return TypedDuration(working_days * parse_number(number, t))
    return TypedDuration(exactly=parse_duration(text, t))


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
    return _months(t).get(name, 0)


def normalise(text: str) -> str:
    """Return a text in lower case, without commas or a full stop at its end, and with one blank between
    words."""
    return " ".join(text.lower().replace(",", " ").split()).rstrip(".")


def _relative_date(words: str, today: date, t: Translator) -> date | None:
    """Return the day that words name by its distance from today, or None for other words. Raises ValueError
    for a distance that is none."""
    for phrase, days in _DAYS_FROM_TODAY.items():
        if match_phrase(phrase, words, t) is not None:
            return today + DAY * days
    for phrase, months in _ENDS_OF_MONTH.items():
        if match_phrase(phrase, words, t) is not None:
            return _end_of_month(_add_months(today.replace(day=1), months))
    if match_phrase(_END_OF_WEEK, words, t) is not None:
        return today + DAY * ((FRIDAY - today.weekday()) % 7)
    for phrase, sign in ((_AHEAD, 1), (_AGO, -1)):
        if match := match_phrase(phrase, words, t, length=".+?"):
            return _add_length(today, match["length"], sign, t)
    return _relative_weekday(words, today, t)


def _relative_weekday(words: str, today: date, t: Translator) -> date | None:
    weekdays = _weekdays(t)
    if match := match_phrase(_WEEK_AFTER, words, t, weekday=_any_of(weekdays)):
        return today + DAY * ((weekdays[match["weekday"]] - today.weekday() - 1) % 7 + 8)
    if match := match_phrase(_LAST_WEEKDAY, words, t, weekday=_any_of(weekdays)):
        return today - DAY * ((today.weekday() - weekdays[match["weekday"]] - 1) % 7 + 1)
    return None


def _calendar_date(words: str, today: date, t: Translator) -> date:
    """Return the date that words name by its day of the week, or its day and month; the next one after today
    if it has no year. Raises ValueError."""
    weekdays, months = _weekdays(t), _months(t)
    phrase = match_phrase(_WEEKDAY, words, t, weekday=_any_of(weekdays))
    if phrase and phrase["weekday"] not in months:  # in Welsh, Mawrth is both Tuesday and March
        return today + DAY * ((weekdays[phrase["weekday"]] - today.weekday() - 1) % 7 + 1)
    if phrase := match_phrase(_END_OF_A_MONTH, words, t, month=_any_of(months), year=r"\d{4}"):
        month, year = months[phrase["month"]], phrase["year"]
        return _end_of_month(date(int(year), month, 1)) if year else _next(today, month, None)
    for form in _forms(t):
        if match := form.fullmatch(words):
            part = match.groupdict()
            then = _next_or_in_year(today, part, months)
            if part.get("weekday") and weekdays[part["weekday"]] != then.weekday():
                break
            return then
    raise ValueError(f"no date: {words!r}")


def _next_or_in_year(today: date, part: Mapping[str, str | None], months: Mapping[str, int]) -> date:
    """Return the date of a form's parts. Raises ValueError if there is none."""
    day, name, year = int(part["day"] or 0), part.get("month"), part.get("year")
    month = (months.get(name) or int(name)) if name else None
    return date(_year(year), month, day) if year and month else _next(today, month, day)


def _add_length(today: date, length: str, sign: int, t: Translator) -> date:
    """Return the day that is a length of time after today, or before it if `sign` is -1. A month ends on its
    last day where the same day is missing. Raises ValueError if it is no length of time in whole days."""
    number, unit = _split_length(length)
    for phrase, months in _MONTHS_IN_UNIT.items():
        if match_phrase(phrase, unit, t) is not None:
            return _add_months(today, sign * months * parse_number(number, t))
    duration = parse_duration(length, t)
    if duration % DAY:
        raise ValueError(f"no number of days: {length!r}")
    return today + sign * duration


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _split_length(text: str) -> tuple[str, str]:
    number, _, unit = f" {normalise(text)}".rpartition(" ")
    return number.strip(), unit


def _has_year(text: str, today: date, t: Translator) -> bool:
    """Return True if the text of a date leaves no year to be guessed."""
    words = normalise(text)
    return bool(_YEAR.search(words)) or _relative_date(words, today, t) is not None


def _looks_like_date(text: str, t: Translator) -> bool:
    """Return True if a text is meant as a date, however wrong: `31 February`, `2026-02-30`."""
    names = {*_weekdays(t), *_months(t)}
    names_a_day = any(word in names for word in text.lower().split())
    return bool(re.search(r"\d[/.-]\d", text)) or (names_a_day and bool(re.search(r"\d", text)))


def _weekdays(t: Translator) -> Mapping[str, int]:
    """Return the names of weekdays in English and other languages, Monday being 0."""
    return _weekdays_in(t.codes, t.wordings(_OTHER_WEEKDAYS))


@cache
def _weekdays_in(languages: tuple[str, ...], others: tuple[str, ...]) -> Mapping[str, int]:
    names = _in_order(others, 0) | _calendar_names(get_day_names, languages)
    for language in languages:
        own_names = get_day_names(locale=language)
        if len({name.partition(" ")[0] for name in own_names.values()}) == 1:  # Welsh: "Dydd Llun" or "Llun"
            names |= {name.lower().partition(" ")[2]: number for number, name in own_names.items()}
    return names


def _months(t: Translator) -> Mapping[str, int]:
    """Return the names of months in English and other languages, January being 1."""
    return _months_in(t.codes, t.wordings(_OTHER_MONTHS))


@cache
def _months_in(languages: tuple[str, ...], others: tuple[str, ...]) -> Mapping[str, int]:
    return _in_order(others, 1) | _calendar_names(get_month_names, languages)


def _in_order(phrases: tuple[str, ...], first: int) -> dict[str, int]:
    """Return the names that phrases list, with their numbers from `first` on."""
    return {
        name: number for phrase in phrases for number, name in enumerate(phrase.lower().split("|"), first)
    }


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


def _forms(t: Translator) -> tuple[re.Pattern[str], ...]:
    words = (alternatives(phrase, t) for phrase in (_ORDINAL_SUFFIX, _THE, _OF))
    return _date_forms(tuple(_months(t)), tuple(_weekdays(t)), *words)


@cache
def _date_forms(
    months: tuple[str, ...],
    weekdays: tuple[str, ...],
    ordinal_suffixes: tuple[str, ...],
    articles: tuple[str, ...],
    prepositions: tuple[str, ...],
) -> tuple[re.Pattern[str], ...]:
    month = _any_of(months)
    before = rf"(?:(?P<weekday>{_any_of(weekdays)}) )?"
    the, of = (rf"(?:{_any_of(words)}) " for words in (articles, prepositions))
    suffix = rf"(?:{_any_of(ordinal_suffixes)})"
    day = rf"(?P<day>\d\d?){suffix}?"
    year = r"(?: '?(?P<year>\d\d(?:\d\d)?))?"
    forms = (
        r"(?P<year>\d{4})([/-])(?P<month>\d\d)\2(?P<day>\d\d)",
        r"(?P<day>\d\d?)([/.])(?P<month>\d\d?)(?:\2(?P<year>\d\d(?:\d\d)?))?",
        r"(?P<day>\d\d?)-(?P<month>\d\d?)-(?P<year>\d{4})",
        rf"{before}(?:{the})?{day} ?(?:{of})?(?P<month>{month}){year}",
        rf"{before}(?P<month>{month}) (?:{the})?{day}{year}",
        rf"{before}(?:{the})?(?P<day>\d\d?){suffix}",
    )
    return tuple(re.compile(form, re.ASCII) for form in forms)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _next(today: date, month: int | None, day: int | None) -> date:
    """Return the next such date after today: in any month if `month` is None, on its last day if `day` is
    None. Raises ValueError if there is none."""
    first = today.replace(day=1)
    for months in range(12 * 9):  # 29 February may stay away for eight years
        begins = _add_months(first, months)
        if month in (None, begins.month):
            with suppress(ValueError):
                then = _end_of_month(begins) if day is None else begins.replace(day=day)
                if then > today:
                    return then
    raise ValueError(f"no such day: {day}.{month}.")
