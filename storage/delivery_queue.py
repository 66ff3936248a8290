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

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from bot.core.deliveries import ConversationLimit, Delivery, DeliveryState, Lane
from bot.delivery.rate_limit import LONG_AGO, ClaimPlanner, DueDelivery, LaneLimits
from storage import queries
from storage.database import Connection
from storage.prepared import PreparedChange, PreparedQuery, as_tuple, memoised, prepare, prepare_change
from storage.tables import NEVER, TABLES

R = TypeVar("R")
V = TypeVar("V")


class Run(Protocol):
    """Runs a prepared statement with values."""

    async def __call__(self, run: Callable[[Connection, V], Awaitable[R]], values: V, /) -> R: ...


LANES, DELIVERIES, CONVERSATIONS = TABLES[Lane], TABLES[Delivery], TABLES[ConversationLimit]
_NOW = sa.bindparam("now", type_=DELIVERIES.c.due_at.type)
_MOST = sa.bindparam("most", type_=sa.Integer)


async def wake_lanes(run: Run, backend: str, deliveries: Iterable[Delivery]) -> None:
    """Wake each lane by the time the first of these waiting deliveries is due. A new lane may be written to
    at once."""
    due: dict[str, datetime] = {}
    for delivery in deliveries:
        if delivery.state is DeliveryState.WAITING:
            due[delivery.lane] = min(delivery.due_at, due.get(delivery.lane, NEVER))
    if due:
        rows = [{"id": lane, "next_at": LONG_AGO, "wakes_at": due[lane]} for lane in sorted(due)]
        await run(_wake(backend).run_each, rows)


