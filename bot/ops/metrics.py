"""The metrics that /metrics shows. Nobody may work out from them who, or how many, replied to an open round.
So they leave out whatever changes because somebody answers or has to be reminded:

- sentences, except those that only leads and coordinators may type, which answer nothing;
- messages that are reminders: their number tells how many have not replied; and login links, which people
  ask for who are about to reply;
- the worker's sending step, whose time depends on the number of reminders; and the number of steps, which
  falls if one takes long;
- requests, connections, sign-ins, transactions and faults of pages: every reply makes some;
- fine detail of the process, and of how long something has been due.
"""

import asyncio
import math
from collections import Counter as Tally
from collections.abc import Awaitable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from importlib.metadata import version
from platform import python_version
from typing import TypeVar

import prometheus_client as prometheus
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.core.deliveries import TELLING_KINDS, Delivery, DeliveryKind, DeliveryState
from bot.core.errors import Unavailable
from bot.core.heartbeats import alive_workers
from bot.core.instrumentation import Instrumentation
from bot.core.ports import Clock, DatabaseHealth, Heartbeats
from bot.language.sentences import TOPICS, Rank
from bot.ops.health import CHECK_TIMEOUT, PARTS, not_ready

UNCOUNTED_KINDS = {*TELLING_KINDS, DeliveryKind.LOGIN_LINK}
SENDING_STEP = "send"
BUCKETS_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
OUTCOMES = {
    DeliveryState.SETTLED: "settled",
    DeliveryState.GIVEN_UP: "given up",
    DeliveryState.WAITING: "to be tried again",
}
COUNTED = {
    sentence.pattern: topic
    for topic, sentences in TOPICS.items()
    for sentence in sentences
    if sentence.rank >= Rank.LEAD and not sentence.sealed
}
ROUNDED_UP_TO = {  # the metrics of the process that are shown
    "process_start_time_seconds": 1,
    "process_resident_memory_bytes": 16 * 2**20,
    "process_cpu_seconds": 10,
    "process_max_fds": 1,
    "process_open_fds": 64,
}


class Metrics(Instrumentation):
    """Counts what happens, in a registry of its own."""

    counted_sentences: Collection[str] = COUNTED.keys()

    def __init__(self) -> None:
        prometheus.disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = prometheus.CollectorRegistry()
        build = prometheus.Info("accord_build", "The versions of Accord and Python.", registry=self.registry)
        build.info({"version": version("accord"), "python": python_version()})
        self._deliveries = prometheus.Counter(
            "accord_deliveries",
            "Attempts to send messages, other than reminders and login links.",
            ("platform", "outcome"),
            registry=self.registry,
        )
        self._sends = prometheus.Histogram(
            "accord_send_seconds",
            "How long a platform took to accept such a message.",
            ("platform",),
            buckets=BUCKETS_SECONDS,
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
            "Failures of the worker, by step. The step database means that the database was away.",
            ("what",),
            registry=self.registry,
        )
        self._sentences = prometheus.Counter(
            "accord_sentences",
            "Sentences that only leads and coordinators may use.",
            ("platform", "topic"),
            registry=self.registry,
        )
        self.registry.register(_ProcessCollector())

    def start_at_zero(self, platforms: Iterable[str]) -> None:
        """Show each outcome of messages on these platforms before the first: a counter that appears with 1
        does not increase for Prometheus. https://prometheus.io/docs/practices/instrumentation/"""
        for name in platforms:
            for outcome in OUTCOMES.values():
                self._deliveries.labels(name, outcome)

    def step_finished(self, step: str, seconds: float) -> None:
        if step != SENDING_STEP:
            self._steps.labels(step).set(seconds)

    def step_failed(self, what: str) -> None:
        self._failures.labels(what).inc()

    def message_sent(self, delivery: Delivery, seconds: float) -> None:
        if delivery.kind not in UNCOUNTED_KINDS:
            self._sends.labels(delivery.to.platform).observe(seconds)

    def deliveries_settled(self, outcomes: Sequence[tuple[Delivery, Delivery]]) -> None:
        counted = Tally(
            (claimed.to.platform, updated.state)
            for claimed, updated in outcomes
            if claimed.kind not in UNCOUNTED_KINDS
        )
        for (platform, state), times in counted.items():
            self._deliveries.labels(platform, OUTCOMES[state]).inc(times)

    def sentence_handled(self, platform: str, pattern: str) -> None:
        self._sentences.labels(platform, COUNTED[pattern]).inc()

    def text(self, *gauges: Metric) -> bytes:
        """Return all that was counted, and these gauges, in the Prometheus text format."""
        current = prometheus.CollectorRegistry()
        current.register(_FixedCollector(gauges))
        return prometheus.generate_latest(self.registry) + prometheus.generate_latest(current)


def gauge(name: str, about: str, label: str, values: Mapping[str, float]) -> Metric:
    """Return a gauge with a value for each value of the label, or with one value if `label` is empty."""
    family = GaugeMetricFamily(name, about, labels=[label] if label else [])
    for label_value, value in values.items():
        family.add_metric([label_value] if label else [], value)
    return family


class _FixedCollector(Collector):
    def __init__(self, metrics: Sequence[Metric]):
        self._metrics = metrics

    def collect(self) -> Sequence[Metric]:
        return self._metrics


class _ProcessCollector(Collector):
    """Collects metrics of the process, rounded; none on a system without /proc."""

    def collect(self) -> Iterator[Metric]:
        for metric in prometheus.ProcessCollector(registry=None).collect():
            if step := ROUNDED_UP_TO.get(metric.name):
                metric.samples = [
                    sample._replace(value=math.ceil(sample.value / step) * step) for sample in metric.samples
                ]
                yield metric


R = TypeVar("R")

MINUTE = timedelta(minutes=1)


async def render_metrics(
    metrics: Metrics, health: DatabaseHealth, heartbeats: Heartbeats, clock: Clock
) -> bytes:
    """Return all metrics. If a database is away, those that come from it are missing."""
    now, missing = clock.now(), await not_ready(health, heartbeats, clock)
    ready = {part: float(part not in missing) for part in PARTS}
    gauges = [gauge("accord_ready", "Whether each part is ready, as in /readyz.", "part", ready)]
    seconds = {}
    if timed_lag := await _timed(health.lag(now)):
        lag, seconds["main"] = timed_lag
        gauges.append(
            _single(
                "accord_overdue_seconds",
                "How long the oldest work has been overdue, in whole minutes.",
                (lag // MINUTE * MINUTE).total_seconds(),
            )
        )
    if timed_heartbeats := await _timed(heartbeats.all()):
        all_heartbeats, seconds["keys"] = timed_heartbeats
        alive = alive_workers(all_heartbeats, now)
        gauges.append(_single("accord_workers", "Workers that are running.", len(alive)))
    return metrics.text(
        *gauges,
        gauge("accord_database_seconds", "How long each took to answer.", "database", seconds),
    )


def _single(name: str, about: str, value: float) -> Metric:
    return gauge(name, about, "", {"": value})


async def _timed(query: Awaitable[R]) -> tuple[R, float] | None:
    """Return the result and the seconds it took, or None if the database is away."""
    began = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(CHECK_TIMEOUT):
            result = await query
    except (Unavailable, TimeoutError):
        return None
    return result, asyncio.get_running_loop().time() - began
