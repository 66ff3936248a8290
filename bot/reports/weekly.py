"""Put what a weekly summary tells of one partnership into the reader's language."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.analysis.signals import new_alerts
from bot.context import AppContext
from bot.core.followups import Action, Alert
from bot.core.i18n import Translator
from bot.core.models import Round
from bot.core.ports import Transaction
from bot.membership import permissions
from bot.membership.roster import Roster
from bot.reports.action_text import action_line, outcome_line
from bot.reports.outcome_text import outcome_lines
from bot.reports.signal_text import headline
from bot.reports.summary import RoundSummary, summary_of
from bot.reports.titles import published_title
from bot.rounds.publishing import load_published
from bot.rounds.weekly_news import WeeklyNews

MAX_WORDING = 40  # characters of an action


@dataclass(frozen=True, slots=True)
class PartnershipWeek:
    """The week of one partnership in words. `results` are those of its newest round, None before the first;
    `lines` what else there is to tell, the most pressing first."""

    partnership: str
    results: RoundSummary | None
    lines: tuple[str, ...]
    next_round_at: datetime | None


async def describe_week(
    context: AppContext, db: Transaction, news: WeeklyNews, t: Translator
) -> PartnershipWeek:
    """Return the news in words. Nothing is worked out anew: results and alerts are as they were published."""
    roster = await permissions.load_roster(db, news.partnership.id)
    waiting = [await _headline(context, db, alert, t) for alert in news.waiting]
    lines = [t("Still to talk about: {what}", what="; ".join(waiting))] if waiting else []
    lines += [t("Overdue: {action}", action=_line(t, roster, action)) for action in news.overdue]
    lines += [t("Due this week: {action}", action=_line(t, roster, action)) for action in news.due]
    taken_up = [await _headline(context, db, alert, t) for alert in news.taken_up]
    lines += [t("Taken up: {what}", what="; ".join(taken_up))] if taken_up else []
    lines += [outcome_line(t, roster, _shortened(action)) for action in news.settled]
    lines += [t("New action: {action}", action=_line(t, roster, action)) for action in news.added]
    lines += outcome_lines(t, news.outcomes)
    results = await _results(context, db, news.round, t) if news.round else None
    return PartnershipWeek(news.partnership.name, results, tuple(lines), news.partnership.next_round_at)


async def _results(context: AppContext, db: Transaction, round_: Round, t: Translator) -> RoundSummary:
    return summary_of(context, round_, await load_published(context, db, round_), (), t)


async def _headline(context: AppContext, db: Transaction, alert: Alert, t: Translator) -> str:
    """Return the headline under which an alert was sent; its theme if it is not known any more."""
    published = await load_published(context, db, await db.get(Round, alert.round))
    title = published_title(context.bank, published, alert.theme, t)
    signals = [
        signal
        for signal in new_alerts(published.signals)
        if (signal.kind, signal.theme) == (alert.kind, alert.theme)
    ]
    return headline(t, title, signals[0]) if signals else title


def _line(t: Translator, roster: Roster, action: Action) -> str:
    return action_line(t, roster, _shortened(action))


def _shortened(action: Action) -> Action:
    if len(action.words) <= MAX_WORDING:
        return action
    return replace(action, words=f"{action.words[: MAX_WORDING - 1].rstrip()}…")
