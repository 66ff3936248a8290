"""Handlers for results, comments and trends: of the newest round, of a theme, or of a period.

Every member may see them from the moment a round is published.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.analysis.disclosure import POWER_THEME
from bot.analysis.signals import ResultHistory
from bot.context import AppContext
from bot.core import sanitise
from bot.core.cards import Button, Card
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.models import Comment, Partnership, QuestionResult, Round, RoundKind, RoundState
from bot.core.ports import Transaction
from bot.core.timezones import local_date
from bot.handlers.notes import require_core_theme
from bot.handlers.request import MemberRequest
from bot.language import commands as c
from bot.language import periods
from bot.language.commands import Command
from bot.language.periods import Period
from bot.membership.roster import SentenceBuilder
from bot.messages import notes as note_messages
from bot.messages import results, summary
from bot.messages.results import MAX_ROUNDS, RoundRow
from bot.questions.bank import OWN_QUESTION, Theme, ThemeKind
from bot.reports import charts
from bot.reports.charts import TrendPart
from bot.reports.summary import summarise
from bot.reports.titles import theme_title
from bot.rounds import history, notes
from bot.rounds.history import scheduled_results
from bot.rounds.publishing import load_published

PeriodText = tuple[str, str]  # as typed after "for", and after "since"
ROUNDS_SEARCHED = 60  # the newest closed rounds, for one that asked about a theme
TREND_ROUNDS = 6  # rounds whose numbers are shown if no period is named


async def show_results(request: MemberRequest, command: c.ShowResults) -> Card:
    say = await request.sentence_builder()
    theme_name, period_text = _split_theme_and_period(request, command.what, command.period, command.since)
    theme = (
        await _require_theme(request, theme_name, lambda what: replace(command, what=what))
        if theme_name
        else None
    )
    if period := _parse_period(request, *period_text):
        has_trend = theme is None or theme.kind is ThemeKind.CORE
        over_time = say(c.ShowTrends(theme.id if theme else "", *period_text)) if has_trend else ""
        return await results_over_period(
            request.context, request.db, request.partnership, theme, period, over_time, request.t, say
        )
    if theme:
        return await latest_of_theme(request.context, request.db, request.partnership, theme, request.t, say)
    return await latest_summary(request.context, request.db, request.partnership, request.t, say)


async def show_comments(request: MemberRequest, command: c.ShowComments) -> Card:
    return await comments_card(
        request.db, request.partnership, _parse_period(request, command.period, ""), request.t
    )


async def show_trends(request: MemberRequest, command: c.ShowTrends) -> Card:
    theme_name, period_text = _split_theme_and_period(request, command.theme, command.period, command.since)
    theme = require_core_theme(request, theme_name).id if theme_name else ""
    return await trends_card(
        request.context,
        request.db,
        request.partnership,
        theme,
        _parse_period(request, *period_text),
        request.t,
    )


def _split_theme_and_period(
    request: MemberRequest, theme: str, period: str, since: str
) -> tuple[str, PeriodText]:
    """Return the theme and the period: what follows "for" may be a theme, as in `results for trust`."""
    if period and not theme and request.context.bank.find_theme(period):
        return period, ("", since)
    return theme, (period, since)


def _parse_period(request: MemberRequest, period: str, since: str) -> Period | None:
    today = local_date(request.now, request.speaker.zone)
    text = f"{period} since {since}".strip() if since else period
    return periods.parse_period(text, today, request.t)


async def _nothing_yet(db: Transaction, partnership: Partnership, t: Translator) -> Card:
    round_ = await db.first(Round, id=partnership.round, state=RoundState.OPEN)
    closes_at = round_.closes_at if round_ else None
    return summary.nothing_yet(t, partnership.name, partnership.next_round_at, closes_at)


async def latest_summary(
    context: AppContext, db: Transaction, partnership: Partnership, t: Translator, say: SentenceBuilder
) -> Card:
    """Return the summary of the round that was closed last."""
    rounds = await _latest_closed(db, partnership, 1)
    if not rounds:
        return await _nothing_yet(db, partnership, t)
    return await round_card(context, db, rounds[0], t, say)


async def latest_summary_in_full(
    context: AppContext, db: Transaction, partnership: Partnership, t: Translator, say: SentenceBuilder
) -> Card:
    """Return the same summary with every chart, for a page, which has room."""
    rounds = await _latest_closed(db, partnership, 1)
    if not rounds:
        return await _nothing_yet(db, partnership, t)
    round_ = rounds[0]
    summarised = await summarise(context, db, round_, t)
    published = await load_published(context, db, round_)
    more = [charts.answers(context, round_, published, t), charts.gap(context, round_, published, t)]
    return summary.card(t, summarised, say, [chart for chart in more if chart and chart != summarised.chart])


async def comments_card(
    db: Transaction, partnership: Partnership, period: Period | None, t: Translator
) -> Card:
    """Return the comments of the round that was closed last, or of a period. Raises Refusal."""
    rounds = await history.closed_rounds(db, partnership, period, _every_round, t)
    if not rounds:
        return await _nothing_yet(db, partnership, t)
    shown = rounds if period else rounds[-1:]
    # In the order of ids, which are random.
    comments = await db.find(Comment, round=[round_.id for round_ in shown])
    asked = any(round_.takes_comments for round_ in shown)
    return summary.comments(t, tuple(comment.words for comment in comments), asked=asked)


async def latest_of_theme(
    context: AppContext,
    db: Transaction,
    partnership: Partnership,
    theme: Theme,
    t: Translator,
    say: SentenceBuilder,
) -> Card:
    """Return the results of a theme in the latest round that asked about it."""
    for round_ in await _latest_closed(db, partnership, ROUNDS_SEARCHED):
        if asks_about(context, round_, theme):
            return await theme_card(context, db, round_, theme, t, say)
    return summary.nothing_of(t, theme.title.in_language(t.code))


async def results_over_period(
    context: AppContext,
    db: Transaction,
    partnership: Partnership,
    theme: Theme | None,
    period: Period,
    over_time: str,
    t: Translator,
    say: SentenceBuilder,
) -> Card:
    """Return the results of the rounds of a period, of one theme or of all; of a single round in full. Raises
    Refusal."""
    fits = _every_round if theme is None else lambda round_: asks_about(context, round_, theme)
    rounds = await history.closed_rounds(db, partnership, period, fits, t)
    if len(rounds) == 1 and theme:
        return await theme_card(context, db, rounds[0], theme, t, say)
    if len(rounds) == 1:
        return await round_card(context, db, rounds[0], t, say)
    readings = await db.find(QuestionResult, round=[round_.id for round_ in rounds])
    rows = [_round_row(context, round_, readings, theme, t) for round_ in rounds]
    return results.period(t, partnership.name, rows, theme.id if theme else "", over_time, say)


def _round_row(
    context: AppContext, round_: Round, readings: Sequence[QuestionResult], theme: Theme | None, t: Translator
) -> RoundRow:
    """Return every question of one theme, or the anchors of a whole scheduled round."""
    shown = [
        reading
        for question in round_.questions
        for reading in readings
        if (reading.round, reading.question) == (round_.id, question)
        and (reading.theme == theme.id if theme else reading.anchor or round_.kind is RoundKind.AD_HOC)
    ]
    return RoundRow(round_, [(_question_title(context, round_, reading, t), reading) for reading in shown])


def _question_title(context: AppContext, round_: Round, reading: QuestionResult, t: Translator) -> str:
    if reading.anchor:
        return theme_title(context.bank, reading.theme, t)
    return context.bank.as_asked(reading.question, round_.own).text.in_language(t.code)


def _every_round(_: Round) -> bool:
    return True


async def _require_theme(request: MemberRequest, word: str, again: Callable[[str], Command]) -> Theme:
    """Return the theme of this name. Raises Refusal, which offers the same sentence about each theme."""
    if theme := request.context.bank.find_theme(word):
        return theme
    raise Refusal(
        request.t("There is no theme called “{word}”. Choose one.", word=sanitise.quoted(word)),
        await theme_choices(request, again),
    )


async def theme_choices(
    request: MemberRequest, again: Callable[[str], Command]
) -> tuple[tuple[str, str], ...]:
    """Return a button's label and sentence for each theme; `again` makes the command of a theme's id."""
    say = await request.sentence_builder()
    return tuple(
        (theme.title.in_language(request.t.code), say(again(theme.id)))
        for theme in request.context.bank.themes
    )


def asks_about(context: AppContext, round_: Round, theme: Theme) -> bool:
    return any(
        question != OWN_QUESTION and context.bank.question(question).theme == theme.id
        for question in round_.questions
    )


async def round_card(
    context: AppContext, db: Transaction, round_: Round, t: Translator, say: SentenceBuilder
) -> Card:
    return summary.card(t, await summarise(context, db, round_, t), say)


async def theme_card(
    context: AppContext, db: Transaction, round_: Round, theme: Theme, t: Translator, say: SentenceBuilder
) -> Card:
    summarised = await summarise(context, db, round_, t)
    published = await load_published(context, db, round_)
    pictures = [charts.answers(context, round_, published, t, theme.id)]
    if theme.id == POWER_THEME:
        pictures.append(charts.gap(context, round_, published, t))
    has_trend = theme.kind is ThemeKind.CORE
    buttons = [Button(t("See how it has changed"), say(c.ShowTrends(theme.id)))] if has_trend else []
    return summary.detail(t, summarised, theme.id, [chart for chart in pictures if chart], buttons)


async def _latest_closed(db: Transaction, partnership: Partnership, most: int) -> list[Round]:
    return await db.latest(Round, "closed_at", most, partnership=partnership.id, state=RoundState.CLOSED)


async def trends_card(
    context: AppContext,
    db: Transaction,
    partnership: Partnership,
    theme: str,
    period: Period | None,
    t: Translator,
) -> Card:
    """Return the trend of one core theme, or of all if `theme` is empty; of all time, or of a period. Raises
    Refusal."""
    rounds = await history.closed_rounds(db, partnership, period, _is_scheduled, t)
    if not rounds:
        return results.trends(t, partnership.name, None, (), (), ())
    past = await scheduled_results(db, rounds[-1])
    part = TrendPart(theme, rounds[0].number if period else 0)
    chart = await charts.live_trend(context, db, rounds[-1], t, part)
    rows = [
        _trend_row(context, round_, past, theme, t)
        for round_ in rounds[-MAX_ROUNDS if period else -TREND_ROUNDS :]
    ]
    noted_since = []
    if chart and period is None:
        last = max(point.on for panel in chart.panels for point in panel.points)
        noted_since = [note for note in await notes.find_notes(db, partnership.id) if note.on > last]
    baselines = [
        note_messages.baseline_line(t, theme_title(context.bank, rebase.theme, t), rebase.author, rebase)
        for rebase in await notes.newest_rebases(db, partnership.id)
        if theme in ("", rebase.theme)
    ]
    return results.trends(t, partnership.name, chart, rows, baselines, noted_since, theme)


def _is_scheduled(round_: Round) -> bool:
    return round_.kind is RoundKind.SCHEDULED


def _trend_row(
    context: AppContext, round_: Round, past: ResultHistory, theme_id: str, t: Translator
) -> RoundRow:
    """Return the anchors of the core themes, or of one."""
    themes = [theme for theme in context.bank.of_kind(ThemeKind.CORE) if theme_id in ("", theme.id)]
    readings = [reading for past_round, reading in past if past_round.id == round_.id]
    return RoundRow(
        round_,
        [
            (theme.title.in_language(t.code), reading)
            for theme in themes
            for reading in readings
            if reading.theme == theme.id
        ],
    )
