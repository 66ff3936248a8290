"""Load the charts of a closed round: the trend up to it, the answers, the gap between two sides.

Each has a name, by which it can be loaded again: `trend:<round>[:<theme>[:<number of the first round>]]`,
`answers:<round>[:<theme>]`, `gap:<round>`.
"""

from collections.abc import Sequence

from bot.analysis.disclosure import POWER_THEME
from bot.analysis.signals import ResultHistory, closed_at
from bot.context import AppContext
from bot.core.cards import Chart
from bot.core.i18n import Translator
from bot.core.models import QuestionResult, Round, RoundState
from bot.core.ports import Transaction
from bot.questions.bank import ThemeKind
from bot.reports.answer_bars import answer_bars
from bot.reports.gap_chart import gap_chart
from bot.reports.trend_chart import ThemeLine, trend_chart
from bot.rounds import notes
from bot.rounds.history import scheduled_results


async def chart_by_name(context: AppContext, db: Transaction, name: str, t: Translator) -> Chart | None:
    """Return the chart with this name; None if there is none."""
    kind, id, theme, first, *_ = (*name.split(":"), "", "", "")
    for round_ in await db.find(Round, id=id, state=RoundState.CLOSED):
        match kind:
            case "trend" if not first or (first.isdecimal() and first.isascii()):
                return await trend(
                    context, db, round_, await scheduled_results(db, round_), t, theme, int(first or 0)
                )
            case "answers":
                return answers(context, round_, await db.find(QuestionResult, round=round_.id), t, theme)
            case "gap":
                return gap(context, round_, await scheduled_results(db, round_), t)
    return None


async def trend(
    context: AppContext,
    db: Transaction,
    round_: Round,
    upto: ResultHistory,
    t: Translator,
    theme: str = "",
    first: int = 0,
) -> Chart | None:
    """Return the trend up to a round, with the notes and rebases of its time; of one core theme, or of all if
    `theme` is empty, from the scheduled round `first` on. `upto` holds the results up to the round."""
    rebases = await notes.find_rebases(db, round_.partnership)
    lines = [
        ThemeLine(
            core.title.in_language(t.code),
            tuple((closed_at(at), reading) for at, reading in upto if reading.theme == core.id),
            tuple(rebase for rebase in rebases if rebase.theme == core.id),
        )
        for core in context.bank.of_kind(ThemeKind.CORE)
        if theme in ("", core.id)
    ]
    dated_notes = [(note.on, note.words) for note in await notes.find_notes(db, round_.partnership)]
    since = min((closed_at(at) for at, _ in upto if at.number >= first), default=None)
    name = _chart_name("trend", round_, theme, str(first or ""))
    return trend_chart(t, name, lines, dated_notes, since if first else None)


def answers(
    context: AppContext, round_: Round, readings: Sequence[QuestionResult], t: Translator, theme: str = ""
) -> Chart | None:
    """Return the chart of the answers to the questions of a round, or to those of one theme."""
    asked = [
        (context.bank.as_asked(question, round_.own).text.in_language(t.code), reading)
        for question in round_.questions
        for reading in readings
        if reading.question == question and theme in ("", reading.theme)
    ]
    scale = tuple(point.in_language(t.code) for point in context.bank.scale.points)
    return answer_bars(t, _chart_name("answers", round_, theme), asked, scale)


def gap(context: AppContext, round_: Round, upto: ResultHistory, t: Translator) -> Chart | None:
    """Return the chart of the gap between the two sides on power, over the rounds up to this one."""
    line = [(closed_at(at), reading) for at, reading in upto if reading.theme == POWER_THEME]
    return gap_chart(
        t, _chart_name("gap", round_), context.bank.by_name[POWER_THEME].title.in_language(t.code), line
    )


def _chart_name(kind: str, round_: Round, *more: str) -> str:
    return ":".join((kind, round_.id, *more)).rstrip(":")
