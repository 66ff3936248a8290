"""Alerts: finds the signals in a closed round, keeps those worth a message, and enqueues the messages."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.analysis.signals import ResultHistory, SentAlert, Signal, SignalKind, new_alerts, signals_of_round
from bot.analysis.talking_points import choose_talking_point, pattern_of
from bot.context import AppContext
from bot.core.deliveries import Delivery, DeliveryKind, deliveries_to
from bot.core.followups import Alert, Rebase
from bot.core.models import (
    Channel,
    Member,
    MembershipStatus,
    Partnership,
    Person,
    QuestionResult,
    Role,
    Round,
)
from bot.core.ports import Transaction
from bot.language.schedules import is_monthly
from bot.rounds import channel_deliveries
from bot.rounds.history import scheduled_results

ALERT_LATE_AFTER, TAKEN_UP_LATE_AFTER = timedelta(days=7), timedelta(days=1)
APART = timedelta(seconds=10)  # between the summary and the gravest alert, and between alerts


async def detect_signals(db: Transaction, round_: Round, upto: ResultHistory) -> tuple[Signal, ...]:
    """Return the signals of a closed scheduled round, gravest first. `upto` is the history up to it.

    They are computed from what is stored, so that a later call returns the same."""
    members = await db.find(Member, partnership=round_.partnership, standing=MembershipStatus.ACTIVE)
    results = await db.find(QuestionResult, round=round_.id)
    signals = signals_of_round(
        upto,
        await db.find(Rebase, partnership=round_.partnership),
        [member.since_at for member in members],
        [result for result in results if not result.anchor],
    )
    if all(signal.kind is not SignalKind.MONTHLY for signal in signals):
        return signals
    if not is_monthly((await db.get(Partnership, round_.partnership)).rhythm):
        return signals
    return tuple(signal for signal in signals if signal.kind is not SignalKind.MONTHLY)


async def raise_alerts(context: AppContext, db: Transaction, round_: Round, now: datetime) -> None:
    """Store an alert for each signal that is worth a message and was not sent recently, with a talking point
    that was not used within a year. Enqueue its message to all channels, or to the coordinators if only they
    can act on it. A split view that has come gets a talking point too, but the summary alone says it."""
    earlier = await db.find(Alert, partnership=round_.partnership)
    sent = [
        SentAlert(
            SignalKind(alert.kind),
            alert.theme,
            alert.number,
            alert.size,
            acknowledged=bool(alert.response and alert.response.is_acknowledged),
        )
        for alert in earlier
    ]
    used_points = [(alert.said_at.date(), alert.point) for alert in earlier if alert.point]
    signals = await detect_signals(db, round_, await scheduled_results(db, round_))
    splits = [signal for signal in signals if signal.kind is SignalKind.SPLIT]
    for position, signal in enumerate([*new_alerts(signals, sent), *splits], 1):
        point = choose_talking_point(context.talking_points, pattern_of(signal), used_points, now.date())
        alert = Alert(
            id=context.ids.new(),
            partnership=round_.partnership,
            round=round_.id,
            number=round_.number,
            kind=signal.kind,
            theme=signal.theme,
            size=signal.size,
            point=point.id if point else "",
            said_at=now,
        )
        if point:
            used_points.append((now.date(), point.id))
        await db.add(alert, *await _deliveries(context, db, alert, signal, now + position * APART))


def told_in_channels(signals: Sequence[Signal], alerts: Sequence[Alert]) -> tuple[Signal, ...]:
    """Return the signals of a round that a message of their own tells in the channels, gravest first.
    `alerts` are those of the round."""
    raised = {(alert.kind, alert.theme) for alert in alerts}
    return tuple(
        signal
        for signal in new_alerts(signals)
        if not signal.kind.for_coordinators and (signal.kind, signal.theme) in raised
    )


async def show_taken_up(context: AppContext, db: Transaction, alert: Alert, now: datetime) -> None:
    """Show in the channels, where an alert stands, how it was taken up."""
    await channel_deliveries.enqueue(
        context,
        db,
        DeliveryKind.ALERT_TAKEN_UP,
        partnership=alert.partnership,
        subject=alert.id,
        due_at=now,
        late_at=now + TAKEN_UP_LATE_AFTER,
    )


async def _deliveries(
    context: AppContext, db: Transaction, alert: Alert, signal: Signal, due: datetime
) -> list[Delivery]:
    if signal.kind.is_state:
        return []
    if signal.kind.for_coordinators:
        members = await db.find(
            Member, partnership=alert.partnership, standing=MembershipStatus.ACTIVE, role=Role.COORDINATOR
        )
        people = await db.find(Person, id=[member.person for member in members])
        homes = {person.id: person.home for person in people}
        recipients = [(homes[member.person], member.id) for member in members]
    else:
        channels = await db.find(Channel, partnership=alert.partnership)
        recipients = [(channel.address, "") for channel in channels]
    return deliveries_to(
        recipients,
        context.ids.new,
        DeliveryKind.ALERT,
        subject=alert.id,
        partnership=alert.partnership,
        due_at=due,
        late_at=due + ALERT_LATE_AFTER,
    )
