"""Parse numbers, the dates that they belong to, and rows of both, as people type or paste them. Pure."""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from bot.core import sanitise
from bot.core.i18n import Translator
from bot.core.timezones import DAY
from bot.language.dates import parse_date, parse_past_date

EARLIEST = date(1900, 1, 1)
MAX_ROWS = 100  # at a time
MAX_QUOTED = 40  # characters of what was typed that a reason repeats

# At most 15 digits: as many as a number in the database keeps exactly.
_NUMBER = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(?P<decimals>\.\d{1,3})?", re.ASCII)
DELIMITERS = (",", ";", " ")
_DATE, _NUMBER_COLUMN = 1, 2
BYTE_ORDER_MARK = "\ufeff"  # which spreadsheets put before the first cell
_MINUS_SIGNS = ("-", "\N{MINUS SIGN}", "\N{EN DASH}")


class DatedValue(NamedTuple):
    """A value and its local date."""

    on: date
    value: float


class DayToCome(ValueError):
    """A date lies ahead. `past` is the last such date if the text names no year, else None."""

    def __init__(self, day: date, past: date | None):
        super().__init__(f"to come: {day}")
        self.day, self.past = day, past


class RowError(ValueError):
    """A row was not understood. `row` is its number, from 1, and `reason` says why, in the reader's language.
    `column` is 1 for the date, 2 for the number, and 0 if the whole row is wrong."""

    def __init__(self, row: int, reason: str, column: int = 0):
        super().__init__(reason)
        self.row, self.reason, self.column = row, reason, column


def parse_value(text: str, unit: str) -> float:
    """Parse `41`, `1,234.5`, `-3`, `£1,200`, `41 people`, `12%`: a percent sign, and other words, only if the
    unit has them. Raises ValueError."""
    number = sanitise.fold(text)
    is_negative = number.startswith(_MINUS_SIGNS)
    number = _without_unit(number[1:].lstrip() if is_negative else number, sanitise.fold(unit))
    match = _NUMBER.fullmatch(number)
    if match is None:
        raise ValueError(f"no number: {text[:MAX_QUOTED]!r}")
    value = float(match[0].replace(",", ""))
    return -value if is_negative and value else value


def parse_day(text: str, today: date, t: Translator) -> date:
    """Parse a date that is not after `today`. Without a year it is one of this year, or a day of the last
    week. Raises DayToCome if it lies ahead, and another ValueError if it is no date, or before 1900."""
    day = parse_past_date(text, today, t)
    if day > today:
        raise DayToCome(day, None)
    if day < EARLIEST:
        raise ValueError(f"too early: {day}")
    if today - day > 7 * DAY and day.year != today.year:
        coming = parse_date(text, today, t)
        if coming != day:  # it names no year
            raise DayToCome(coming, day)
    return day


def parse_rows(text: str, unit: str, today: date, t: Translator) -> list[DatedValue]:
    """Parse lines such as `2026-05-03,41`, below a heading or not: with commas or semicolons, or as they come
    from a spreadsheet. Raises RowError for the first row that is wrong, and for a date that comes twice."""
    values: list[DatedValue] = []
    row_of: dict[date, int] = {}
    for row, cells in _rows(text, today, t):
        parsed = _parse_row(row, cells, unit, today, t)
        if parsed.on in row_of:
            reason = t("{day} is already in row {row}.", day=t.full_day(parsed.on), row=row_of[parsed.on])
            raise RowError(row, reason, _DATE)
        row_of[parsed.on] = row
        values.append(parsed)
        if len(values) > MAX_ROWS:
            raise RowError(row, t("You can enter up to {most} rows at a time.", most=MAX_ROWS))
    if not values:
        raise RowError(1, t("There is no date and number."))
    return values


def format_rows(rows: Iterable[DatedValue]) -> str:
    """Return rows as short as they can be."""
    return "\n".join(f"{row.on},{f'{row.value:.3f}'.rstrip('0').rstrip('.')}" for row in rows)


def _without_unit(number: str, unit: str) -> str:
    """Return a number without its unit, before or after it. A percent sign may stand for `per cent`."""
    if number.endswith("%") and ("%" in unit or "cent" in unit):
        return number.removesuffix("%").rstrip()
    if unit and number.endswith(unit):
        return number.removesuffix(unit).rstrip()
    return number.removeprefix(unit).lstrip()


def _rows(text: str, today: date, t: Translator) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each row that is neither blank nor a heading, as far as the first row
    that is too many. A file may have many thousand, and to look for a date takes a millisecond."""
    numbered = enumerate(text.lstrip(BYTE_ORDER_MARK).strip().splitlines(), 1)
    filled = ((row, line.strip()) for row, line in numbered if line.strip())
    lines = list(islice(filled, MAX_ROWS + 2))  # the first may be a heading
    delimiter = _delimiter([line for _, line in lines], today, t)
    for position, (row, line) in enumerate(lines):
        try:
            cells = _cells(line, delimiter)
        except csv.Error as error:
            raise RowError(row, t("A quotation mark has no partner.")) from error
        if position or re.search(r"\d", line):
            yield row, cells


def _delimiter(lines: list[str], today: date, t: Translator) -> str:
    """Return what stands between the cells of most rows. It may be a blank: what a spreadsheet puts there has
    become one on the way."""

    def fitting(delimiter: str) -> int:
        return sum(_begins_with_date(line, delimiter, today, t) for line in lines)

    return max(DELIMITERS, key=fitting)


def _begins_with_date(line: str, delimiter: str, today: date, t: Translator) -> bool:
    """Return True if a row has two cells, of which the first is a date."""
    try:
        first, _ = _cells(line, delimiter)
        parse_past_date(first, today, t)
    except (csv.Error, ValueError):
        return False
    return True


def _cells(line: str, delimiter: str) -> list[str]:
    if delimiter == " ":
        before, _, after = line.rpartition(" ")
        return [before.strip(), after]
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter, strict=True))]


def _parse_row(row: int, cells: list[str], unit: str, today: date, t: Translator) -> DatedValue:
    """Raises RowError."""
    if len(cells) < 2:
        raise RowError(row, t("It needs a date and a number."))
    if len(cells) > 2:
        raise RowError(
            row,
            t("It has more than a date and a number. Put a number with a comma in quotation marks."),
        )
    day_text, value_text = (sanitise.one_line(cell)[:MAX_QUOTED] for cell in cells)
    try:
        day = parse_day(day_text, today, t)
    except DayToCome as error:
        raise RowError(row, t("{day} has not come yet.", day=t.full_day(error.day)), _DATE) from error
    except ValueError as error:
        raise RowError(row, t("“{text}” is not a date.", text=day_text), _DATE) from error
    try:
        return DatedValue(day, parse_value(value_text, unit))
    except ValueError as error:
        raise RowError(row, t("“{text}” is not a number.", text=value_text), _NUMBER_COLUMN) from error
