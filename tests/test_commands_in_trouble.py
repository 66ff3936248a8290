"""Whatever is wrong around it, a command says what did not happen, why, and what to do."""

import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing
from errno import ENOSPC
from io import StringIO
from os import strerror
from pathlib import Path
from time import monotonic

import pytest

from bot.command_line import EXIT_FAULT, explain_faults
from bot.ops import logs
from storage.connection_pool import QUEUE_TIMEOUT
from storage.errors import of_postgresql, translate
from tests.support.databases import PostgreSQL, fill_disk, remount
from tests.support.silent_proxy import silent_proxy
from tests.test_main import ROOT, say

SECRET = "the secret key that nobody may ever see"


def command(*words: str, **streams: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [sys.executable, "-m", "bot", *words], cwd=ROOT, text=True, check=False, **streams
    )


Situation = Callable[[PostgreSQL, ExitStack], str]


def silent(server: PostgreSQL, stack: ExitStack) -> str:
    url = server.url(server.new())
    proxy = stack.enter_context(silent_proxy(url))
    proxy.falls_silent()
    return proxy.url(url)


def without_tls(server: PostgreSQL, stack: ExitStack) -> str:
    url = server.url(server.new())
    return stack.enter_context(silent_proxy(url)).url(url).replace("ssl=disable", "ssl=require")


def without_certificate(server: PostgreSQL, stack: ExitStack) -> str:
    return without_tls(server, stack).replace("ssl=require", "ssl=verify-full")


def missing(server: PostgreSQL, _: ExitStack) -> str:
    return server.url("no_such_database")


