import io
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from rich.console import Console

from adapters.terminal.platform import TerminalPlatform
from bot.demo.run import (
    demo_settings,
    open_demo,
    private_folder,
    run_demo,
    show_progress,
    story_dates,
    terminal_chat,
)
from tests.demo.conftest import WEDNESDAY
from tests.demo.small_partnership import SMALL
from tests.end_to_end.serving import free_port, told_to_stop
from tests.support.fakes import SetClock

URL = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("now", "friday"),
    [
        (datetime(2026, 3, 4, 12, tzinfo=UTC), datetime(2026, 2, 27, 14, tzinfo=UTC)),
        (datetime(2026, 3, 6, 13, 59, tzinfo=UTC), datetime(2026, 2, 27, 14, tzinfo=UTC)),
        (datetime(2026, 3, 6, 14, tzinfo=UTC), datetime(2026, 3, 6, 14, tzinfo=UTC)),
        (datetime(2026, 7, 19, 8, tzinfo=UTC), datetime(2026, 7, 17, 13, tzinfo=UTC)),  # summer time
    ],
)
def test_history_ends_on_the_last_friday_afternoon(now: datetime, friday: datetime) -> None:
    assert story_dates(now, 26)[1] == friday


def test_history_begins_on_the_thursday_before_the_first_round() -> None:
    founded_at, _ = story_dates(datetime(2026, 3, 4, 12, tzinfo=UTC), 2)
    assert founded_at == datetime(
        2026, 1, 22, 14, tzinfo=UTC
    )  # two rounds and the open one begin on 27 January


@pytest.mark.parametrize("memory", [True, False])
def test_the_folder_is_private_and_gone_afterwards(memory: bool, tmp_path: Path) -> None:
    with private_folder(tmp_path if memory else tmp_path / "none") as data:
        assert data.stat().st_mode & 0o777 == 0o700
        assert data.is_relative_to(tmp_path) is memory
    assert not data.exists()


def test_the_demo_ignores_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = demo_settings(tmp_path, "http://127.0.0.1:8000")
    for name in ("DATABASE_URL", "KEYS_URL", "PUBLIC_URL", "SECRET_KEY", "HOST", "DATA"):
        monkeypatch.setenv(f"ACCORD_{name}", "something real")
    assert demo_settings(tmp_path, "http://127.0.0.1:8000") == before


@pytest.fixture
def log() -> Iterator[None]:
    """Restore the log, which the demo silences."""
    yield
    structlog.reset_defaults()


@pytest.mark.parametrize("name", ["SMTP_URL", "MAIL_FROM", "PORT", "SECRET_KEY", "PRIVACY_URL", "DATA"])
def test_settings_that_cannot_work_do_not_stop_the_demo(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = demo_settings(tmp_path, "http://127.0.0.1:8000")
    monkeypatch.setenv(f"ACCORD_{name}", "garbage")
    monkeypatch.setenv(f"ACCORD_{name}_FILE", str(tmp_path / "missing"))
    assert demo_settings(tmp_path, "http://127.0.0.1:8000") == before


def test_the_demo_sends_no_email(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORD_SMTP_URL", "smtps://mail.example.org")
    monkeypatch.setenv("ACCORD_MAIL_FROM", "accord@example.org")
    assert demo_settings(tmp_path, "http://127.0.0.1:8000").relay is None


@pytest.mark.usefixtures("log")
async def test_the_demo_serves_until_it_is_stopped(capsys: pytest.CaptureFixture[str]) -> None:
    port = free_port()
    answered = await told_to_stop(run_demo(port, SMALL, 0), port, "/demo", signal.SIGINT)
    assert answered.startswith(b"HTTP/1.1 200 OK")
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.endswith(("done", ":"))] == [
        "50% done",
        "100% done",
        "Two Rivers is a made-up partnership. Its newest round is open. Start here:",
        "Or sign in as one person. Each link works once, and that page makes new ones:",
    ]
    assert [line.split("http")[0].strip() for line in lines if "/me/open/" in line] == [
        "Answer as a member (Femi Ade)",
        "Act as the coordinator (Ann Price)",
        "Watch the channel (Femi Ade)",
    ]
    assert lines[-1] == "Stopped."


async def test_somebody_can_take_part_from_the_terminal(tmp_path: Path) -> None:
    shown: list[str] = []
    screen, settings = TerminalPlatform(shown.append, URL), demo_settings(tmp_path, URL)
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as keyboard:
        keyboard.write("check-in\n4\n")
    async with (
        open_demo(settings, SMALL, 0, Console(quiet=True), SetClock(WEDNESDAY), screen) as (accord, _),
        terminal_chat(accord, os.fdopen(reader)) as chat,
    ):
        assert chat
        await chat
    assert [
        title for title in ("Will you join Two Rivers?", "1 of 5", "2 of 5") if title in "".join(shown)
    ] == [
        "Will you join Two Rivers?",
        "1 of 5",
        "2 of 5",
    ]
    assert "2 of 5" in shown[-1]


@pytest.mark.parametrize("is_terminal", [True, False])
def test_progress_is_shown_while_the_year_is_made(is_terminal: bool) -> None:
    written = io.StringIO()
    with show_progress(Console(file=written, force_terminal=is_terminal), 12) as advance:
        for _ in range(12):
            advance()
    shown = written.getvalue()
    assert "Making a year of results." in shown
    assert [line for line in shown.splitlines() if line.endswith("done")] == (
        [] if is_terminal else ["25% done", "50% done", "75% done", "100% done"]
    )


@pytest.mark.usefixtures("log")
async def test_the_demo_prints_how_to_use_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    port, (reader, writer) = free_port(), os.pipe()
    with os.fdopen(writer, "w"):
        typed = os.fdopen(reader)
        await told_to_stop(run_demo(port, SMALL, 0, typed=typed), port, "/demo", signal.SIGINT)
    assert "Or answer here: type a number" in capsys.readouterr().out
