"""SQLite: nothing committed is lost, and nothing removed stays in the files."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.core.errors import AlreadyExists, Unavailable
from bot.core.models import Answer, Comment, Person
from storage.database import open_database
from storage.sqlite import SqliteConnection, wait_for_write_ahead_log
from storage.store import SqlStore
from tests.storage.examples import AMIRA, ANSWER, BEN, COMMENT, EVERYTHING


@pytest.fixture
def file(sqlite_url: str) -> Path:
    return Path(sqlite_url.partition("///")[2])


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[SqlStore]:
    store = SqlStore(f"{sqlite_url}?timeout=0")  # does not wait for locks of other processes
    yield store
    await store.close()


@pytest.fixture
def outsider(file: Path) -> Iterator[sqlite3.Connection]:
    """Return a connection as another process has it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        yield connection


def written(file: Path) -> bytes:
    """Return the bytes of all files of the database."""
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


async def test_every_connection_has_the_safe_settings(
    store: SqlStore,
) -> None:
    names = ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "temp_store")
    for block in (store.transaction, store.read_only):
        async with block() as db:
            values = [await pragma(db._connection, name) for name in names]
            assert dict(zip(names, values, strict=True)) == {
                "journal_mode": "wal",
                "synchronous": 2,  # FULL
                "secure_delete": 1,
                "foreign_keys": 1,
                "temp_store": 2,  # MEMORY
            }


async def test_what_need_not_be_durable_waits_for_neither_disk_nor_thread(sqlite_url: str) -> None:
    store = SqlStore(f"{sqlite_url}?durable=no")
    threads = threading.active_count()
    async with store.transaction() as db:
        await db.add(*EVERYTHING)
        assert await pragma(db._connection, "synchronous") == 0  # OFF
    async with store.read_only() as db:
        assert await db.get(Person, AMIRA.id) == AMIRA
    with pytest.raises(AlreadyExists):
        async with store.transaction() as db:
            await db.add(AMIRA, BEN)
    assert threading.active_count() == threads
    await store.close()


@pytest.mark.parametrize("table", ["answers", "comments", "heard", "posts"])
def test_private_tables_have_no_row_ids(outsider: sqlite3.Connection, table: str) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such column: rowid"):
        outsider.execute(f"SELECT rowid FROM {table}")


async def test_answers_are_stored_in_the_order_of_their_pseudonyms(
    store: SqlStore, outsider: sqlite3.Connection
) -> None:
    answers = [replace(ANSWER, pseudonym=bytes([n]) * 16) for n in (3, 1, 2)]
    async with store.transaction() as db:
        await db.add(*(record for record in EVERYTHING if not isinstance(record, Answer)), *answers)
    async with store.transaction() as db:
        await db.upsert(replace(answers[1], sealed=b"changed"))
    stored = [pseudonym[0] for (pseudonym,) in outsider.execute("SELECT pseudonym FROM answers")]
    assert stored == [1, 2, 3]


async def test_purging_erases_removed_rows_from_the_files(store: SqlStore, file: Path) -> None:
    async with store.transaction() as db:
        await db.add(*EVERYTHING)
    assert (ANSWER.sealed in written(file), COMMENT.words.encode() in written(file)) == (True, True)
    async with store.transaction() as db:
        await db.remove(Answer)
        await db.remove(Comment)
    await store.purge_deleted()
    assert (ANSWER.sealed in written(file), COMMENT.words.encode() in written(file)) == (False, False)
    assert file.with_name(f"{file.name}-wal").stat().st_size == 0


async def test_purging_waits_for_a_reader_and_lets_others_write(
    store: SqlStore, file: Path, outsider: sqlite3.Connection
) -> None:
    async with store.transaction() as db:
        await db.add(AMIRA)
    outsider.execute("BEGIN")
    outsider.execute("SELECT * FROM people").fetchall()
    scrubbing = asyncio.create_task(store.purge_deleted())
    async with store.transaction() as db:
        await db.add(BEN)
    outsider.execute("COMMIT")
    await scrubbing
    assert file.with_name(f"{file.name}-wal").stat().st_size == 0


async def test_purging_gives_up_when_a_reader_stays(store: SqlStore, outsider: sqlite3.Connection) -> None:
    async with store.transaction() as db:
        await db.add(AMIRA)
    outsider.execute("BEGIN")
    outsider.execute("SELECT * FROM people").fetchall()
    await store.purge_deleted()
    async with store.read_only() as db:
        assert await db.find(Person) == [AMIRA]


