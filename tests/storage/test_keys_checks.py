"""Checks of the keys: apart from the database, destroyed without a trace, and fit to start with."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.models import RoundState
from bot.ops.doctor import Finding, Level
from storage.crypto import fingerprint
from storage.keys_binding import open_keys
from storage.keys_checks import check_keys
from storage.keys_folder import KeysLocation, locate_keys
from storage.store import SqlStore
from tests.storage.examples import HARBOUR, NOW, ROUND
from tests.support.databases import PostgreSQL

OLD, NEW = "the secret key that was set first, long ago", "the secret key that was set after it"


@pytest.fixture
def location(tmp_path: Path) -> KeysLocation:
    return locate_keys(tmp_path, tmp_path.with_name(f"{tmp_path.name}-keys"), "", "")


async def store_round(url: str) -> None:
    store = SqlStore(url)
    async with store.transaction() as db:
        await db.add(replace(HARBOUR, round=ROUND.id), replace(ROUND, state=RoundState.OPEN))
    await store.close()


async def create_key(main: str, location: KeysLocation, *secrets: str) -> None:
    keys, _ = await open_keys(main, location, secrets, NOW)
    await keys.create([ROUND.id], NOW)
    await keys.close()


def of(level: Level, findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level is level]


async def test_keys_in_a_folder_of_their_own_are_apart(sqlite_url: str, location: KeysLocation) -> None:
    await create_key(sqlite_url, location, NEW)
    (finding,) = await check_keys(sqlite_url, location, [NEW])
    assert (finding.level, finding.what) == (Level.OK, "They are kept apart from the database.")


async def test_nothing_is_created(sqlite_url: str, location: KeysLocation, tmp_path: Path) -> None:
    missing = f"sqlite:///{tmp_path}/none.db"
    assert await check_keys(missing, location, []) == []
    assert await check_keys(sqlite_url, location, []) == []
    assert not location.folder.exists()
    assert [path.name for path in tmp_path.glob("none*")] == []


@pytest.mark.parametrize("inside", ["keys", ".", "a/b"])
async def test_keys_inside_the_folder_of_the_database_are_an_error(
    sqlite_url: str, tmp_path: Path, inside: str
) -> None:
    location = locate_keys(tmp_path, tmp_path, f"sqlite:///{tmp_path / inside}/keys.db", "")
    await create_key(sqlite_url, location, NEW)
    (finding,) = of(Level.ERROR, await check_keys(sqlite_url, location, [NEW]))
    assert finding.what.startswith(
        f"They are in {(tmp_path / inside).resolve()}, together with the database."
    )
    assert finding.cure.startswith("Set ACCORD_KEYS_URL")


async def test_a_database_inside_the_folder_of_the_keys_is_an_error(
    sqlite_url: str, location: KeysLocation
) -> None:
    main = location.folder / "data" / "accord.db"
    main.parent.mkdir(parents=True)
    shutil.copy(sqlite_url.partition("///")[2], main)
    await create_key(f"sqlite:///{main}", location, NEW)
    assert of(Level.ERROR, await check_keys(f"sqlite:///{main}", location, [NEW]))


async def test_keys_that_stay_in_the_data_say_where_a_volume_belongs(sqlite_url: str, tmp_path: Path) -> None:
    mounted = f"1 0 0:1 / / rw - overlay overlay rw\n2 1 8:1 / {tmp_path} rw - ext4 /dev/sda1 rw\n"
    location = locate_keys(tmp_path, Path("/keys"), "", mounted)
    await create_key(sqlite_url, location, NEW)
    (finding,) = of(Level.ERROR, await check_keys(sqlite_url, location, [NEW]))
    assert finding.cure.startswith("Mount a separate volume at /keys")


async def test_a_container_without_a_volume_for_keys_says_where_it_belongs(
    sqlite_url: str, tmp_path: Path
) -> None:
    mounted = f"1 0 0:1 / / rw - overlay overlay rw\n2 1 8:1 / {tmp_path} rw - ext4 /dev/sda1 rw\n"
    location = locate_keys(tmp_path, Path("/keys"), "", mounted)
    (finding,) = of(Level.ERROR, await check_keys(sqlite_url, location, [NEW]))
    assert (finding.what, finding.cure.partition(",")[0]) == (
        "They have no lasting place outside the data.",
        "Mount a separate volume at /keys",
    )


async def test_keys_that_will_move_at_the_next_start_say_so(
    sqlite_url: str, location: KeysLocation, tmp_path: Path
) -> None:
    await create_key(sqlite_url, location, NEW)
    shutil.copytree(location.folder, tmp_path / "keys")
    (finding,) = of(Level.ERROR, await check_keys(sqlite_url, location, [NEW]))
    assert finding.cure == f"Restart Accord. It moves them to {location.folder}."


async def test_keys_in_the_main_database_are_an_error_also_through_a_link(
    sqlite_url: str, tmp_path: Path
) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "accord.db")
    location = locate_keys(tmp_path, tmp_path, f"sqlite:///{tmp_path}/link.db", "")
    (finding,) = of(Level.ERROR, await check_keys(sqlite_url, location, []))
    assert finding.what.startswith("They are in the main database")


async def test_keys_in_the_main_database_are_an_error_on_postgresql(
    postgresql_url: str, tmp_path: Path
) -> None:
    url = f"{postgresql_url}&target_session_attrs=any"
    (finding,) = of(
        Level.ERROR, await check_keys(postgresql_url, locate_keys(tmp_path, tmp_path, url, ""), [])
    )
    assert finding.what.startswith("They are in the main database")


async def test_one_server_for_both_databases_is_an_error(
    fresh_postgresql_url: str, postgresql: PostgreSQL, tmp_path: Path
) -> None:
    keys = postgresql.url(postgresql.new())
    for url in (keys, keys.replace("@/", "@:5432/")):  # another address of the same server
        findings = await check_keys(fresh_postgresql_url, locate_keys(tmp_path, tmp_path, url, ""), [])
        (finding,) = of(Level.ERROR, findings)
        assert finding.what.startswith("They are on the same server as the database.")


async def test_a_server_that_keeps_what_was_destroyed_is_a_warning(
    sqlite_url: str, postgresql: PostgreSQL, tmp_path: Path
) -> None:
    database = postgresql.new()
    postgresql.run("postgres", "CREATE ROLE limited LOGIN", f"ALTER DATABASE {database} OWNER TO limited")
    url = postgresql.url(database).replace("postgres@", "limited@")
    findings = await check_keys(sqlite_url, locate_keys(tmp_path, tmp_path, url, ""), [])
    not_permitted, settings = of(Level.WARNING, findings)
    assert "GRANT pg_checkpoint" in not_permitted.cure
    assert settings.what.endswith("wal_recycle = on.")


async def test_an_unavailable_database_is_an_error_with_the_reason(sqlite_url: str, tmp_path: Path) -> None:
    missing = "postgresql+asyncpg://nobody@127.0.0.1:1/nowhere"
    for main in (missing, sqlite_url):
        (finding,) = await check_keys(main, locate_keys(tmp_path, tmp_path, missing, ""), [])
        assert (finding.level, finding.what[:33]) == (Level.ERROR, "Their database cannot be used. Th")


async def test_keys_are_checked_while_the_database_is_away(postgresql: PostgreSQL, tmp_path: Path) -> None:
    missing = "postgresql+asyncpg://nobody@127.0.0.1:1/nowhere"
    location = locate_keys(tmp_path, tmp_path, postgresql.url(postgresql.new()), "")
    assert {finding.level for finding in await check_keys(missing, location, [])} == {Level.WARNING}


async def test_secret_keys_that_open_rounds_need_are_named(sqlite_url: str, location: KeysLocation) -> None:
    await store_round(sqlite_url)
    await create_key(sqlite_url, location, OLD)
    findings = await check_keys(sqlite_url, location, [NEW, OLD])
    (named,) = [finding for finding in findings if finding.about == "secret key"]
    assert named.level is Level.OK
    assert named.what.endswith(f"number 1 ({fingerprint(NEW)}) 0, number 2 ({fingerprint(OLD)}) 1.")
    assert OLD not in str(findings)


async def test_a_secret_key_that_is_missing_is_an_error(sqlite_url: str, location: KeysLocation) -> None:
    await store_round(sqlite_url)
    await create_key(sqlite_url, location, OLD)
    (finding,) = of(Level.ERROR, await check_keys(sqlite_url, location, [NEW]))
    assert finding.what == (
        "Accord cannot start. A secret key that open rounds need is not set."
        f" {HARBOUR.name} needs {fingerprint(OLD)}."
    )


async def test_a_secret_key_that_accord_made_is_private(sqlite_url: str, location: KeysLocation) -> None:
    await store_round(sqlite_url)
    await create_key(sqlite_url, location)
    assert of(Level.ERROR, await check_keys(sqlite_url, location, [])) == []
    location.secret.chmod(0o644)
    (finding,) = of(Level.ERROR, await check_keys(sqlite_url, location, []))
    assert (finding.about, finding.cure) == ("secret key", f"Run: chmod 600 {location.secret}*")


async def test_keys_that_are_elsewhere_are_an_error(sqlite_url: str, location: KeysLocation) -> None:
    await store_round(sqlite_url)
    await create_key(sqlite_url, location, NEW)
    elsewhere = replace(location, url=f"sqlite:///{location.folder}-new/keys.db")
    (finding,) = of(Level.ERROR, await check_keys(sqlite_url, elsewhere, [NEW]))
    assert finding.what.startswith(
        f"Accord cannot start. There are no keys in {location.folder}-new/keys.db."
    )
