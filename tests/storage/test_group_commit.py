"""Blocks that wait for each other share a transaction: each is acknowledged once that is committed."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from threading import Semaphore
from typing import Any

import pytest

from bot.core.errors import AlreadyExists, Unavailable
from bot.core.models import Answer, Person
from storage.sqlite import MOST_BLOCKS, SqliteDatabase
from storage.store import SqlStore
from tests.storage.examples import ANSWER, BEN, EVERYTHING
from tests.support.databases import fill_disk

MANY = 32


def nothing() -> None:
    """Do nothing."""


class Thread(ThreadPoolExecutor):
    """The thread of a database. It counts what it is given, and begins nothing while it is held; `before` it
    begins, something can be done to it."""

    def __init__(self) -> None:
        super().__init__(1)
        self.calls = 0
        self.before: Callable[[], object] = nothing
        self._held: Semaphore | None = None

    def hold(self) -> None:
        self._held = Semaphore(0)

    def let_one_go(self) -> None:
        assert self._held
        self._held.release()

    def let_go(self) -> None:
        if self._held:
            self._held.release(999)
            self._held = None

    def submit(self, work: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        held = self._held

        def run() -> Any:
            if held:
                held.acquire()
            self.before()
            return work(*args, **options)

        self.calls += 1
        return super().submit(run)


@pytest.fixture
def thread() -> Iterator[Thread]:
    with Thread() as thread:
        yield thread
        thread.let_go()


def opened(url: str, thread: Thread) -> SqlStore:
    store = SqlStore(f"{url}?timeout=0")  # does not wait for locks of other processes
    assert isinstance(store._database, SqliteDatabase)
    store._database._thread = store._database._group_commit._thread = thread
    return store


@pytest.fixture
async def store(sqlite_url: str, thread: Thread) -> AsyncIterator[SqlStore]:
    store = opened(sqlite_url, thread)
    yield store
    thread.let_go()
    thread.before = nothing
    await store.close()


@pytest.fixture
async def connection(store: SqlStore, thread: Thread) -> sqlite3.Connection:
    """Return the driver's connection, which all transactions that write have in common."""
    async with store.transaction() as db:
        connection: sqlite3.Connection = db._connection._driver  # type: ignore[attr-defined]
    thread.calls = 0
    return connection


@pytest.fixture
def statements(connection: sqlite3.Connection) -> list[str]:
    """Return the statements that the database runs when it writes."""
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    return statements


@pytest.fixture
def outsider(sqlite_url: str) -> Iterator[sqlite3.Connection]:
    """Return a connection as another process has it."""
    file = sqlite_url.partition("///")[2]
    with closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as connection:
        yield connection


def person(id: str) -> Person:
    return replace(BEN, id=id, address=replace(BEN.address, key=id))


async def add(store: SqlStore, id: str) -> None:
    async with store.transaction() as db:
        await db.add(person(id))


async def stored(store: SqlStore) -> list[str]:
    async with store.read_only() as db:
        return [each.id for each in await db.find(Person)]


def started(*work: Any) -> list[asyncio.Task[None]]:
    return [asyncio.create_task(each) for each in work]


async def settle() -> None:
    """Let everything in the loop go on until it waits for the thread."""
    for _ in range(500):
        await asyncio.sleep(0)


async def run_as_group(store: SqlStore, thread: Thread, *work: Any) -> list[asyncio.Task[Any]]:
    """Run blocks in one group, whose commit is held. Return their tasks."""
    thread.hold()
    first, *tasks = started(add(store, "first"), *work)
    await settle()  # they wait for a commit that is held
    thread.let_one_go()
    await first
    await settle()
    assert not any(task.done() for task in tasks)
    return tasks


async def outcomes(thread: Thread, tasks: list[asyncio.Task[Any]]) -> list[Any]:
    """Let the thread go; return None for what was acknowledged, and otherwise the type of the error."""
    thread.let_go()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    return [result if result is None else type(result) for result in results]


async def test_writers_at_once_share_two_commits(
    store: SqlStore, thread: Thread, statements: list[str]
) -> None:
    await asyncio.gather(*(add(store, f"{n:02}") for n in range(MANY)))
    assert (statements.count("BEGIN IMMEDIATE"), statements.count("COMMIT"), thread.calls) == (2, 2, 2)
    assert await stored(store) == [f"{n:02}" for n in range(MANY)]


async def test_a_writer_alone_commits_at_once_and_needs_no_savepoint(
    store: SqlStore, thread: Thread, statements: list[str]
) -> None:
    await add(store, "ben")
    assert (statements[0], len(statements), statements[-1]) == ("BEGIN IMMEDIATE", 3, "COMMIT")
    assert thread.calls == 1


