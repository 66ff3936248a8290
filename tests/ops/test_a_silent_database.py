"""A database that accepts and says nothing: people are told in time, and processes stop."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from tests.ops.http_client import HttpClient
from tests.ops.processes import Process, fetch, running, until
from tests.support.databases import PostgreSQL
from tests.support.silent_proxy import SilentProxy, silent_proxy

ANSWERED_WITHIN, STOPPED_WITHIN = 10, 20  # seconds


@pytest.fixture
def databases(postgresql: PostgreSQL, migrated_database: str) -> tuple[str, str]:
    """Return the URLs of Accord's database and that of its keys."""
    return postgresql.url(postgresql.new(template=migrated_database)), postgresql.url(postgresql.new())


@pytest.fixture
def proxy(databases: tuple[str, str]) -> Iterator[SilentProxy]:
    with silent_proxy(databases[0]) as proxy:
        yield proxy


@pytest.fixture
def process(databases: tuple[str, str], proxy: SilentProxy, tmp_path: Path) -> Iterator[Process]:
    database, keys = map(proxy.url, databases)
    secret = "0123456789abcdef" * 2
    with running("serve", DATABASE_URL=database, KEYS_URL=keys, SECRET_KEY=secret, DATA=str(tmp_path)) as it:
        yield it


async def test_a_silent_database_is_told_in_time_and_lets_a_process_stop(
    process: Process, proxy: SilentProxy
) -> None:
    here = f"http://127.0.0.1:{process.port()}"
    until(f"{here}/readyz", (200, "ready"))
    async with HttpClient(here) as amira:
        await amira.starts("Harbour", "Amira")
        await amira.get(amira.own)
        proxy.falls_silent()
        began = monotonic()
        await amira.press("Send", words="note We share an office")
        assert (amira.status, monotonic() - began < ANSWERED_WITHIN) == (503, True)
        assert fetch(f"{here}/readyz")[0] == 503
        proxy.speaks_again()
        until(f"{here}/readyz", (200, "ready"))
        await amira.says("note We share an office")
        assert amira.status == 200
    proxy.falls_silent()
    began = monotonic()
    assert process.stop() == 0
    assert monotonic() - began < STOPPED_WITHIN
