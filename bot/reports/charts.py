"""The pictures of a closed round: the trend up to it, how people answered, how far two sides are apart.

Each has a name, by which it can be asked for again: `trend:<round>[:<theme>[:<number of the first round>]]`,
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
from bot.reports.trend_chart import ThemeLine
from bot.reports.trend_chart import trend_chart as drawn
from bot.rounds import notes
from bot.rounds.history import scheduled_results


async def chart_by_name(context: AppContext, db: Transaction, of: str, t: Translator) -> Chart | None:
    """The picture of this name; None where there is none."""
    kind, id, theme, first, *_ = (*of.split(":"), "", "", "")
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
    """The trend up to a round, whose history is `upto`, with what was noted and rebased in its time; of one
    core theme, or of all where `theme` is empty, and beginning with the scheduled round `first`."""
    rebases = await notes.find_rebases(db, round_.partnership)
    histories = [
        ThemeLine(
            each.title.in_language(t.code),
            tuple((closed_at(at), reading) for at, reading in upto if reading.theme == each.id),
            tuple(rebase for rebase in rebases if rebase.theme == each.id),
        )
        for each in context.bank.of_kind(ThemeKind.CORE)
        if theme in ("", each.id)
    ]
    noted = [(each.on, each.words) for each in await notes.find_notes(db, round_.partnership)]
    since = min((closed_at(each) for each, _ in upto if each.number >= first), default=None)
    of = _chart_name("trend", round_, theme, str(first or ""))
    return drawn(t, of, histories, noted, since if first else None)


def answers(
    context: AppContext, round_: Round, readings: Sequence[QuestionResult], t: Translator, theme: str = ""
) -> Chart | None:
    """How people answered the questions of a round, or those of one theme."""
    asked = [
        (context.bank.as_asked(question, round_.own).text.in_language(t.code), reading)
        for question in round_.questions
        for reading in readings
        if reading.question == question and theme in ("", reading.theme)
    ]
    scale = tuple(each.in_language(t.code) for each in context.bank.scale.points)
    return answer_bars(t, _chart_name("answers", round_, theme), asked, scale)


def gap(context: AppContext, round_: Round, upto: ResultHistory, t: Translator) -> Chart | None:
    """How far apart the two sides are on power, over the rounds up to this one."""
    line = [(closed_at(each), reading) for each, reading in upto if reading.theme == POWER_THEME]
    return gap_chart(
        t, _chart_name("gap", round_), context.bank.by_name[POWER_THEME].title.in_language(t.code), line
    )


def _chart_name(kind: str, round_: Round, *more: str) -> str:
    return ":".join((kind, round_.id, *more)).rstrip(":")
