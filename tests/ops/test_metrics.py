"""Metrics: nobody can learn from them how many people replied to a round."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from platform import python_version

import pytest

from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import SendFailed
from bot.core.events import Message, UserSeen
from bot.core.heartbeats import Heartbeat
from bot.handlers.bot import Bot
from bot.language.parser import MAX_LENGTH
from bot.language.sentences import SENTENCES, Rank
from bot.ops.metrics import COUNTED, OUTCOMES, ROUNDED_UP_TO, UNCOUNTED_KINDS, Metrics, render_metrics
from bot.worker import Worker
from storage.crypto import ChaChaCrypto
from storage.heartbeats import SqlHeartbeats
from storage.store import SqlStore
from tests.storage.examples import DELIVERY
from tests.support.cast import AMIRA, BEN, CERYS, SIX
from tests.support.databases import each_database, key_store
from tests.support.fakes import CountedIds, SetClock
from tests.support.read_cards import labels
from tests.support.scenario import Scenario

# Times that a machine took, which are never twice the same; that they are there is compared.
MEASURED = (
    "accord_send_seconds_sum",
    "accord_send_seconds_bucket",
    "accord_step_seconds",
    "accord_database_seconds",
)


def lines(text: bytes) -> list[str]:
    """Return the metrics, with measured values left out."""
    found = [line for line in text.decode().splitlines() if not line.startswith(("#", "process_"))]
    return [line.rpartition(" ")[0] if line.startswith(MEASURED) else line for line in found]


def counted(text: bytes) -> list[str]:
    """Return Accord's own metrics, except the versions."""
    found = text.decode().splitlines()
    return [line for line in found if line.startswith("accord") and not line.startswith("accord_build_info")]


class Telling(Metrics):
    """Careless metrics, which count every sentence."""

    counted_sentences = frozenset(sentence.pattern for sentence in SENTENCES)

    def sentence_handled(self, platform: str, pattern: str) -> None:
        self._sentences.labels(platform, "all").inc()


class Sending(Metrics):
    def message_sent(self, delivery: Delivery, seconds: float) -> None:
        self._sends.labels(delivery.to.platform).observe(seconds)


class Settling(Metrics):
    def deliveries_settled(self, outcomes: Sequence[tuple[Delivery, Delivery]]) -> None:
        for was, shall in outcomes:
            self._deliveries.labels(was.to.platform, shall.state.value).inc()


Play = Callable[[Scenario], Awaitable[None]]
Tell = Callable[[Metrics, Play], Awaitable[list[list[str]]]]


@pytest.fixture
async def tell(
    tmp_path: Path, migrated_file: Path, crypto: ChaChaCrypto, clock: SetClock
) -> AsyncIterator[Tell]:
    """Open a round, play a story in it, and read the metrics until shortly before it closes."""
    async with AsyncExitStack() as stack:

        async def tell(metrics: Metrics, play: Play) -> list[list[str]]:
            folder = tmp_path / f"{id(metrics)}"
            folder.mkdir()
            file = shutil.copy(migrated_file, folder / "accord.db")
            store = SqlStore(f"sqlite+aiosqlite:///{file}")
            keys = key_store(f"sqlite+aiosqlite:///{folder}/keys.db")
            stack.push_async_callback(store.close)
            stack.push_async_callback(keys.close)
            scenario = Scenario(store, keys, crypto, SetClock(clock.now()), CountedIds())
            scenario.bot = Bot(scenario.context, metrics)
            platforms = dict.fromkeys(("slack", "teams", "web"), scenario.platform)
            scenario.worker = Worker(scenario.context, platforms, metrics)
            await scenario.open_first_round(*SIX)
            await scenario.passes(hours=2)
            await play(scenario)
            scenario.platform.refuses[BEN.key] = SendFailed("Busy.")  # if he is reminded
            return [await read(metrics, scenario, SqlHeartbeats(keys)) for _ in range(4)]

        yield tell


async def read(metrics: Metrics, scenario: Scenario, heartbeats: SqlHeartbeats) -> list[str]:
    """Read the metrics after a day."""
    await scenario.passes(hours=25)
    await heartbeats.record(Heartbeat("w", "here", scenario.clock.now()))
    assert scenario.clock.now() < (await scenario.open_round()).closes_at
    return lines(await render_metrics(metrics, scenario.store, heartbeats, scenario.clock))  # type: ignore[arg-type]


async def nobody_answers(scenario: Scenario) -> None:
    """Nobody answers; coordinators and leads are active, as in the other story."""
    await scenario.says(AMIRA, "schedule fortnightly")


async def most_answer(scenario: Scenario) -> None:
    await nobody_answers(scenario)
    await scenario.all_answer(4, 2, 5, 3, 3, 1)
    await scenario.answers(CERYS, "?", comment="Diolch.")
    await scenario.presses(CERYS, labels(scenario.last_card(CERYS))[0])
    await scenario.says(BEN, "later")
    for sentence in ("results", "status", "help", "4", "members", "my data"):
        await scenario.says(BEN, sentence)


async def test_the_metrics_are_the_same_whether_people_answer_or_not(tell: Tell) -> None:
    silent, answered = await tell(Metrics(), nobody_answers), await tell(Metrics(), most_answer)
    assert answered == silent
    assert 'accord_sentences_total{platform="slack",topic="Asking"} 1.0' in silent[0]


