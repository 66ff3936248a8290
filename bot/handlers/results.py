"""What came of closed rounds, and how it goes over time: of the newest round, or of a time that is named.

What came of closed rounds, for whoever may see it: every member, from the moment a round is published.

The trend of the core themes: the picture, and beside it the numbers."""

from collections.abc import Sequence

from bot.analysis.disclosure import POWER_THEME
from bot.analysis.signals import ResultHistory
from bot.context import AppContext
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
from bot.language.periods import Period
from bot.membership import permissions
from bot.membership.roster import SentenceBuilder
from bot.messages import results, summary
from bot.messages.results import MAX_ROUNDS, RoundRow
from bot.questions.bank import OWN_QUESTION, Theme, ThemeKind
from bot.reports import charts
from bot.reports.summary import summarise, theme_title
from bot.rounds import history, notes
from bot.rounds.history import scheduled_results

PeriodText = tuple[str, str]  # what was typed after "for", and after "since"


async def show_results(request: MemberRequest, command: c.ShowResults) -> Card:
    say = await permissions.sentence_builder(request.db, request.speaker, request.partnership)
    what, time = _split_theme_and_time(request, command.what, command.period, command.since)
    theme = require_theme(request.context, what, request.t) if what else None
    if period := _period(request, *time):
        core = theme is None or theme.kind is ThemeKind.CORE
        over_time = say(c.ShowTrends(theme.id if theme else "", *time)) if core else ""
        return await results_over_period(
            request.context, request.db, request.partnership, theme, period, over_time, request.t, say
        )
    if theme:
        return await latest_of_theme(request.context, request.db, request.partnership, theme, request.t, say)
    return await latest_summary(request.context, request.db, request.partnership, request.t, say)


async def show_comments(request: MemberRequest, command: c.ShowComments) -> Card:
    return await comments_card(
        request.db, request.partnership, _period(request, command.period, ""), request.t
    )


async def show_trends(request: MemberRequest, command: c.ShowTrends) -> Card:
    what, time = _split_theme_and_time(request, command.theme, command.period, command.since)
    theme = require_core_theme(request, what).id if what else ""
    return await trends_card(
        request.context, request.db, request.partnership, theme, _period(request, *time), request.t
    )


def _split_theme_and_time(
    request: MemberRequest, what: str, period: str, since: str
) -> tuple[str, PeriodText]:
    """The theme and the time. `results for trust` names no time."""
    if period and not what and request.context.bank.find_theme(period):
        return period, ("", since)
    return what, (period, since)


def _period(request: MemberRequest, period: str, since: str) -> Period | None:
    today = local_date(request.now, request.speaker.zone)
    said = f"{period} since {since}".strip() if since else period
    return periods.parse_period(said, today, request.t)


ROUNDS_SEARCHED = 60  # closed rounds looked through for the latest that asked about a theme


async def latest_summary(
    context: AppContext, db: Transaction, partnership: Partnership, t: Translator, say: SentenceBuilder
) -> Card:
    """The summary of the round that was closed last."""
    for round_ in await _latest_closed(db, partnership, 1):
        return await round_card(context, db, round_, t, say)
    return summary.nothing_yet(t, partnership.name, partnership.next_round_at)


async def latest_summary_in_full(
    context: AppContext, db: Transaction, partnership: Partnership, t: Translator, say: SentenceBuilder
) -> Card:
    """The same for a page, which has room for every picture of it."""
    for round_ in await _latest_closed(db, partnership, 1):
        told = await summarise(context, db, round_, t)
        more = [
            charts.answers(context, round_, told.readings, t),
            charts.gap(context, round_, await scheduled_results(db, round_), t),
        ]
        return summary.card(t, told, say, [each for each in more if each and each != told.chart])
    return summary.nothing_yet(t, partnership.name, partnership.next_round_at)


async def comments_card(
    db: Transaction, partnership: Partnership, period: Period | None, t: Translator
) -> Card:
    """What people wrote in the round that was closed last, or in all of a period. Raises Refusal."""
    rounds = await history.closed_rounds(db, partnership, period, _any, t)
    if not rounds:
        return summary.nothing_yet(t, partnership.name, partnership.next_round_at)
    of = rounds if period else rounds[-1:]
    written = await db.find(Comment, round=[each.id for each in of])  # in the order of ids, which say nothing
    return summary.comments(t, tuple(each.words for each in written))


