"""Checks of the databases, and of the files they lie in."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.errors import Unavailable
from bot.ops.doctor import Level
from storage.checks import check_databases, check_private, is_there, require_writable
from storage.database import open_database
from storage.keys_checks import check_keys
from storage.keys_folder import locate_keys
from tests.support.databases import key_store, read_only, remount

NOWHERE = Path("/nonexistent")
NOW = datetime.now(UTC)  # the times of files come from the machine's clock


async def check(main: str, keys: str, now: datetime | None = None) -> list[tuple[str, str, str]]:
    """Return level, subject and first words of each finding, but for those about free space, which this
    machine may lack."""
    findings = await check_databases(main, keys, now or datetime.now(UTC), "")
    findings += await check_keys(main, locate_keys(NOWHERE, NOWHERE, keys, ""), ())
    assert all(bool(finding.cure) is (finding.level is not Level.OK) for finding in findings)
    return [
        (finding.level.value, finding.about, " ".join(finding.what.split()[:4]))
        for finding in findings
        if "MB are free" not in finding.what
    ]


@pytest.fixture
def keys_folder(tmp_path: Path) -> Path:
    return tmp_path.with_name(f"{tmp_path.name}-keys")


@pytest.fixture
async def keys_url(keys_folder: Path) -> str:
    url = f"sqlite+aiosqlite:///{keys_folder}/keys.db"
    keys = key_store(url)
    await keys.create(["round"], NOW)
    await keys.close()
    return url


async def test_usable_databases_are_ok(
    request: pytest.FixtureRequest, database_url: str, keys_url: str
) -> None:
    findings = await check(database_url, keys_url)
    assert [(level, about) for level, about, _ in findings] == [("OK", "database"), ("OK", "keys")]
    assert findings[0][2].split()[0].lower() in database_url


async def test_missing_databases_are_not_created(tmp_path: Path) -> None:
    main, keys = f"sqlite:///{tmp_path}/data/accord.db", f"sqlite:///{tmp_path}/data/keys/keys.db"
    assert await check(main, keys) == [
        ("Warning", "database", f"{tmp_path}/data/accord.db does not exist"),
        ("Warning", "keys", f"{tmp_path}/data/keys/keys.db does not exist"),
    ]
    assert (is_there(main), [*tmp_path.iterdir()]) == (False, [])


async def test_files_that_others_may_read_are_an_error(
    sqlite_url: str, keys_url: str, tmp_path: Path, keys_folder: Path
) -> None:
    (tmp_path / "accord.db").chmod(0o640)
    (keys_folder / "keys.db").chmod(0o604)
    keys_folder.chmod(0o750)
    errors = [finding for finding in await check(sqlite_url, keys_url) if finding[0] == "Error"]
    assert errors == [
        ("Error", "database", "Other users of this"),
        ("Error", "keys", "Other users of this"),
        ("Error", "keys", "Other users of this"),
    ]


def test_the_cure_for_a_readable_file_is_a_command(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.touch(mode=0o600)
    assert [*check_private(file, "secret key")] == []
    file.chmod(0o644)
    (finding,) = check_private(file, "secret key")
    subprocess.run(finding.cure.removeprefix("Run: "), shell=True, check=True)
    assert [*check_private(file, "secret key")] == []


async def test_a_network_drive_is_an_error(sqlite_url: str, keys_url: str, keys_folder: Path) -> None:
    mounted = f"23 22 0:21 / {keys_folder.parent} rw - nfs4 server:/export rw\n"
    findings = await check_databases(sqlite_url, keys_url, datetime.now(UTC), mounted)
    files = (sqlite_url.partition("///")[2], keys_folder / "keys.db")
    assert [finding.what for finding in findings if finding.level is Level.ERROR] == [
        f"{file} is on a network drive (nfs4), where two processes would damage it." for file in files
    ]
    assert "network" not in str(await check_databases(sqlite_url, keys_url, datetime.now(UTC), ""))


async def test_a_small_or_read_only_disk_is_an_error(
    small_disk: Path, sqlite_url: str, keys_url: str
) -> None:
    url = f"sqlite:///{shutil.copy(sqlite_url.partition('///')[2], small_disk / 'accord.db')}"
    small = (await check_databases(url, keys_url, datetime.now(UTC), ""))[0]
    assert (small.level, small.what) == (Level.ERROR, f"Only 1 MB are free in {small_disk}.")
    remount(small_disk, "ro")
    assert [finding for finding in await check(url, keys_url) if finding[1] == "database"] == [
        ("Error", "database", "Accord cannot write to"),
        ("Error", "database", "It cannot be used."),
    ]


async def test_a_file_that_accord_may_only_read_is_an_error_with_the_command_that_cures_it(
    sqlite_url: str, keys_url: str
) -> None:
    file = Path(sqlite_url.partition("///")[2])
    beside = file.with_name("accord.db-shm")
    beside.touch()
    with read_only(beside):
        with pytest.raises(Unavailable) as refused:
            require_writable(sqlite_url, "database")
        findings = await check_databases(sqlite_url, keys_url, datetime.now(UTC), "")
    cure = f"Make the user that runs Accord the owner of {file}*, and run: chmod 600 {file}*"
    assert str(refused.value) == f"Accord cannot read and write {beside}. {cure}"
    assert (f"Accord cannot read and write {beside}.", cure) in [(each.what, each.cure) for each in findings]
    require_writable(sqlite_url, "database")


async def test_a_clock_behind_the_files_is_an_error(sqlite_url: str, keys_url: str, tmp_path: Path) -> None:
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert ("Error", "clock", "This machine's clock is") in await check(sqlite_url, keys_url, an_hour_ago)


async def test_a_clock_that_differs_from_the_servers_is_an_error(postgresql_url: str, keys_url: str) -> None:
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert ("Error", "clock", "The clock of the") in await check(postgresql_url, keys_url, an_hour_ago)


@pytest.mark.parametrize(
    ("version", "levels"),
    [
        ("UPDATE alembic_version SET version_num = '0001'", ["Warning", "Error"]),
        ("UPDATE alembic_version SET version_num = '9999'", ["Error", "Error"]),
        ("DELETE FROM alembic_version", ["Error", "Error"]),
    ],
    ids=["older", "newer", "never released"],
)
async def test_tables_of_another_version_are_reported(
    sqlite_url: str, fresh_postgresql_url: str, keys_url: str, version: str, levels: list[str]
) -> None:
    """A SQLite file is migrated at the start, a shared database by the operator's command."""
    found_levels = []
    for url in (sqlite_url, fresh_postgresql_url):
        database = open_database(url)
        async with database.transaction() as connection:
            await connection.execute(version)
        await database.close()
        found_levels += [level for level, about, _ in await check(url, keys_url) if about == "database"]
    assert found_levels == levels


async def test_unavailable_databases_are_an_error_with_the_reason() -> None:
    missing = "postgresql+asyncpg://nobody@127.0.0.1:1/nowhere"
    assert await check(missing, missing) == [
        ("Error", "database", "It cannot be used."),
        ("Error", "keys", "Their database cannot be"),
    ]