async def test_those_who_wait_join_in_savepoints(
    store: SqlStore, thread: Thread, statements: list[str]
) -> None:
    tasks = await run_as_group(store, thread, add(store, "1"), add(store, "2"), refuse(store, "3"))
    await outcomes(thread, tasks)
    assert [statement.partition(" ")[0] for statement in statements[3:]] == [
        *("BEGIN", "INSERT"),
        *("SAVEPOINT", "INSERT", "RELEASE"),
        *("SAVEPOINT", "INSERT", "ROLLBACK", "RELEASE"),
        "COMMIT",
    ]


async def test_the_blocks_of_a_group_go_on_before_the_next_begins(
    store: SqlStore, thread: Thread, statements: list[str]
) -> None:
    """Meanwhile another process can begin: SQLite does not let those who wait take turns."""

    async def add_and_go_on(id: str) -> None:
        await add(store, id)
        statements.append("gone on")

    tasks = await run_as_group(store, thread, add_and_go_on("1"), add_and_go_on("2"))
    statements.clear()
    tasks += started(add(store, "3"))
    await settle()
    await outcomes(thread, tasks)
    assert statements[:4] == ["COMMIT", "gone on", "gone on", "BEGIN IMMEDIATE"]


async def test_a_group_does_not_grow_for_ever(store: SqlStore, thread: Thread, statements: list[str]) -> None:
    many = (add(store, f"{n}") for n in range(2 * MOST_BLOCKS + 1))
    tasks = await run_as_group(store, thread, *many)
    assert statements.count("COMMIT") == 1
    assert await outcomes(thread, tasks) == [None] * len(tasks)
    assert statements.count("COMMIT") == 4  # two groups were full, and one is left


async def test_nothing_is_acknowledged_before_its_commit(
    store: SqlStore, thread: Thread, outsider: sqlite3.Connection
) -> None:
    count = "SELECT count(*) FROM people"
    tasks = await run_as_group(store, thread, *(add(store, f"{n}") for n in range(MANY)))
    assert outsider.execute(count).fetchone() == (1,)
    assert [await stored(store), [task.done() for task in tasks]] == [["first"], [False] * MANY]
    assert await outcomes(thread, tasks) == [None] * MANY
    assert outsider.execute(count).fetchone() == (1 + MANY,)


async def test_a_commit_that_fails_fails_all_of_the_group(
    store: SqlStore, thread: Thread, connection: sqlite3.Connection
) -> None:
    tasks = await run_as_group(store, thread, *(add(store, f"{n}") for n in range(3)))
    thread.before = connection.rollback  # so that there is nothing to commit
    assert await outcomes(thread, tasks) == [Unavailable] * 3
    thread.before = nothing
    await add(store, "ben")
    assert await stored(store) == ["ben", "first"]


async def test_a_full_disk_fails_all_of_the_group(small_disk: Path, sqlite_url: str, thread: Thread) -> None:
    file = shutil.copy(sqlite_url.partition("///")[2], small_disk)
    store = opened(f"sqlite:///{file}", thread)
    tasks = await run_as_group(store, thread, *(add(store, f"{n}") for n in range(3)))
    fill_disk(small_disk)
    assert await outcomes(thread, tasks) == [Unavailable] * 3
    (small_disk / "filler").unlink()
    await add(store, "ben")
    assert await stored(store) == ["ben", "first"]
    await store.close()


class Refused(Exception):
    """Raised by a block."""


async def refuse(store: SqlStore, id: str) -> None:
    async with store.transaction() as db:
        await db.add(person(id))
        raise Refused


async def test_a_block_that_raises_loses_its_own_work_alone(store: SqlStore, thread: Thread) -> None:
    tasks = await run_as_group(
        store,
        thread,
        add(store, "1"),
        refuse(store, "2"),
        add(store, "1"),
        refuse(store, "3"),
        add(store, "4"),
    )
    assert await outcomes(thread, tasks) == [None, Refused, AlreadyExists, Refused, None]
    assert await stored(store) == ["1", "4", "first"]


async def test_the_first_block_of_a_group_may_raise(store: SqlStore, thread: Thread) -> None:
    with pytest.raises(Refused):
        await refuse(store, "0")
    thread.hold()
    first, refused, *tasks = started(
        add(store, "first"), refuse(store, "1"), add(store, "2"), add(store, "3")
    )
    await settle()
    thread.let_one_go()
    await first
    await settle()
    assert refused.done()  # it has read nothing that is not stored
    assert await outcomes(thread, [first, refused, *tasks]) == [None, Refused, None, None]
    assert await stored(store) == ["2", "3", "first"]


