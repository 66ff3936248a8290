"""Runs the worker at regular times and records its heartbeat.

APScheduler reckons by the machine's clock, which may be set back or years ahead: FixedPauseTrigger and
reschedule_regularly keep both from harm.
"""

import asyncio
import math
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.job import Job
from apscheduler.triggers.base import BaseTrigger

from bot.context import AppContext
from bot.core.errors import Unavailable
from bot.core.heartbeats import HEARTBEAT_INTERVAL, Heartbeat
from bot.core.instrumentation import Instrumentation
from bot.core.ports import Heartbeats
from bot.worker import Worker

TICK_SECONDS = 1  # between two ticks of the worker
RESCHEDULE_SECONDS = 60  # after which a tick comes even if the clock was set back
STOP_SECONDS = 8  # for the current tick, when the process is to stop
HUNG_AFTER_SECONDS = 15 * 60  # after which a tick is taken to hang; ten thousand messages take less

log = structlog.get_logger()


class WorkerLoop:
    """Runs one tick at a time. A fault in a tick is logged, and the next one tries again."""

    def __init__(
        self,
        context: AppContext,
        worker: Worker,
        heartbeats: Heartbeats,
        instrumentation: Instrumentation,
        hung_after: float = HUNG_AFTER_SECONDS,
    ):
        self.ticking = asyncio.Lock()
        self._context, self._worker, self._heartbeats = context, worker, heartbeats
        self._instrumentation = instrumentation
        self._name, self._host = context.ids.new(), socket.gethostname()
        self._hung_after, self._began_at = hung_after, math.inf

    async def tick(self) -> None:
        async with self.ticking:
            self._began_at = asyncio.get_running_loop().time()
            try:
                await self._worker.tick()
            except Exception:
                self._instrumentation.step_failed("tick")
                log.exception("a tick failed")
            finally:
                self._began_at = math.inf

    async def send_heartbeat(self) -> None:
        """Record a heartbeat, apart from the ticks: the length of a tick depends on the number of reminders,
        which nobody may see."""
        if asyncio.get_running_loop().time() - self._began_at > self._hung_after:
            log.error("a tick hangs")
            return
        try:
            await self._heartbeats.record(Heartbeat(self._name, self._host, self._context.clock.now()))
        except Unavailable as error:
            log.warning("keys database away", reason=str(error))

    async def stop(self) -> None:
        """Stop after the current tick, and record that the worker has stopped. A tick that hangs is left:
        what it has in hand becomes due again, as if the process had been killed."""
        self._worker.stop()
        with suppress(TimeoutError, Unavailable):
            async with asyncio.timeout(STOP_SECONDS), self.ticking:
                await self._heartbeats.stop(self._name)


@asynccontextmanager
async def run_worker(
    context: AppContext, worker: Worker, heartbeats: Heartbeats, instrumentation: Instrumentation
) -> AsyncIterator[None]:
    """Run the worker until the end of the block. Its first heartbeat is recorded when the block begins."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    scheduler = AsyncIOScheduler(timezone=UTC)
    loop = WorkerLoop(context, worker, heartbeats, instrumentation)
    await loop.send_heartbeat()
    jobs = [
        scheduler.add_job(loop.tick, FixedPauseTrigger(TICK_SECONDS), misfire_grace_time=None),
        scheduler.add_job(
            loop.send_heartbeat,
            FixedPauseTrigger(HEARTBEAT_INTERVAL.total_seconds()),
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC) + HEARTBEAT_INTERVAL,
        ),
    ]
    scheduler.start()
    rescheduling = [asyncio.create_task(reschedule_regularly(job, RESCHEDULE_SECONDS)) for job in jobs]
    try:
        yield
    finally:
        for task in rescheduling:
            task.cancel()
        scheduler.pause()
        await loop.stop()
        scheduler.shutdown()


class FixedPauseTrigger(BaseTrigger):  # type: ignore[misc]  # it has no types
    """Fires a fixed time after the last one. Unlike an interval it does not count missed runs: once a clock
    is set years ahead, as on a machine that starts in 1970, those are hundreds of millions."""

    def __init__(self, seconds: float):
        self._pause = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        return now + self._pause if previous_fire_time else now


async def reschedule_regularly(job: Job, seconds: float) -> None:
    """Reschedule a job for now at each interval, until cancelled. The scheduler waits for a moment, which is
    far away once the clock was set back."""
    while True:
        await asyncio.sleep(seconds)
        job.modify(next_run_time=datetime.now(UTC))
