"""The command line."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from bot import __main__
from bot.__main__ import cli
from bot.core.models import RoundState
from storage.crypto import fingerprint
from storage.keys_binding import open_keys
from storage.keys_folder import locate_keys
from storage.migrate import migrate
from storage.schema import HEAD
from storage.store import SqlStore
from tests.adapters.mail.test_bounces import report
from tests.ops.processes import Process, fetch, running, until
from tests.storage.examples import HARBOUR, NOW, ROUND
from tests.storage.old_databases import load
from tests.support.patience import PATIENCE

ROOT = Path(__file__).parent.parent
SHARED = "postgresql+asyncpg://accord@127.0.0.1:1/accord"


def say(*words: str, given: str = "", **environment: str) -> tuple[int, str]:
    done = CliRunner().invoke(
        cli, words, input=given, env={f"ACCORD_{name}": value for name, value in environment.items()}
    )
    return done.exit_code, done.output.strip()


PLATFORM_SDKS = {"microsoft_agents", "slack_bolt", "slack_sdk"}
HEAVY = PLATFORM_SDKS | {"aiohttp", "alembic", "babel", "rich", "sqlalchemy", "starlette", "vl_convert"}


def imported_by(*words: str, **environment: str) -> set[str]:
    """Return the packages that a process has imported when a command has ended."""
    code = (
        "import sys, runpy\ntry: runpy.run_module('bot', run_name='__main__', alter_sys=True)\n"
        "finally: print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        env=os.environ | {f"ACCORD_{name}": value for name, value in environment.items()},
        capture_output=True,
        text=True,
        check=False,
    )
    return {*done.stderr.splitlines()[-1].split()}


def test_help_is_quick_because_nothing_heavy_is_imported_for_it() -> None:
    assert imported_by("--help") & {*HEAVY, "pydantic"} == set()


@pytest.mark.parametrize("words", ["serve --help", "manifest", "--version", "servve", "restore"])
def test_usage_errors_are_quick_too(words: str) -> None:
    assert imported_by(*words.split()) & HEAVY == set()


OPEN = """
import asyncio, sys
from bot import app

async def start():
    settings, chats = app.read_environment()
    async with app.open_application(settings, chats=[chat.open for chat in chats if chat.wanted]):
        print(*{name.partition(".")[0] for name in sys.modules})

