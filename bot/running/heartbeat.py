"""When the scheduler wakes the worker, whatever becomes of the machine's clock, by which it reckons."""

import asyncio
from datetime import UTC, datetime, timedelta

from apscheduler.job import Job
from apscheduler.triggers.base import BaseTrigger


class Steadily(BaseTrigger):  # type: ignore[misc]  # it has no types
    """So long after the last time. Unlike an interval it counts nothing that was missed: after a clock that
    was set years ahead, as on a machine that starts in 1970, those would be hundreds of millions."""

    def __init__(self, seconds: float):
        self._pause = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        return now + self._pause if previous_fire_time else now


async def keep_going(job: Job, seconds: float) -> None:
    """For ever. A scheduler waits for a moment; where the clock was put back, that would be a long wait. So
    every so often the moment is now."""
    while True:
        await asyncio.sleep(seconds)
        job.modify(next_run_time=datetime.now(UTC))
