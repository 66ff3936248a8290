"""Taking deliveries in hand, so that each is sent by one worker only.

A lane is limiter and alarm clock in one row. `next_at` is the earliest moment it may be written to: a claim
moves it by what the messages cost, a platform's Retry-After moves it further. `wakes_at`, which no record
shows, is when it next needs to be looked at: never later than the first waiting delivery that it may send,
because whatever adds a delivery or moves one sets it back (`wake`). So a lane with nothing due costs nothing.
A conversation within a lane is paced likewise, where its platform has a limit; what it cannot bear yet is
made due when it can, and so does not stand in the way of others.

Whoever claims holds the rows of the lanes: on PostgreSQL other workers pass over them (SKIP LOCKED), on
SQLite there is one writer at a time. Lanes are always locked before deliveries, so that no two wait for each
other.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.core.deliveries import ConversationLimit, Delivery, DeliveryState, Lane
from bot.delivery.rate_limit import LONG_AGO, ClaimPlanner, DueDelivery, LaneLimits
from storage import queries
from storage.prepared import memoised
from storage.tables import NEVER, TABLES

Execute = Callable[
    [sa.Executable, Mapping[str, Any] | Sequence[Mapping[str, Any]]], Awaitable[sa.CursorResult[Any]]
]

LANES, DELIVERIES, CONVERSATIONS = TABLES[Lane], TABLES[Delivery], TABLES[ConversationLimit]
_NOW = sa.bindparam("now", type_=DELIVERIES.c.due_at.type)
_MOST = sa.bindparam("most", type_=sa.Integer)


async def wake_lanes(execute: Execute, dialect: str, deliveries: Iterable[Delivery]) -> None:
    """Have each lane looked at when the first of these that waits is due. A new lane may be written to at
    once."""
    due: dict[str, datetime] = {}
    for each in deliveries:
        if each.state is DeliveryState.WAITING:
            due[each.lane] = min(each.due_at, due.get(each.lane, NEVER))
    if due:
        rows = [{"id": lane, "next_at": LONG_AGO, "wakes_at": due[lane]} for lane in sorted(due)]
        await execute(_woken(dialect), rows)


async def claim(
    execute: Execute,
    dialect: str,
    paces: Callable[[str], LaneLimits],
    now: datetime,
    lease: timedelta,
    most: int,
) -> list[Delivery]:
    """At most `most` in all, and from each lane what its pace allows; from all lanes alike, the longest
    waiting first. The attempt is counted now, for whoever claims may die before they can."""
    lanes = {row.id: row.next_at for row in await execute(_due_lanes(), {"now": now, "most": most})}
    if not lanes:
        return []
    share = min(
        max(paces(lane).lane.allows(next_at, now) for lane, next_at in lanes.items()), -(-most // len(lanes))
    )
    found = await execute(_waiting(dialect), {"lanes": list(lanes), "now": now, "share": share})
    waiting = [DueDelivery(row.id, row.lane, row.to) for row in found]
    crowd = ClaimPlanner(lanes, await _conversations(execute, waiting, paces), paces)
    portion = crowd.plan_claim(waiting, now, most)
    if portion.put_off:
        rows = [{"delivery": id, "until": until, "now": now} for id, until in portion.put_off.items()]
        await execute(_put_off(), rows)
    claimed = await _leased(execute, [each.id for each in portion.taken], now, lease)
    ids = {each.id for each in claimed}
    paid = crowd.after_sending([each for each in portion.taken if each.id in ids], now)
    if paid.conversations:
        rows = [{"id": id, "next_at": next_at} for id, next_at in paid.conversations.items()]
        await execute(queries.upsert_statement(ConversationLimit, dialect), rows)
    rows = [{"lane": id, "free_at": next_at, "now": now} for id, next_at in paid.lanes.items()]
    await execute(_paid(dialect), rows)
    return claimed


async def neglected_since(execute: Execute, now: datetime) -> datetime:
    """The moment at which the lane that has waited longest to be looked at could have been; `now` where none
    waits."""
    found = await execute(_neglected(), {"now": now})
    return min((max(row.next_at, row.wakes_at) for row in found), default=now)


async def _conversations(
    execute: Execute, waiting: Iterable[DueDelivery], paces: Callable[[str], LaneLimits]
) -> dict[str, datetime]:
    """Those that have a pace, and were spoken in lately."""
    paced = {each.to for each in waiting if paces(each.lane).conversation.every}
    if not paced:
        return {}
    return {row.id: row.next_at for row in await execute(_lately(), {"ids": list(paced)})}


async def _leased(execute: Execute, ids: list[str], now: datetime, lease: timedelta) -> list[Delivery]:
    """Those that nobody settled or took back meanwhile, in the order of `ids`."""
    if not ids:
        return []
    rows = await execute(_lease(), {"ids": ids, "now": now, "until": now + lease})
    claimed = {row["id"]: Delivery(**row) for row in rows.mappings()}
    return [claimed[id] for id in ids if id in claimed]


@memoised
def _woken(dialect: str) -> sa.Insert:
    insert = queries.INSERTS[dialect](LANES)
    sooner = insert.excluded.wakes_at < LANES.c.wakes_at
    woken: sa.Insert = insert.on_conflict_do_update(
        index_elements=["id"], set_={"wakes_at": insert.excluded.wakes_at}, where=sooner
    )
    return woken


@memoised
def _due_lanes() -> sa.Select[Any]:
    due = sa.select(LANES.c.id, LANES.c.next_at).where(LANES.c.wakes_at <= _NOW, LANES.c.next_at <= _NOW)
    return due.order_by(LANES.c.wakes_at).limit(_MOST).with_for_update(skip_locked=True)


@memoised
def _neglected() -> sa.Select[Any]:
    """A few of the longest asleep will do: the moment of each lane is the later one of two."""
    waiting = sa.select(LANES.c.next_at, LANES.c.wakes_at).where(
        LANES.c.wakes_at <= _NOW, LANES.c.next_at <= _NOW
    )
    return waiting.order_by(LANES.c.wakes_at).limit(100)


@memoised
def _waiting(dialect: str) -> sa.Select[Any]:
    """Of each lane the `share` that are due first; among those that are due together, what is soonest too
    late. SQLite has no LATERAL; PostgreSQL no good plan without."""
    due = DELIVERIES.alias("due")
    mine = (
        sa.select(due.c.id, due.c.to, due.c.due_at, due.c.late_at)
        .where(due.c.lane == LANES.c.id, *_are_due(due))
        .order_by(due.c.due_at, due.c.late_at)
    )
    mine = mine.limit(sa.bindparam("share", type_=sa.Integer)).correlate(LANES)
    if dialect == "sqlite":
        first: Any = DELIVERIES
        both = sa.join(LANES, DELIVERIES, DELIVERIES.c.id.in_(mine.with_only_columns(due.c.id)))
    else:
        first = mine.lateral()
        both = sa.join(LANES, first, sa.true())
    these = LANES.c.id.in_(sa.bindparam("lanes", type_=LANES.c.id.type, expanding=True))
    return (
        sa.select(first.c.id, LANES.c.id.label("lane"), sa.type_coerce(first.c.to, sa.String).label("to"))
        .select_from(both)
        .where(these)
        .order_by(first.c.due_at, first.c.late_at, first.c.id)
    )


@memoised
def _lately() -> sa.Select[Any]:
    these = CONVERSATIONS.c.id.in_(sa.bindparam("ids", type_=CONVERSATIONS.c.id.type, expanding=True))
    return sa.select(CONVERSATIONS.c.id, CONVERSATIONS.c.next_at).where(these)


@memoised
def _put_off() -> sa.Update:
    this = DELIVERIES.c.id == sa.bindparam("delivery", type_=DELIVERIES.c.id.type)
    until = sa.bindparam("until", type_=DELIVERIES.c.due_at.type)
    return sa.update(DELIVERIES).where(this, *_are_due(DELIVERIES)).values(due_at=until)


@memoised
def _lease() -> sa.Update:
    these = DELIVERIES.c.id.in_(sa.bindparam("ids", type_=DELIVERIES.c.id.type, expanding=True))
    until = sa.bindparam("until", type_=DELIVERIES.c.due_at.type)
    leased = sa.update(DELIVERIES).where(these, *_are_due(DELIVERIES))
    leased = leased.values(due_at=until, attempts=DELIVERIES.c.attempts + 1)
    return leased.returning(*queries.columns(Delivery))


@memoised
def _paid(dialect: str) -> sa.Update:
    """Free again when it has paid; looked at again when something waits, be it for a lease to run out, and
    after those that were not looked at just now."""
    latest = sa.func.max if dialect == "sqlite" else sa.func.greatest
    free_at = sa.bindparam("free_at", type_=LANES.c.next_at.type)
    lane = sa.bindparam("lane", type_=LANES.c.id.type)
    first = sa.select(sa.func.min(DELIVERIES.c.due_at)).where(
        DELIVERIES.c.lane == lane, DELIVERIES.c.state == DeliveryState.WAITING
    )
    never = sa.literal(NEVER, LANES.c.wakes_at.type)
    wakes_at = latest(_NOW, free_at, sa.func.coalesce(first.scalar_subquery(), never))
    return sa.update(LANES).where(LANES.c.id == lane).values(next_at=free_at, wakes_at=wakes_at)


def _are_due(deliveries: sa.FromClause) -> tuple[sa.ColumnElement[bool], ...]:
    return deliveries.c.state == DeliveryState.WAITING, deliveries.c.due_at <= _NOW