async def test_what_a_block_raises_may_follow_from_what_is_lost(
    store: SqlStore, thread: Thread, connection: sqlite3.Connection
) -> None:
    """It may have seen that somebody is a member already, whose joining then is not stored."""
    tasks = await run_as_group(store, thread, add(store, "1"), add(store, "1"))
    thread.before = connection.rollback
    assert await outcomes(thread, tasks) == [Unavailable, Unavailable]


async def add_many(store: SqlStore, id: str) -> None:
    """Add so many at once that a thread does it."""
    async with store.transaction() as db:
        await db.add(*(replace(person(f"{id}-{n}"), name="B" * 999) for n in range(99)))


async def lose(store: SqlStore, id: str) -> None:
    """Let SQLite roll back by itself, and hide it."""
    async with store.transaction() as db:
        await db.add(person(id))
        db._connection._driver.rollback()  # type: ignore[attr-defined]


async def test_a_transaction_that_sqlite_rolls_back_fails_all_of_the_group(
    store: SqlStore, thread: Thread, connection: sqlite3.Connection
) -> None:
    """https://sqlite.org/lang_transaction.html, section 3: where the disk is full, for example."""
    await add(store, "ben")
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    thread.hold()
    work = (add(store, "1"), refuse(store, "2"), add_many(store, "3"), add(store, "4"))
    tasks = started(add(store, "first"), *work)
    await settle()
    assert await outcomes(thread, tasks) == [None, Unavailable, Unavailable, Unavailable, None]
    assert await stored(store) == ["4", "ben", "first"]


async def test_a_block_that_hides_that_all_is_lost_is_unavailable(store: SqlStore, thread: Thread) -> None:
    with pytest.raises(Unavailable):
        await lose(store, "0")
    thread.hold()
    work = (lose(store, "1"), add(store, "2"), lose(store, "3"), add(store, "4"))
    tasks = started(add(store, "first"), *work)
    await settle()
    assert await outcomes(thread, tasks) == [None, Unavailable, Unavailable, Unavailable, None]
    assert await stored(store) == ["4", "first"]


async def test_who_is_cancelled_while_waiting_for_a_turn_does_nothing(
    store: SqlStore, thread: Thread, statements: list[str]
) -> None:
    thread.hold()
    first, *tasks = started(add(store, "first"), *(add(store, f"{n}") for n in range(5)))
    await settle()
    for task in (tasks[0], tasks[2], tasks[4]):
        task.cancel()
    gone = asyncio.CancelledError
    assert await outcomes(thread, [first, *tasks]) == [None, gone, None, gone, None, gone]
    assert await stored(store) == ["1", "3", "first"]
    assert statements.count("COMMIT") == 2


async def test_the_last_is_cancelled_when_it_gets_the_turn(store: SqlStore, thread: Thread) -> None:
    """The others of its group are committed all the same."""
    entered = asyncio.Event()
    done: list[asyncio.Task[None]] = []

    async def cancel_the_last() -> None:
        async with store.transaction() as db:
            await db.add(person("1"))
            asyncio.get_running_loop().call_soon(done[-1].cancel)  # it is given the turn before that
            entered.set()

    thread.hold()
    done += started(add(store, "first"), cancel_the_last(), add(store, "2"))
    await settle()
    assert await outcomes(thread, done) == [None, None, asyncio.CancelledError]
    assert (entered.is_set(), await stored(store)) == (True, ["1", "first"])
    await add(store, "3")


async def test_who_is_cancelled_inside_a_block_loses_its_work_alone(store: SqlStore, thread: Thread) -> None:
    inside = asyncio.Event()

    async def stay(id: str) -> None:
        async with store.transaction() as db:
            await db.add(person(id))
            inside.set()
            await asyncio.Event().wait()

    tasks = await run_as_group(store, thread, add(store, "1"), stay("2"), add(store, "3"))
    assert inside.is_set()
    tasks[1].cancel()
    await settle()
    assert [task.done() for task in tasks] == [False, True, False]  # it does not wait for the commit
    assert await outcomes(thread, tasks) == [None, asyncio.CancelledError, None]
    assert await stored(store) == ["1", "3", "first"]


async def test_who_is_cancelled_while_a_thread_works_loses_all_of_it(store: SqlStore, thread: Thread) -> None:
    thread.hold()
    many, after = started(add_many(store, "many"), add(store, "after"))
    await settle()
    for _ in range(2):
        many.cancel()
        await settle()
    assert not many.done()  # it keeps the turn until the thread has ended
    assert await outcomes(thread, [many, after]) == [asyncio.CancelledError, None]
    assert await stored(store) == ["after"]


