"""The scheduler: it keeps the worker ticking, and stops it."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.core.cards import Card
from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import Unavailable
from bot.core.heartbeats import Heartbeat
from bot.core.instrumentation import NO_INSTRUMENTATION, Instrumentation
from bot.core.models import Address
from bot.scheduler import WorkerLoop, run_worker
from bot.worker import Worker
from storage.heartbeats import SqlHeartbeats
from tests.support.cast import CHANNEL, SIX
from tests.support.fakes import FakePlatform
from tests.support.scenario import Scenario


@dataclass
class Doors(FakePlatform):
    """A platform that sends when the test says so."""

    knocked: asyncio.Event = field(default_factory=asyncio.Event)
    opened: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, to: Address, card: Card, key: str) -> str:
        self.knocked.set()
        await self.opened.wait()
        return await super().send(to, card, key)


class Beats(Worker):
    """A worker that ticks as the test lets it. `faults` are raised first, one a tick."""

    def __init__(self, scenario: Scenario, *faults: Exception):
        super().__init__(scenario.context, {})
        self.faults = [*faults]
        self.began, self.release, self.finished = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def tick(self) -> None:
        if self.faults:
            raise self.faults.pop()
        self.began.set()
        await self.release.wait()
        self.finished.set()


class Failures(Instrumentation):
    def __init__(self) -> None:
        self.told: list[str] = []

    def step_failed(self, what: str) -> None:
        self.told.append(what)


async def test_a_running_tick_ends_before_anything_is_closed(
    scenario: Scenario, heartbeats: SqlHeartbeats
) -> None:
    worker = Beats(scenario)
    async with run_worker(scenario.context, worker, heartbeats, NO_INSTRUMENTATION):
        await worker.began.wait()
        asyncio.get_running_loop().call_soon(worker.release.set)
    assert worker.finished.is_set()


async def owe(scenario: Scenario, *lanes: str) -> None:
    """Add a delivery to the channel, for each of these lanes."""
    now = scenario.clock.now()
    late = now + timedelta(days=7)
    async with scenario.store.transaction() as db:
        for lane in lanes:
            id = scenario.ids.new()
            await db.add(Delivery(id, lane, CHANNEL, "called-off", "harbour", now, late, "harbour"))


async def test_a_stop_settles_deliveries_in_hand_and_begins_no_more(
    scenario: Scenario, heartbeats: SqlHeartbeats
) -> None:
    await scenario.create_partnership(*SIX)
    await owe(scenario, CHANNEL.lane)
    doors = Doors()
    worker = Worker(scenario.context, {"slack": doors})
    beats = WorkerLoop(scenario.context, worker, heartbeats, NO_INSTRUMENTATION)
    beating = asyncio.create_task(beats.tick())
    await doors.knocked.wait()
    stopping = asyncio.create_task(beats.stop())
    await owe(scenario, "slack:trust")
    doors.opened.set()
    await asyncio.gather(stopping, beating)
    states = {each.lane: each.state for each in await scenario.all(Delivery)}
    assert states == {CHANNEL.lane: DeliveryState.SETTLED, "slack:trust": DeliveryState.WAITING}
    await worker.tick()  # and once stopped, it does nothing any more
    assert len(doors.sent) == 1


async def test_a_tick_cancelled_without_a_stop_raises(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await owe(scenario, CHANNEL.lane)
    doors = Doors()
    ticking_ = asyncio.create_task(Worker(scenario.context, {"slack": doors}).tick())
    await doors.knocked.wait()
    ticking_.cancel()
    doors.opened.set()
    with pytest.raises(asyncio.CancelledError):
        await ticking_
    assert len(doors.sent) == 1


async def test_a_failed_tick_is_recorded_and_the_next_one_runs(
    scenario: Scenario, heartbeats: SqlHeartbeats
) -> None:
    worker, watch = Beats(scenario, ValueError("Amira said 4")), Failures()
    worker.release.set()
    beats = WorkerLoop(scenario.context, worker, heartbeats, watch)
    with capture_logs() as logged:
        await beats.tick()
        await beats.tick()
    assert [(each["event"], each["log_level"]) for each in logged] == [("a tick failed", "error")]
    assert (watch.told, worker.finished.is_set()) == (["tick"], True)


async def test_heartbeats_are_recorded_until_the_worker_stops(
    scenario: Scenario, heartbeats: SqlHeartbeats
) -> None:
    beats = WorkerLoop(scenario.context, Beats(scenario), heartbeats, NO_INSTRUMENTATION)
    await beats.send_heartbeat()
    (pulse,) = await heartbeats.all()
    assert pulse.at == scenario.clock.now()
    await beats.stop()
    assert await heartbeats.all() == []


async def test_a_slow_tick_is_alive_and_a_hanging_one_is_not(
    scenario: Scenario, heartbeats: SqlHeartbeats
) -> None:
    worker = Beats(scenario)
    beats = WorkerLoop(scenario.context, worker, heartbeats, NO_INSTRUMENTATION)
    beating = asyncio.create_task(beats.tick())
    await worker.began.wait()
    await beats.send_heartbeat()
    assert len(await heartbeats.all()) == 1
    hanging = WorkerLoop(scenario.context, worker, heartbeats, NO_INSTRUMENTATION, hung_after=-1)
    worker.began.clear()
    hung = asyncio.create_task(hanging.tick())
    await worker.began.wait()
    with capture_logs() as logged:
        await hanging.send_heartbeat()
    assert ([each["event"] for each in logged], len(await heartbeats.all())) == (["a tick hangs"], 1)
    worker.release.set()
    await asyncio.gather(beating, hung)


class Away:
    """Implements ports.Heartbeats: its database is away."""

    async def record(self, pulse: Heartbeat) -> None:
        raise Unavailable("The disk is full.")

    async def stop(self, worker: str) -> None:
        raise Unavailable("The disk is full.")

    async def all(self) -> list[Heartbeat]:
        raise Unavailable("The disk is full.")


async def test_a_missing_keys_database_is_logged_and_delays_no_tick(scenario: Scenario) -> None:
    beats = WorkerLoop(scenario.context, Beats(scenario), Away(), NO_INSTRUMENTATION)
    with capture_logs() as logged:
        await beats.send_heartbeat()
        await beats.stop()
    assert logged == [{"event": "keys database away", "reason": "The disk is full.", "log_level": "warning"}]
