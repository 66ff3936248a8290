"""Loads the news of one partnership for a weekly summary: what was published, nothing of an open round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.analysis.outcome_process import NewestValue
from bot.analysis.signals import MUTED_ROUNDS, SignalKind
from bot.core.followups import Action, ActionOutcome, Alert
from bot.core.models import Partnership, Round, RoundKind, RoundState
from bot.core.outcomes import OutcomeValue, SharedOutcome
from bot.core.ports import Transaction
from bot.core.timezones import DAY, local_date
from bot.rounds import actions
from bot.rounds.outcomes import find_outcomes, load_histories
from bot.rounds.weeks import start_of_week

MAX_SEARCHED = 20  # alerts and settled actions, the newest


@dataclass(frozen=True, slots=True)
class NewsPeriod:
    """The time whose events are new to a reader: after `since`, up to `until`. They count days in `zone`."""

    since: datetime
    until: datetime
    zone: str

    def __contains__(self, at: datetime | None) -> bool:
        return at is not None and self.since < at <= self.until


@dataclass(frozen=True, slots=True)
class WeeklyNews:
    """`round` is the newest closed round. `waiting` are alerts that nobody has responded to, `taken_up` those
    that somebody took up since. Open actions are `overdue` or `due` by Sunday; `added` are others that are
    new, `settled` those that were reported on. `outcomes` are values entered since. `is_new` is False if all
    of it was told before."""

    partnership: Partnership
    round: Round | None
    waiting: Sequence[Alert]
    taken_up: Sequence[Alert]
    overdue: Sequence[Action]
    due: Sequence[Action]
    added: Sequence[Action]
    settled: Sequence[Action]
    outcomes: Sequence[NewestValue]
    is_new: bool


async def load_news(db: Transaction, partnership: Partnership, period: NewsPeriod) -> WeeklyNews:
    """Return what there is to tell, and whether any of it is new."""
    id = partnership.id
    closed = await db.latest(Round, "closed_at", 1, partnership=id, state=RoundState.CLOSED)
    alerts = await _alerts(db, id)
    waiting = [alert for alert in alerts if alert.response is None]
    taken_up = [
        alert
        for alert in alerts
        if alert.response and alert.response.is_acknowledged and alert.responded_at in period
    ]
    open_actions = await actions.open_actions(db, id)
    settled = await db.latest(
        Action, "did_at", MAX_SEARCHED, partnership=id, did=list(ActionOutcome), removed_at=None
    )
    return _sort_out(
        partnership,
        closed[0] if closed else None,
        waiting,
        taken_up,
        open_actions,
        [action for action in settled if action.did_at in period],
        await _outcomes(db, id, period),
        period,
    )


def _sort_out(
    partnership: Partnership,
    round_: Round | None,
    waiting: Sequence[Alert],
    taken_up: Sequence[Alert],
    open_actions: Sequence[Action],
    settled: Sequence[Action],
    outcomes: Sequence[NewestValue],
    period: NewsPeriod,
) -> WeeklyNews:
    """Return the news. An action that falls due is told before its day, and again once it is overdue."""
    today = local_date(period.until, period.zone)
    sunday = local_date(start_of_week(period.zone, period.until, 1), period.zone) - DAY
    told_until = local_date(period.since, period.zone)
    dated = [action for action in open_actions if action.by and action.by <= sunday]
    added = [action for action in open_actions if action.said_at in period and action not in dated]
    falls_due = any(action.by and action.by >= told_until for action in dated)
    return WeeklyNews(
        partnership,
        round_,
        waiting,
        taken_up,
        overdue=[action for action in dated if action.by and action.by < today],
        due=[action for action in dated if action.by and action.by >= today],
        added=added,
        settled=settled,
        outcomes=outcomes,
        is_new=bool(
            (round_ and round_.closed_at in period)
            or any(alert.said_at in period for alert in waiting)
            or taken_up
            or falls_due
            or added
            or settled
            or outcomes
        ),
    )


async def _alerts(db: Transaction, partnership: str) -> list[Alert]:
    """Return the alerts of the newest scheduled rounds that members can respond to, the newest first. Later
    on the same is reported anew if it still stands out."""
    rounds = await db.latest(
        Round, "number", 1, partnership=partnership, kind=RoundKind.SCHEDULED, state=RoundState.CLOSED
    )
    newest = rounds[0].number if rounds else 0
    return [
        alert
        for alert in await db.latest(Alert, "said_at", MAX_SEARCHED, partnership=partnership)
        if newest - alert.number < MUTED_ROUNDS
        and not SignalKind(alert.kind).is_state
        and not SignalKind(alert.kind).for_coordinators
    ]


async def _outcomes(db: Transaction, partnership: str, period: NewsPeriod) -> list[NewestValue]:
    """Return the newest value of each shared outcome that had one entered in the period."""
    changed = {
        outcome.id for outcome in await find_outcomes(db, partnership) if await _is_new(db, outcome, period)
    }
    if not changed:
        return []
    histories = await load_histories(db, partnership)
    return [history.newest for history in histories if history.newest and history.outcome.id in changed]


async def _is_new(db: Transaction, outcome: SharedOutcome, period: NewsPeriod) -> bool:
    newest = await db.latest(OutcomeValue, "number", 1, outcome=outcome.id)
    return bool(newest) and newest[0].entered_at in period
