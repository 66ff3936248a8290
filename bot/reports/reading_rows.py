"""Results as rows of tables: range and number of scores are cells of their own, in every table. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.i18n import Translator
from bot.core.models import QuestionResult
from bot.reports import result_text
from bot.reports.odd_numbers import odd_numbers, range_cell


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A result in words. `name` is that of its theme or question, `n` how many of those invited gave a score.
    `agreement` is empty where that is not shown. `odd` says why its numbers may look odd, a sentence or two
    for each reason."""

    name: str
    score: str
    range: str
    n: str
    agreement: str
    remarks: tuple[str, ...]
    odd: tuple[str, ...]
    reading: QuestionResult


def reading_row(t: Translator, name: str, reading: QuestionResult) -> ReadingRow:
    """Return the row of a result."""
    remarks = (
        t("views are split") if reading.split else "",
        t("many chose Can't say") if reading.unsure else "",
    )
    return ReadingRow(
        name,
        result_text.score_text(t, reading) or t("not shown"),
        range_cell(t, reading),
        t("{n} of {invited}", n=reading.scored, invited=reading.invited),
        result_text.agreement_text(t, reading),
        tuple(filter(None, remarks)),
        odd_numbers(t, reading),
        reading,
    )


@dataclass(frozen=True, slots=True)
class OddNumber:
    """A reason why numbers look odd, and the names of the results that it is about."""

    names: str
    reason: str


def odd_in_rows(t: Translator, rows: Sequence[ReadingRow]) -> tuple[OddNumber, ...]:
    """Return each reason once, with the names of all results that it is about."""
    reasons = dict.fromkeys(reason for row in rows for reason in row.odd)
    return tuple(
        OddNumber(t.join(list(dict.fromkeys(row.name for row in rows if reason in row.odd))), reason)
        for reason in reasons
    )


def notes_on(t: Translator, readings: Sequence[QuestionResult]) -> tuple[str, ...]:
    """Return the two or three things that must be known of these results: what a score is, and what its range
    assumes."""
    ranges = dict.fromkeys(result_text.range_note(t, reading) for reading in readings)
    return t("Scores run from 1 (not at all) to 5 (fully)."), *filter(None, ranges)
