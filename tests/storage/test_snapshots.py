"""Copies of SQLite databases that are in use."""

from pathlib import Path

from storage.snapshots import copy_sqlite
from storage.store import SqlStore
from tests.storage.examples import HARBOUR


async def test_a_database_in_use_returns_to_its_copy(sqlite_url: str, tmp_path: Path) -> None:
    file, copy = Path(sqlite_url.partition("///")[2]), tmp_path / "copy.db"
    copy_sqlite(file, copy)
    store = SqlStore(sqlite_url)
    async with store.transaction() as db:
        await db.add(HARBOUR)
    copy_sqlite(copy, file)
    async with store.transaction() as db:
        assert await db.find(type(HARBOUR)) == []
        await db.add(HARBOUR)
    await store.close()
