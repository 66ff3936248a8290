"""SQLite, embedded.

SQLite runs a statement in about 10 µs; a thread needs about 100 µs to wake up for it, and aiosqlite wakes one
four times a statement. So statements run in the event loop, and only what waits for the disk or takes long
runs in a thread: COMMIT and many rows at once.
"""

import asyncio
import os
import sqlite3
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Literal, Self, TypeVar

import sqlalchemy as sa

from bot.core.errors import Unavailable
from storage.errors import reraise_translated, translate_errors
from storage.immediate_executor import ImmediateExecutor

R = TypeVar("R")

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # a committed transaction survives a power cut
    "secure_delete = ON",  # removed rows are overwritten
    "temp_store = MEMORY",
)
ATTEMPTS, PAUSE = 10, 0.1
MOST_BLOCKS = 64  # in one transaction
LOCK_TIMEOUT, LOCK_PAUSE = 5.0, 0.002  # seconds that a lock of another process is waited for, and in between
PROBE_BYTES = 256 * 1024  # must fit on the disk of the file


class SqliteDatabase:
    """Implements storage.database.Database. Writers of this process queue here, not at the file's lock.

    With `durable=no` in its URL nothing waits for the disk, all runs in the event loop, and a power cut may
    damage the file. The demo uses this."""

    def __init__(self, url: sa.URL, *, foreign_keys: bool):
        durable = url.query.get("durable") != "no"
        url = url.difference_update_query(["durable"])
        synchronous = () if durable else ("synchronous = OFF",)
        pragmas = (*PRAGMAS, *synchronous, f"foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        self._path = Path(url.database or "")
        self._lock_timeout = float(str(url.query.get("timeout", LOCK_TIMEOUT)))
        self._writing_engine = _create_engine(url, *pragmas, "busy_timeout = 0")
        self._reading_engine = _create_engine(url, *pragmas, "query_only = ON")
        self._thread: Executor = ThreadPoolExecutor(1, "sqlite") if durable else ImmediateExecutor()
        self._group_commit = GroupCommit(self._begin, self._thread)
        self._is_closed = False

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["SqliteConnection"]:
        async with self._group_commit.block() as connection:
            yield SqliteConnection(connection, self._run_in_thread)

    @asynccontextmanager
    async def read_only(self) -> AsyncIterator["SqliteConnection"]:
        with _connect(self._reading_engine) as connection:
            with translate_errors():
                connection.exec_driver_sql("BEGIN")
            yield SqliteConnection(connection, self._run_in_thread)

    @asynccontextmanager
    async def autocommit(self) -> AsyncIterator["SqliteConnection"]:
        with _connect(self._reading_engine) as connection:
            yield SqliteConnection(connection, self._run_in_thread)

    async def probe(self) -> None:
        """Write a temporary file too: on a full disk, transactions that write nothing still succeed."""
        async with self.transaction():
            await self._run_translated(self._write_probe)

    async def purge_deleted(self, *_: str) -> None:
        """Empty the write-ahead log, which still holds removed rows. While somebody reads from it, that is
        impossible; after a second it is left to the next call."""
        for _attempt in range(ATTEMPTS):
            async with self._group_commit.alone():
                if await self._run_translated(self._empty_log):
                    return
            await asyncio.sleep(PAUSE)

    async def erase_deleted(self, *tables: str) -> None:
        await self.purge_deleted(*tables)

    def patient(self) -> Self:
        return self

    async def close(self) -> None:
        async with self._group_commit.alone():
            self._is_closed = True
            await self._run_in_thread(self._writing_engine.dispose)
            self._reading_engine.dispose()
            self._thread.shutdown()

    async def _begin(self, asked_at: float) -> sa.Connection:
        """Begin a transaction. SQLite itself would ask again every 0.1 seconds for a lock that a process with
        many writers lets go for far less; and each writer would wait as long, one after the other."""
        if self._is_closed:
            raise Unavailable("The database is closed")
        connection, loop = _connect(self._writing_engine), asyncio.get_running_loop()
        try:
            while not _begin_unless_locked(connection, loop.time() - asked_at < self._lock_timeout):  # noqa: ASYNC110  nobody tells
                await asyncio.sleep(LOCK_PAUSE)
        except BaseException:
            connection.close()
            raise
        return connection

    def _write_probe(self) -> None:
        with TemporaryFile(dir=self._path.parent) as file:
            file.write(os.urandom(PROBE_BYTES))

    def _empty_log(self) -> bool:
        """Return True if the log was emptied. Waits for no lock, because writers wait for this."""
        with closing(sqlite3.connect(self._path, timeout=0)) as connection:
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    async def _run_in_thread(self, work: Callable[[], R]) -> R:
        """Run work to its end, even if the caller is cancelled: others use its connection afterwards."""
        running = asyncio.get_running_loop().run_in_executor(self._thread, work)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            while not running.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.wait([running])
            raise

    async def _run_translated(self, work: Callable[[], R]) -> R:
        try:
            return await self._run_in_thread(work)
        except Exception as error:  # noqa: BLE001  raised again
            reraise_translated(error)


class SqliteConnection:
    """Implements storage.database.Connection."""

    backend: Literal["sqlite", "postgresql"] = "sqlite"

    def __init__(
        self, connection: sa.Connection, run_in_thread: Callable[[Callable[[], Any]], Awaitable[Any]]
    ):
        self._connection, self._run_in_thread = connection, run_in_thread
        self._driver: Any = connection.connection.driver_connection

    async def fetch(self, statement: str, parameters: Sequence[Any] = (), /) -> Sequence[Sequence[Any]]:
        try:
            rows: list[tuple[Any, ...]] = self._driver.execute(statement, parameters).fetchall()
        except sqlite3.Error as error:
            reraise_translated(error)
        return rows

    async def execute(self, statement: str, parameters: Sequence[Any] = (), /) -> int:
        try:
            changed: int = self._driver.execute(statement, parameters).rowcount
        except sqlite3.Error as error:
            reraise_translated(error)
        return changed

    async def execute_many(self, statement: str, rows: Sequence[Sequence[Any]], /) -> None:
        def work() -> None:
            # A cursor that the event loop lets go later would reset this statement while it runs again here.
            self._driver.executemany(statement, rows).close()

        try:
            await self._run_in_thread(work)
        except sqlite3.Error as error:
            reraise_translated(error)

    async def run_sync(self, work: Callable[[sa.Connection], R], /) -> R:
        result: R = await self._run_in_thread(partial(work, self._connection))
        return result


@dataclass(eq=False, slots=True)
class Group:
    """The blocks of one transaction. `error` says why nothing of them is stored."""

    connection: sa.Connection
    blocks: int = 0
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    error: BaseException | None = None

    def begin_block(self) -> None:
        if self.blocks:  # the first needs no savepoint: it fails together with the transaction
            self._driver.execute("SAVEPOINT block")
        self.blocks += 1

    def end_block(self) -> None:
        if not self._driver.in_transaction:  # https://sqlite.org/lang_transaction.html, section 3
            raise Unavailable("SQLite has rolled back the transaction")
        if self.blocks > 1:
            self._driver.execute("RELEASE block")

    def roll_back_block(self, error: BaseException) -> None:
        try:
            self._driver.execute("ROLLBACK TO block")
            self._driver.execute("RELEASE block")
        except sqlite3.Error:  # there is no savepoint: this is the first block, or the transaction is lost
            self._close()
            self.end(error if self.blocks > 1 else None)

    def commit(self) -> None:
        try:
            self._driver.execute("COMMIT")
        finally:
            self._close()

    def _close(self) -> None:
        self._driver.rollback()  # which does nothing where no transaction is open
        self.connection.close()

    def end(self, error: BaseException | None) -> None:
        self.error = error
        self.ended.set()

    @property
    def _driver(self) -> Any:
        return self.connection.connection.driver_connection


class GroupCommit:
    """Lets blocks that wait for each other share a transaction, and so one wait for the disk.

    Blocks take turns, in the order in which they come. The first begins a transaction, and those who wait by
    then join it, each in a savepoint. Once nobody waits, or MOST_BLOCKS have joined, the thread commits. Only
    then does any block of the group return: what it read of those before it shares its fate. That is also why
    a block that raises, and so is rolled back to its savepoint, waits for the others. If the commit fails, or
    SQLite rolls the transaction back by itself, each block of the group raises Unavailable. A block must wait
    for nothing that comes after another block: that one may be waiting for it.

    `begin` is told when a block was asked for, in seconds of the event loop, and returns a connection on
    which a transaction has begun.
    """

    def __init__(self, begin: Callable[[float], Awaitable[sa.Connection]], thread: Executor):
        self._begin, self._thread = begin, thread
        self._group: Group | None = None  # whose transaction is open
        self._is_taken = False  # somebody has the turn, or the thread commits
        self._queue: deque[tuple[asyncio.Future[None], bool]] = deque()  # and whether they must be alone

    @asynccontextmanager
    async def block(self) -> AsyncIterator[sa.Connection]:
        """Run a block in the transaction of its group, and return once that is committed."""
        asked_at, failure = asyncio.get_running_loop().time(), None
        async with self._turn():
            group = self._group = self._group or Group(await self._begin(asked_at))
            group.begin_block()
            try:
                yield group.connection
                group.end_block()
            except BaseException as error:
                group.roll_back_block(error)
                if not isinstance(error, Exception):  # a task that is cancelled waits for nobody
                    raise
                failure = error
        await group.ended.wait()
        if group.error:
            raise Unavailable(str(group.error)) from group.error
        if failure:
            raise failure

    def alone(self) -> AbstractAsyncContextManager[None]:
        """Take a turn in which no transaction is open."""
        return self._turn(alone=True)

    @asynccontextmanager
    async def _turn(self, *, alone: bool = False) -> AsyncIterator[None]:
        if self._is_taken:
            given = asyncio.get_running_loop().create_future()
            self._queue.append((given, alone))
            try:
                await given
            except asyncio.CancelledError:
                if not given.cancelled():  # both happened at once
                    self._pass_turn()
                raise
        self._is_taken = True
        try:
            yield
        finally:
            self._pass_turn()

    def _pass_turn(self) -> None:
        """Commit if it is time to; otherwise give the turn to the next who waits."""
        while self._queue and self._queue[0][0].cancelled():
            self._queue.popleft()
        if self._group and self._group.ended.is_set():  # it was rolled back
            self._group = None
        if self._group and (not self._queue or self._group.blocks >= MOST_BLOCKS or self._queue[0][1]):
            self._commit(self._group)
        elif self._queue:
            self._queue.popleft()[0].set_result(None)
        else:
            self._is_taken = False

    def _commit(self, group: Group) -> None:
        committing = asyncio.get_running_loop().run_in_executor(self._thread, group.commit)
        committing.add_done_callback(partial(self._end, group))

    def _end(self, group: Group, committing: asyncio.Future[None]) -> None:
        self._group = None
        group.end(committing.exception())
        self._pass_turn()  # last: while the blocks of the group go on, another process can begin


def _connect(engine: sa.Engine) -> sa.Connection:
    try:
        return engine.connect()
    except Exception as error:  # noqa: BLE001  raised again
        reraise_translated(error)


def _create_engine(url: sa.URL, *pragmas: str) -> sa.Engine:
    """Create an engine that begins no transaction by itself (`isolation_level=None`): the driver would begin
    one late, after the first read."""
    path = Path(url.database or "")
    engine = sa.create_engine(
        url.set(drivername="sqlite"),
        connect_args={"check_same_thread": False, "isolation_level": None, "cached_statements": 500},
        max_overflow=-1,
        pool_reset_on_return=None,  # every block ends its own transaction
    )

    @sa.event.listens_for(engine, "do_connect")
    def make_private(*_: Any) -> None:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)

    @sa.event.listens_for(engine, "connect")
    def set_up(connection: Any, _: Any) -> None:
        wait_for_write_ahead_log(connection)
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _begin_unless_locked(connection: sa.Connection, may_wait: bool) -> bool:
    """Return False if another process writes, and this one may wait for it. Raises Unavailable."""
    driver: Any = connection.connection.driver_connection
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        if may_wait and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            return False
        reraise_translated(error)
    return True


def wait_for_write_ahead_log(connection: Any, pause: Callable[[float], None] = time.sleep) -> None:
    """Set the journal mode once no other process sets it on the same new file: SQLite itself does not wait.

    https://sqlite.org/wal.html#sometimes_queries_return_sqlite_busy_in_wal_mode"""
    for _attempt in range(ATTEMPTS):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            pause(PAUSE)
        else:
            return
