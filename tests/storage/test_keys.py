"""Round keys lie in a database of their own, and are gone when they are destroyed."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.errors import AlreadyExists
from storage.crypto import KeyWrapping
from storage.keys import SqlRoundKeyStore
from tests.storage.examples import NOW
from tests.support.databases import WRAPPING, PostgreSQL, key_store


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/keys/keys.db"
    postgresql: PostgreSQL = request.getfixturevalue("postgresql")
    return postgresql.url(postgresql.new())


@pytest.fixture
async def vaults(url: str) -> AsyncIterator[Callable[[], SqlRoundKeyStore]]:
    """Opens the keys once more, as another process does."""
    opened: list[SqlRoundKeyStore] = []

    def another() -> SqlRoundKeyStore:
        opened.append(key_store(url))
        return opened[-1]

    yield another
    for keys in opened:
        await keys.close()


async def test_each_round_has_its_own_key_in_every_process(
    vaults: Callable[[], SqlRoundKeyStore],
) -> None:
    keys, others = vaults(), vaults()
    assert await others.get("one") is None
    await keys.create(["one", "two"], NOW)
    one, two = await others.get("one"), await others.get("two")
    assert one
    assert two
    assert (len(one), len(two)) == (32, 32)
    assert one != two
    assert await keys.get("one") == one


async def test_a_key_is_never_replaced(vaults: Callable[[], SqlRoundKeyStore]) -> None:
    keys = vaults()
    await keys.create(["one"], NOW)
    was = await keys.get("one")
    with pytest.raises(AlreadyExists):
        await keys.create(["two", "one"], NOW)
    assert (await keys.get("one"), await keys.get("two")) == (was, None)


async def test_a_destroyed_key_is_gone_in_every_process(vaults: Callable[[], SqlRoundKeyStore]) -> None:
    keys, others = vaults(), vaults()
    await keys.create(["one", "two", "three"], NOW)
    await others.destroy("one", "three")
    assert [await keys.get(round_) is None for round_ in ("one", "two", "three")] == [True, False, True]


async def test_no_rounds_need_no_keys(vaults: Callable[[], SqlRoundKeyStore]) -> None:
    keys = vaults()
    await keys.create([], NOW)
    await keys.destroy()
    assert await keys.created_before(NOW, "", 9) == []


async def test_old_keys_are_listed(vaults: Callable[[], SqlRoundKeyStore]) -> None:
    keys = vaults()
    await keys.create(["b", "a"], NOW)
    await keys.create(["c"], NOW + timedelta(hours=1))
    assert await keys.created_before(NOW, "", 9) == []
    assert await keys.created_before(NOW + timedelta(hours=1), "", 9) == ["a", "b"]


async def test_a_destroyed_key_is_overwritten_in_the_files(tmp_path: Path, keys: SqlRoundKeyStore) -> None:
    await keys.create(["one", "two"], NOW)
    wrapped = (await keys.rows())[0]["wrapped"]
    assert wrapped in written(tmp_path)
    await keys.destroy("one")
    assert wrapped not in written(tmp_path)


async def test_only_the_owner_can_read_the_file(tmp_path: Path, keys: SqlRoundKeyStore) -> None:
    await keys.create(["one"], NOW)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()}
    assert modes == {"keys.db": 0o600, "keys.db-wal": 0o600, "keys.db-shm": 0o600}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


async def test_a_role_that_may_not_clear_the_log_destroys_keys_too(postgresql: PostgreSQL) -> None:
    database = postgresql.new()
    postgresql.run("postgres", "CREATE ROLE modest LOGIN", f"ALTER DATABASE {database} OWNER TO modest")
    keys = key_store(postgresql.url(database).replace("postgres@", "modest@"))
    await keys.create(["one"], NOW)
    await keys.destroy("one")
    assert await keys.get("one") is None
    await keys.close()


async def test_keys_are_kept_out_of_the_statistics_of_a_server(postgresql: PostgreSQL) -> None:
    database = postgresql.new()
    keys = key_store(postgresql.url(database))
    await keys.create([f"round {number}" for number in range(200)], NOW)
    postgresql.run(database, "ANALYZE")
    async with (await keys.open()).read_only() as connection:
        counted = "SELECT attname FROM pg_stats WHERE tablename = 'round_keys' ORDER BY attname"
        assert await connection.fetch(counted, ()) == [("made_at",), ("round",)]
    await keys.close()


async def test_a_key_of_another_installation_or_round_does_not_fit(
    tmp_path: Path, keys: SqlRoundKeyStore
) -> None:
    await keys.create(["one"], NOW)
    (row,) = await keys.rows()
    other = SqlRoundKeyStore(
        f"sqlite+aiosqlite:///{tmp_path}/keys/keys.db",
        KeyWrapping(("a secret key that wraps the round keys of tests",), "another installation"),
    )
    assert await other.get("one") is None
    assert WRAPPING.unwrap("two", row["wrapped"]) is None
    await other.close()


def written(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in (folder / "keys").iterdir())
