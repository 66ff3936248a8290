"""The log: what it contains, and what it never contains."""

import asyncio
import io
import json
import logging
import socket
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.ops import logs
from storage.store import SqlStore
from tests.ops.http_client import HttpClient
from tests.ops.processes import running
from tests.support.history_factory import add_members_without_home

SECRET = "kingfisher"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Set the log up for machines, and return its stream."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    was = (
        (sys, "excepthook"),
        (sys, "unraisablehook"),
        (logging, "raiseExceptions"),
    )
    for hooks, name in was:
        monkeypatch.setattr(hooks, name, getattr(hooks, name))  # what it was comes back
    written = io.StringIO()
    logs.set_up(written)
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)


def told(log: io.StringIO) -> list[dict[str, Any]]:
    """Return the lines of the log without their times."""
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return [{name: value for name, value in line.items() if name != "timestamp"} for line in lines]


def fail(words: str) -> None:
    raise ValueError(f"{words} is not a number")


def fail_because(words: str) -> None:
    try:
        {"no": "words"}[words]
    except KeyError as error:
        raise LookupError(words) from error


def fail_after(words: str) -> None:
    try:
        fail(words)
    finally:
        fail_because(words)


def test_machines_get_a_line_of_json(log: io.StringIO) -> None:
    structlog.get_logger().info("answering", port=8000)
    structlog.get_logger().debug("request")
    assert told(log) == [{"event": "answering", "level": "info", "port": 8000}]
    assert json.loads(log.getvalue())["timestamp"].endswith("Z")


@pytest.mark.usefixtures("log")
def test_a_terminal_gets_readable_lines() -> None:
    watched = Terminal()
    logs.set_up(watched)
    structlog.get_logger().info("answering", port=8000)
    assert "answering" in watched.getvalue()
    assert not watched.getvalue().startswith("{")


def test_an_exception_is_logged_by_type_and_location_without_its_text(log: io.StringIO) -> None:
    try:
        fail_after(SECRET)
    except LookupError:
        structlog.get_logger().exception("a tick failed")
    (line,) = told(log)
    kinds = [each for each in line["exception"].splitlines() if not each.startswith(" ")]
    places = [each.split()[-1] for each in line["exception"].splitlines() if each.startswith(" ")]
    assert kinds == ["builtins.LookupError", "from builtins.KeyError", "from builtins.ValueError"]
    assert (places[-1], "tests/ops/test_logs.py" in line["exception"]) == ("fail", True)
    assert SECRET not in log.getvalue()


def test_an_exception_group_is_logged_without_its_texts(log: io.StringIO) -> None:
    group = ExceptionGroup(SECRET, [ValueError(SECRET), KeyError(SECRET)])
    structlog.get_logger().error("broken", exc_info=group)
    assert told(log)[0]["exception"].splitlines() == [
        "builtins.ExceptionGroup",
        "with builtins.ValueError",
        "with builtins.KeyError",
    ]


def test_a_cyclic_cause_is_logged_once(log: io.StringIO) -> None:
    error = ValueError(SECRET)
    error.__cause__ = error
    structlog.get_logger().error("broken", exc_info=error)
    assert told(log)[0]["exception"] == "builtins.ValueError"


def test_a_suppressed_cause_is_not_logged(log: io.StringIO) -> None:
    try:
        try:
            fail(SECRET)
        except ValueError:
            raise LookupError(SECRET) from None
    except LookupError:
        structlog.get_logger().exception("broken")
    assert "ValueError" not in told(log)[0]["exception"]


def test_only_known_libraries_are_logged_with_their_text(log: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.\n%s", SECRET)
    logging.getLogger("slack_bolt").error(f"Unhandled request {SECRET}")  # noqa: G004 - as it is there
    logging.getLogger("asyncio").error("")
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 1)
    logging.getLogger("apscheduler.scheduler").warning("Execution of job skipped")
    assert [(line["by"], line["event"], line["level"]) for line in told(log)] == [
        ("uvicorn.error", "Invalid HTTP request received.", "warning"),
        ("slack_bolt", "library message", "error"),
        ("asyncio", "library message", "error"),
    ]


