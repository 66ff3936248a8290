"""Accord starts only with its own keys, and only if no open round would lose its key."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.errors import AccordError, Unavailable
from bot.core.heartbeats import Heartbeat
from bot.core.models import Round, RoundState
from storage.backup import back_up, restore
from storage.crypto import fingerprint
from storage.database import open_database
from storage.heartbeats import SqlHeartbeats
from storage.keys import KeysDatabase, SqlRoundKeyStore
from storage.keys_binding import KeysState, discard_keys, open_keys
from storage.keys_folder import KeysLocation, locate_keys
from storage.store import SqlStore
from tests.storage.examples import ANSWER, HARBOUR, NOW, ROUND
from tests.support.databases import PostgreSQL

OLD, NEW = "the secret key that was set first, long ago", "the secret key that was set after it"
KEY = b"a key as earlier versions keep it"[:32]
CREATE_OLD = "CREATE TABLE keys (round VARCHAR PRIMARY KEY, key BLOB NOT NULL, made_at VARCHAR(26) NOT NULL)"
VOLUMES = "1 0 0:1 / / rw - overlay overlay rw\n2 1 8:1 / {data} rw - ext4 /dev/sda1 rw\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
async def main(data: Path, migrated_file: Path) -> str:
    """The URL of a database with one open round."""
    url = f"sqlite+aiosqlite:///{shutil.copy(migrated_file, data / 'accord.db')}"
    await store_round(url)
    return url


@pytest.fixture
def location(data: Path) -> KeysLocation:
    return locate_keys(data, data.with_name("data-keys"), "", "")


@pytest.fixture(params=["sqlite", "postgresql"])
async def each(request: pytest.FixtureRequest, main: str, location: KeysLocation) -> tuple[str, KeysLocation]:
    """A database with an open round, and where its keys are, of each kind."""
    if request.param == "sqlite":
        return main, location
    postgresql: PostgreSQL = request.getfixturevalue("postgresql")
    url = postgresql.url(postgresql.new(template=request.getfixturevalue("migrated_database")))
    await store_round(url)
    return url, on(postgresql, location)


def on(postgresql: PostgreSQL, location: KeysLocation) -> KeysLocation:
    return replace(location, url=postgresql.url(postgresql.new()), is_set=True)


async def store_round(url: str, state: RoundState = RoundState.OPEN) -> None:
    store = SqlStore(url)
    async with store.transaction() as db:
        await db.add(replace(HARBOUR, round=ROUND.id), replace(ROUND, state=state), ANSWER)
    await store.close()


async def set_state(url: str, state: RoundState, *, counted: bool = False) -> None:
    store = SqlStore(url)
    async with store.transaction() as db:
        await db.update_if_unchanged(await db.get(Round, ROUND.id), state=state)
        if counted:
            await db.remove(type(ANSWER), round=ROUND.id)
    await store.close()


@asynccontextmanager
async def opened(main: str, location: KeysLocation, *secrets: str) -> AsyncIterator[SqlRoundKeyStore]:
    keys, _ = await open_keys(main, location, secrets, NOW)
    try:
        yield keys
    finally:
        await keys.close()


async def create(main: str, location: KeysLocation, *secrets: str) -> bytes:
    """Create the key of the open round, and return it."""
    async with opened(main, location, *secrets) as keys:
        await keys.create([ROUND.id], NOW)
        key = await keys.get(ROUND.id)
    assert key
    return key


async def refused(main: str, location: KeysLocation, *secrets: str) -> str:
    with pytest.raises(AccordError) as error:
        await open_keys(main, location, secrets, NOW)
    return str(error.value)


def keep_as_earlier_versions(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(CREATE_OLD)
        connection.execute("INSERT INTO keys VALUES (?, ?, '2026-03-02 09:00:00.000000')", (ROUND.id, KEY))


async def test_keys_are_found_again_with_the_same_secret_key(each: tuple[str, KeysLocation]) -> None:
    main, location = each
    key = await create(main, location, OLD)
    async with opened(main, location, OLD) as again:
        assert await again.get(ROUND.id) == key


async def test_any_secret_key_that_is_set_opens_a_key(each: tuple[str, KeysLocation]) -> None:
    main, location = each
    key = await create(main, location, OLD)
    async with opened(main, location, NEW, OLD) as keys:
        assert await keys.get(ROUND.id) == key
        await keys.create(["another"], NOW)
        assert await keys.needed_secrets() == {ROUND.id: fingerprint(OLD), "another": fingerprint(NEW)}


async def test_without_the_secret_key_of_an_open_round_nothing_starts(each: tuple[str, KeysLocation]) -> None:
    main, location = each
    key = await create(main, location, OLD)
    assert await refused(main, location, NEW) == (
        "Accord was not started. A secret key that open rounds need is not set."
        f" {HARBOUR.name} needs {fingerprint(OLD)}. Add the secret key with this fingerprint after the"
        " newest one in ACCORD_SECRET_KEY. If it is lost: accord discard-keys"
    )
    async with opened(main, location, NEW, OLD) as keys:
        assert await keys.get(ROUND.id) == key


async def test_a_key_that_needs_another_secret_key_is_not_taken_for_lost(
    each: tuple[str, KeysLocation],
) -> None:
    main, location = each
    async with opened(main, location, OLD) as old, opened(main, location, NEW) as new:
        await old.create([ROUND.id], NOW)
        with pytest.raises(Unavailable, match=fingerprint(OLD)):
            await new.get(ROUND.id)


async def test_a_secret_key_that_accord_made_is_named_once_another_is_set(
    main: str, location: KeysLocation
) -> None:
    await create(main, location)
    assert f"It is in {location.folder}/secret." in await refused(main, location, NEW)


async def test_a_round_that_is_over_needs_no_secret_key(each: tuple[str, KeysLocation]) -> None:
    main, location = each
    await create(main, location, OLD)
    await set_state(main, RoundState.CLOSING)
    assert fingerprint(OLD) in await refused(main, location, NEW)
    await set_state(main, RoundState.CLOSING, counted=True)
    async with opened(main, location, NEW):
        pass


async def test_keys_of_another_installation_are_refused(
    each: tuple[str, KeysLocation], sqlite_url: str, migrated_file: Path
) -> None:
    main, location = each
    key = await create(main, location, OLD)
    shutil.copy(migrated_file, sqlite_url.partition("///")[2])
    await store_round(sqlite_url)
    assert await refused(sqlite_url, location, OLD) == (
        f"Accord was not started. The keys in {location.place} belong to another installation of Accord."
        " Set ACCORD_KEYS_URL to another place. If nothing else uses these keys, move them away instead."
    )
    async with opened(main, location, OLD) as keys:
        assert await keys.get(ROUND.id) == key


async def test_a_folder_of_another_installation_gets_no_secret_key(
    main: str, location: KeysLocation, sqlite_url: str
) -> None:
    await create(main, location, OLD)
    await refused(sqlite_url, location)
    assert not (location.folder / "secret").exists()


async def test_of_two_installations_that_start_together_one_gets_the_keys(location: KeysLocation) -> None:
    keys = KeysDatabase(location.url)
    bound = await asyncio.gather(
        keys.bind("one", "database"), keys.bind("two", "database"), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in bound) == ["AccordError", "NoneType"]
    await keys.close()


async def copy_of(url: str, location: KeysLocation, request: pytest.FixtureRequest) -> str:
    """Copy a database as files are copied, with the id in it."""
    if location.file:
        return f"sqlite:///{shutil.copy(url.partition('///')[2], location.data / 'copy.db')}"
    postgresql: PostgreSQL = request.getfixturevalue("postgresql")
    return postgresql.url(postgresql.new(template=url.partition("@/")[2].partition("?")[0]))


async def test_a_copy_does_not_start_with_the_keys_that_the_first_works_with(
    each: tuple[str, KeysLocation], request: pytest.FixtureRequest
) -> None:
    main, location = each
    key = await create(main, location, OLD)
    copy = await copy_of(main, location, request)
    async with opened(main, location, OLD) as keys:
        heartbeats = SqlHeartbeats(keys)
        await heartbeats.record(Heartbeat("worker", "host", NOW))
        assert await refused(copy, location, OLD) == (
            f"Accord was not started. Another Accord is using the keys in {location.place}, and this"
            " database is a copy of its database. Stop it and try again in two minutes. To run both, use"
            " accord backup and accord restore."
        )
        async with opened(main, location, OLD) as another_process:
            assert await another_process.get(ROUND.id) == key
        await heartbeats.stop("worker")
    async with opened(copy, location, OLD) as moved:
        assert await moved.get(ROUND.id) == key


async def test_a_restored_database_is_another_installation(
    main: str, location: KeysLocation, tmp_path: Path
) -> None:
    key = await create(main, location, OLD)
    restored = f"sqlite:///{tmp_path}/restored/accord.db"
    await restore(await back_up(main, tmp_path, NOW), restored)
    assert "belong to another installation" in await refused(restored, location, OLD)
    own = locate_keys(tmp_path / "restored", tmp_path / "restored-keys", "", "")
    async with opened(restored, own, OLD) as keys:
        assert await keys.get(ROUND.id) is None  # so its round is cancelled
    async with opened(main, location, OLD) as keys:
        assert await keys.get(ROUND.id) == key


async def test_a_database_that_was_started_once_can_still_be_restored_into(
    main: str, location: KeysLocation, sqlite_url: str, tmp_path: Path
) -> None:
    own = locate_keys(tmp_path, tmp_path / "own", "", "")
    async with opened(sqlite_url, own, OLD):
        pass
    await restore(await back_up(main, tmp_path, NOW), sqlite_url)
    async with opened(sqlite_url, own, OLD):
        pass


async def test_without_the_keys_of_open_rounds_nothing_starts(
    each: tuple[str, KeysLocation], tmp_path: Path
) -> None:
    main, location = each
    key = await create(main, location, OLD)
    elsewhere = replace(location, url=f"sqlite:///{tmp_path}/elsewhere/keys.db")
    assert await refused(main, elsewhere, OLD) == (
        f"Accord was not started. There are no keys in {tmp_path}/elsewhere/keys.db. Open rounds need the"
        f" keys in {location.place}: {HARBOUR.name}. Put them back, or mount their volume. If they are lost,"
        " run accord discard-keys."
    )
    async with opened(main, location, OLD) as keys:
        assert await keys.get(ROUND.id) == key


async def test_keys_may_be_elsewhere_while_no_round_is_open(main: str, location: KeysLocation) -> None:
    await create(main, location, OLD)
    await set_state(main, RoundState.CLOSED)
    async with opened(main, replace(location, url=f"sqlite:///{location.folder}-new/keys.db"), OLD):
        pass


async def test_a_secret_key_that_accord_made_is_not_silently_made_anew(
    main: str, location: KeysLocation
) -> None:
    """It encrypts more than keys: the tokens of chat platforms, and addresses."""
    await create(main, location)
    await set_state(main, RoundState.CLOSED)
    elsewhere = locate_keys(location.data, location.folder.with_name("new"), "", "")
    reason = f"Accord made one earlier, with the keys in {location.place}. Put them back"
    assert reason in await refused(main, elsewhere)
    await discard_keys(main, elsewhere, [])
    async with opened(main, elsewhere):
        pass


async def test_a_container_without_the_volume_of_its_keys_does_not_start(main: str, data: Path) -> None:
    mounted = VOLUMES.format(data=data)
    keys = data.with_name("data-keys")
    with_volume = locate_keys(data, keys, "", f"{mounted}3 1 8:1 / {keys} rw - ext4 /dev/sda1 rw\n")
    await create(main, with_volume, OLD)
    shutil.rmtree(keys)  # as the container's next start without it sees things
    without = locate_keys(data, keys, "", mounted)
    assert f"There are no keys in {data}/keys/keys.db" in await refused(main, without, OLD)


async def test_keys_that_are_lost_can_be_given_up(main: str, location: KeysLocation) -> None:
    await create(main, location, OLD)
    elsewhere = replace(location, url=f"sqlite:///{location.folder}-new/keys.db")
    await discard_keys(main, elsewhere, [OLD])
    async with opened(main, elsewhere, OLD) as keys:
        assert await keys.get(ROUND.id) is None


async def test_keys_whose_secret_key_is_lost_can_be_given_up(each: tuple[str, KeysLocation]) -> None:
    main, location = each
    await create(main, location, OLD)
    await discard_keys(main, location, [NEW])
    async with opened(main, location, NEW) as keys:
        assert await keys.needed_secrets() == {}


async def test_keys_that_an_earlier_version_kept_open_are_wrapped_where_they_are(
    each: tuple[str, KeysLocation],
) -> None:
    main, location = each
    if location.file:
        keep_as_earlier_versions(location.file)
    else:
        database = open_database(location.url)
        async with database.transaction() as connection:
            kinds = CREATE_OLD.replace("BLOB", "bytea").replace("VARCHAR(26)", "timestamptz")
            await connection.execute(kinds)
            await connection.execute("INSERT INTO keys VALUES ($1, $2, $3)", [ROUND.id, KEY, NOW])
        await database.close()
    for _ in range(2):
        async with opened(main, location, OLD) as keys:
            assert await keys.get(ROUND.id) == KEY
            assert await keys.created_before(NOW, "", 9) == []
            assert KEY not in (await keys.rows())[0]["wrapped"]
    if location.file:
        assert KEY not in b"".join(path.read_bytes() for path in location.folder.iterdir())


async def test_keys_of_an_earlier_version_move_out_of_the_data_with_its_secret_key(
    main: str, data: Path, location: KeysLocation
) -> None:
    keep_as_earlier_versions(data / "keys" / "keys.db")
    (data / "secret").write_text(OLD)
    keys, secrets = await open_keys(main, location, [], NOW)
    assert (await keys.get(ROUND.id), secrets) == (KEY, (OLD,))
    await keys.close()
    assert sorted(path.name for path in location.folder.iterdir()) == ["CACHEDIR.TAG", "keys.db", "secret"]
    assert [path.name for path in data.iterdir()] == ["accord.db"]
    async with opened(main, location) as keys:
        assert await keys.get(ROUND.id) == KEY


async def test_keys_move_once_a_volume_is_mounted_for_them(main: str, data: Path) -> None:
    keep_as_earlier_versions(data / "keys" / "keys.db")
    mounted, keys_folder = VOLUMES.format(data=data), data.with_name("data-keys")
    with_volume = f"{mounted}3 1 8:1 / {keys_folder} rw - ext4 /dev/sda1 rw\n"
    for mounts, folder in ((mounted, data / "keys"), (with_volume, keys_folder), (with_volume, keys_folder)):
        location = locate_keys(data, keys_folder, "", mounts)
        assert location.folder == folder
        async with opened(main, location) as keys:
            assert await keys.get(ROUND.id) == KEY
    assert [path.name for path in data.iterdir()] == ["accord.db"]


@pytest.mark.parametrize("left", [OLD, NEW])
async def test_keys_that_were_half_moved_are_moved_whole(
    main: str, data: Path, location: KeysLocation, left: str
) -> None:
    """An earlier version that ran in between may have made another secret key."""
    key = await create(main, location, OLD)
    shutil.copytree(location.folder, data / "keys")
    (location.folder / "secret").write_text(NEW)
    (data / "secret").write_text(left)
    async with opened(main, location, OLD) as keys:
        await keys.create(["another"], NOW)
        assert await keys.get(ROUND.id) == key
    assert sorted(path.name for path in data.iterdir()) == ["accord.db", *(["secret"] if left == OLD else [])]


async def test_keys_of_another_installation_are_not_moved(
    main: str, data: Path, location: KeysLocation
) -> None:
    other = KeysDatabase(f"sqlite:///{data}/keys/keys.db")
    await other.bind("another installation", "database")
    await other.close()
    assert f"The keys in {data}/keys/keys.db belong to another" in await refused(main, location, OLD)
    assert (data / "keys" / "keys.db").exists()


async def test_processes_that_start_together_move_keys_once(
    main: str, data: Path, location: KeysLocation
) -> None:
    keep_as_earlier_versions(data / "keys" / "keys.db")
    for keys, _ in await asyncio.gather(*(open_keys(main, location, [OLD], NOW) for _ in range(3))):
        assert await keys.get(ROUND.id) == KEY
        await keys.close()


async def test_where_no_round_was_open_there_is_nothing_to_move(
    main: str, data: Path, location: KeysLocation
) -> None:
    old = data / "keys" / "keys.db"
    keep_as_earlier_versions(old)
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("DELETE FROM keys")
    async with opened(main, location, OLD) as keys:
        assert await keys.needed_secrets() == {}
    assert [path.name for path in data.iterdir()] == ["accord.db"]


def test_a_refusal_names_at_most_five_partnerships(location: KeysLocation) -> None:
    rounds = {str(number): f"Harbour {number}" for number in range(7)}
    (refusal,) = KeysState("ours", "/keys", "", "", rounds, {}).refusals(location, [NEW])
    assert "Harbour 3, Harbour 4 and 2 more." in refusal.reason
