"""Processes that write into one SQLite file, many at once in each: nothing acknowledged is lost, what is
stored is whole, and nobody waits for ever."""

import random
import sqlite3
from contextlib import ExitStack, closing

import pytest

from tests.faults.writers import AT_ONCE, writers

EACH = 4
ENDLESS = 10**6


def stored(url: str) -> set[str]:
    """Return the ids of the transactions that are stored, each of which wrote two rows."""
    with closing(sqlite3.connect(url.partition("///")[2])) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        ids = {id for (id,) in file.execute("SELECT id FROM people")}
    whole = {id for id in ids if not id.endswith("-too")}
    assert ids - whole == {f"{id}-too" for id in whole}
    return whole


def everything(*names: str) -> set[str]:
    return {
        f"{name}-{writer}-{number}" for name in names for writer in range(AT_ONCE) for number in range(EACH)
    }


def test_processes_write_into_one_file_at_the_same_time(sqlite_url: str) -> None:
    names = ("first", "second", "third")
    with ExitStack() as stack:
        for process in [stack.enter_context(writers(sqlite_url, name, EACH)) for name in names]:
            process.wait()
    assert stored(sqlite_url) == everything(*names)


def killed_while_another_writes(url: str, kills: int) -> None:
    acknowledged: set[str] = set()
    with writers(url, "survivor", ENDLESS) as survivor:
        for number in range(kills):
            with writers(url, f"killed {number}", ENDLESS) as killed:
                killed.wait_for(random.randrange(1, 3 * AT_ONCE))
                killed.kill()
            acknowledged |= killed.acknowledged
            survivor.wait_for(len(survivor.acknowledged) + 1)
        survivor.kill()
    assert acknowledged | survivor.acknowledged <= stored(url)


def test_a_few_kills_lose_nothing_that_was_acknowledged(sqlite_url: str) -> None:
    killed_while_another_writes(sqlite_url, kills=5)


@pytest.mark.long
def test_two_hundred_kills_lose_nothing_that_was_acknowledged(sqlite_url: str) -> None:
    killed_while_another_writes(sqlite_url, kills=200)
