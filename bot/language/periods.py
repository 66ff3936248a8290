"""Stretches of time as people type them, to look back on: `March 2026`, `since January`, `last 3 rounds`. In
English or also in their own language. Pure."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.language import dates

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from `first` to `last`, both included; of the rounds that closed then only the `newest` so
    many, where it is not 0, or only the scheduled one with this `number`."""

    first: date = date.min
    last: date = date.max
    newest: int = 0
    number: int = 0


_THIS_MONTH, _LAST_MONTH = {"this month", "y mis hwn"}, {"last month", "mis diwethaf", "y mis diwethaf"}
_THIS_YEAR, _LAST_YEAR = {"this year", "eleni"}, {"last year", "llynedd", "y llynedd"}
_SINCE, _UP_TO = r"(?:since|ers) (?P<start>.+)", r"(?P<first>.+?) (?:to|until|i|hyd at) (?P<last>.+)"
_NUMBER = r"(?:round|rownd) (?P<number>\d{1,6})"
_NEWEST = r"(?:the |y )?(?:last |latest )?(?P<many>\w+ )?(?:rounds?|rownd)(?: ddiwethaf| olaf)?"


def parse_period(text: str, today: date, t: Translator) -> Period | None:
    """The period that was asked for; None where none was. Raises Refusal."""
    if not text:
        return None
    try:
        found = find_period(text, today, t.code)
    except ValueError:
        raise Refusal(
            t(
                "Nothing was looked up: I did not understand “{period}”. Say for example: results for March "
                "2026, trends since January, or results for last 3 rounds.",
                period=text[:40],
            )
        ) from None
    if found.first > today:
        raise Refusal(t("Nothing was looked up: “{period}” is still to come.", period=text[:40]))
    return found


def find_period(text: str, today: date, language: str = "en") -> Period:
    """Without a year it is the last such month or day that has begun. Raises ValueError for words that are no
    period, or end before they begin."""
    words = " ".join(text.lower().replace(",", " ").split())
    if found := re.fullmatch(_NUMBER, words, re.ASCII):
        return Period(number=int(found["number"]))
    if found := re.fullmatch(_NEWEST, words):
        return Period(newest=_many((found["many"] or "").strip()))
    if found := re.fullmatch(_SINCE, words):
        return Period(first=_days(found["start"], today, language)[0])
    if found := re.fullmatch(_UP_TO, words):
        first, last = (_days(found[name], today, language) for name in ("first", "last"))
    else:
        first = last = _days(words, today, language)
    if first[0] > last[1]:
        raise ValueError(f"it ends before it begins: {text!r}")
    return Period(first[0], last[1])


def _many(words: str) -> int:
    if not (many := dates.parse_number(words)):
        raise ValueError("no rounds at all")
    return many


def _days(words: str, today: date, language: str) -> Days:
    """The first and the last day of a year, a month or a day."""
    if whole := _whole(words, today, language):
        year, month = whole
        last = month or 12
        return date(year, month or 1, 1), date(year, last, monthrange(year, last)[1])
    day = dates.parse_past_date(words, today, language)
    return day, day


def _whole(words: str, today: date, language: str) -> tuple[int, int] | None:
    """A year and a month, which is 0 where all of the year is meant; None for other words."""
    year, month = today.year, today.month
    named = {
        **dict.fromkeys(_THIS_MONTH, (year, month)),
        **dict.fromkeys(_LAST_MONTH, (year, month - 1) if month > 1 else (year - 1, 12)),
        **dict.fromkeys(_THIS_YEAR, (year, 0)),
        **dict.fromkeys(_LAST_YEAR, (year - 1, 0)),
    }
    if found := re.fullmatch(r"(\d{4})(?:-(0[1-9]|1\d))?", words, re.ASCII):
        return int(found[1]), int(found[2] or 0)
    name, _, of = words.partition(" ")
    if (said := dates.parse_month(name, language)) and re.fullmatch(r"(\d{4})?", of, re.ASCII):
        return int(of or year - (said > month)), said
    return named.get(words)
