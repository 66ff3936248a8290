"""What docs/operate/install.md lets an operator copy agrees with its files, and with Accord."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from bot.environment import read_settings
from bot.settings import Settings

ROOT = Path(__file__).parent.parent.parent
GUIDE = (ROOT / "docs" / "operate" / "install.md").read_text()
SYSTEMD = (ROOT / "docs" / "operate" / "systemd.md").read_text()
RUN_AS_ACCORD = "(runuser --user accord --)"
SETTINGS_FILE = "/etc/accord/accord.env"


def written_to(file: str) -> str:
    """Return what the guide writes into a file."""
    (text,) = re.findall(rf"cat >{file} <<'END'\n(.*?)END\n", GUIDE, re.DOTALL)
    return str(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in place of the machine's own: settings and secrets as the guide makes them."""
    secrets = re.findall(r"for secret in (.*?);", GUIDE)[0].split()
    text = written_to(SETTINGS_FILE)
    for secret in secrets:
        (tmp_path / secret).write_text(f"{secret}{'0123456789' * 4}\n")
        assert f"/etc/accord/{secret}" in text
        text = text.replace(f"/etc/accord/{secret}", str(tmp_path / secret))
    (tmp_path / "accord.env").write_text(text)
    return tmp_path


def run_wrapper(folder: Path, *words: str, **environment: str) -> list[str]:
    """Run deploy/accord with `env` in place of Accord, and without another user. Returns what it prints."""
    script = (ROOT / "deploy" / "accord").read_text()
    for old, new in {
        SETTINGS_FILE: f"{folder}/accord.env",
        RUN_AS_ACCORD: "()",
        "/opt/accord/bin/accord": "env",
    }.items():
        assert old in script
        script = script.replace(old, new)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ACCORD_")}
    done = subprocess.run(
        ["bash", "-c", script, "accord", *words],
        check=True,
        capture_output=True,
        text=True,
        env=clean | environment,
    )
    return done.stdout.splitlines()


def test_the_settings_of_the_guide_are_those_of_accord(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for line in (folder / "accord.env").read_text().splitlines():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value)
    settings = read_settings(Settings)
    assert (settings.public, settings.operator) == ("https://accord.example.org", "Example Council")
    assert (settings.data, settings.keys_home) == (Path("/var/lib/accord"), Path("/var/lib/accord-keys"))
    assert (len(settings.secrets), bool(settings.metrics_token.get_secret_value())) == (1, True)


def test_the_command_has_the_settings_of_the_service(folder: Path) -> None:
    """Also those with spaces, which a shell would cut."""
    assert {*written_to(SETTINGS_FILE).splitlines()[-2:]} <= {*run_wrapper(folder)}


def test_a_setting_before_the_command_wins(folder: Path) -> None:
    assert "ACCORD_DATA=/elsewhere" in run_wrapper(folder, ACCORD_DATA="/elsewhere")


def test_the_command_passes_words_on_as_they_are(folder: Path) -> None:
    assert run_wrapper(folder, "echo", "two  words") == ["two  words"]


def test_comments_in_the_settings_are_no_settings(folder: Path) -> None:
    with (folder / "accord.env").open("a") as file:
        file.write("\n# ACCORD_PORT=1\n#ACCORD_HOST=x\n")
    assert not [line for line in run_wrapper(folder) if line.startswith(("ACCORD_PORT", "ACCORD_HOST"))]


@pytest.mark.parametrize(
    "line", ["ACCORD_CONTACT=a b", 'ACCORD_CONTACT="a b"', "ACCORD_CONTACT='a b'", "ACCORD_CONTACT=a b\r\n"]
)
def test_the_last_setting_is_read_as_systemd_reads_it(folder: Path, line: str) -> None:
    with (folder / "accord.env").open("a", newline="") as file:
        file.write(line)
    assert "ACCORD_CONTACT=a b" in run_wrapper(folder)


@pytest.mark.parametrize("page", [GUIDE, SYSTEMD], ids=["install", "systemd"])
def test_every_file_that_is_copied_is_there(page: str) -> None:
    files = re.findall(r"(deploy/[\w/@.-]+\w)", page)
    assert files
    assert [file for file in files if not (ROOT / file).exists()] == []
