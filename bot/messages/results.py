"""Cards about several closed rounds. Pure: each is shown as published; nothing is computed over them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.analysis.signals import closed_at
from bot.core.cards import (
    BulletList,
    Button,
    Buttons,
    Card,
    Cell,
    Chart,
    KeyValues,
    Number,
    Part,
    SmallText,
    Table,
    Text,
    cell_words,
)
from bot.core.followups import Note
from bot.core.i18n import Translator
from bot.core.models import QuestionResult, Round, RoundKind
from bot.language.commands import ShowResults
from bot.membership.roster import SentenceBuilder
from bot.reports import result_text

MAX_ROUNDS = 26  # in one card: a year of fortnights
MAX_ROUND_BUTTONS = 5


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A closed round and the results to show of it, each with its name: an anchor has its theme's, another
    question its words."""

    round: Round
    readings: Sequence[tuple[str, QuestionResult]]


def period(
    t: Translator,
    partnership: str,
    rows: Sequence[RoundRow],
    theme: str,
    over_time: str,
    say: SentenceBuilder,
) -> Card:
    """Show rounds in rows, the newest at the top. `rows` are oldest first, of the theme of this id, or of all
    themes if it is empty. `over_time` is the sentence that shows their trend, or empty."""
    shown = rows[-MAX_ROUNDS:][::-1]
    start, end = (t.full_day(closed_at(shown_row.round)) for shown_row in (rows[0], rows[-1]))
    rounds = KeyValues(tuple(row_text(t, row) for row in shown))
    parts: list[Part] = [_table(t, shown, theme=theme) if theme else rounds]
    parts += _left_out(t, len(rows) - len(shown))
    buttons = [
        Button(
            t("Round {number}", number=row.round.number),
            say(ShowResults(theme, f"round {row.round.number}")),
        )
        for row in shown[:MAX_ROUND_BUTTONS]
        if row.round.number
    ]
    buttons += [Button(t("See how it has changed"), over_time)] if over_time else []
    title = t("{partnership}: {start} to {end}", partnership=partnership, start=start, end=end)
    return Card(title, (*parts, *([Buttons(tuple(buttons))] if buttons else []), SmallText(_scale(t))))


def trends(
    t: Translator,
    partnership: str,
    chart: Chart | None,
    rows: Sequence[RoundRow],
    baselines: Sequence[str],
    noted_since: Sequence[Note],
    theme: str = "",
) -> Card:
    """Show the chart of one theme or of all, since when new baselines hold, the numbers of its rounds, the
    newest first, and the notes since."""
    title = t("{partnership}: trends", partnership=partnership)
    if chart is None:
        return Card(
            title,
            (
                Text(
                    t(
                        "There is no trend yet. It needs a scheduled round that closed with enough replies. "
                        "Extra rounds do not count."
                    )
                ),
            ),
        )
    parts: list[Part] = [chart, *([BulletList(tuple(baselines))] if baselines else [])]
    parts.append(_table(t, rows[::-1], theme=theme))
    if noted_since:
        parts += [Text(t("New notes, which the next round’s chart will show:"))]
        parts += [BulletList(tuple(f"{t.full_day(note.on)}: {note.words}" for note in noted_since))]
    return Card(title, (*parts, SmallText(_scale(t))))


def row_text(t: Translator, row: RoundRow) -> tuple[str, str]:
    """Return a name such as `Round 5, 6 March 2026` and the scores."""
    replied = t("{n} of {invited} replied", n=row.round.replies, invited=row.round.invited)
    scores = [f"{title} {cell_words(_score(t, reading))}" for title, reading in row.readings]
    return _round_name(t, row.round), " · ".join([*scores, replied])


def _round_name(t: Translator, round_: Round) -> str:
    day = t.full_day(closed_at(round_))
    if round_.kind is RoundKind.SCHEDULED:
        return t("Round {number}, {day}", number=round_.number, day=day)
    return t("Extra round, {day}", day=day)


def _table(t: Translator, rows: Sequence[RoundRow], *, theme: str) -> Table:
    """Return the readings of one theme with their ranges and how many gave a score, or without a theme the
    scores of each round. A theme may have several questions in a round."""
    titles = tuple(dict.fromkeys(title for row in rows for title, _ in row.readings))
    if not theme:
        header = (t("Round"), *titles, t("Replied"))
        return Table(t("Scores"), header, tuple(_round_cells(t, row, titles) for row in rows))
    several = len(titles) > 1
    named, score = (t("Round and question"), t("Score")) if several else (t("Round"), *titles)
    cells = tuple(
        (
            f"{_round_name(t, row.round)} · {title}" if several else _round_name(t, row.round),
            *_reading_cells(t, reading),
        )
        for row in rows
        for title, reading in row.readings
    )
    return Table(t("Scores and ranges"), (named, score, t("Range"), t("Gave a score")), cells)


def _round_cells(t: Translator, row: RoundRow, titles: Sequence[str]) -> tuple[Cell, ...]:
    scores = {title: _score(t, reading) for title, reading in row.readings}
    replied = t("{n} of {invited}", n=row.round.replies, invited=row.round.invited)
    return (_round_name(t, row.round), *(scores.get(title, "") for title in titles), replied)


def _reading_cells(t: Translator, reading: QuestionResult) -> tuple[Cell, Cell, Cell]:
    answered = t("{n} of {invited}", n=reading.scored, invited=reading.invited)
    return _score(t, reading), result_text.bounds_text(t, reading), answered


def _score(t: Translator, reading: QuestionResult) -> Cell:
    """Return a score as a number, or in words if it is rounded, banded or not shown."""
    words = result_text.score_text(t, reading) or t("not shown")
    if reading.mean is None or result_text.is_inexact(reading):
        return words
    return Number(reading.mean, words)


def _left_out(t: Translator, n: int) -> list[Part]:
    if not n:
        return []
    return [Text(t.n("{n} earlier round not shown.", "{n} earlier rounds not shown.", n))]


def _scale(t: Translator) -> str:
    return t("Scores run from 1 (not at all) to 5 (fully).")