def of_somebody_else(server: PostgreSQL, _: ExitStack) -> str:
    server.run("postgres", "DROP ROLE IF EXISTS stranger", "CREATE ROLE stranger LOGIN")
    name = server.new()
    server.run(name, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    return server.url(name).replace("postgres@", "stranger@")


def crowded(server: PostgreSQL, _: ExitStack) -> str:
    server.run("postgres", "DROP ROLE IF EXISTS crowd", "CREATE ROLE crowd LOGIN CONNECTION LIMIT 0")
    return server.url(server.new()).replace("postgres@", "crowd@")


def read_only(server: PostgreSQL, _: ExitStack) -> str:
    name = server.new()
    server.run("postgres", f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    return server.url(name)


REASONS: dict[Situation, str] = {
    silent: "The database does not answer (it took too long). Check that it is running, and that",
    without_tls: "rejected SSL upgrade). Check that it is running",
    without_certificate: "The address of the database cannot be used (root certificate file ",
    missing: 'There is no such database (database "no_such_database" does not exist). Create it, or',
    of_somebody_else: "Accord's user may not do that (permission denied for schema public). Make it",
    crowded: 'The database takes no more connections (too many connections for role "crowd"). Raise',
    read_only: "The database is read-only (cannot execute ",
}


@pytest.mark.parametrize("situation", REASONS, ids=lambda situation: situation.__name__)
def test_a_database_in_trouble_is_explained(
    situation: Situation, postgresql: PostgreSQL, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        places = {"DATABASE_URL": situation(postgresql, stack), "SECRET_KEY": SECRET, "DATA": str(tmp_path)}
        places["KEYS_URL"] = postgresql.url(postgresql.new())
        code, output = say("migrate", **places)
        assert (code, output.partition(":")[0]) == (1, "Nothing was migrated")
        assert REASONS[situation] in output
        code, output = say("serve", PORT="0", **places)
        assert (code, output.partition(":")[0]) == (1, "Accord was not started")


def test_a_check_of_silent_databases_ends_soon(postgresql: PostgreSQL, tmp_path: Path) -> None:
    with ExitStack() as stack:
        places = {"DATABASE_URL": silent(postgresql, stack), "KEYS_URL": silent(postgresql, stack)}
        began = monotonic()
        code, output = say("check", "--json", SECRET_KEY=SECRET, DATA=str(tmp_path), **places)
        assert monotonic() - began < QUEUE_TIMEOUT
    found = {each["about"]: each for each in json.loads(output) if each["level"] == "Error"}
    assert (code, {*found}) == (1, {"database", "keys"})
    assert found["keys"]["cure"].startswith("Check that it is running, and that ACCORD_DATABASE_URL")


@pytest.mark.parametrize("state", ["28P01", "28000"])
def test_a_wrong_password_is_explained(state: str) -> None:
    explained = str(of_postgresql(state, 'password authentication failed for user "accord"'))
    assert explained.endswith("Check names and passwords in ACCORD_DATABASE_URL and ACCORD_KEYS_URL")


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    say("migrate", DATA=str(tmp_path / "data"))
    say("backup", str(tmp_path / "whole.db"), DATA=str(tmp_path / "data"))
    return tmp_path / "whole.db"


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_backup_is_refused_or_whole_enough(seed: int, backup: Path, tmp_path: Path) -> None:
    """`say` raises what a command does not handle."""
    content, chance = bytearray(backup.read_bytes()), random.Random(seed)
    for place in chance.sample(range(4096, len(content)), 4**seed):
        content[place] ^= 255
    (tmp_path / "damaged.db").write_bytes(content)
    code, output = say("restore", str(tmp_path / "damaged.db"), DATA=str(tmp_path / "new"))
    assert output.startswith("Nothing was restored: " if code else "Restored.")


def test_text_that_is_not_utf_8_is_damage(backup: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(backup)) as spoilt, spoilt:
        spoilt.execute("UPDATE alembic_version SET version_num = CAST(X'FFFE' AS TEXT)")
    code, output = say("restore", str(backup), DATA=str(tmp_path / "new"))
    assert (code, output.partition(":")[0]) == (1, "Nothing was restored")


def test_text_in_a_row_that_is_not_utf_8_is_damage_too() -> None:
    with closing(sqlite3.connect(":memory:")) as connection, pytest.raises(sqlite3.Error) as raised:
        connection.execute("SELECT CAST(X'FFFE' AS TEXT)").fetchall()
    assert str(translate(raised.value)).startswith("The database file is damaged (Could not decode to UTF-8")


def test_a_full_disk_for_results_is_named(small_disk: Path, tmp_path: Path) -> None:
    say("migrate", DATA=str(tmp_path / "data"))
    fill_disk(small_disk)
    code, output = say("export", str(small_disk / "results"), DATA=str(tmp_path / "data"))
    assert code == 1
    assert output.startswith(f"Nothing was exported: {small_disk}")
    assert output.endswith("cannot be used (No space left on device). Choose another place")


@pytest.mark.parametrize("words", [("backup", "{}/b.db"), ("backup", "{}/more/"), ("export", "{}/e.zip")])
def test_a_read_only_folder_is_named_and_not_one_of_ours(
    words: tuple[str, str], small_disk: Path, tmp_path: Path
) -> None:
    say("migrate", DATA=str(tmp_path / "data"))
    remount(small_disk, "ro")
    code, output = say(*(word.format(small_disk) for word in words), DATA=str(tmp_path / "data"))
    remount(small_disk, "rw")
    assert code == 1
    assert ".accord" not in output
    assert f"{small_disk}" in output
    assert output.endswith("cannot be used (Read-only file system). Choose another place")


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["manifest", "slack", "--socket"]])
def test_output_on_a_full_disk_is_said_without_a_traceback(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = command(*words, stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (1, "Accord stopped: No space left on device.\n")


def test_a_terminal_without_these_letters_gets_them_escaped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    monkeypatch.setenv("ACCORD_DATA", str(tmp_path))
    done = command("check", capture_output=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u2192" in done.stdout


def test_a_fault_is_said_by_its_place_and_not_by_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise KeyError(SECRET)

    with pytest.raises(SystemExit) as ended:
        explain_faults(fail)
    assert ended.value.code == EXIT_FAULT
    said = capsys.readouterr().err
    assert said.startswith("Accord stopped because of a fault in it: KeyError at bot/command_line.py:")
    assert SECRET not in said


def test_output_that_cannot_be_written_closes_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", output := StringIO())

    def fail() -> None:
        raise OSError(ENOSPC, strerror(ENOSPC))

    with pytest.raises(SystemExit) as ended:
        explain_faults(fail)
    assert (ended.value.code, output.closed) == (1, True)
    assert capsys.readouterr().err == "Accord stopped: No space left on device.\n"


def test_a_fault_after_the_start_is_left_to_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", logs._log_uncaught)

    def fail() -> None:
        raise KeyError(SECRET)

    with pytest.raises(KeyError):
        explain_faults(fail)


def test_a_closed_standard_input_holds_no_report() -> None:
    bounce = ["sh", "-c", 'exec "$0" -m bot bounce <&-', sys.executable]
    done = subprocess.run(bounce, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Nothing was recorded")


TEAMS_ID = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
NOWHERE = "https://127.0.0.1:1"
SECRETS = {
    "ACCORD_SECRET_KEY": SECRET,
    "ACCORD_METRICS_TOKEN": "the token that opens the metrics and no more",
    "ACCORD_SMTP_URL": "smtps://accord:password-of-the-mail-server@127.0.0.1:1",
    "SLACK_BOT_TOKEN": "xoxb-1-2-token-of-the-bot",
    "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdea",
    "SLACK_APP_TOKEN": "xapp-1-2-token-of-the-app",
    "TEAMS_APP_PASSWORD": "password-of-the-app-for-teams",
}
PLACES = {
    "ACCORD_MAIL_FROM": "accord@example.org",
    "ACCORD_PUBLIC_URL": "https://accord.example.org",
    "SLACK_API_URL": f"{NOWHERE}/api/",
    "TEAMS_APP_ID": TEAMS_ID,
    "TEAMS_TENANT_ID": TEAMS_ID,
    "TEAMS_TOKEN_URL": f"{NOWHERE}/token",
    "TEAMS_OPENID_METADATA_URL": f"{NOWHERE}/keys",
}
COMMANDS = (
    "migrate",
    "check --json",
    "backup {}/copies/",
    "export {}/results.zip",
    "restore {}/no-backup.db",
    "discard-keys",
    "reencrypt",
    "bounce",
    "manifest slack",
    "manifest teams {}",
    "tenants list",
    "tenants allow junk",
    f"tenants refuse {TEAMS_ID}",
    "serve --host 192.0.2.1",
    "work --port 0 --no-such-option",
    "demo --port no",
)


@pytest.mark.parametrize("database", ["a file", "a server that is away"])
def test_no_command_prints_a_secret(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (SECRETS | PLACES | {"ACCORD_DATA": str(tmp_path / "data")}).items():
        monkeypatch.setenv(name, value)
    hidden = ["password-of-the-mail-server", *SECRETS.values()]
    if database != "a file":
        hidden.append("password-of-the-database")
        for name in ("DATABASE", "KEYS"):
            url = f"postgresql://accord:password-of-the-database@127.0.0.1:1/{name}"
            monkeypatch.setenv(f"ACCORD_{name}_URL", url)
    for words in COMMANDS:
        _, output = say(*words.format(tmp_path).split())
        assert output, words
        assert not [secret for secret in hidden if secret in output], words
        if words == "check --json":
            json.loads(output[output.index("[\n") :])