async def latest_of_theme(
    context: AppContext,
    db: Transaction,
    partnership: Partnership,
    theme: Theme,
    t: Translator,
    say: SentenceBuilder,
) -> Card:
    """What the latest round that asked about a theme says of it."""
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
    """What the rounds of a period say, of one theme or of all. Where it is a single round, all of it. Raises
    Refusal."""
    fits = _any if theme is None else lambda round_: asks_about(context, round_, theme)
    rounds = await history.closed_rounds(db, partnership, period, fits, t)
    if len(rounds) == 1 and theme:
        return await theme_card(context, db, rounds[0], theme, t, say)
    if len(rounds) == 1:
        return await round_card(context, db, rounds[0], t, say)
    readings = await db.find(QuestionResult, round=[each.id for each in rounds])
    told = [_round_row(context, each, readings, theme, t) for each in rounds]
    return results.period(t, partnership.name, told, theme.id if theme else "", over_time, say)


def _round_row(
    context: AppContext, round_: Round, readings: Sequence[QuestionResult], theme: Theme | None, t: Translator
) -> RoundRow:
    """Of one theme every question, of a whole scheduled round the anchors."""
    shown = [
        each
        for question in round_.questions
        for each in readings
        if (each.round, each.question) == (round_.id, question)
        and (each.theme == theme.id if theme else each.anchor or round_.kind is RoundKind.AD_HOC)
    ]
    return RoundRow(round_, [(_question_title(context, round_, each, t), each) for each in shown])


def _question_title(context: AppContext, round_: Round, reading: QuestionResult, t: Translator) -> str:
    if reading.anchor:
        return theme_title(context.bank, reading.theme, t)
    return context.bank.as_asked(reading.question, round_.own).text.in_language(t.code)


def _any(_: Round) -> bool:
    return True


def require_theme(context: AppContext, word: str, t: Translator) -> Theme:
    """Raises Refusal for a theme that is not there."""
    if theme := context.bank.find_theme(word):
        return theme
    names = t.join([each.title.in_language(t.code) for each in context.bank.themes])
    raise Refusal(t("There is no theme “{word}”. The themes are {names}.", word=word, names=names))


def asks_about(context: AppContext, round_: Round, theme: Theme) -> bool:
    return any(
        each != OWN_QUESTION and context.bank.question(each).theme == theme.id for each in round_.questions
    )


async def round_card(
    context: AppContext, db: Transaction, round_: Round, t: Translator, say: SentenceBuilder
) -> Card:
    return summary.card(t, await summarise(context, db, round_, t), say)


async def theme_card(
    context: AppContext, db: Transaction, round_: Round, theme: Theme, t: Translator, say: SentenceBuilder
) -> Card:
    told = await summarise(context, db, round_, t)
    drawn = [charts.answers(context, round_, told.readings, t, theme.id)]
    if theme.id == POWER_THEME:
        drawn.append(charts.gap(context, round_, await scheduled_results(db, round_), t))
    core = theme.kind is ThemeKind.CORE
    ways = [Button(t("How it goes over time"), say(c.ShowTrends(theme.id)))] if core else []
    return summary.detail(t, told, theme.id, [each for each in drawn if each], ways)


async def _latest_closed(db: Transaction, partnership: Partnership, most: int) -> list[Round]:
    return await db.latest(Round, "closed_at", most, partnership=partnership.id, state=RoundState.CLOSED)


TREND_ROUNDS = 6  # rounds whose numbers are told where no time is named


async def trends_card(
    context: AppContext,
    db: Transaction,
    partnership: Partnership,
    theme: str,
    period: Period | None,
    t: Translator,
) -> Card:
    """Of one core theme, or of all where `theme` is empty; of all time, or of a period. Raises Refusal."""
    rounds = await history.closed_rounds(db, partnership, period, _is_scheduled, t)
    if not rounds:
        return results.trends(t, partnership.name, None, (), ())
    upto = await scheduled_results(db, rounds[-1])
    first = rounds[0].number if period else 0
    drawn = await charts.trend(context, db, rounds[-1], upto, t, theme, first)
    last = max(point.on for panel in drawn.panels for point in panel.points) if drawn else None
    newest = period is None
    since = [
        each for each in await notes.find_notes(db, partnership.id) if newest and last and each.on > last
    ]
    told = [
        _trend_row(context, each, upto, theme, t)
        for each in rounds[-MAX_ROUNDS if period else -TREND_ROUNDS :]
    ]
    return results.trends(t, partnership.name, drawn, told, since)


def _is_scheduled(round_: Round) -> bool:
    return round_.kind is RoundKind.SCHEDULED


def _trend_row(
    context: AppContext, round_: Round, upto: ResultHistory, theme: str, t: Translator
) -> RoundRow:
    """The anchors of the core themes, or of one."""
    themes = [each for each in context.bank.of_kind(ThemeKind.CORE) if theme in ("", each.id)]
    readings = [reading for each, reading in upto if each.id == round_.id]
    return RoundRow(
        round_,
        [(of.title.in_language(t.code), each) for of in themes for each in readings if each.theme == of.id],
    )