def test_processes_that_start_together_on_a_new_file_wait_for_each_other(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    with closing(sqlite3.connect(file)) as first, closing(sqlite3.connect(file, timeout=0)) as second:
        first.execute("BEGIN EXCLUSIVE")
        pauses: list[float] = []

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 2:
                first.execute("COMMIT")

        wait_for_write_ahead_log(second, pause)
        assert second.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert len(pauses) == 2


def test_other_faults_of_a_new_file_are_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "new.db").touch()
    with (
        closing(sqlite3.connect(f"file:{tmp_path}/new.db?mode=ro", uri=True)) as connection,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        wait_for_write_ahead_log(connection, lambda _: pytest.fail("it waited"))


async def test_a_new_file_that_stays_locked_is_unavailable(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    with closing(sqlite3.connect(file)) as first:
        first.execute("BEGIN EXCLUSIVE")
        store = SqlStore(f"sqlite:///{file}?timeout=0")
        with pytest.raises(Unavailable):
            async with store.transaction():
                pytest.fail("nothing could be done")
        await store.close()


async def test_a_database_locked_by_another_process_is_unavailable(
    store: SqlStore, outsider: sqlite3.Connection
) -> None:
    outsider.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        async with store.transaction():
            pytest.fail("nothing could be done")
    outsider.execute("COMMIT")
    async with store.transaction() as db:
        await db.add(AMIRA)
    async with store.read_only() as db:
        assert await db.find(Person) == [AMIRA]


async def test_a_task_cancelled_while_waiting_for_the_lock_does_not_keep_it(
    sqlite_url: str, outsider: sqlite3.Connection
) -> None:
    store = SqlStore(sqlite_url)
    outsider.execute("BEGIN IMMEDIATE")

    async def wait() -> None:
        async with store.transaction():
            pytest.fail("nothing could be done")

    waiting = asyncio.create_task(wait())
    await asyncio.sleep(0)  # it has asked for the lock
    waiting.cancel()
    await asyncio.sleep(0)
    outsider.execute("COMMIT")
    with pytest.raises(asyncio.CancelledError):
        await waiting
    outsider.execute("BEGIN IMMEDIATE")
    outsider.execute("COMMIT")
    await store.close()


async def test_a_fault_in_the_code_is_not_translated(store: SqlStore) -> None:
    async with store._database.read_only() as connection:
        with pytest.raises(sqlite3.OperationalError, match="syntax error"):
            await connection.fetch("SELEKT")


async def test_a_full_disk_is_unavailable(store: SqlStore) -> None:
    async with store.transaction() as db:
        await db.add(AMIRA)
        full = f"PRAGMA max_page_count = {await pragma(db._connection, 'page_count')}"
        free = "PRAGMA max_page_count = 1000000"
        await db._connection.execute(full)
    long = [
        replace(BEN, id=f"ben{n}", address=replace(BEN.address, key=f"{n}"), name="B" * 999)
        for n in range(99)
    ]
    with pytest.raises(Unavailable, match="full"):
        async with store.transaction() as db:
            await db.add(*long)
    async with store.transaction() as db:
        await db._connection.execute(free)
        await db.add(*long)
        assert await db.count(Person) == 100


async def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("Dear diary, " * 999)
    store = SqlStore(f"sqlite:///{tmp_path}/notes.db")
    with pytest.raises(Unavailable):
        async with store.transaction():
            pytest.fail("nothing could be done")
    with pytest.raises(Unavailable):
        await store.purge_deleted()
    await store.close()


async def pragma(connection: Any, name: str) -> Any:
    return (await connection.fetch(f"PRAGMA {name}"))[0][0]


async def test_no_cursor_leaves_the_thread_that_it_ran_in(sqlite_url: str) -> None:
    results = list[object]()
    database = open_database(sqlite_url)
    async with database.transaction() as connection:
        assert isinstance(connection, SqliteConnection)
        run_in_thread = connection._run_in_thread

        async def run(work: Callable[[], Any]) -> Any:
            results.append(await run_in_thread(work))

        connection._run_in_thread = run
        await connection.execute_many("INSERT INTO lanes (id, next_at) VALUES (?, ?)", [("slack:T1", "")])
    await database.close()
    assert results == [None]
