"""Make the charts of closed rounds: the trend, the answers, the gap between two sides.

Each has a name, by which it can be made again. `trend:<round>[:<theme>[:<number of the first round>]]`,
`answers:<round>[:<theme>]` and `gap:<round>` are made from what the round published, and so are always the
same. `trends:<round>:<theme>:<first>:<as of>` is made from results, notes and rebases as they stood then.
`outcome_reports.py` has the names of others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.analysis.disclosure import POWER_THEME
from bot.analysis.published import PublishedContent, TrendLine
from bot.analysis.publishing import member_token, notes_within, rebases_within, trend_lines
from bot.analysis.signals import closed_at
from bot.analysis.trend import since
from bot.context import AppContext
from bot.core.cards import Chart
from bot.core.followups import Note, Rebase
from bot.core.i18n import Translator
from bot.core.models import Round, RoundKind, RoundState
from bot.core.ports import Transaction
from bot.reports.answer_bars import answer_bars
from bot.reports.chart_names import EPOCH, format_moment, is_number, parse_moment
from bot.reports.gap_chart import gap_chart
from bot.reports.outcome_reports import CHART_KIND as OUTCOMES
from bot.reports.outcome_reports import outcome_chart_by_name
from bot.reports.titles import published_title, theme_title
from bot.reports.trend_chart import TrendEvents, trend_chart
from bot.rounds.history import scheduled_results
from bot.rounds.names import names_of
from bot.rounds.publishing import load_published


@dataclass(frozen=True, slots=True)
class TrendPart:
    """A part of the trend: one core theme, or all if it is empty, from the scheduled round `first` on."""

    theme: str = ""
    first: int = 0


WHOLE = TrendPart()


async def chart_by_name(context: AppContext, db: Transaction, name: str, t: Translator) -> Chart | None:
    """Return the chart with this name; None if there is none."""
    if name.startswith(f"{OUTCOMES}:"):
        return await outcome_chart_by_name(db, name, t)
    return await _round_chart(context, db, name, t)


async def _round_chart(context: AppContext, db: Transaction, name: str, t: Translator) -> Chart | None:
    kind, id, theme, first, as_of, *_ = (*name.split(":"), *[""] * 4)
    round_ = await db.first(Round, id=id, state=RoundState.CLOSED)
    if round_ is None or not is_number(first or "0") or (moment := parse_moment(as_of or "0")) is None:
        return None
    part = TrendPart(theme, int(first or 0))
    match kind:
        case "trend":
            return await published_trend(context, db, round_, t, part)
        case "trends":
            return await live_trend(context, db, round_, t, part, moment)
        case "answers":
            return answers(context, round_, await load_published(context, db, round_), t, theme)
        case "gap":
            return gap(context, round_, await load_published(context, db, round_), t)
    return None


async def published_trend(
    context: AppContext, db: Transaction, round_: Round, t: Translator, part: TrendPart
) -> Chart | None:
    """Return a part of the trend that a round published."""
    published = await load_published(context, db, round_)
    first = [
        closed_at(earlier)
        for earlier in await db.find(Round, partnership=round_.partnership, kind=RoundKind.SCHEDULED)
        if 0 < part.first <= earlier.number
    ]
    return trend(context, round_, published, t, part, min(first, default=None))


def trend(
    context: AppContext,
    round_: Round,
    published: PublishedContent,
    t: Translator,
    part: TrendPart = WHOLE,
    since: datetime | None = None,
) -> Chart | None:
    """Return the trend that a round published; a part of it begins with what closed at `since` or later."""
    lines = [
        (published_title(context.bank, published, line.theme, t), line)
        for line in _part(published.trend, part, since)
    ]
    events = TrendEvents(published.notes, published.rebases, published.names)
    return trend_chart(t, _chart_name("trend", round_, *_in_name(part)), lines, events)


async def live_trend(
    context: AppContext,
    db: Transaction,
    round_: Round,
    t: Translator,
    part: TrendPart = WHOLE,
    as_of: datetime | None = None,
) -> Chart | None:
    """Return the trend up to a round with the notes and rebases that there are now, or were at `as_of`."""
    past = await scheduled_results(db, round_)
    notes = await db.find(Note, partnership=round_.partnership)
    rebases = await db.find(Rebase, partnership=round_.partnership)
    if as_of:
        notes = [note for note in notes if (note.said_at or EPOCH) <= as_of]
        rebases = [rebase for rebase in rebases if (rebase.said_at or EPOCH) <= as_of]
    said = [*(note.removed_at or note.said_at for note in notes), *(rebase.said_at for rebase in rebases)]
    newest = max(filter(None, said), default=EPOCH)
    name = _chart_name("trends", round_, *_in_name(part), format_moment(newest))
    lines = trend_lines(context.bank, past, rebases)
    names = await names_of(db, {member_token(rebase.author) for rebase in rebases})
    events = TrendEvents(notes_within(lines, notes), rebases_within(lines, rebases, names), names)
    first = min((closed_at(at) for at, _ in past if 0 < part.first <= at.number), default=None)
    titled = [(theme_title(context.bank, line.theme, t), line) for line in _part(lines, part, first)]
    return trend_chart(t, name, titled, events)


def answers(
    context: AppContext, round_: Round, published: PublishedContent, t: Translator, theme: str = ""
) -> Chart | None:
    """Return the chart of the answers to the questions of a round, or to those of one theme."""
    asked = [
        (context.bank.as_asked(reading.question, round_.own).text.in_language(t.code), reading)
        for reading in published.readings
        if theme in ("", reading.theme)
    ]
    scale = tuple(point.in_language(t.code) for point in context.bank.scale.points)
    return answer_bars(t, _chart_name("answers", round_, theme), asked, scale)


def gap(context: AppContext, round_: Round, published: PublishedContent, t: Translator) -> Chart | None:
    """Return the chart of the gap between the two sides on power, over the rounds up to this one."""
    anchors = {reading.theme: reading for reading in published.readings if reading.anchor}
    title = published_title(context.bank, published, POWER_THEME, t)
    return gap_chart(t, _chart_name("gap", round_), title, published.gaps, anchors.get(POWER_THEME))


def _part(lines: Sequence[TrendLine], part: TrendPart, first: datetime | None) -> list[TrendLine]:
    shown = [line for line in lines if part.theme in ("", line.theme)]
    return [since(line, first) for line in shown] if first else shown


def _in_name(part: TrendPart) -> tuple[str, str]:
    return part.theme, str(part.first or "")


def _chart_name(kind: str, round_: Round, *more: str) -> str:
    return ":".join((kind, round_.id, *more)).rstrip(":")
