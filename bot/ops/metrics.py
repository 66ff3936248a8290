"""What /metrics says. Nobody may work out from it who, or how many, replied to an open round. So it leaves
out whatever moves because somebody answers, or because somebody has to be reminded:

- of sentences, all but those that only leads and coordinators may say, which answer nothing;
- of messages, reminders: how many of them leave tells how many have not replied; and new ways in, which
  somebody asks for who is about to;
- of the worker's steps, the sending, for that takes as long as there are reminders; and how many steps there
  were, for one that takes long makes them fewer;
- requests, connections, sign-ins, transactions and faults of pages, for whoever answers makes each of them;
- of the process, and of how long something has been due, what is finer than that.


What is looked up when somebody asks for the metrics, besides what was counted."""

import asyncio
import math
from collections import Counter as Counted
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TypeVar

import prometheus_client as prometheus
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.core.errors import Unavailable
from bot.core.heartbeats import alive_workers
from bot.core.instrumentation import Instrumentation
from bot.core.ports import Clock, DatabaseHealth, Heartbeats
from bot.language.sentences import TOPICS, Rank
from bot.ops.health import PARTS, PATIENCE, not_ready

UNCOUNTED = {DeliveryKind.REMINDER, DeliveryKind.LOGIN_LINK}  # kinds of messages
SENDING = "send"
SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
OUTCOMES = {
    DeliveryState.SETTLED: "settled",
    DeliveryState.GIVEN_UP: "given up",
    DeliveryState.WAITING: "to be tried again",
}
COUNTED = {
    each.pattern: topic
    for topic, sentences in TOPICS.items()
    for each in sentences
    if each.rank >= Rank.LEAD and not each.sealed
}
GRAIN = {  # what is told of the process, and how finely
    "process_start_time_seconds": 1,
    "process_resident_memory_bytes": 16 * 2**20,
    "process_cpu_seconds": 10,
    "process_max_fds": 1,
    "process_open_fds": 64,
}


class Metrics(Instrumentation):
    """Counts in a registry of its own."""

    def __init__(self) -> None:
        prometheus.disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = prometheus.CollectorRegistry()
        self._deliveries = prometheus.Counter(
            "accord_deliveries",
            "Tries at messages other than reminders and ways in.",
            ("platform", "outcome"),
            registry=self.registry,
        )
        self._sends = prometheus.Histogram(
            "accord_send_seconds",
            "How long a platform took with a message of those.",
            ("platform",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._steps = prometheus.Gauge(
            "accord_step_seconds",
            "How long the worker's last step of each kind took.",
            ("step",),
            registry=self.registry,
        )
        self._failures = prometheus.Counter(
            "accord_failures",
            "What the worker could not do: ticks that failed, and that found no database.",
            ("what",),
            registry=self.registry,
        )
        self._sentences = prometheus.Counter(
            "accord_sentences",
            "Sentences that only leads and coordinators may say.",
            ("platform", "topic"),
            registry=self.registry,
        )
        self.registry.register(_Process())

    def step_finished(self, step: str, seconds: float) -> None:
        if step != SENDING:
            self._steps.labels(step).set(seconds)

    def step_failed(self, what: str) -> None:
        self._failures.labels(what).inc()

    def message_sent(self, delivery: Delivery, seconds: float) -> None:
        if delivery.kind not in UNCOUNTED:
            self._sends.labels(delivery.to.platform).observe(seconds)

    def deliveries_settled(self, outcomes: Sequence[tuple[Delivery, Delivery]]) -> None:
        told = ((was.to.platform, shall.state) for was, shall in outcomes if was.kind not in UNCOUNTED)
        for (platform, state), times in Counted(told).items():
            self._deliveries.labels(platform, OUTCOMES[state]).inc(times)

    def sentence_handled(self, platform: str, pattern: str) -> None:
        if pattern in COUNTED:
            self._sentences.labels(platform, COUNTED[pattern]).inc()

    def text(self, *gauges: Metric) -> bytes:
        """All that was counted, and these."""
        now = prometheus.CollectorRegistry()
        now.register(_These(gauges))
        return prometheus.generate_latest(self.registry) + prometheus.generate_latest(now)


def gauge(name: str, about: str, label: str, values: Mapping[str, float]) -> Metric:
    """A value for each value of the label; one value, where there is no label."""
    family = GaugeMetricFamily(name, about, labels=[label] if label else [])
    for of, value in values.items():
        family.add_metric([of] if label else [], value)
    return family


class _These(Collector):
    def __init__(self, metrics: Sequence[Metric]):
        self._metrics = metrics

    def collect(self) -> Sequence[Metric]:
        return self._metrics


class _Process(Collector):
    """Nothing where there is no /proc to read it from."""

    def collect(self) -> Iterator[Metric]:
        for metric in prometheus.ProcessCollector(registry=None).collect():
            if grain := GRAIN.get(metric.name):
                metric.samples = [
                    each._replace(value=math.ceil(each.value / grain) * grain) for each in metric.samples
                ]
                yield metric


R = TypeVar("R")

MINUTE = timedelta(minutes=1)


async def render_metrics(
    metrics: Metrics, vitals: DatabaseHealth, heartbeats: Heartbeats, clock: Clock
) -> bytes:
    """Where a database is away, without what it alone knows."""
    now, missing = clock.now(), await not_ready(vitals, heartbeats, clock)
    ready = {part: float(part not in missing) for part in PARTS}
    found = [gauge("accord_ready", "Whether each part is ready, as /readyz says.", "part", ready)]
    took = {}
    if lag := await _timed(vitals.lag(now)):
        took["main"] = lag[1]
        found.append(
            _of("accord_overdue_minutes", "For how long something was due untouched.", lag[0] // MINUTE)
        )
    if known := await _timed(heartbeats.all()):
        took["keys"] = known[1]
        at_work = alive_workers(known[0], now)
        found.append(_of("accord_workers", "Workers that are alive.", len(at_work)))
    return metrics.text(
        *found, gauge("accord_database_seconds", "How long each took to say so.", "database", took)
    )


def _of(name: str, about: str, value: float) -> Metric:
    return gauge(name, about, "", {"": value})


async def _timed(asked: Awaitable[R]) -> tuple[R, float] | None:
    """And how long it took, in seconds; None where it cannot be had."""
    began = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(PATIENCE):
            answer = await asked
    except (Unavailable, TimeoutError):
        return None
    return answer, asyncio.get_running_loop().time() - began