asyncio.run(start())
"""


def test_a_start_imports_only_what_is_set_up(tmp_path: Path) -> None:
    say("migrate", DATA=str(tmp_path))
    started = [sys.executable, "-c", OPEN]
    environment = os.environ | {"ACCORD_DATA": str(tmp_path)}
    done = subprocess.run(started, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    imported = {*done.stdout.splitlines()[-1].split()}
    assert "sqlalchemy" in imported
    assert imported & (PLATFORM_SDKS | {"aiohttp", "alembic", "asyncpg", "holidays", "vl_convert"}) == set()


@pytest.mark.parametrize("group", ["", "manifest", "tenants"])
def test_help_shows_a_whole_sentence_for_each_command(group: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    _, _, commands = say(*group.split(), "--help")[1].partition("Commands:\n")
    lines = commands.partition("\n\n")[0].splitlines()
    assert len(lines) > 1
    assert [line for line in lines if not line.endswith(".") or line.endswith("...")] == []


def test_it_tells_its_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert say("--version") == (0, f"accord {project['version']}")


COMMANDS = (
    "demo",
    "serve",
    "work",
    "migrate",
    "check",
    "bounce",
    "backup",
    "export",
    "restore",
    "discard-keys",
    "reencrypt",
    "manifest",
    "tenants",
)


def test_without_a_command_it_says_what_there_is() -> None:
    _, said = say()
    assert all(command in said for command in COMMANDS)


@pytest.mark.parametrize(
    "command", ["serve", "work", "migrate", "backup here", "restore here", "export here"]
)
def test_settings_that_cannot_work_are_said_by_name_and_nothing_starts(command: str) -> None:
    code, said = say(*command.split(), PORT="many", SECRET_KEY="short")
    assert code == 2
    assert sorted(line.split()[0] for line in said.splitlines()) == ["ACCORD_PORT", "ACCORD_SECRET_KEY"]


def test_so_is_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    code, said = say("serve", SECRET_KEY_FILE=f"{tmp_path}/none")
    assert (code, said.split()[0]) == (2, "ACCORD_SECRET_KEY_FILE")


def test_a_rule_about_two_settings_is_said_once() -> None:
    code, said = say("serve", DATABASE_URL=SHARED)
    assert (code, said.split()[0]) == (2, "ACCORD_KEYS_URL")


def test_a_database_of_its_own_is_migrated(tmp_path: Path) -> None:
    assert say("migrate", DATA=str(tmp_path)) == (0, f"The database was created, at version {HEAD}.")
    assert (tmp_path / "accord.db").exists()
    assert say("migrate", DATA=str(tmp_path)) == (0, "The database is up to date.")


def test_an_upgrade_says_what_it_does(tmp_path: Path) -> None:
    load("78cfa2e", tmp_path)
    code, said = say("migrate", DATA=str(tmp_path))
    lines = said.splitlines()
    assert (code, lines[0], lines[-1]) == (
        0,
        f"Upgrading to version {HEAD}. If this is interrupted, nothing has changed.",
        f"The database was upgraded from version 0001 (before its release) to {HEAD}.",
    )


def test_a_database_that_is_away_is_said_plainly() -> None:
    code, said = say("migrate", DATABASE_URL=SHARED, KEYS_URL=f"{SHARED}-keys")
    assert (code, said.partition(":")[0]) == (1, "Nothing was migrated")


def test_a_check_says_what_is_wrong_and_ends_accordingly(tmp_path: Path) -> None:
    code, said = say("check", DATA=str(tmp_path))
    assert (code, said.splitlines()[-1][:9]) == (0, "0 errors,")
    code, said = say("check", "--json", DATA=str(tmp_path), HOST="0.0.0.0")
    assert (code, [each["about"] for each in json.loads(said) if each["level"] == "Error"]) == (
        1,
        ["address"],
    )


def test_a_check_explains_settings_that_cannot_be_read() -> None:
    code, said = say("check", "--json", PORT="many", SECRET_KEY="short")
    assert (code, [each["what"].split()[0] for each in json.loads(said)]) == (
        1,
        ["ACCORD_SECRET_KEY", "ACCORD_PORT"],
    )


def test_what_came_back_is_read_and_kept_by_the_mail_server_while_that_cannot_be(tmp_path: Path) -> None:
    letter = "Subject: I am on holiday\r\n\r\nUntil Monday.\r\n"
    nothing = "Nothing was recorded: this does not say that an email from Accord failed for good."
    assert say("bounce", given=letter, DATA=str(tmp_path)) == (0, nothing)
    assert list(tmp_path.iterdir()) == []
    ours = report(back="Message-ID: <k7f2mq4xw3zr5tb6@example.org>\n").decode()
    for elsewhere in ({"DATA": str(tmp_path)}, {"DATABASE_URL": SHARED, "KEYS_URL": f"{SHARED}-keys"}):
        code, said = say("bounce", given=ours, **elsewhere)
        assert (code, "Traceback" in said, bool(said)) == (75, False, True)
    assert say("migrate", DATA=str(tmp_path))[0] == 0
    assert say("bounce", given=ours, DATA=str(tmp_path)) == (0, nothing)


def test_a_backup_is_made_and_restored_where_there_is_nothing(tmp_path: Path) -> None:
    one, other, file = str(tmp_path / "one"), str(tmp_path / "other"), str(tmp_path / "backup.db")
    say("migrate", DATA=one)
    code, said = say("backup", file, DATA=one)
    assert (code, said) == (
        0,
        f"Backed up to {file}. It holds people's names and comments: keep it safe.",
    )
    assert say("backup", file, DATA=one) == (
        1,
        f"Nothing was backed up: {file} already exists. Choose another name, or a folder such as backups/",
    )
    assert say("restore", file, DATA=other)[0] == 0
    assert say("restore", f"{tmp_path}/none", DATA=other)[0] == 1


def test_backups_go_into_a_folder_that_need_not_be_there(tmp_path: Path) -> None:
    folder = tmp_path / "kept" / "backups"
    say("migrate", DATA=str(tmp_path))
    for times, name in ((1, f"{folder}/"), (2, f"{folder}/"), (3, str(folder))):
        assert say("backup", name, DATA=str(tmp_path))[0] == 0
        files = sorted(folder.iterdir())
        assert (len(files), files[-1].suffix) == (times, ".db")
        files[-1].rename(folder / f"{times}.db")  # a second backup within the same second
    assert folder.stat().st_mode & 0o777 == 0o700
    (tmp_path / "file").touch()
    code, said = say("backup", f"{tmp_path}/file/", DATA=str(tmp_path))
    reason = f"{tmp_path}/file cannot be used (File exists). Choose another place"
    assert (code, said) == (1, f"Nothing was backed up: {reason}")


def test_old_backups_are_deleted_after_a_new_one_was_made(tmp_path: Path) -> None:
    say("migrate", DATA=str(tmp_path))
    folder = tmp_path / "backups"
    folder.mkdir()
    old, other = folder / "accord-2020-01-01T000000Z.db", folder / "notes.db"
    for file in (old, other):
        file.touch()
    assert say("backup", str(folder), DATA=str(tmp_path))[0] == 0
    assert old.exists()
    code, said = say("backup", f"{folder}/now.db", "--keep-days", "30", DATA=str(tmp_path))
    assert (code, said.splitlines()[1:]) == (0, [f"Deleted {old}, which was older than 30 days."])
    assert not old.exists()
    assert other.exists()


def test_results_are_exported_once_into_a_place_of_their_own(tmp_path: Path) -> None:
    data, file = str(tmp_path / "data"), str(tmp_path / "new" / "results.zip")
    assert say("export", file, DATA=data) == (
        1,
        "Nothing was exported: there is no database yet. Run accord serve first, which creates it.",
    )
    say("migrate", DATA=data)
    assert say("export", file, DATA=data) == (
        0,
        f"Exported to {file}. Partnerships: 0. Closed rounds: 0. Values of shared outcomes: 0.",
    )
    assert say("export", file, DATA=data) == (
        1,
        f"Nothing was exported: {file} already exists. Choose another name",
    )
    code, said = say("export", f"{tmp_path}/other", "--partnership", "Harbour", DATA=data)
    assert (code, said.partition(". ")[0]) == (1, "Nothing was exported: there is no partnership Harbour")
    assert not (tmp_path / "other").exists()


@pytest.fixture
def taken() -> Iterator[str]:
    """A port that another program has."""
    with closing(socket.create_server(("127.0.0.1", 0))) as program:
        yield str(program.getsockname()[1])


@pytest.mark.parametrize("command", ["demo", "serve", "work"])
def test_a_port_in_use_is_refused_before_anything_is_made(command: str, taken: str, tmp_path: Path) -> None:
    reason = f"it cannot listen on port {taken} (Address already in use)"
    cure = f"Choose another port, for example: accord {command} --port 8000"
    refused = (1, f"Accord was not started: {reason}. {cure}")
    assert say(command, "--port", taken, DATA=str(tmp_path / "data")) == refused
    if command != "work":
        assert say(command, PORT=taken, DATA=str(tmp_path / "data")) == refused
    assert [*tmp_path.iterdir()] == []


def test_an_address_of_another_machine_is_refused(tmp_path: Path) -> None:
    code, said = say("serve", "--host", "192.0.2.1", DATA=str(tmp_path))
    reason = "it cannot listen on 192.0.2.1 (Cannot assign requested address)"
    cure = "Set ACCORD_HOST to an address of this machine"
    assert (code, said) == (1, f"Accord was not started: {reason}. {cure}")


@pytest.mark.parametrize("command", ["demo", "serve", "work"])
def test_a_number_that_is_no_port_is_a_usage_error(command: str) -> None:
    code, said = say(command, "--port", "99999")
    assert (code, "--port" in said, "Traceback" in said) == (2, True, False)


@pytest.mark.parametrize("command", ["check", "serve", "work", "migrate", "backup b/", "restore b.db"])
@pytest.mark.parametrize(
    "url", ["mysql://accord@db/accord", "foo", "posgresql://accord@db/accord", "sqlite://"]
)
def test_a_wrong_database_address_is_answered_in_a_sentence(command: str, url: str) -> None:
    code, said = say(*command.split(), DATABASE_URL=url)
    assert (code in {1, 2}, "ACCORD_DATABASE_URL" in said, "Traceback" in said) == (True, True, False)


@pytest.mark.parametrize("command", ["serve", "migrate", "restore"])
def test_a_folder_that_cannot_be_made_is_named(command: str, tmp_path: Path) -> None:
    say("migrate", DATA=str(tmp_path))
    backup = say("backup", str(tmp_path / "backup.db"), DATA=str(tmp_path))[1].split()[3].rstrip(".")
    words = [command, backup] if command == "restore" else [command]
    code, said = say(*words, DATA="/proc/accord")
    assert (code, said.partition(": ")[2]) == (
        1,
        "Accord cannot write to /proc/accord (No such file or directory)",
    )


@pytest.mark.parametrize(
    "command",
    [
        "demo",
        "serve",
        "work",
        "migrate",
        "check",
        "bounce",
        "backup",
        "restore",
        "discard-keys",
        "reencrypt",
        "manifest slack",
    ],
)
def test_each_command_shows_an_example(command: str) -> None:
    code, said = say(*command.split(), "--help")
    _, _, examples = said.partition("For example:")
    assert (code, f"accord {command}" in examples) == (0, True)


def test_a_manifest_is_printed_for_slack() -> None:
    code, said = say("manifest", "slack", PUBLIC_URL="https://accord.example.org")
    assert (code, '"request_url": "https://accord.example.org/slack/events"' in said) == (0, True)
    code, said = say("manifest", "slack", "--socket")
    assert (code, '"socket_mode_enabled": true' in said) == (0, True)


@pytest.mark.parametrize("how", [[], ["--many"], ["--many", "--socket"]])
def test_where_slack_cannot_reach_us_it_says_what_to_do(how: list[str]) -> None:
    code, said = say("manifest", "slack", *how)
    assert (code, said.partition(":")[0]) == (2, "No manifest was made")


def test_half_of_what_slack_needs_is_said_by_name_and_nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxp-1")
    code, said = say("serve")
    assert (code, said.split()[0]) == (2, "SLACK_BOT_TOKEN")


OURS = {"TEAMS_APP_ID": "8f4c2f3e", "TEAMS_APP_PASSWORD": "a password", "TEAMS_TENANT_ID": "a tenant"}


def test_a_package_is_written_for_teams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = ("manifest", "teams", str(tmp_path))
    code, said = say(*command, PUBLIC_URL="https://accord.example.org")
    assert (code, said, [*tmp_path.iterdir()]) == (
        2,
        "No package was written: set TEAMS_APP_ID to the app ID of your bot.",
        [],
    )
    for name, value in OURS.items():
        monkeypatch.setenv(name, value)
    assert say(*command) == (
        2,
        "No package was written: set ACCORD_PUBLIC_URL to the https:// address where Teams can reach Accord.",
    )
    code, said = say(*command, PUBLIC_URL="https://accord.example.org")
    file = tmp_path / "accord-teams.zip"
    assert (code, said.partition(". ")[0]) == (0, f"Written to {file}")
    with ZipFile(file) as written:
        assert json.loads(written.read("manifest.json"))["id"] == "8f4c2f3e"
        assert json.loads(written.read("cy.json"))["name.short"] == "Accord"
    for version, expected in (("2.0.1", 0), ("2.0", 2)):
        code, said = say(*command, "--version", version, PUBLIC_URL="https://accord.example.org")
        assert (code, "three numbers" in said) == (expected, expected == 2)
    with ZipFile(file) as written:
        assert json.loads(written.read("manifest.json"))["version"] == "2.0.1"
    further = {"app_id": "9a5b", "tenant_id": "another tenant", "password": "another password"}
    monkeypatch.setenv("TEAMS_REGISTRATIONS", json.dumps([further]))
    for app_id, expected in (("9a5b", 0), ("none", 2)):
        code, said = say(*command, "--app", app_id, PUBLIC_URL="https://accord.example.org")
        assert (code, "there is no app" in said) == (expected, expected == 2)
    with ZipFile(file) as written:
        assert json.loads(written.read("manifest.json"))["id"] == "9a5b"
    code, said = say(*command[:2], f"{file}/file", PUBLIC_URL="https://accord.example.org")
    assert (code, said.partition(":")[0]) == (1, "No package was written")


def test_tenants_are_allowed_and_refused_by_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    id = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
    code, said = say("tenants", "list", DATA=str(tmp_path))
    assert (code, said.partition(":")[0]) == (2, "Nothing was changed")
    for name, value in OURS.items():
        monkeypatch.setenv(name, value)
    code, said = say("tenants", "list", DATA=str(tmp_path))
    assert (code, said.partition(". ")[0]) == (1, "Nothing was changed: there is no database yet")
    (tmp_path / "accord.db").touch()
    code, said = say("tenants", "list", DATA=str(tmp_path))
    assert (code, said.partition(". ")[0]) == (1, "Nothing was changed: the database is of another version")
    say("migrate", DATA=str(tmp_path))
    assert say("tenants", "allow", "contoso", DATA=str(tmp_path))[0] == 1
    assert say("tenants", "allow", id, "--app", "8f4c2f3e", DATA=str(tmp_path))[0] == 0
    assert id in say("tenants", "list", DATA=str(tmp_path))[1]
    code, said = say("tenants", "refuse", id, DATA=str(tmp_path))
    assert (code, said.partition(".")[0]) == (0, f"Refused: {id}")


def test_half_of_what_teams_needs_is_said_by_name_and_nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEAMS_APP_ID", "8f4c2f3e")
    code, said = say("serve")
    assert (code, said.split()[0]) == (2, "TEAMS_APP_PASSWORD")


def test_main_is_what_accord_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["accord", "--help"])
    handler = signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit):
        __main__.main()
    signal.signal(signal.SIGTERM, handler)


@pytest.fixture(params=[("serve",), ("serve", "--no-worker"), ("work", "--port", "0")], ids=" ".join)
def started(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Process]:
    with running(*request.param, DATA=str(tmp_path)) as process:
        yield process


@pytest.mark.parametrize(("command", "code"), [("serve", 0), ("work", 0), ("backup", 143)])
def test_it_ends_when_told_so_while_it_starts(tmp_path: Path, command: str, code: int) -> None:
    """Also as the first process of a container, which ignores a signal that it does not handle."""
    secret = tmp_path / "secret"
    os.mkfifo(secret)
    with running(command, *(["copy.db"] if code else []), SECRET_KEY_FILE=str(secret)) as process:
        written = wait_for_reader(secret)
        process.process.send_signal(signal.SIGTERM)
        assert (process.end(), process.said) == (code, [])
        os.close(written)


def wait_for_reader(pipe: Path) -> int:
    """Open a named pipe to write, once somebody reads it."""
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        with suppress(OSError):
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    raise AssertionError("nobody read it")


def test_ctrl_c_stops_it_without_a_traceback(tmp_path: Path) -> None:
    with running("serve", DATA=str(tmp_path)) as process:
        process.port()
        process.process.send_signal(signal.SIGINT)
        assert (process.end(), len(process.said)) == (0, 2)


def test_it_answers_until_it_is_told_to_stop_and_ends_well(started: Process) -> None:
    port = started.port()
    assert fetch(f"http://127.0.0.1:{port}/healthz") == (200, "up")
    assert started.stop() == 0
    assert [json.loads(line)["event"] for line in started.said] == ["listening", "stopped listening"]


def test_a_process_that_works_is_heard_of_until_it_has_stopped(tmp_path: Path) -> None:
    with (
        running("serve", "--no-worker", DATA=str(tmp_path)) as pages,
        running("work", "--port", "0", DATA=str(tmp_path)) as worker,
    ):
        worker.port()  # from here on it stops when it is told to
        readiness = f"http://127.0.0.1:{pages.port()}/readyz"
        until(readiness, (200, "ready"))
        assert worker.stop() == 0
        assert fetch(readiness) == (503, "not ready: worker")


def test_a_request_under_way_is_answered_after_the_word_to_stop(tmp_path: Path) -> None:
    with running("serve", DATA=str(tmp_path)) as accord:
        port = accord.port()
        with socket.create_connection(("127.0.0.1", port)) as visitor:
            visitor.sendall(
                b"POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n\r\nname"
            )
            until(f"http://127.0.0.1:{port}/healthz", (200, "up"))  # which came after, so ours is under way
            accord.process.send_signal(signal.SIGTERM)
            until(f"http://127.0.0.1:{port}/healthz", (0, ""))
            visitor.sendall(b"=Ami")
            visitor.sendall(b"x")
            assert visitor.recv(99).split(b"\r\n")[0] == b"HTTP/1.1 403 Forbidden"
        assert accord.end() == 0


LOCKED_WITH = "the secret key that was lost long ago"


async def lock_keys(data: Path) -> None:
    """Store an open round whose key needs a secret key that is not set any more."""
    location = locate_keys(data, data.with_name("data-keys"), "", "")
    url = f"sqlite+aiosqlite:///{data}/accord.db"
    await migrate(url)
    store = SqlStore(url)
    async with store.transaction() as db:
        await db.add(replace(HARBOUR, round=ROUND.id), replace(ROUND, state=RoundState.OPEN))
    await store.close()
    keys, _ = await open_keys(url, location, [LOCKED_WITH], NOW)
    await keys.create([ROUND.id], NOW)
    await keys.close()


def test_lost_keys_are_given_up_once_the_harm_is_confirmed(tmp_path: Path) -> None:
    environment = {"DATA": str(tmp_path / "data"), "SECRET_KEY": "0123456789abcdef" * 2}
    assert "there is no database" in say("discard-keys", **environment)[1]
    asyncio.run(lock_keys(tmp_path / "data"))
    code, said = say("discard-keys", given="n\n", **environment)
    assert (code, "their answers deleted. Continue?" in said, said.endswith("Aborted!")) == (1, True, True)
    assert said.startswith("A secret key that open rounds need is not set. Harbour needs ")
    assert say("discard-keys", "--yes", **environment)[1].endswith("when Accord starts.")
    assert say("discard-keys", "--yes", **environment)[1].startswith("Nothing was discarded:")


def test_everything_is_encrypted_again_under_the_newest_secret_key(tmp_path: Path) -> None:
    old, data = "the secret key that was set long ago", {"DATA": str(tmp_path / "data")}
    assert say("reencrypt", SECRET_KEY=old, **data) == (
        1,
        "Nothing was changed: there is no database yet. Run accord serve first, which creates it.",
    )
    say("migrate", **data)
    assert say("reencrypt", **data) == (
        1,
        "Nothing was changed: there is no secret key. Set ACCORD_SECRET_KEY.",
    )
    nothing = "Nothing was changed: the newest secret key has encrypted everything that can be read."
    assert say("reencrypt", SECRET_KEY=old, **data) == (0, nothing)
    asyncio.run(lock_keys(tmp_path / "data"))
    both = f"{old},{LOCKED_WITH}"
    code, said = say("reencrypt", SECRET_KEY=both, **data)
    assert (code, said) == (0, "Encrypted again under the newest secret key: keys of open rounds 1.")
    assert say("reencrypt", SECRET_KEY=both, **data) == (0, nothing)
    findings = json.loads(say("check", "--json", SECRET_KEY=old, **data)[1])
    assert [found["what"] for found in findings if "number 1" in found["what"]] == [
        f"Open rounds that need each secret key: number 1 ({fingerprint(old)}) 1."
    ]


def test_keys_of_another_installation_are_not_given_up(tmp_path: Path) -> None:
    asyncio.run(lock_keys(tmp_path / "data"))
    other = {"DATA": str(tmp_path / "other"), "KEYS_FOLDER": str(tmp_path / "data-keys")}
    say("migrate", **other)
    code, said = say("discard-keys", "--yes", **other)
    assert (code, "belong to another installation" in said) == (1, True)
