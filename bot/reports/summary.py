"""Collect everything that may be shown of a closed round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.analysis.signals import ResultHistory, closed_at, compared_with, new_alerts, newest_stretch
from bot.analysis.talking_points import PACK_PATTERNS, choose_for_pack
from bot.context import AppContext
from bot.core.cards import Chart
from bot.core.followups import Alert, Rebase
from bot.core.i18n import Translator
from bot.core.models import (
    Comment,
    Invitation,
    Member,
    MembershipStatus,
    Partnership,
    QuestionResult,
    Round,
    RoundKind,
)
from bot.core.ports import Transaction
from bot.membership import permissions
from bot.questions.bank import QuestionBank
from bot.reports import action_text as action_words
from bot.reports import charts, result_text
from bot.reports.signal_text import calm, headline
from bot.reports.who_asked import who_asked
from bot.rounds import actions
from bot.rounds.alerts import detect_signals
from bot.rounds.history import results_before, round_before, scheduled_results

ThemeWithRebases = tuple[ResultHistory, Sequence[Rebase]]  # of one core theme


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """A closed round and everything that may be shown of it. `titles` are the names of its themes and `texts`
    its questions, both in the reader's language; `last` is the scheduled round before it, and `before` holds
    that round's results of the anchors. `calm` is the text if nothing stands out, `roster` how many members
    joined and left. `did` are the actions that were closed since, `to_do` those still open. `asked` says who
    asked an ad hoc round."""

    round: Round
    partnership: str
    readings: tuple[QuestionResult, ...]
    before: Mapping[str, QuestionResult]
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    comments: tuple[str, ...]
    stands_out: tuple[str, ...]
    talking_point: str
    chart: Chart | None
    next_round_at: datetime | None
    did: tuple[str, ...] = ()
    to_do: tuple[str, ...] = ()
    last: Round | None = None
    calm: str = ""
    roster: str = ""
    asked: tuple[str, ...] = ()


async def summarise(context: AppContext, db: Transaction, round_: Round, t: Translator) -> RoundSummary:
    """Return the summary of a closed round in the reader's language."""
    partnership = await db.get(Partnership, round_.partnership)
    readings = tuple(await db.find(QuestionResult, round=round_.id))
    upto = await scheduled_results(db, round_)
    rebases = await db.find(Rebase, partnership=round_.partnership)
    titles = {reading.theme: theme_title(context.bank, reading.theme, t) for reading in readings}
    lines = _by_theme(upto, rebases)
    stands_out, talking_point = await _stands_out(context, db, round_, readings, upto, t)
    did, to_do = await _actions(db, round_, upto, t)
    return RoundSummary(
        round=round_,
        partnership=partnership.name,
        readings=tuple(sorted(readings, key=lambda reading: round_.questions.index(reading.question))),
        before=results_before(upto, round_),
        titles=titles,
        texts={
            question: context.bank.as_asked(question, round_.own).text.in_language(t.code)
            for question in round_.questions
        },
        comments=tuple(comment.words for comment in await db.find(Comment, round=round_.id)),
        stands_out=stands_out,
        talking_point=talking_point,
        chart=await _chart(context, db, round_, readings, upto, t),
        next_round_at=partnership.next_round_at,
        did=did,
        to_do=to_do,
        last=round_before(upto, round_),
        calm=calm(
            t, {theme_title(context.bank, theme, t): newest_stretch(*own) for theme, own in lines.items()}
        ),
        roster=await _roster(db, round_, [*lines.values()], t),
        asked=await who_asked(context, db, round_, t),
    )


def theme_title(bank: QuestionBank, theme: str, t: Translator) -> str:
    found = bank.find_theme(theme)
    return found.title.in_language(t.code) if found else t("Your question")


def _by_theme(upto: ResultHistory, rebases: Sequence[Rebase]) -> dict[str, ThemeWithRebases]:
    """Return the results of each core theme, and its rebases."""
    return {
        theme: (
            [(round_, reading) for round_, reading in upto if reading.theme == theme],
            [rebase for rebase in rebases if rebase.theme == theme],
        )
        for theme in dict.fromkeys(reading.theme for _, reading in upto)
    }