async def test_who_is_cancelled_while_waiting_for_the_commit_takes_nothing_along(
    store: SqlStore, thread: Thread
) -> None:
    tasks = await run_as_group(store, thread, *(add(store, f"{n}") for n in range(3)))
    for task in tasks:
        task.cancel()
    await settle()
    assert all(task.cancelled() for task in tasks)
    thread.let_go()
    await add(store, "after")
    assert await stored(store) == ["0", "1", "2", "after", "first"]


async def test_a_locked_database_is_waited_for_once_and_not_by_each_in_turn(
    sqlite_url: str, outsider: sqlite3.Connection
) -> None:
    store, loop = SqlStore(f"{sqlite_url}?timeout=0.2"), asyncio.get_running_loop()
    outsider.execute("BEGIN IMMEDIATE")
    began = loop.time()
    results = await asyncio.gather(*(add(store, f"{n}") for n in range(200)), return_exceptions=True)
    assert {type(result) for result in results} == {Unavailable}
    assert loop.time() - began < 20  # one after the other they would take 40 seconds
    outsider.execute("COMMIT")
    await add(store, "ben")
    await store.close()


async def test_a_lock_that_is_let_go_is_taken(sqlite_url: str, outsider: sqlite3.Connection) -> None:
    store = SqlStore(sqlite_url)
    outsider.execute("BEGIN IMMEDIATE")
    tasks = started(*(add(store, f"{n}") for n in range(3)))
    await settle()
    outsider.execute("COMMIT")
    await asyncio.gather(*tasks)
    assert await stored(store) == ["0", "1", "2"]
    await store.close()


async def test_purging_waits_for_the_group_that_is_open_and_no_longer(
    store: SqlStore, thread: Thread, sqlite_url: str
) -> None:
    async with store.transaction() as db:
        await db.add(*EVERYTHING)

    async def remove() -> None:
        async with store.transaction() as db:
            await db.remove(Answer)
        await store.purge_deleted()

    async def keep_writing(writer: int) -> None:
        for n in range(20):
            await add(store, f"{writer}-{n}")

    file = Path(sqlite_url.partition("///")[2])
    writing = started(*(keep_writing(n) for n in range(MANY)))
    await remove()
    assert not all(task.done() for task in writing)
    assert not any(ANSWER.sealed in path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    await asyncio.gather(*writing)


async def test_closing_waits_for_those_who_came_before(thread: Thread, sqlite_url: str) -> None:
    store = opened(sqlite_url, thread)
    thread.hold()
    tasks = started(add(store, "1"), add(store, "2"), store.close(), add(store, "3"))
    await settle()
    assert await outcomes(thread, tasks) == [None, None, None, Unavailable]
    again = SqlStore(sqlite_url)
    assert await stored(again) == ["1", "2"]
    await again.close()


class History:
    """What writers have begun, and what came of it."""

    def __init__(self, store: SqlStore, chance: Random):
        self._store, self._chance = store, chance
        self.begun: set[str] = set()
        self.acknowledged: set[str] = set()
        self.refused: set[str] = set()

    async def pause(self) -> None:
        for _ in range(self._chance.randrange(30)):
            await asyncio.sleep(0)

    async def write(self, id: str) -> None:
        await self.pause()
        way = self._chance.choice(["add", "add", "add many", "refuse", "purge"])
        if way == "purge":
            await self._store.purge_deleted()
            return
        self.begun.add(id)
        try:
            await self._write(id, way)
        except Refused:
            self.refused.add(id)
        else:
            self.acknowledged.add(id)

    async def _write(self, id: str, way: str) -> None:
        async with self._store.transaction() as db:
            await db.add(person(id), *(person(f"{id}-{n}") for n in range(3) if way == "add many"))
            await self.pause()
            if way == "refuse":
                raise Refused


@pytest.mark.parametrize("seed", range(20))
async def test_what_is_acknowledged_is_stored_and_what_is_stored_was_begun(
    store: SqlStore, thread: Thread, connection: sqlite3.Connection, seed: int
) -> None:
    chance = Random(seed)
    history = History(store, chance)

    def break_some() -> None:
        if chance.random() < 0.2:
            connection.rollback()

    thread.before = break_some
    tasks = started(*(history.write(f"{n}") for n in range(100)))
    for task in chance.sample(tasks, 20):
        await history.pause()
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    thread.before = nothing
    await add(store, "after")
    there = {id for id in await stored(store) if "-" not in id} - {"after"}
    assert history.acknowledged <= there <= history.begun - history.refused