async def claim(
    run: Run,
    backend: str,
    limits: Callable[[str], LaneLimits],
    now: datetime,
    lease: timedelta,
    most: int,
) -> list[Delivery]:
    """Lease due deliveries and return them: at most `most`, from each lane what its limit allows, evenly
    from all lanes, the longest waiting first. Counts the attempt now, because the worker may die before
    it ends."""
    lanes = dict(await run(_due_lanes(backend).run, {"now": now, "most": most}))
    if not lanes:
        return []
    share = min(
        max(limits(lane).lane.allows(next_at, now) for lane, next_at in lanes.items()), -(-most // len(lanes))
    )
    waiting = await run(_waiting(backend).run, {"lanes": list(lanes), "now": now, "share": share})
    limited = [due.to for due in waiting if limits(due.lane).conversation.every]
    conversations = await run(_conversation_limits(backend).run, {"ids": limited}) if limited else ()
    planner = ClaimPlanner(lanes, dict(conversations), limits)
    plan = planner.plan_claim(waiting, now, most)
    if plan.put_off:
        values = [{"delivery": id, "until": until, "now": now} for id, until in plan.put_off.items()]
        await run(_put_off(backend).run_each, values)
    claimed = await _lease_deliveries(run, backend, [due.id for due in plan.taken], now, lease)
    ids = {delivery.id for delivery in claimed}
    paid = planner.after_sending([due for due in plan.taken if due.id in ids], now)
    if paid.conversations:
        used = [ConversationLimit(id, next_at) for id, next_at in paid.conversations.items()]
        await run(queries.upsert(ConversationLimit, backend).run, used)
    values = [{"lane": id, "free_at": next_at, "now": now} for id, next_at in paid.lanes.items()]
    await run(_charge_lanes(backend).run_each, values)
    return claimed


async def neglected_since(connection: Connection, now: datetime) -> datetime:
    """Return the moment since which a lane with due deliveries could have been claimed from, the earliest of
    all lanes; `now` if there is none."""
    moments = await _neglected(connection.backend).run(connection, {"now": now})
    return min(map(max, moments), default=now)


async def _lease_deliveries(
    run: Run, backend: str, ids: list[str], now: datetime, lease: timedelta
) -> list[Delivery]:
    """Lease the deliveries that still wait, and return them in the order of `ids`."""
    if not ids:
        return []
    rows = await run(_lease(backend).run, {"ids": ids, "now": now, "until": now + lease})
    claimed = {delivery.id: delivery for delivery in rows}
    return [claimed[id] for id in ids if id in claimed]


@memoised
def _wake(backend: str) -> PreparedChange:
    insert = queries.INSERTS[backend](LANES)
    sooner = insert.excluded.wakes_at < LANES.c.wakes_at
    wakes_at = {"wakes_at": insert.excluded.wakes_at}
    return prepare_change(
        insert.on_conflict_do_update(index_elements=["id"], set_=wakes_at, where=sooner), backend
    )


@memoised
def _due_lanes(backend: str) -> PreparedQuery[tuple[Any, ...]]:
    due = sa.select(LANES.c.id, LANES.c.next_at).where(LANES.c.wakes_at <= _NOW, LANES.c.next_at <= _NOW)
    due = due.order_by(LANES.c.wakes_at).limit(_MOST).with_for_update(skip_locked=True)
    return prepare(due, backend, as_tuple)


@memoised
def _neglected(backend: str) -> PreparedQuery[tuple[Any, ...]]:
    """Select the lanes that have waited longest. 100 do: the moment of a lane is the later of two."""
    waiting = sa.select(LANES.c.next_at, LANES.c.wakes_at).where(
        LANES.c.wakes_at <= _NOW, LANES.c.next_at <= _NOW
    )
    return prepare(waiting.order_by(LANES.c.wakes_at).limit(100), backend, as_tuple)


@memoised
def _waiting(backend: str) -> PreparedQuery[DueDelivery]:
    """Select the `share` deliveries of each lane that are due first; among those due together, the ones that
    are too late soonest. SQLite has no LATERAL, and PostgreSQL no good plan without."""
    due = DELIVERIES.alias("due")
    of_lane = (
        sa.select(due.c.id, due.c.to, due.c.due_at, due.c.late_at)
        .where(due.c.lane == LANES.c.id, *_are_due(due))
        .order_by(due.c.due_at, due.c.late_at)
    )
    of_lane = of_lane.limit(sa.bindparam("share", type_=sa.Integer)).correlate(LANES)
    if backend == "sqlite":
        deliveries: Any = DELIVERIES
        joined = sa.join(LANES, DELIVERIES, DELIVERIES.c.id.in_(of_lane.with_only_columns(due.c.id)))
    else:
        deliveries = of_lane.lateral()
        joined = sa.join(LANES, deliveries, sa.true())
    waiting = (
        sa.select(deliveries.c.id, LANES.c.id, sa.type_coerce(deliveries.c.to, sa.String))
        .select_from(joined)
        .where(queries.is_any_of(LANES.c.id, "lanes", backend))
        .order_by(deliveries.c.due_at, deliveries.c.late_at, deliveries.c.id)
    )
    return prepare(waiting, backend, DueDelivery)


@memoised
def _conversation_limits(backend: str) -> PreparedQuery[tuple[Any, ...]]:
    these = queries.is_any_of(CONVERSATIONS.c.id, "ids", backend)
    return prepare(sa.select(CONVERSATIONS.c.id, CONVERSATIONS.c.next_at).where(these), backend, as_tuple)


@memoised
def _put_off(backend: str) -> PreparedChange:
    this = DELIVERIES.c.id == sa.bindparam("delivery", type_=DELIVERIES.c.id.type)
    until = sa.bindparam("until", type_=DELIVERIES.c.due_at.type)
    put_off = sa.update(DELIVERIES).where(this, *_are_due(DELIVERIES)).values(due_at=until)
    return prepare_change(put_off, backend)


@memoised
def _lease(backend: str) -> PreparedQuery[Delivery]:
    these = queries.is_any_of(DELIVERIES.c.id, "ids", backend)
    until = sa.bindparam("until", type_=DELIVERIES.c.due_at.type)
    leased = sa.update(DELIVERIES).where(these, *_are_due(DELIVERIES))
    leased = leased.values(due_at=until, attempts=DELIVERIES.c.attempts + 1)
    return prepare(leased.returning(*queries.columns(Delivery)), backend, Delivery)


@memoised
def _charge_lanes(backend: str) -> PreparedChange:
    """Set when each lane may be written to again, and when it must be looked at: when its first waiting or
    leased delivery is due, but after the lanes that this claim left out."""
    latest = sa.func.max if backend == "sqlite" else sa.func.greatest
    free_at = sa.bindparam("free_at", type_=LANES.c.next_at.type)
    lane = sa.bindparam("lane", type_=LANES.c.id.type)
    first = sa.select(sa.func.min(DELIVERIES.c.due_at)).where(
        DELIVERIES.c.lane == lane, DELIVERIES.c.state == DeliveryState.WAITING
    )
    never = sa.literal(NEVER, LANES.c.wakes_at.type)
    wakes_at = latest(_NOW, free_at, sa.func.coalesce(first.scalar_subquery(), never))
    charge = sa.update(LANES).where(LANES.c.id == lane).values(next_at=free_at, wakes_at=wakes_at)
    return prepare_change(charge, backend)


def _are_due(deliveries: sa.FromClause) -> tuple[sa.ColumnElement[bool], ...]:
    return deliveries.c.state == DeliveryState.WAITING, deliveries.c.due_at <= _NOW