@pytest.mark.parametrize("careless", [Telling, Sending, Settling])
async def test_careless_metrics_reveal_replies(tell: Tell, careless: type[Metrics]) -> None:
    assert await tell(careless(), nobody_answers) != await tell(careless(), most_answer)


def test_metrics_show_delivery_outcomes_and_durations() -> None:
    metrics = Metrics()
    for was in (DELIVERY, *(replace(DELIVERY, kind=each) for each in UNCOUNTED_KINDS)):
        metrics.deliveries_settled([(was, replace(was, state=state)) for state in DeliveryState])
        metrics.message_sent(was, 0.3)
    metrics.step_failed("tick")
    metrics.step_finished("open", 0.5)
    metrics.step_finished("send", 0.7)
    assert counted(metrics.text()) == [
        'accord_deliveries_total{outcome="to be tried again",platform="slack"} 1.0',
        'accord_deliveries_total{outcome="settled",platform="slack"} 1.0',
        'accord_deliveries_total{outcome="given up",platform="slack"} 1.0',
        'accord_send_seconds_bucket{le="0.05",platform="slack"} 0.0',
        'accord_send_seconds_bucket{le="0.1",platform="slack"} 0.0',
        'accord_send_seconds_bucket{le="0.25",platform="slack"} 0.0',
        'accord_send_seconds_bucket{le="0.5",platform="slack"} 1.0',
        'accord_send_seconds_bucket{le="1.0",platform="slack"} 1.0',
        'accord_send_seconds_bucket{le="2.5",platform="slack"} 1.0',
        'accord_send_seconds_bucket{le="5.0",platform="slack"} 1.0',
        'accord_send_seconds_bucket{le="10.0",platform="slack"} 1.0',
        'accord_send_seconds_bucket{le="+Inf",platform="slack"} 1.0',
        'accord_send_seconds_count{platform="slack"} 1.0',
        'accord_send_seconds_sum{platform="slack"} 0.3',
        'accord_step_seconds{step="open"} 0.5',
        'accord_failures_total{what="tick"} 1.0',
    ]


def test_metrics_name_the_versions_of_accord_and_python() -> None:
    versions = f'{{python="{python_version()}",version="{version("accord")}"}}'
    assert f"accord_build_info{versions} 1.0" in Metrics().text().decode().splitlines()


def test_each_outcome_is_shown_before_the_first_message() -> None:
    metrics = Metrics()
    metrics.start_at_zero(["mail"])
    assert counted(metrics.text()) == [
        f'accord_deliveries_total{{outcome="{outcome}",platform="mail"}} 0.0' for outcome in OUTCOMES.values()
    ]


def test_process_metrics_exclude_what_visitors_influence() -> None:
    told = dict(line.split() for line in Metrics().text().decode().splitlines() if line.startswith("process"))
    assert told.keys() == {f"{name}_total" if "cpu" in name else name for name in ROUNDED_UP_TO}
    assert float(told["process_resident_memory_bytes"]) % (16 * 2**20) == 0
    assert float(told["process_cpu_seconds_total"]) % 10 == 0


async def test_metrics_work_while_a_database_is_away(tmp_path: Path, clock: SetClock) -> None:
    away = f"sqlite+aiosqlite:///{tmp_path}"  # a folder
    store, keys = SqlStore(away), key_store(away)
    text = await render_metrics(Metrics(), store, SqlHeartbeats(keys), clock)
    assert counted(text) == [
        'accord_ready{part="database"} 0.0',
        'accord_ready{part="migrations"} 1.0',
        'accord_ready{part="keys"} 0.0',
        'accord_ready{part="worker"} 1.0',
    ]
    await store.close()
    await keys.close()


@each_database
async def test_unsent_deliveries_are_counted_as_overdue(
    scenario: Scenario, heartbeats: SqlHeartbeats
) -> None:
    await scenario.open_first_round(*SIX)
    first = min(each.due_at for each in await scenario.all(Delivery))
    scenario.clock.move(first - scenario.clock.now() + timedelta(minutes=9, seconds=59))
    text = await render_metrics(Metrics(), scenario.store, heartbeats, scenario.clock)  # type: ignore[arg-type]
    assert "accord_overdue_seconds 540.0" in text.decode().splitlines()
    await scenario.worker.tick()
    scenario.clock.move(timedelta(minutes=1))
    text = await render_metrics(Metrics(), scenario.store, heartbeats, scenario.clock)  # type: ignore[arg-type]
    assert "accord_overdue_seconds 0.0" in text.decode().splitlines()


async def test_sentences_that_are_not_understood_are_not_counted(scenario: Scenario) -> None:
    metrics = Metrics()
    bot = Bot(scenario.context, metrics)
    await scenario.create_partnership(*SIX)
    where = AMIRA.address
    for event in (
        Message("1", where, where, "schedule weekly"),
        Message("1", where, where, "schedule weekly"),  # sent again
        Message("2", where, where, f"schedule {'x' * MAX_LENGTH}"),
        Message("3", where, where, "What?"),
        UserSeen("4", where, where),
    ):
        await bot.handle(event)
    told = counted(metrics.text())
    assert told == ['accord_sentences_total{platform="slack",topic="Asking"} 1.0']


def test_sentences_of_plain_members_are_not_counted() -> None:
    assert {each.pattern for each in SENTENCES if each.rank >= Rank.LEAD} == COUNTED.keys()
    assert not any(each.sealed for each in SENTENCES if each.pattern in COUNTED)
