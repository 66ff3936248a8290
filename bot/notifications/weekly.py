"""The weekly summary of leads and coordinators: one message about all partnerships that they lead.

Each is looked at once a week, in its recipient's own working hours, and enqueued if something is new. The
card is composed when it is sent.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.context import AppContext
from bot.core.cards import Card
from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState, new_delivery
from bot.core.errors import Stale, Unavailable, locate_error
from bot.core.models import Organisation, Person, WeeklySummary
from bot.core.ports import Transaction
from bot.membership import permissions, weekly_summaries
from bot.membership.permissions import Membership
from bot.messages import weekly as messages
from bot.messages.hub import hub_button
from bot.notifications.composer import Composer
from bot.reports.weekly import describe_week
from bot.rounds import weeks
from bot.rounds.reminders import is_paused
from bot.rounds.weekly_news import NewsPeriod, WeeklyNews, load_news

BATCH = 50  # people at one tick: messages go out between ticks
RETRY_AFTER = timedelta(hours=1)

log = structlog.get_logger()


async def enqueue_due(context: AppContext, now: datetime) -> None:
    """Look at the weekly summaries that are due, and enqueue those that have something to tell. However many
    workers try, each is looked at once a week."""
    async with context.store.read_only() as db:
        due = await db.due(WeeklySummary, "next_at", now, BATCH)
    for summary in due:
        try:
            async with context.store.transaction() as db:
                await _look_at(context, db, summary, now)
        except Unavailable:
            raise
        except Stale:  # another worker has looked at it
            continue
        except Exception as error:  # noqa: BLE001  one bad partnership must not keep the others waiting
            await _postpone(context, summary, error, now)


async def _look_at(context: AppContext, db: Transaction, summary: WeeklySummary, now: datetime) -> None:
    """Claim a summary, by moving it to the next week, and enqueue it if something is new."""
    person = await db.get(Person, summary.id)
    led = await weekly_summaries.led_by(db, person)
    if not led:  # any more
        await db.remove(WeeklySummary, id=summary.id)
        return
    organisation = await db.get(Organisation, led[0].member.organisation)
    zone, region = person.zone, organisation.region
    due_at, late_at = weeks.due_moment(zone, now, region), weeks.late_moment(zone, now, region)
    claimed = await db.update_if_unchanged(summary, next_at=weeks.following_moment(zone, now, region))
    is_due = summary.until_at < due_at <= now < late_at
    if not is_due or person.home is None or is_paused(person, now):
        return
    since_at = await _news_begin(db, summary)
    if await _new_ones(db, led, NewsPeriod(since_at, now, zone)):
        await db.update_if_unchanged(claimed, since_at=since_at, until_at=now)
        delivery = new_delivery(
            context.ids.new(),
            DeliveryKind.WEEKLY_SUMMARY,
            to=person.home,
            subject=person.id,
            partnership=led[0].partnership.id,
            due_at=now,
            late_at=late_at,
            member=led[0].member.id,
        )
        await db.add(delivery)


async def _news_begin(db: Transaction, summary: WeeklySummary) -> datetime:
    """Return where the news begin: where the last ones ended, if these were sent, else where they began."""
    last = await db.latest(Delivery, "late_at", 1, subject=summary.id, kind=DeliveryKind.WEEKLY_SUMMARY.value)
    was_lost = bool(last) and last[0].state is not DeliveryState.SETTLED
    return summary.since_at if was_lost else summary.until_at


async def _new_ones(db: Transaction, led: Sequence[Membership], period: NewsPeriod) -> list[WeeklyNews]:
    news = [await load_news(db, membership.partnership, period) for membership in led]
    return [found for found in news if found.is_new]


async def _postpone(context: AppContext, summary: WeeklySummary, error: Exception, now: datetime) -> None:
    log.error("a weekly summary could not be prepared", fault=locate_error(error))
    with suppress(Stale):
        async with context.store.transaction() as db:
            await db.update_if_unchanged(summary, next_at=now + RETRY_AFTER)


async def compose(context: AppContext, db: Transaction, delivery: Delivery) -> Card | None:
    """Tell somebody what is new in the partnerships that they lead. None if they lead none of them any more,
    paused or switched it off, or cannot be written to there."""
    person = await db.first(Person, id=delivery.subject)
    summary = await db.first(WeeklySummary, id=delivery.subject)
    if not person or not summary or summary.next_at is None or person.home != delivery.to:
        return None
    led = await weekly_summaries.led_by(db, person)
    if is_paused(person, context.clock.now()):
        return None
    news = await _new_ones(db, led, NewsPeriod(summary.since_at, summary.until_at, person.zone))
    if not news:
        return None
    t = context.translator(person)
    described = [await describe_week(context, db, found, t) for found in news]
    several = len(news) > 1
    hubs = []
    for found in news:
        say = await permissions.sentence_builder(db, person, found.partnership)
        name = found.partnership.name if several else ""
        hubs.append(hub_button(t, say, found.partnership.id, found.round, name))
    card = messages.card(t, described, hubs, f"weekly:{summary.until_at:%Y-%m-%d}")
    return replace(card, language=t.code)


COMPOSERS: Mapping[DeliveryKind, Composer] = {DeliveryKind.WEEKLY_SUMMARY: compose}
