"""Claims deliveries, so that each is sent by one worker only.

A lane's row holds its rate limit and its alarm. `next_at` is the earliest moment at which it may be written
to: a claim moves it by what the messages cost, a platform's Retry-After moves it further. `wakes_at`, which
no record shows, is when the lane must next be looked at: never later than its first waiting delivery that may
be sent, because every write that adds or moves a delivery sets it back (`wake_lanes`). So a lane with nothing
due costs nothing. A conversation within a lane has a limit too, where its platform has one; its deliveries
beyond the limit become due later, and so do not hold up others.

A claim locks the rows of the lanes: on PostgreSQL other workers skip them (SKIP LOCKED), on SQLite there is
one writer at a time. Lanes are always locked before deliveries, so that no two transactions wait for each
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
    """Wake each lane by the time the first of these waiting deliveries is due. A new lane may be written to
    at once."""
    due: dict[str, datetime] = {}
    for delivery in deliveries:
        if delivery.state is DeliveryState.WAITING:
            due[delivery.lane] = min(delivery.due_at, due.get(delivery.lane, NEVER))
    if due:
        rows = [{"id": lane, "next_at": LONG_AGO, "wakes_at": due[lane]} for lane in sorted(due)]
        await execute(_wake(dialect), rows)


async def claim(
    execute: Execute,
    dialect: str,
    limits: Callable[[str], LaneLimits],
    now: datetime,
    lease: timedelta,
    most: int,
) -> list[Delivery]:
    """Lease due deliveries and return them: at most `most`, from each lane what its limit allows, evenly
    from all lanes, the longest waiting first. Counts the attempt now, because the worker may die before
    it ends."""
    lanes = {row.id: row.next_at for row in await execute(_due_lanes(), {"now": now, "most": most})}
    if not lanes:
        return []
    share = min(
        max(limits(lane).lane.allows(next_at, now) for lane, next_at in lanes.items()), -(-most // len(lanes))
    )
    rows = await execute(_waiting(dialect), {"lanes": list(lanes), "now": now, "share": share})
    waiting = [DueDelivery(row.id, row.lane, row.to) for row in rows]
    planner = ClaimPlanner(lanes, await _conversations(execute, waiting, limits), limits)
    plan = planner.plan_claim(waiting, now, most)
    if plan.put_off:
        values = [{"delivery": id, "until": until, "now": now} for id, until in plan.put_off.items()]
        await execute(_put_off(), values)
    claimed = await _lease_deliveries(execute, [due.id for due in plan.taken], now, lease)
    ids = {delivery.id for delivery in claimed}
    paid = planner.after_sending([due for due in plan.taken if due.id in ids], now)
    if paid.conversations:
        values = [{"id": id, "next_at": next_at} for id, next_at in paid.conversations.items()]
        await execute(queries.upsert_statement(ConversationLimit, dialect), values)
    values = [{"lane": id, "free_at": next_at, "now": now} for id, next_at in paid.lanes.items()]
    await execute(_charge_lanes(dialect), values)
    return claimed


async def neglected_since(execute: Execute, now: datetime) -> datetime:
    """Return the moment since which a lane with due deliveries could have been claimed from, the earliest of
    all lanes; `now` if there is none."""
    rows = await execute(_neglected(), {"now": now})
    return min((max(row.next_at, row.wakes_at) for row in rows), default=now)


async def _conversations(
    execute: Execute, waiting: Iterable[DueDelivery], limits: Callable[[str], LaneLimits]
) -> dict[str, datetime]:
    """Return `next_at` of the conversations that have a limit and were written to before."""
    limited = {due.to for due in waiting if limits(due.lane).conversation.every}
    if not limited:
        return {}
    return {row.id: row.next_at for row in await execute(_conversation_limits(), {"ids": list(limited)})}


async def _lease_deliveries(
    execute: Execute, ids: list[str], now: datetime, lease: timedelta
) -> list[Delivery]:
    """Lease the deliveries that still wait, and return them in the order of `ids`."""
    if not ids:
        return []
    rows = await execute(_lease(), {"ids": ids, "now": now, "until": now + lease})
    claimed = {row["id"]: Delivery(**row) for row in rows.mappings()}
    return [claimed[id] for id in ids if id in claimed]


@memoised
def _wake(dialect: str) -> sa.Insert:
    insert = queries.INSERTS[dialect](LANES)
    sooner = insert.excluded.wakes_at < LANES.c.wakes_at
    statement: sa.Insert = insert.on_conflict_do_update(
        index_elements=["id"], set_={"wakes_at": insert.excluded.wakes_at}, where=sooner
    )
    return statement


@memoised
def _due_lanes() -> sa.Select[Any]:
    due = sa.select(LANES.c.id, LANES.c.next_at).where(LANES.c.wakes_at <= _NOW, LANES.c.next_at <= _NOW)
    return due.order_by(LANES.c.wakes_at).limit(_MOST).with_for_update(skip_locked=True)


@memoised
def _neglected() -> sa.Select[Any]:
    """Select the lanes that have waited longest. 100 do: the moment of a lane is the later of two."""
    waiting = sa.select(LANES.c.next_at, LANES.c.wakes_at).where(
        LANES.c.wakes_at <= _NOW, LANES.c.next_at <= _NOW
    )
    return waiting.order_by(LANES.c.wakes_at).limit(100)


@memoised
def _waiting(dialect: str) -> sa.Select[Any]:
    """Select the `share` deliveries of each lane that are due first; among those due together, the ones that
    are too late soonest. SQLite has no LATERAL, and PostgreSQL no good plan without."""
    due = DELIVERIES.alias("due")
    of_lane = (
        sa.select(due.c.id, due.c.to, due.c.due_at, due.c.late_at)
        .where(due.c.lane == LANES.c.id, *_are_due(due))
        .order_by(due.c.due_at, due.c.late_at)
    )
    of_lane = of_lane.limit(sa.bindparam("share", type_=sa.Integer)).correlate(LANES)
    if dialect == "sqlite":
        deliveries: Any = DELIVERIES
        joined = sa.join(LANES, DELIVERIES, DELIVERIES.c.id.in_(of_lane.with_only_columns(due.c.id)))
    else:
        deliveries = of_lane.lateral()
        joined = sa.join(LANES, deliveries, sa.true())
    these = LANES.c.id.in_(sa.bindparam("lanes", type_=LANES.c.id.type, expanding=True))
    return (
        sa.select(
            deliveries.c.id, LANES.c.id.label("lane"), sa.type_coerce(deliveries.c.to, sa.String).label("to")
        )
        .select_from(joined)
        .where(these)
        .order_by(deliveries.c.due_at, deliveries.c.late_at, deliveries.c.id)
    )


@memoised
def _conversation_limits() -> sa.Select[Any]:
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
def _charge_lanes(dialect: str) -> sa.Update:
    """Set when each lane may be written to again, and when it must be looked at: when its first waiting or
    leased delivery is due, but after the lanes that this claim left out."""
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
