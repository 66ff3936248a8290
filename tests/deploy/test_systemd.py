"""The units of deploy/systemd are what systemd accepts, as closed as they can be, and alike."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import typer

from bot.__main__ import cli

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "deploy" / "systemd"
SERVICES = sorted(FOLDER.glob("*.service"))
RUNNING = [file for file in SERVICES if "oneshot" not in file.read_text()]
PROGRAM = "/opt/accord/bin/accord"
NO_SYSTEMD = "SYSTEMD-ANALYZE IS NOT HERE, SO THE UNITS OF SYSTEMD WERE NOT CHECKED"
MAX_EXPOSURE = 15  # tenths, of 100: "OK"; without a filter it would be 92, "UNSAFE"

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason=NO_SYSTEMD)


def settings(unit: Path) -> list[tuple[str, str]]:
    lines = [line for line in unit.read_text().splitlines() if "=" in line and not line.startswith("#")]
    return [(name, value) for name, _, value in (line.partition("=") for line in lines)]


def hardening(unit: Path) -> list[tuple[str, str]]:
    """Return what a unit may not do: the settings behind AmbientCapabilities, which stand in one order."""
    names = [name for name, _ in settings(unit)]
    closed = settings(unit)[names.index("AmbientCapabilities") : names.index("UMask") + 1]
    return [setting for setting in closed if setting[0] != "MemoryDenyWriteExecute"]


def name(unit: Path) -> str:
    return unit.name


@needs_systemd
def test_systemd_understands_every_unit(tmp_path: Path) -> None:
    """The program is another one here: Accord is not in /opt."""
    units = [*SERVICES, *FOLDER.glob("*.timer")]
    for unit in units:
        (tmp_path / unit.name).write_text(unit.read_text().replace(PROGRAM, "/bin/true"))
    result = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", *(tmp_path / unit.name for unit in units)],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"LC_ALL": "C"},
    )
    assert (result.returncode, re.findall(r"^.*accord.*$", result.stderr, re.MULTILINE)) == (0, [])


@needs_systemd
@pytest.mark.parametrize("unit", SERVICES, ids=name)
def test_every_unit_is_as_closed_as_it_can_be(unit: Path) -> None:
    result = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={MAX_EXPOSURE}", unit],
        check=False,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout.splitlines()[-1]


def test_all_units_are_closed_alike() -> None:
    first, *others = [hardening(unit) for unit in SERVICES]
    assert len(first) > 20
    assert others == [first] * len(others)


@pytest.mark.parametrize("unit", SERVICES, ids=name)
def test_every_unit_runs_what_the_command_line_knows(unit: Path) -> None:
    program, command, *words = shlex.split(dict(settings(unit))["ExecStart"].replace("%i", "8001"))
    assert program == PROGRAM
    typer.main.get_command(cli).commands[command].make_context(command, words)  # type: ignore[attr-defined]


@pytest.mark.parametrize("unit", RUNNING, ids=name)
def test_what_runs_for_long_has_limits_and_time_to_stop(unit: Path) -> None:
    values = dict(settings(unit))
    limits = {
        key: values[key] for key in ("LimitNOFILE", "LimitCORE", "TimeoutStopSec", "KillMode", "Restart")
    }
    assert limits == {
        "LimitNOFILE": "4096",
        "LimitCORE": "0",
        "TimeoutStopSec": "40",
        "KillMode": "mixed",
        "Restart": "on-failure",
    }


def test_the_backup_cannot_see_the_keys() -> None:
    folders = dict(settings(FOLDER / "accord.service"))["StateDirectory"].split()
    assert folders == ["accord", "accord-keys"]
    assert dict(settings(FOLDER / "accord-backup.service"))["InaccessiblePaths"] == "-/var/lib/accord-keys"
