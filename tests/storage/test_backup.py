"""Backup of everything but the keys into one file, and restore."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.core.errors import AccordError
from bot.core.models import Answer, Organisation, Partnership, Person, Round, RoundState
from storage.backup import _finish, back_up, remove_old, restore
from storage.database import open_database
from storage.keys import SqlRoundKeyStore
from storage.migrate import migrate
from storage.prepared import as_tuple, prepare
from storage.store import SqlStore
from storage.tables import KEYS_BINDING, metadata
from tests.storage.examples import AMIRA, COUNCIL, EVERYTHING, HARBOUR, NOW
from tests.support.cast import SIX
from tests.support.databases import PostgreSQL, key_store
from tests.support.scenario import Scenario

BATCH = 3  # rows


@pytest.fixture(params=["into SQLite", "into PostgreSQL"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database that does not exist yet, or has no tables."""
    if request.param == "into SQLite":
        return f"sqlite+aiosqlite:///{tmp_path}/elsewhere/accord.db"
    postgresql: PostgreSQL = request.getfixturevalue("postgresql")
    return postgresql.url(postgresql.new())


async def rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables."""
    database = open_database(url)
    async with database.read_only() as db:
        tables = {
            table.name: [
                *await prepare(sa.select(table).order_by(*table.primary_key), db.backend, as_tuple).run(db)
            ]
            for table in metadata.sorted_tables
            if table is not KEYS_BINDING  # which is never copied
        }
    await database.close()
    return tables


async def fill(url: str) -> None:
    store = SqlStore(url)
    async with store.transaction() as db:
        await db.add(*EVERYTHING)
    await store.close()


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_every_row_is_restored_between_all_databases(
    store: SqlStore, database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    more = [replace(AMIRA, id=f"p{n}", address=replace(AMIRA.address, key=f"{n}")) for n in range(2 * BATCH)]
    async with store.transaction() as db:
        await db.add(*EVERYTHING, *more)
    stored = await rows(database_url)
    assert all(stored.values())  # no table is empty
    file = await back_up(database_url, tmp_path / "backup.db", NOW, BATCH)
    assert await rows(f"sqlite:///{shutil.copy(file, tmp_path / 'a copy to be opened.db')}") == stored
    before = file.read_bytes()
    await restore(file, elsewhere, BATCH)
    assert await rows(elsewhere) == stored
    assert file.read_bytes() == before


async def test_a_card_is_copied_without_parsing(sqlite_url: str, elsewhere: str, tmp_path: Path) -> None:
    """Parts that another version wrote stay, though this one does not know them."""
    await fill(sqlite_url)
    database, written = open_database(sqlite_url), '{"title": "x", "parts": [{"kind": "Hologram"}]}'
    async with database.transaction() as connection:
        await connection.execute("UPDATE posts SET card = ?", [written])
    await database.close()
    await restore(await back_up(sqlite_url, tmp_path / "backup.db", NOW), elsewhere)
    database = open_database(elsewhere)
    async with database.read_only() as connection:
        ((card,),) = await connection.fetch("SELECT card FROM posts")
    assert card == written
    await database.close()


async def test_a_backup_under_load_holds_one_state(
    store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    """A partnership and its organisation are always written together, while the backup runs."""
    began, enough = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        number = 0
        while not enough.is_set():
            number += 1
            partnership = replace(HARBOUR, id=f"p{number:05}")
            organisation = replace(COUNCIL, id=f"o{number:05}", partnership=partnership.id)
            async with store.transaction() as db:
                await db.add(partnership, organisation)
            if number == 20:
                began.set()

    writing = asyncio.create_task(write())
    await began.wait()
    file = await back_up(database_url, tmp_path / "backup.db", NOW, 1)
    enough.set()
    await writing
    with closing(sqlite3.connect(file)) as backup:
        partnerships = [id.lstrip("p") for (id,) in backup.execute("SELECT id FROM partnerships ORDER BY id")]
        organisations = [
            id.lstrip("o") for (id,) in backup.execute("SELECT id FROM organisations ORDER BY id")
        ]
    async with store.read_only() as db:
        written = [await db.count(kind) for kind in (Partnership, Organisation)]
    assert partnerships == organisations
    assert 20 <= len(partnerships) < written[0] == written[1]


async def test_a_backup_holds_no_keys_so_open_rounds_are_cancelled_after_a_restore(
    scenario: Scenario, sqlite_url: str, elsewhere: str, keys: SqlRoundKeyStore, tmp_path: Path
) -> None:
    round_ = await scenario.open_first_round(*SIX)
    await scenario.all_answer(4, 2, 5, 3, 3, 1)
    key = await keys.get(round_.id)
    assert key
    file = await back_up(sqlite_url, tmp_path / "backup.db", NOW)
    assert (key in file.read_bytes(), key.hex().encode() in file.read_bytes()) == (False, False)
    with closing(sqlite3.connect(file)) as backup:
        assert "keys" not in {name for (name,) in backup.execute("SELECT name FROM sqlite_master")}

    await restore(file, elsewhere)
    store, new_keys = SqlStore(elsewhere), key_store(f"sqlite:///{tmp_path}/new keys/keys.db")
    restored = Scenario(store, new_keys, scenario.crypto, scenario.clock, scenario.ids)
    answers = await restored.all(Answer)
    assert len(answers) == len(await scenario.all(Answer)) >= 6 * len(round_.questions)
    await restored.worker.tick()
    assert (await restored.one(Round)).state is RoundState.CANCELLED
    assert await restored.all(Answer) == []
    assert [card.title for card in restored.posted()] == ["Harbour Together: the round was cancelled"]
    await store.close()
    await new_keys.close()


async def test_a_backup_into_a_folder_is_named_after_its_time(sqlite_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    file = await back_up(sqlite_url, folder, NOW)
    assert (file, left(folder)) == (folder / "accord-2026-03-02T090000Z.db", ["accord-2026-03-02T090000Z.db"])
    assert file.stat().st_mode & 0o777 == 0o600


async def test_only_old_files_that_a_backup_was_named_are_removed(sqlite_url: str, tmp_path: Path) -> None:
    made = [await back_up(sqlite_url, f"{tmp_path}/", NOW - timedelta(days=days)) for days in (31, 30, 0)]
    others = [
        tmp_path / name
        for name in (
            "accord-2020-01-01T000000Z.db.age",
            "accord-2020-01-01T000000Z.db-wal",
            "accord-2020-1-1T000000Z.db",
            "accord-2020-02-31T000000Z.db",
            "accord-before-upgrade.db",
            "moving.db",
        )
    ]
    for other in others:
        other.touch()
    (tmp_path / "accord-2020-01-02T000000Z.db").mkdir()
    (tmp_path / "accord-2020-01-03T000000Z.db").symlink_to(made[0])
    before = {*tmp_path.iterdir()}
    assert remove_old(tmp_path, timedelta(days=30), NOW) == [made[0]]
    assert {*tmp_path.iterdir()} == before - {made[0]}


async def test_a_backup_can_be_read_in_a_read_only_folder(sqlite_url: str, tmp_path: Path) -> None:
    file = await back_up(sqlite_url, tmp_path / "backup.db", NOW)
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as backup:
        assert backup.execute("PRAGMA journal_mode").fetchall() == [("delete",)]


async def test_a_backup_overwrites_no_file(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "backup.db").write_text("precious")
    with pytest.raises(AccordError) as error:
        await back_up(sqlite_url, tmp_path / "backup.db", NOW)
    assert str(error.value) == (
        f"Nothing was backed up: {tmp_path}/backup.db already exists."
        " Choose another name, or a folder such as backups/"
    )
    assert (tmp_path / "backup.db").read_text() == "precious"


async def test_a_backup_that_cannot_be_written_leaves_no_file(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(AccordError) as error:
        await back_up(sqlite_url, tmp_path / "none" / "backup.db", NOW)
    assert str(error.value).startswith(f"Nothing was backed up: {tmp_path}/none")


async def test_a_database_that_does_not_exist_is_neither_backed_up_nor_created(tmp_path: Path) -> None:
    with pytest.raises(AccordError) as error:
        await back_up(f"sqlite:///{tmp_path}/none.db", tmp_path / "backups", NOW)
    assert str(error.value) == (
        f"Nothing was backed up: there is no database at {tmp_path}/none.db. Check ACCORD_DATA and"
        " ACCORD_DATABASE_URL"
    )
    assert left(tmp_path) == []


async def test_a_database_that_was_not_migrated_is_not_backed_up(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with pytest.raises(AccordError) as error:
        await back_up(f"sqlite:///{tmp_path}/empty.db", tmp_path / "backup.db", NOW)
    assert str(error.value) == "Nothing was backed up: the database has no tables yet. Run accord migrate"
    assert [name for name in left(tmp_path) if name.startswith((".accord", "backup"))] == []


async def test_backing_up_an_unavailable_database_raises(tmp_path: Path) -> None:
    with pytest.raises(AccordError, match="Nothing was backed up: The database does not answer"):
        await back_up("postgresql+asyncpg://nobody@127.0.0.1:1/nowhere", tmp_path / "backup.db", NOW)
    assert left(tmp_path) == []


async def test_a_restore_into_a_database_with_rows_is_refused(
    store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    file = await back_up(database_url, tmp_path / "backup.db", NOW)
    async with store.transaction() as db:
        await db.add(AMIRA)
    with pytest.raises(AccordError) as error:
        await restore(file, database_url)
    assert str(error.value) == (
        "Nothing was restored: the database is not empty. Restore into a new one, for example:"
        " ACCORD_DATA=restored accord restore ..."
    )
    async with store.read_only() as db:
        assert await db.find(Person) == [AMIRA]


async def test_an_interrupted_restore_leaves_an_empty_database(
    sqlite_url: str, elsewhere: str, tmp_path: Path
) -> None:
    await fill(sqlite_url)
    file = await back_up(sqlite_url, tmp_path / "backup.db", NOW)
    with closing(sqlite3.connect(file)) as spoilt, spoilt:
        spoilt.execute("UPDATE members SET person = 'nobody'")
    with pytest.raises(AccordError, match="Nothing was restored"):
        await restore(file, elsewhere)
    assert not any((await rows(elsewhere)).values())


@pytest.mark.parametrize(
    "write", [lambda file: file.write_text("Dear diary"), lambda file: sqlite3.connect(file).close()]
)
async def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, write: Callable[[Path], Any]) -> None:
    file = tmp_path / "backup.db"
    write(file)
    with pytest.raises(AccordError) as error:
        await restore(file, f"sqlite:///{tmp_path}/new.db")
    reason = f"{file} is not an Accord backup, or it is damaged. Choose another file"
    assert str(error.value) == f"Nothing was restored: {reason}"
    assert not (tmp_path / "new.db").exists()


async def test_restoring_a_missing_file_raises(tmp_path: Path) -> None:
    with pytest.raises(AccordError) as error:
        await restore(tmp_path / "none.db", f"sqlite:///{tmp_path}/new.db")
    reason = f"{tmp_path}/none.db cannot be used (No such file or directory). Choose another place"
    assert str(error.value) == f"Nothing was restored: {reason}"


async def test_a_backup_of_a_newer_version_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    file = await back_up(sqlite_url, tmp_path / "backup.db", NOW)
    with closing(sqlite3.connect(file)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(AccordError, match="is from a newer version of Accord"):
        await restore(file, f"sqlite:///{tmp_path}/new.db")


async def test_a_backup_that_cannot_be_read_back_is_not_kept(tmp_path: Path) -> None:
    draft = tmp_path / "draft.db"
    await migrate(f"sqlite:///{draft}")
    with draft.open("r+b") as spoilt:
        spoilt.seek(5 * 4096)
        spoilt.write(os.urandom(4096))
    with pytest.raises(AccordError, match="cannot be read back"):
        _finish(draft)


async def test_a_backup_on_a_full_disk_leaves_no_file(
    store: SqlStore, database_url: str, small_disk: Path
) -> None:
    async with store.transaction() as db:
        await db.add(
            *(
                replace(AMIRA, id=f"p{n}", address=replace(AMIRA.address, key=f"{n}"), name="A" * 999)
                for n in range(999)
            )
        )
    with pytest.raises(AccordError, match=r"Nothing was backed up: .*(disk is full|No space left on device)"):
        await back_up(database_url, small_disk / "backup.db", NOW)
    assert left(small_disk) == []
