"""What keeps the worker going: a beat each second, and a sign of life that others can see.

When the scheduler wakes the worker, whatever becomes of the machine's clock, by which it reckons."""

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

TICK_SECONDS = 1  # seconds between two ticks of the worker
RESCHEDULE_SECONDS = 60  # seconds after which it beats again, should the clock have been put back
HUNG_AFTER_SECONDS = 15 * 60  # seconds after which a tick is taken to hang; ten thousand messages take less

log = structlog.get_logger()


class WorkerLoop:
    """Beats one at a time. Whatever a beat stumbles over is noted, and the next one tries again."""

    def __init__(
        self,
        context: AppContext,
        worker: Worker,
        heartbeats: Heartbeats,
        watch: Instrumentation,
        stuck: float = HUNG_AFTER_SECONDS,
    ):
        self.ticking = asyncio.Lock()
        self._context, self._worker, self._pulses, self._watch = context, worker, heartbeats, watch
        self._name, self._host = context.ids.new(), socket.gethostname()
        self._stuck, self._began_at = stuck, math.inf

    async def tick(self) -> None:
        async with self.ticking:
            self._began_at = asyncio.get_running_loop().time()
            try:
                await self._worker.tick()
            except Exception:
                self._watch.step_failed("tick")
                log.exception("a tick failed")
            finally:
                self._began_at = math.inf

    async def send_heartbeat(self) -> None:
        """Apart from the beats: how long they take depends on how many are reminded, which nobody may see."""
        if asyncio.get_running_loop().time() - self._began_at > self._stuck:
            log.error("a tick hangs")
            return
        try:
            await self._pulses.record(Heartbeat(self._name, self._host, self._context.clock.now()))
        except Unavailable as error:
            log.warning("keys database away", reason=str(error))

    async def stop(self) -> None:
        """Once the beat under way has ended."""
        self._worker.stop()
        async with self.ticking:
            with suppress(Unavailable):
                await self._pulses.stop(self._name)


@asynccontextmanager
async def run_worker(
    context: AppContext, worker: Worker, heartbeats: Heartbeats, watch: Instrumentation
) -> AsyncIterator[None]:
    """The worker's heart beats until the end of the block."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    scheduler, heart = AsyncIOScheduler(timezone=UTC), WorkerLoop(context, worker, heartbeats, watch)
    jobs = [
        scheduler.add_job(heart.tick, FixedPauseTrigger(TICK_SECONDS), misfire_grace_time=None),
        scheduler.add_job(
            heart.send_heartbeat,
            FixedPauseTrigger(HEARTBEAT_INTERVAL.total_seconds()),
            misfire_grace_time=None,
        ),
    ]
    scheduler.start()
    going = [asyncio.create_task(reschedule_regularly(job, RESCHEDULE_SECONDS)) for job in jobs]
    try:
        yield
    finally:
        for each in going:
            each.cancel()
        scheduler.pause()
        await heart.stop()
        scheduler.shutdown()


class FixedPauseTrigger(BaseTrigger):  # type: ignore[misc]  # it has no types
    """So long after the last time. Unlike an interval it counts nothing that was missed: after a clock that
    was set years ahead, as on a machine that starts in 1970, those would be hundreds of millions."""

    def __init__(self, seconds: float):
        self._pause = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        return now + self._pause if previous_fire_time else now


async def reschedule_regularly(job: Job, seconds: float) -> None:
    """For ever. A scheduler waits for a moment; where the clock was put back, that would be a long wait. So
    every so often the moment is now."""
    while True:
        await asyncio.sleep(seconds)
        job.modify(next_run_time=datetime.now(UTC))
