"""Parse stretches of time to look back on, as people type them: `March 2026`, `since January`, `last 3
rounds`. In any language of Accord. Pure."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from bot.core.errors import Refusal
from bot.core.i18n import N_, Translator
from bot.language import dates
from bot.language.phrases import match_phrase

_THIS_MONTH, _LAST_MONTH = N_("this month"), N_("last month")
_THIS_YEAR, _LAST_YEAR = N_("this year"), N_("last year")
_SINCE, _FROM_TO = N_("since {start}"), N_("{start} to {end}|{start} until {end}")
_ROUND_NUMBER, _NEWEST_ROUNDS = N_("round {number}"), N_("[the] [last|latest] [{n}] round[s]")

FirstAndLastDay = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from `first` to `last`, both included. If `newest` is not 0, only so many of the latest
    rounds that closed then; if `number` is not 0, only the scheduled round with this number."""

    first: date = date.min
    last: date = date.max
    newest: int = 0
    number: int = 0


def parse_period(text: str, today: date, t: Translator) -> Period | None:
    """Return the period that a text names; None if it is empty. Raises Refusal."""
    if not text:
        return None
    try:
        period = find_period(text, today, t)
    except ValueError:
        raise Refusal(
            t(
                (
                    "We did not understand “{period}”. Type for example: results for March 2026, trends "
                    "since January, or results for last 3 rounds"
                ),
                period=text[:40],
            )
        ) from None
    if period.first > today:
        raise Refusal(t("“{period}” has not come yet.", period=text[:40]))
    return period


def find_period(text: str, today: date, t: Translator) -> Period:
    """Return the period that a text names. Without a year it is the last such month or day that has begun.
    Raises ValueError if the text is no period, or the period ends before it begins."""
    words = dates.normalise(text)
    if phrase := match_phrase(_ROUND_NUMBER, words, t, number=r"[0-9]{1,6}"):
        return Period(number=int(phrase["number"]))
    if phrase := match_phrase(_NEWEST_ROUNDS, words, t, n=r"\w+"):
        return Period(newest=_number_of_rounds(phrase["n"], t))
    if phrase := match_phrase(_SINCE, words, t, start=".+"):
        return Period(first=_days(phrase["start"], today, t)[0])
    if phrase := match_phrase(_FROM_TO, words, t, start=".+?", end=".+"):
        first, last = (_days(phrase[name], today, t) for name in ("start", "end"))
    else:
        first = last = _days(words, today, t)
    if first[0] > last[1]:
        raise ValueError(f"it ends before it begins: {text!r}")
    return Period(first[0], last[1])


def _number_of_rounds(text: str, t: Translator) -> int:
    if not (number := dates.parse_number(text, t)):
        raise ValueError("no rounds at all")
    return number


def _days(words: str, today: date, t: Translator) -> FirstAndLastDay:
    """Return the first and the last day of a year, a month or a day."""
    if year_and_month := _year_and_month(words, today, t):
        year, month = year_and_month
        last = month or 12
        return date(year, month or 1, 1), date(year, last, monthrange(year, last)[1])
    day = dates.parse_past_date(words, today, t)
    return day, day


def _year_and_month(words: str, today: date, t: Translator) -> tuple[int, int] | None:
    """Return a year and a month, which is 0 if the whole year is meant; None for other words."""
    year, month = today.year, today.month
    if digits := re.fullmatch(r"(\d{4})(?:-(0[1-9]|1\d))?", words, re.ASCII):
        return int(digits[1]), int(digits[2] or 0)
    name, _, year_of_month = words.partition(" ")
    named = dates.parse_month(name, t)
    if named and re.fullmatch(r"(\d{4})?", year_of_month, re.ASCII):
        return int(year_of_month or year - (named > month)), named
    relative = {
        _THIS_MONTH: (year, month),
        _LAST_MONTH: (year, month - 1) if month > 1 else (year - 1, 12),
        _THIS_YEAR: (year, 0),
        _LAST_YEAR: (year - 1, 0),
    }
    for phrase, meaning in relative.items():
        if match_phrase(phrase, words, t) is not None:
            return meaning
    return None
