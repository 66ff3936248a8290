"""What keeps the worker going: a beat each second, and a sign of life that others can see."""

import asyncio
import math
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC

import structlog

from bot.errors import Unavailable
from bot.ports import Pulses
from bot.running.pulse import EVERY, Pulse
from bot.running.watch import Watch
from bot.worker import Worker
from bot.world import World

BEAT = 1  # seconds between two ticks of the worker
UNSTUCK = 60  # seconds after which it beats again, should the clock have been put back
STUCK = 15 * 60  # seconds after which a tick is taken to hang; ten thousand messages take less

log = structlog.get_logger()


class Heart:
    """Beats one at a time. Whatever a beat stumbles over is noted, and the next one tries again."""

    def __init__(self, world: World, worker: Worker, pulses: Pulses, watch: Watch, stuck: float = STUCK):
        self.beating = asyncio.Lock()
        self._world, self._worker, self._pulses, self._watch = world, worker, pulses, watch
        self._name, self._host = world.ids.new(), socket.gethostname()
        self._stuck, self._began_at = stuck, math.inf

    async def beat(self) -> None:
        async with self.beating:
            self._began_at = asyncio.get_running_loop().time()
            try:
                await self._worker.tick()
            except Exception:
                self._watch.failed("tick")
                log.exception("a tick failed")
            finally:
                self._began_at = math.inf

    async def pulse(self) -> None:
        """Apart from the beats: how long they take depends on how many are reminded, which nobody may see."""
        if asyncio.get_running_loop().time() - self._began_at > self._stuck:
            log.error("a tick hangs")
            return
        try:
            await self._pulses.beat(Pulse(self._name, self._host, self._world.clock.now()))
        except Unavailable as error:
            log.warning("keys database away", reason=str(error))

    async def stop(self) -> None:
        """Once the beat under way has ended."""
        self._worker.stop()
        async with self.beating:
            with suppress(Unavailable):
                await self._pulses.stop(self._name)


@asynccontextmanager
async def ticking(world: World, worker: Worker, pulses: Pulses, watch: Watch) -> AsyncIterator[None]:
    """The worker's heart beats until the end of the block."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    from bot.running.heartbeat import Steadily, keep_going

    scheduler, heart = AsyncIOScheduler(timezone=UTC), Heart(world, worker, pulses, watch)
    jobs = [
        scheduler.add_job(heart.beat, Steadily(BEAT), misfire_grace_time=None),
        scheduler.add_job(heart.pulse, Steadily(EVERY.total_seconds()), misfire_grace_time=None),
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