async def _stands_out(
    context: AppContext,
    db: Transaction,
    round_: Round,
    readings: Sequence[QuestionResult],
    upto: ResultHistory,
    t: Translator,
) -> tuple[tuple[str, ...], str]:
    """Return the headlines of what is beyond chance or low, and one talking point: that of the gravest alert
    of this round, else that of a pack with a low score."""
    signals = [
        signal
        for signal in new_alerts(await detect_signals(db, round_, upto))
        if not signal.kind.for_coordinators
    ]
    headlines = [headline(t, theme_title(context.bank, signal.theme, t), signal) for signal in signals]
    alerts = {(alert.kind, alert.theme): alert.point for alert in await db.find(Alert, round=round_.id)}
    points_by_id = {point.id: point for point in context.talking_points}
    points = [
        points_by_id[id]
        for signal in signals
        if (id := alerts.get((signal.kind, signal.theme))) in points_by_id
    ]
    low = (reading.theme for reading in readings if result_text.is_low(reading))
    for theme in dict.fromkeys(theme for theme in low if theme in PACK_PATTERNS):
        title = theme_title(context.bank, theme, t)
        headlines.append(t("{theme}: the score lies below the middle of the scale", theme=title))
        point = choose_for_pack(context.talking_points, theme, await _low_days(db, round_, theme))
        points += [point] if point else []
    return tuple(headlines), points[0].text.in_language(t.code) if points else ""


async def _low_days(db: Transaction, round_: Round, theme: str) -> list[date]:
    """Return the days on which a theme had a low score, up to this round's."""
    low = [
        reading.round
        for reading in await db.find(QuestionResult, partnership=round_.partnership, theme=theme)
        if result_text.is_low(reading)
    ]
    moments = [closed_at(low_round) for low_round in await db.find(Round, id=low)]
    return [at.date() for at in sorted(moments) if at <= closed_at(round_)]


async def _chart(
    context: AppContext,
    db: Transaction,
    round_: Round,
    readings: Sequence[QuestionResult],
    upto: ResultHistory,
    t: Translator,
) -> Chart | None:
    """Return the trend; for an ad hoc round, which has none, the answers."""
    if round_.kind is RoundKind.AD_HOC:
        return charts.answers(context, round_, readings, t)
    return await charts.trend(context, db, round_, upto, t)


async def _roster(db: Transaction, round_: Round, lines: Sequence[ThemeWithRebases], t: Translator) -> str:
    """Return how many members joined and left since the round that this one is compared with. Paused members
    and erased people are not counted."""
    compared = [earlier for line in lines if (earlier := compared_with(*line))]
    if not compared:
        return ""
    since = min(compared, key=closed_at)
    then, now = [
        {invitation.member for invitation in await db.find(Invitation, round=at.id)} for at in (since, round_)
    ]
    changed = {member.id: member for member in await db.find(Member, id=[*(then ^ now)])}
    joined = sum(id in changed and changed[id].since_at > since.opened_at for id in now - then)
    left = sum(id in changed and changed[id].standing is MembershipStatus.LEFT for id in then - now)
    return result_text.roster_changes(t, since.number, joined, left)


async def _actions(
    db: Transaction, round_: Round, upto: ResultHistory, t: Translator
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the actions that were closed since the round before, and those still open, a line each."""
    if round_.kind is not RoundKind.SCHEDULED:
        return (), ()
    earlier = round_before(upto, round_)
    after = closed_at(earlier) if earlier else None
    answered, waiting = await actions.actions_between(db, round_.partnership, after, closed_at(round_))
    if not answered and not waiting:
        return (), ()
    roster = await permissions.load_roster(db, round_.partnership)
    return (
        tuple(action_words.outcome_line(t, action) for action in answered),
        tuple(action_words.action_line(t, roster, action) for action in waiting),
    )
