"""What keeps the worker going: a beat each second, and a sign of life that others can see."""

import asyncio
import math
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC

import structlog

from bot.core.context import AppContext
from bot.core.errors import Unavailable
from bot.core.heartbeats import HEARTBEAT_INTERVAL, Heartbeat
from bot.core.instrumentation import Instrumentation
from bot.core.ports import Heartbeats
from bot.worker import Worker

BEAT = 1  # seconds between two ticks of the worker
UNSTUCK = 60  # seconds after which it beats again, should the clock have been put back
STUCK = 15 * 60  # seconds after which a tick is taken to hang; ten thousand messages take less

log = structlog.get_logger()


class Heart:
    """Beats one at a time. Whatever a beat stumbles over is noted, and the next one tries again."""

    def __init__(
        self,
        context: AppContext,
        worker: Worker,
        pulses: Heartbeats,
        watch: Instrumentation,
        stuck: float = STUCK,
    ):
        self.beating = asyncio.Lock()
        self._context, self._worker, self._pulses, self._watch = context, worker, pulses, watch
        self._name, self._host = context.ids.new(), socket.gethostname()
        self._stuck, self._began_at = stuck, math.inf

    async def beat(self) -> None:
        async with self.beating:
            self._began_at = asyncio.get_running_loop().time()
            try:
                await self._worker.tick()
            except Exception:
                self._watch.step_failed("tick")
                log.exception("a tick failed")
            finally:
                self._began_at = math.inf

    async def pulse(self) -> None:
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
        async with self.beating:
            with suppress(Unavailable):
                await self._pulses.stop(self._name)


@asynccontextmanager
async def ticking(
    context: AppContext, worker: Worker, pulses: Heartbeats, watch: Instrumentation
) -> AsyncIterator[None]:
    """The worker's heart beats until the end of the block."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    from bot.running.heartbeat import Steadily, keep_going

    scheduler, heart = AsyncIOScheduler(timezone=UTC), Heart(context, worker, pulses, watch)
    jobs = [
        scheduler.add_job(heart.beat, Steadily(BEAT), misfire_grace_time=None),
        scheduler.add_job(heart.pulse, Steadily(HEARTBEAT_INTERVAL.total_seconds()), misfire_grace_time=None),
    ]
    scheduler.start()
    going = [asyncio.create_task(keep_going(job, UNSTUCK)) for job in jobs]
    try:
        yield
    finally:
        for each in going:
            each.cancel()
        scheduler.pause()
        await heart.stop()
        scheduler.shutdown()
