"""What `accord check` says about the machine."""

import resource
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.ops.doctor import Level, warning
from bot.ops.machine_checks import check_machine, raise_open_file_limit, read_swaps

HEADER = "Filename\tType\tSize\tUsed\tPriority\n"


@pytest.fixture
def open_files() -> Iterator[int]:
    """The most files that this process may open; how many it can open is put back afterwards."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield most
    resource.setrlimit(resource.RLIMIT_NOFILE, (now, most))


@pytest.mark.parametrize("swaps", ["", HEADER, f"{HEADER}/dev/zram0 partition 8388604 0 100\n"])
def test_a_machine_without_swap_is_ok(swaps: str) -> None:
    (running,) = check_machine(swaps, 4096)
    assert running.level is Level.OK
    assert running.what.startswith(f"Accord {version('accord')}, on Python 3.")


def test_where_the_system_says_nothing_of_swap_nothing_is_known(tmp_path: Path) -> None:
    assert read_swaps(tmp_path / "swaps") == ""
    (tmp_path / "swaps").write_text(HEADER)
    assert read_swaps(tmp_path / "swaps") == HEADER


def test_swap_and_a_low_limit_of_open_files_are_warned_of() -> None:
    _, *findings = check_machine(f"{HEADER}/dev/sda2 partition 2097148 0 -2\n", 1024)
    assert findings == [
        warning(
            "swap",
            "Memory can be written to /dev/sda2, and with it keys of open rounds.",
            "Turn swap off, unless it is encrypted.",
        ),
        warning(
            "open files",
            "Accord can have only 1024 connections and files open at once.",
            "Allow 4096: LimitNOFILE in systemd, ulimits in compose.yaml, or ulimit -Hn.",
        ),
    ]


def test_a_low_limit_of_open_files_is_raised_as_far_as_allowed(open_files: int) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, open_files))
    assert raise_open_file_limit(300) == 300
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (300, open_files)
    assert raise_open_file_limit(200) == 300
