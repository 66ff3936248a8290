"""Cards about several closed rounds. Pure: each is shown as published; nothing is computed over them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.analysis.signals import closed_at
from bot.core.cards import BulletList, Button, Buttons, Card, Chart, KeyValues, Part, SmallText, Text
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
    parts: list[Part] = [KeyValues(tuple(row_text(t, row, fully=bool(theme)) for row in shown))]
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
) -> Card:
    """Show the chart, since when new baselines hold, the numbers of its rounds, the newest first, and the
    notes since."""
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
    parts.append(KeyValues(tuple(row_text(t, row) for row in rows[::-1])))
    if noted_since:
        parts += [Text(t("New notes, which the next round’s chart will show:"))]
        parts += [BulletList(tuple(f"{t.full_day(note.on)}: {note.words}" for note in noted_since))]
    return Card(title, (*parts, SmallText(_scale(t))))


def row_text(t: Translator, row: RoundRow, *, fully: bool = False) -> tuple[str, str]:
    """Return a name such as `Round 5, 6 March 2026` and the scores; `fully` adds ranges and counts."""
    round_, day = row.round, t.full_day(closed_at(row.round))
    name = (
        t("Round {number}, {day}", number=round_.number, day=day)
        if round_.kind is RoundKind.SCHEDULED
        else t("Extra round, {day}", day=day)
    )
    replied = t("{n} of {invited} replied", n=round_.replies, invited=round_.invited)
    scores = [_score(t, title, reading, fully=fully) for title, reading in row.readings]
    return name, " · ".join([*scores, *([] if fully else [replied])])


def _score(t: Translator, name: str, reading: QuestionResult, *, fully: bool) -> str:
    score = f"{name} {result_text.score_text(t, reading) or t('not shown')}"
    if not fully:
        return score
    answered = t("{n} of {invited} gave a score", n=reading.scored, invited=reading.invited)
    return ", ".join(filter(None, (score, result_text.range_text(t, reading), answered)))


def _left_out(t: Translator, n: int) -> list[Part]:
    if not n:
        return []
    return [Text(t.n("{n} earlier round not shown.", "{n} earlier rounds not shown.", n))]


def _scale(t: Translator) -> str:
    return t("Scores run from 1 (not at all) to 5 (fully).")
