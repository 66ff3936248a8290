"""Whatever is wrong with the files, each command says what did not happen, why, and what to do."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.test_main import say

REFUSALS = {
    "migrate": "Nothing was migrated",
    "serve": "Accord was not started",
    "work": "Accord was not started",
    "backup b.db": "Nothing was backed up",
    "export e.zip": "Nothing was exported",
    "discard-keys": "Nothing was discarded",
}


def not_a_database(data: Path) -> None:
    data.mkdir()
    (data / "accord.db").write_bytes(b"not a database" * 1000)


def torn(data: Path) -> None:
    say("migrate", DATA=str(data))
    file = data / "accord.db"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def of_another_program(data: Path) -> None:
    data.mkdir()
    with closing(sqlite3.connect(data / "accord.db")) as connection:
        connection.execute("CREATE TABLE invoices (number INTEGER PRIMARY KEY AUTOINCREMENT)")


def a_folder(data: Path) -> None:
    (data / "accord.db").mkdir(parents=True)


def a_file_in_place_of_the_folder(data: Path) -> None:
    data.write_text("")


RESTORE = "Restore a backup into a new folder"
DAMAGE: dict[Callable[[Path], None], str] = {
    not_a_database: f"The database file is damaged (file is not a database). {RESTORE}",
    torn: f"The database file is damaged (database disk image is malformed). {RESTORE}",
    of_another_program: "holds tables of another program",
    a_folder: "The database file cannot be opened (unable to open database file). Let Accord's user read and",
    a_file_in_place_of_the_folder: "",
}


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_each_command_says_what_did_not_happen_and_why(
    damage: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    damage(data := tmp_path / "data")
    for command, refusal in REFUSALS.items():
        code, output = say(*command.split(), DATA=str(data), PORT="0")
        assert code == 1
        assert output.startswith(f"{refusal}: "), (command, output)
        if command not in {"export e.zip", "discard-keys"} or damage is not of_another_program:
            assert DAMAGE[damage] in output, (command, output)


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_a_check_reports_it_as_an_error(damage: Callable[[Path], None], tmp_path: Path) -> None:
    damage(data := tmp_path / "data")
    code, output = say("check", "--json", DATA=str(data))
    assert code == 1
    assert '"level": "Error"' in output
    assert "Traceback" not in output


def test_nothing_is_added_to_the_database_of_another_program(tmp_path: Path) -> None:
    of_another_program(data := tmp_path / "data")
    say("migrate", DATA=str(data))
    with closing(sqlite3.connect(data / "accord.db")) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite%'").fetchall()
    assert names == [("invoices",)]


@pytest.mark.parametrize(
    ("setting", "blamed"), [("DATA", "ACCORD_DATA"), ("KEYS_FOLDER", "ACCORD_KEYS_FOLDER")]
)
def test_a_file_where_a_folder_is_needed_is_blamed_on_its_setting(
    setting: str, blamed: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    places = {"DATA": str(tmp_path / "data"), setting: str(tmp_path / "file")}
    reason = f"{tmp_path}/file is a file, where Accord needs a folder"
    cure = f"Let the user that runs Accord write there, or set {blamed} to another folder"
    assert say("serve", PORT="0", **places) == (1, f"Accord was not started: {reason}. {cure}")
    _, checked = say("check", "--json", **places)
    assert f"or set {blamed} to another folder." in checked


@pytest.mark.parametrize("content", [b"", b"short", b"\xff\xfe\0" * 30], ids=["empty", "short", "binary"])
def test_a_secret_file_without_a_secret_is_never_used(content: bytes, tmp_path: Path) -> None:
    """An empty one would be a key that everybody knows."""
    say("migrate", DATA=str(tmp_path / "data"))
    folder = tmp_path / "data-keys"
    folder.mkdir(0o700, exist_ok=True)
    (folder / "secret").write_bytes(content)
    code, output = say("serve", PORT="0", DATA=str(tmp_path / "data"))
    reason = f"{folder}/secret does not hold the secret key that Accord wrote there. Put that back."
    assert code == 1
    assert output.startswith(f"Accord was not started: {reason} If it is lost, remove the file")
    code, output = say("check", "--json", DATA=str(tmp_path / "data"))
    assert code == 1
    assert any(reason in finding["what"] for finding in json.loads(output))


def test_damaged_keys_stop_the_start_with_a_sentence(tmp_path: Path) -> None:
    say("migrate", DATA=str(tmp_path / "data"))
    folder = tmp_path / "data-keys"
    folder.mkdir(0o700, exist_ok=True)
    not_a_database(folder / "x")
    (folder / "x" / "accord.db").rename(folder / "keys.db")
    code, output = say("serve", PORT="0", DATA=str(tmp_path / "data"))
    assert (code, output.partition(" cannot")[0]) == (1, "Accord was not started: its databases")
