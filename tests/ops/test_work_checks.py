"""Findings from the work of the workers."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.errors import SendFailed
from bot.core.heartbeats import Heartbeat
from bot.core.models import Partnership
from bot.ops.doctor import Level, check_deliveries, check_workers, error, ok, warning
from storage.heartbeats import SqlHeartbeats
from storage.keys import KeysDatabase
from storage.store import SqlStore
from tests.support.cast import BEN, SIX
from tests.support.databases import each_database
from tests.support.fakes import SetClock
from tests.support.scenario import Scenario

MINUTE = timedelta(minutes=1)


async def test_a_worker_at_work_is_counted(heartbeats: SqlHeartbeats, clock: SetClock) -> None:
    await heartbeats.record(Heartbeat("a", "here", clock.now()))
    await heartbeats.record(Heartbeat("b", "here", clock.now()))
    assert await check_workers(heartbeats, clock.now(), shared=False) == [ok("workers", "Running: 2.")]


async def test_no_worker_is_a_warning_and_a_dead_worker_an_error(
    heartbeats: SqlHeartbeats, clock: SetClock
) -> None:
    (none,) = await check_workers(heartbeats, clock.now(), shared=False)
    await heartbeats.record(Heartbeat("a", "here", clock.now()))
    (died,) = await check_workers(heartbeats, clock.now() + 2 * MINUTE, shared=False)
    assert (none.level, died) == (
        Level.WARNING,
        error(
            "workers",
            "None is running. The last one was on here, at 2026-03-02 09:00 UTC.",
            "Read its log, then run accord serve or accord work.",
        ),
    )


@pytest.mark.parametrize(("shared", "level"), [(True, Level.OK), (False, Level.ERROR)])
async def test_machines_may_share_postgresql_but_not_sqlite(
    heartbeats: SqlHeartbeats, clock: SetClock, shared: bool, level: Level
) -> None:
    for host in ("here", "there"):
        await heartbeats.record(Heartbeat(host, host, clock.now()))
    assert (await check_workers(heartbeats, clock.now(), shared=shared))[-1].level is level


async def test_a_heartbeat_in_the_future_reports_a_wrong_clock(
    heartbeats: SqlHeartbeats, clock: SetClock
) -> None:
    await heartbeats.record(Heartbeat("a", "here", clock.now() + 2 * MINUTE))
    assert (await check_workers(heartbeats, clock.now(), shared=True))[-1] == error(
        "clock", "A worker's clock is ahead of this machine's.", "Set both with NTP."
    )


@each_database
async def test_healthy_deliveries_are_reported_as_ok(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    assert await check_deliveries(scenario.store, scenario.store, scenario.clock.now()) == [  # type: ignore[arg-type]
        ok("messages", "No message is late."),
        ok("messages", "No message failed for good in the last 7 days."),
        ok("schedules", "All schedules work."),
    ]


async def test_late_failed_and_broken_deliveries_are_reported(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    scenario.platform.refuses[BEN.key] = SendFailed("The account is gone.", permanent=True)
    await scenario.passes(hours=2)
    harbour = await scenario.one(Partnership)
    others = [
        replace(harbour, id=f"p{n}", name=f"Partnership {n}", round="", next_round_at=None) for n in range(7)
    ]
    async with scenario.store.transaction() as db:
        await db.add(*others, replace(others[0], id="p8", name="Without", rhythm=""))
    scenario.clock.move(timedelta(days=3))
    late, lost, schedules = await check_deliveries(scenario.store, scenario.store, scenario.clock.now())  # type: ignore[arg-type]
    assert (late.level, late.what.startswith("Some messages are ")) == (Level.ERROR, True)
    assert lost == warning(
        "messages",
        "Messages that failed for good in the last 7 days: 1 on teams.",
        "Coordinators can type status to see why.",
    )
    names = ", ".join(f"Partnership {n}" for n in range(5))
    assert schedules == warning(
        "schedules",
        f"The schedule has stopped in: {names} and 2 more.",
        "Ask a coordinator to set it again with schedule.",
    )
    scenario.clock.move(timedelta(days=5))
    assert (await check_deliveries(scenario.store, scenario.store, scenario.clock.now()))[1].level is Level.OK  # type: ignore[arg-type]


async def test_a_schedule_that_cannot_be_followed_is_reported_by_its_name(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.passes(days=7)
    harbour = await scenario.one(Partnership)
    async with scenario.store.transaction() as db:
        await db.add(replace(harbour, id="p1", name="Quay", round="", next_round_at=None))
    schedules = (await check_deliveries(scenario.store, scenario.store, scenario.clock.now()))[2]  # type: ignore[arg-type]
    assert schedules.what == "The schedule has stopped in: Quay."


async def test_missing_or_empty_databases_are_reported(tmp_path: Path, clock: SetClock) -> None:
    away, empty = SqlStore(f"sqlite:///{tmp_path}"), SqlStore(f"sqlite:///{tmp_path}/empty.db")
    keys = KeysDatabase(f"sqlite:///{tmp_path}")
    assert await check_deliveries(away, away, clock.now()) == []
    assert await check_deliveries(empty, empty, clock.now()) == []
    assert await check_workers(SqlHeartbeats(keys), clock.now(), shared=False) == []
    for each in (away, empty, keys):
        await each.close()
