"""The folder of the keys: beside that of the data where that lasts, private, and left out of backups."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.errors import AccordError
from storage.filesystems import lasts_as_long
from storage.keys_folder import TAG, locate_keys, moving, prepare_folder

CONTAINER = """\
1 0 0:50 / / rw,relatime - overlay overlay rw
2 1 8:1 /volumes/accord/_data /data rw,relatime - ext4 /dev/sda1 rw
3 1 0:51 / /memory rw - tmpfs tmpfs rw
"""
WITH_VOLUME = f"{CONTAINER}4 1 8:1 /volumes/accord-keys/_data /keys rw,relatime - ext4 /dev/sda1 rw\n"
MACHINE = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
DISK_FOR_DATA = f"{MACHINE}23 22 8:2 / /srv/data rw - xfs /dev/sdb1 rw\n"
DISK_FOR_BOTH = f"{MACHINE}23 22 8:2 / /srv rw - xfs /dev/sdb1 rw\n"


@pytest.mark.parametrize(
    ("keys", "data", "mounted", "lasts"),
    [
        ("/keys", "/data", CONTAINER, False),  # goes with the container
        ("/memory/keys", "/data", CONTAINER, False),  # goes with the machine's next start
        ("/keys", "/data", WITH_VOLUME, True),
        ("/memory/keys", "/memory/data", CONTAINER, True),  # as does the data
        ("/srv/data-keys", "/srv/data", MACHINE, True),
        ("/srv/data-keys", "/srv/data", DISK_FOR_BOTH, True),
        ("/srv/data-keys", "/srv/data", DISK_FOR_DATA, False),  # looks like a container
        ("/srv/data-keys", "/srv/data", "", True),  # no system with containers
    ],
)
def test_keys_must_last_as_long_as_the_data(keys: str, data: str, mounted: str, lasts: bool) -> None:
    assert lasts_as_long(Path(keys), Path(data), mounted) is lasts


def test_keys_lie_outside_the_data_where_that_lasts() -> None:
    data, keys = Path("/data"), Path("/keys")
    assert not locate_keys(data, keys, "", WITH_VOLUME).is_inside_data
    assert locate_keys(data, keys, "", CONTAINER).is_inside_data
    assert not locate_keys(data, keys, "postgresql+asyncpg://keys/accord", CONTAINER).is_inside_data
    assert locate_keys(data, keys, "", WITH_VOLUME).place == "/keys/keys.db"
    assert locate_keys(data, keys, "", CONTAINER).place == "/data/keys/keys.db"
    assert locate_keys(data, keys, "sqlite:////vault/k.db", CONTAINER).place == "/vault/k.db"


def test_keys_that_somebody_put_there_are_used(tmp_path: Path) -> None:
    mounted = f"{MACHINE}23 22 8:2 / {tmp_path}/data rw - xfs /dev/sdb1 rw\n"
    data, keys = tmp_path / "data", tmp_path / "data-keys"
    keys.mkdir()
    assert locate_keys(data, keys, "", mounted).folder == data / "keys"
    (keys / "keys.db").touch()
    assert locate_keys(data, keys, "", mounted).folder == keys


def test_new_keys_are_never_put_into_the_data(tmp_path: Path) -> None:
    mounted = f"{MACHINE}23 22 8:2 / {tmp_path}/data rw - xfs /dev/sdb1 rw\n"
    data, keys = tmp_path / "data", tmp_path / "data-keys"
    assert locate_keys(data, keys, "", mounted).has_no_place
    assert not locate_keys(data, keys, "", MACHINE).has_no_place
    assert not locate_keys(data, keys, f"sqlite:///{data}/keys/keys.db", mounted).has_no_place
    (data / "keys").mkdir(parents=True)
    (data / "keys" / "keys.db").touch()  # of an earlier version
    assert not locate_keys(data, keys, "", mounted).has_no_place


def test_the_place_of_keys_on_a_server_holds_no_password() -> None:
    url = "postgresql+asyncpg://accord:secret@keys/accord"
    place = locate_keys(Path("/data"), Path("/keys"), url, CONTAINER).place
    assert ("keys/accord" in place, "secret" in place) == (True, False)


def test_the_folder_is_private_and_backup_programs_leave_it_out(tmp_path: Path) -> None:
    keys = tmp_path / "data-keys"
    keys.mkdir(mode=0o755)
    for _ in range(2):
        prepare_folder(locate_keys(tmp_path / "data", keys, "", ""))
    assert keys.stat().st_mode & 0o777 == 0o700
    assert (keys / TAG).read_bytes()[:43] == b"Signature: 8a477f597d28d172789f06886806bc55"


def test_a_folder_that_the_operator_made_stays_as_it_is(tmp_path: Path) -> None:
    chosen, new = tmp_path / "chosen", tmp_path / "new"
    chosen.mkdir(mode=0o750)
    for folder in (chosen, new):
        prepare_folder(locate_keys(tmp_path, tmp_path, f"sqlite:///{folder}/keys.db", ""))
    assert ([*chosen.iterdir()], chosen.stat().st_mode & 0o777) == ([], 0o750)
    assert [path.name for path in new.iterdir()] == [TAG]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data-keys").touch()
    with pytest.raises(AccordError) as error:
        prepare_folder(locate_keys(tmp_path / "data", tmp_path / "data-keys", "", ""))
    assert str(error.value) == (
        f"Accord was not started: it cannot create or write to {tmp_path}/data-keys (File exists)."
    )


@pytest.mark.parametrize("statement", ["SELECT * FROM keys", "BEGIN IMMEDIATE"])
async def test_keys_that_another_process_uses_are_not_moved(tmp_path: Path, statement: str) -> None:
    file = tmp_path / "keys.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE keys (round)")
        other.execute(statement).fetchall()
        with pytest.raises(AccordError) as error:
            async with moving(file):
                pass
        assert str(error.value).startswith(f"Another process still uses {file}.")
    async with moving(file) as is_there:
        assert is_there
