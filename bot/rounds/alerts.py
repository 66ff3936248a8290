"""What stands out in a closed round, and which of it is worth a message: signals become alerts, alerts owe
messages."""

from datetime import datetime, timedelta

from bot.analysis.signals import ResultHistory, SentAlert, Signal, SignalKind, find_signals, select_alerts
from bot.analysis.talking_points import choose, pattern_of
from bot.context import AppContext
from bot.core.deliveries import Delivery, DeliveryKind, new_delivery
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
from bot.rounds.history import scheduled_results

ALERT_LATE_AFTER = timedelta(days=7)
SECONDS_APART = timedelta(seconds=10)  # from the summary to the gravest alert, and on to the next


async def detect_signals(db: Transaction, round_: Round, upto: ResultHistory) -> tuple[Signal, ...]:
    """All that stands out in a closed scheduled round, whose history is `upto`, gravest first. Made from what
    is stored, so that whoever asks later is told the same."""
    members = await db.find(Member, partnership=round_.partnership, standing=MembershipStatus.ACTIVE)
    found = find_signals(
        upto,
        await db.find(Rebase, partnership=round_.partnership),
        [each.since_at for each in members],
        [each for each in await db.find(QuestionResult, round=round_.id) if not each.anchor],
    )
    if all(each.kind is not SignalKind.MONTHLY for each in found):
        return found
    monthly = is_monthly((await db.get(Partnership, round_.partnership)).rhythm)
    return tuple(each for each in found if each.kind is not SignalKind.MONTHLY or not monthly)


async def raise_alerts(context: AppContext, db: Transaction, round_: Round, now: datetime) -> None:
    """Keep an alert for all that is worth a message and was not said lately, each with a talking point that
    was not used within a year, and owe its message: to all channels, or, where only they can do something
    about it, to the coordinators."""
    said = await db.find(Alert, partnership=round_.partnership)
    posted = [
        SentAlert(
            SignalKind(e.kind), e.theme, e.number, e.size, bool(e.response and e.response.is_acknowledged)
        )
        for e in said
    ]
    used = [(each.said_at.date(), each.point) for each in said if each.point]
    found = select_alerts(await detect_signals(db, round_, await scheduled_results(db, round_)), posted)
    for place, signal in enumerate(found, 1):
        point = choose(context.talking_points, pattern_of(signal), used, now.date())
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
        used += [(now.date(), alert.point)] if point else []
        await db.add(alert, *await _deliveries(context, db, alert, signal, now + place * SECONDS_APART))


async def _deliveries(
    context: AppContext, db: Transaction, alert: Alert, signal: Signal, due: datetime
) -> list[Delivery]:
    if signal.kind.for_coordinators:
        members = await db.find(
            Member, partnership=alert.partnership, standing=MembershipStatus.ACTIVE, role=Role.COORDINATOR
        )
        people = {each.id: each for each in await db.find(Person, id=[each.person for each in members])}
        told = [(people[each.person].home, each.id) for each in members]
    else:
        told = [(each.address, "") for each in await db.find(Channel, partnership=alert.partnership)]
    return [
        new_delivery(
            context.ids.new(),
            DeliveryKind.ALERT,
            to=to,
            subject=alert.id,
            partnership=alert.partnership,
            due_at=due,
            late_at=due + ALERT_LATE_AFTER,
            member=member,
        )
        for to, member in told
        if to
    ]