async def test_an_unawaited_failure_is_logged_without_its_text(log: io.StringIO) -> None:
    async def lose() -> None:
        fail(SECRET)

    lost = asyncio.create_task(lose())
    await asyncio.wait([lost])
    asyncio.get_running_loop().call_exception_handler(
        {"message": "Task was lost", "exception": lost.exception()}
    )
    sys.excepthook(ValueError, ValueError(SECRET), None)
    sys.unraisablehook(type("Lost", (), {"exc_type": KeyError, "exc_value": None, "exc_traceback": None})())
    assert [(line["event"], line["exception"].splitlines()[0]) for line in told(log)] == [
        ("Task was lost", "builtins.ValueError"),
        ("unexpected error", "builtins.ValueError"),
        ("unexpected error", "builtins.KeyError"),
    ]
    assert SECRET not in log.getvalue()


BROKEN = "DROP TABLE posts; DROP TABLE answers; DROP TABLE partnerships"


async def test_a_whole_round_logs_no_text_of_anybody(tmp_path: Path) -> None:
    """Errors occur in it while people's texts are handled."""
    with running("serve", DATA=str(tmp_path), SECRET_KEY="nightingale" * 3) as accord:
        at = f"http://127.0.0.1:{accord.port()}"
        async with HttpClient(at) as amira, HttpClient(at) as ben:
            await amira.starts("Kestrel Partnership", "Amira Sparrow")
            code = await amira.invites()
            await ben.joins(code, "Ben Wagtail", "Goldcrest Trust")
            await amira.approves()
            store = SqlStore(f"sqlite+aiosqlite:///{tmp_path}/accord.db")
            await add_members_without_home(store, datetime.now(UTC), 8, "Kestrel Partnership")
            await store.close()
            await amira.says('ask "How fair was the lapwing budget?" for 2 days now')
            assert await ben.answers("Mostly", comment="The chaffinch helps.") == [
                "How fair was the lapwing budget?"
            ]
            link = await ben.link()
            for each in (amira, ben):
                await each.get(each.own)
            with closing(sqlite3.connect(tmp_path / "accord.db")) as broken:
                broken.executescript(BROKEN)
            await amira.press("Send", words="action share the siskin papers")
            await ben.press("Send", words="my data")
            broke = [amira.status, ben.status]
            async with HttpClient(at) as anybody:  # after a fault the server hangs up on whoever met it
                await anybody.get(f"{link}/{SECRET}")
            ids = [ben.own, amira.own]
            cookies = [*ben.secret.values(), *amira.secret.values()]
        accord.hears("a step failed")
        accord.stop()
    birds = (
        "kestrel",
        "sparrow",
        "wagtail",
        "goldcrest",
        "lapwing",
        "chaffinch",
        "siskin",
        "nightingale",
        SECRET,
    )
    secrets = (*birds, code, link.rpartition("/")[2], *(each.rpartition("/")[2] for each in ids), *cookies)
    logged = "".join(accord.said)
    events = [json.loads(line)["event"] for line in accord.said]
    assert broke == [500, 500]
    assert {"request", "Exception in ASGI application", "a step failed"} <= {*events}
    assert [each for each in secrets if each in logged.lower()] == []
    assert "sqlite3.OperationalError" in logged


@pytest.mark.usefixtures("log")  # which takes down what this sets up
@pytest.mark.parametrize("command", [("serve",), ("work", "--port", "{taken}")])
def test_long_running_commands_log_from_the_start(command: tuple[str, ...], tmp_path: Path) -> None:
    structlog.reset_defaults()
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        taken = str(server.getsockname()[1])
        words = [word.format(taken=taken) for word in command]
        told = {"ACCORD_PORT": taken, "ACCORD_DATA": str(tmp_path)}
        assert CliRunner().invoke(cli, words, env=told).exit_code == 1
    assert structlog.is_configured()
