"""PostgreSQL: lost connections are made again, and removed rows do not stay in its pages."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import asyncpg
import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from bot.core.errors import Unavailable
from bot.core.models import Answer, Invitation, Person
from bot.core.ports import Transaction
from storage.postgresql import PostgresDatabase, raise_translated
from storage.schema import MIGRATIONS
from storage.store import SqlStore
from tests.storage.examples import AMIRA, ANSWER, BEN, EVERYTHING, INVITATION
from tests.support.databases import PostgreSQL

LOSE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'accord'"


@pytest.fixture
async def store(fresh_postgresql_url: str) -> AsyncIterator[SqlStore]:
    store = SqlStore(fresh_postgresql_url)
    yield store
    await store.close()


async def places(store: SqlStore) -> list[str]:
    async with store.read_only() as db:
        return [place for (place,) in await db._connection.fetch("SELECT ctid::text FROM answers")]


async def test_purging_frees_the_space_of_removed_rows(store: SqlStore) -> None:
    async with store.transaction() as db:
        await db.add(*EVERYTHING, replace(ANSWER, question="comment"))
    async with store.transaction() as db:
        await db.remove(Answer)
    await store.purge_deleted()
    async with store.transaction() as db:
        await db.add(ANSWER)
    assert await places(store) == ["(0,1)"]


async def test_a_lost_connection_raises_unavailable_once(store: SqlStore, postgresql: PostgreSQL) -> None:
    async with store.transaction() as db:
        await db.add(AMIRA)
    postgresql.run("postgres", LOSE)
    with pytest.raises(Unavailable):
        async with store.transaction() as db:
            await db.add(BEN)
    async with store.transaction() as db:
        await db.add(BEN)
        assert await db.find(Person) == [AMIRA, BEN]


async def nothing(_: Transaction) -> None:
    pass


@pytest.mark.parametrize(
    "ask",
    [lambda db: db.find(Person), lambda db: db.remove(Person), nothing],
    ids=["before a question", "before a change", "at the last moment"],
)
async def test_a_connection_lost_in_a_transaction_stores_nothing(
    store: SqlStore, postgresql: PostgreSQL, ask: Callable[[Transaction], Awaitable[object]]
) -> None:
    async def lose_it() -> None:
        async with store.transaction() as db:
            await db.add(AMIRA)
            postgresql.run("postgres", LOSE)
            await ask(db)

    with pytest.raises(Unavailable):
        await lose_it()
    async with store.read_only() as db:
        assert await db.find(Person) == []


class Refused(Exception):
    """Raised by a block."""


async def test_a_connection_lost_before_its_rollback_is_replaced(
    fresh_postgresql_url: str, postgresql: PostgreSQL
) -> None:
    """The driver learns of the loss within some turns of the loop, and forgets its transaction later."""
    store = SqlStore(fresh_postgresql_url, connections=1)

    async def lose_it(turns: int) -> None:
        async with store.transaction() as db:
            await db.add(AMIRA)
            postgresql.run("postgres", LOSE)
            for _ in range(turns):
                await asyncio.sleep(0)
            raise Refused

    for turns in range(9):
        with pytest.raises(Refused):
            await lose_it(turns)
    async with store.read_only() as db:
        assert await db.find(Person) == []
    await store.close()


@pytest.mark.parametrize(
    "fault",
    [
        asyncpg.InterfaceError("closed"),
        asyncpg.InternalClientError("another operation is in progress"),
        sa.exc.InternalError("SELECT 1", None, Exception("another operation is in progress")),
    ],
)
def test_errors_of_the_driver_are_unavailable(fault: Exception) -> None:
    with pytest.raises(Unavailable):
        raise_translated(fault)


async def test_a_fault_in_the_code_is_not_translated(store: SqlStore) -> None:
    database = store._database
    assert isinstance(database, PostgresDatabase)
    with pytest.raises(asyncpg.PostgresSyntaxError):
        async with database.autocommit() as connection:
            await connection.execute("SELEKT")
    with pytest.raises(asyncpg.DataError):
        async with store.transaction() as db:
            await db.remove(Person, id=3)  # type: ignore[record-field]
    with pytest.raises(TypeError):
        async with SqlStore("postgresql+asyncpg://127.0.0.1/nowhere?no_such_option=1").transaction():
            pytest.fail("nothing could be done")


async def test_a_missing_server_is_unavailable() -> None:
    store = SqlStore("postgresql+asyncpg://nobody@127.0.0.1:1/nowhere")
    for block in (store.transaction, store.read_only):
        with pytest.raises(Unavailable):
            async with block():
                pytest.fail("nothing could be done")
    await store.close()


async def test_a_missing_database_is_unavailable(postgresql: PostgreSQL) -> None:
    store = SqlStore(postgresql.url("nowhere"))
    with pytest.raises(Unavailable, match="nowhere"):
        async with store.transaction():
            pytest.fail("nothing could be done")
    await store.close()


async def test_a_health_check_writes_nothing(store: SqlStore) -> None:
    async def next_number() -> int:
        async with store.read_only() as db:
            rows = await db._connection.fetch("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
            return int(rows[0][0])

    before = await next_number()
    assert await store.is_current()
    assert await next_number() == before


def erase_marks(connection: sa.Connection) -> None:
    """Run revision 0012 alone."""
    revision = ScriptDirectory(str(MIGRATIONS)).get_revision("0012")
    with Operations.context(MigrationContext.configure(connection)):
        revision.module.upgrade()


async def test_a_migration_erases_what_told_who_had_replied(store: SqlStore) -> None:
    marks = "SELECT xmax::text FROM invitations"
    async with store.transaction() as db:
        await db.add(*EVERYTHING)
    async with store.transaction() as db:  # as for an answer until revision 0012
        await db.get_for_share(Invitation, INVITATION.id)
    async with store._database.transaction() as connection:
        assert [tuple(row) for row in await connection.fetch(marks)] != [("0",)]
        await connection.run_sync(erase_marks)
    async with store._database.read_only() as connection:
        assert [tuple(row) for row in await connection.fetch(marks)] == [("0",)]
    async with store.read_only() as db:
        assert await db.find(Invitation) == [INVITATION]
