"""The worker ticks regularly whatever happens to the clock of the machine."""

import asyncio
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.scheduler import FixedPauseTrigger, reschedule_regularly
from tests.support.patience import PATIENCE

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_missed_ticks_are_not_made_up_for() -> None:
    trigger = FixedPauseTrigger(2)
    assert trigger.get_next_fire_time(None, NOW) == NOW
    for before in (NOW, NOW - timedelta(days=20_000), NOW + timedelta(days=1)):
        assert trigger.get_next_fire_time(before, NOW) == NOW + timedelta(seconds=2)


async def test_a_clock_that_jumps_ahead_causes_one_tick() -> None:
    beats = asyncio.Queue[datetime]()
    scheduler = AsyncIOScheduler(timezone=UTC)
    long_ago = datetime(1970, 1, 1, tzinfo=UTC)
    scheduler.add_job(
        lambda: beats.put_nowait(datetime.now(UTC)),
        FixedPauseTrigger(0.2),
        next_run_time=long_ago,
        misfire_grace_time=None,
    )
    scheduler.start()
    try:
        first, second = [await asyncio.wait_for(beats.get(), PATIENCE) for _ in range(2)]
        assert second - first >= timedelta(seconds=0.15)
    finally:
        scheduler.shutdown()


async def test_a_clock_set_back_does_not_delay_ticks() -> None:
    beaten = asyncio.Event()
    scheduler = AsyncIOScheduler(timezone=UTC)
    tomorrow = datetime.now(UTC) + timedelta(days=1)  # as it seems, once a clock was put back by a day
    job = scheduler.add_job(beaten.set, FixedPauseTrigger(1), next_run_time=tomorrow, misfire_grace_time=None)
    scheduler.start()
    going = asyncio.create_task(reschedule_regularly(job, 0.01))
    try:
        await asyncio.wait_for(beaten.wait(), PATIENCE)
    finally:
        going.cancel()
        scheduler.shutdown()
