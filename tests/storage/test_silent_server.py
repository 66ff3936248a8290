"""A PostgreSQL that accepts and says nothing, and more transactions at once than there are connections."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from time import monotonic

import pytest

from bot.core.errors import Unavailable
from bot.core.models import Person
from storage.connection_pool import ConnectionPool
from storage.postgresql import STATEMENT_TIMEOUT
from storage.store import SqlStore
from tests.storage.examples import AMIRA, NOW
from tests.support.silent_proxy import SilentProxy, silent_proxy

LATEST = 2 * STATEMENT_TIMEOUT  # seconds after which somebody must have an answer


@pytest.fixture
def proxy(postgresql_url: str) -> Iterator[SilentProxy]:
    with silent_proxy(postgresql_url) as proxy:
        yield proxy


@pytest.fixture
async def store(proxy: SilentProxy, postgresql_url: str) -> AsyncIterator[SqlStore]:
    store = SqlStore(proxy.url(postgresql_url), connections=3)
    yield store
    await store.close()


async def use(store: SqlStore, counter: str) -> None:
    async with store.transaction() as db:
        await db.count_use(counter, NOW, timedelta(hours=1))


async def test_a_silent_server_is_unavailable_soon_also_to_those_who_wait(
    store: SqlStore, proxy: SilentProxy
) -> None:
    await asyncio.gather(*(use(store, f"{n}") for n in range(9)))  # three connections are in the pool
    proxy.falls_silent()
    began = monotonic()
    results = await asyncio.gather(*(use(store, f"{n}") for n in range(20)), return_exceptions=True)
    assert {type(result) for result in results} == {Unavailable}
    with pytest.raises(Unavailable):  # with a new connection
        async with store.read_only():
            pytest.fail("nothing could be read")
    assert monotonic() - began < 2 * LATEST
    proxy.speaks_again()
    await use(store, "once more")


async def test_a_statement_that_finds_a_server_silent_is_unavailable(
    store: SqlStore, proxy: SilentProxy
) -> None:
    async def fall_silent_within() -> None:
        async with store.transaction() as db:
            await db.add(AMIRA)
            proxy.falls_silent()
            await db.remove(Person)

    began = monotonic()
    with pytest.raises(Unavailable):
        await fall_silent_within()
    assert monotonic() - began < LATEST
    proxy.speaks_again()
    async with store.read_only() as db:
        assert await db.find(Person) == []


async def test_a_transaction_cancelled_while_the_server_is_silent_gives_its_connection_back(
    proxy: SilentProxy, postgresql_url: str
) -> None:
    store = SqlStore(proxy.url(postgresql_url), connections=1)
    await use(store, "1")

    async def wait_in_silence(began: asyncio.Event) -> None:
        async with store.transaction() as db:
            await db.add(AMIRA)
            proxy.falls_silent()
            began.set()
            await db.remove(Person)

    began = asyncio.Event()
    waiting = asyncio.create_task(wait_in_silence(began))
    await began.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    proxy.speaks_again()
    await use(store, "2")
    async with store.read_only() as db:
        assert await db.find(Person) == []
    await store.close()


async def test_a_store_closes_though_its_server_is_silent(store: SqlStore, proxy: SilentProxy) -> None:
    await use(store, "1")
    proxy.falls_silent()
    began = monotonic()
    await store.close()
    assert monotonic() - began < STATEMENT_TIMEOUT


async def test_a_transaction_takes_two_round_trips_more_than_its_statements(
    store: SqlStore, proxy: SilentProxy
) -> None:
    for _ in range(2):  # the first connects, and has the statement prepared
        before = proxy.requests
        await use(store, "1")
    assert proxy.requests - before == len(("BEGIN", "the statement", "COMMIT"))


async def test_five_hundred_transactions_at_once_are_all_served(store: SqlStore) -> None:
    await asyncio.gather(*(use(store, f"{n}") for n in range(500)))


async def test_nobody_waits_for_a_connection_for_ever() -> None:
    pool = ConnectionPool(1, queue_timeout=0)
    async with pool.turn():
        with pytest.raises(Unavailable):
            async with pool.turn():
                pytest.fail("there is one connection")
    async with pool.turn():
        pass


async def test_those_who_wait_may_be_sent_away_twice_at_once() -> None:
    """All statements of a server that falls silent time out at the same moment."""
    pool = ConnectionPool(1)

    async def wait() -> None:
        async with pool.turn():
            pytest.fail("there is one connection")

    async with pool.turn():
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0)
        for _ in range(3):
            pool.send_away()
            await asyncio.sleep(0)
        with pytest.raises(Unavailable):
            await waiting


async def test_a_lock_that_somebody_holds_too_long_is_unavailable(
    store: SqlStore, postgresql_url: str
) -> None:
    other = SqlStore(postgresql_url)
    async with other.transaction() as db:
        await db.count_use("1", NOW, timedelta(hours=1))
        with pytest.raises(Unavailable):
            await use(store, "1")
    await other.close()


async def test_work_that_nobody_waits_for_may_take_longer(store: SqlStore) -> None:
    patient = store.patient()
    await use(patient, "1")
    assert patient._database is not store._database
