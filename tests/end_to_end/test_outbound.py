"""Processes of Accord in a network without an exit, try to reach only hosts that operators are told of."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.outbound import is_among
from scripts.outbound import ADDRESSES
from tests.end_to_end.own_network import SPY
from tests.end_to_end.serving import ROOT
from tests.support.outbound_guard import is_this_machine
from tests.support.patience import PATIENCE

UNSHARE = ["unshare", *([] if os.geteuid() == 0 else ["--map-root-user"]), "--net"]
SET_UP = {
    "ACCORD_PUBLIC_URL": "https://accord.example.org",
    "ACCORD_SMTP_URL": "smtps://accord:password@mail.example.org",
    "ACCORD_MAIL_FROM": "Accord <accord@example.org>",
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "client secret",
    "SLACK_SIGN_IN": "on",
    "TEAMS_APP_ID": "5d8e0c4a-0d0e-4a6b-9a3e-0b6f0f6f1c11",
    "TEAMS_APP_PASSWORD": "password",
    "TEAMS_TENANT_ID": "1b4e28ba-2fa1-11d2-883f-0016d3cca427",
    "TEAMS_SIGN_IN": "on",
}
MAIL_SERVER = "mail.example.org"
TOLD = {address.host for address in ADDRESSES} | {MAIL_SERVER}
CONTROL = {"192.0.2.1"}  # what the count itself is tried with


@dataclass(frozen=True, slots=True)
class Outbound:
    """How many attempts to leave the network the operating system counted, and the hosts that Python knows
    of."""

    attempts: int
    hosts: set[str]


@pytest.fixture(scope="module", autouse=True)
def can_have_a_network_of_its_own() -> None:
    tools = all(map(shutil.which, ("unshare", "ip")))
    if not tools or subprocess.run([*UNSHARE, "true"], check=False, capture_output=True).returncode:
        pytest.skip("NO NETWORK COULD BE MADE, SO NOBODY KNOWS WHETHER ACCORD TRIES TO LEAVE ONE")


def run(command: str, folder: Path, **environment: str) -> Outbound:
    """Run Accord in a network of its own."""
    spy, hosts = folder / "spy", folder / "hosts"
    spy.mkdir()
    (spy / "sitecustomize.py").write_text(SPY)
    done = subprocess.run(
        [*UNSHARE, sys.executable, "-m", "tests.end_to_end.own_network", command, str(folder / "data")],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(spy), "OUTBOUND_LOG": str(hosts), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    counted = json.loads(done.stdout.splitlines()[-1])
    assert counted["is_counting"], "this system does not count what finds no way out"
    reached = set(hosts.read_text().split())
    assert reached >= CONTROL, "the spy was not loaded"
    return Outbound(counted["attempts"], {host for host in reached if not is_this_machine(host)} - CONTROL)


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_without_settings_nobody_is_called(command: str, tmp_path: Path) -> None:
    assert run(command, tmp_path) == Outbound(0, set())


def test_with_everything_set_up_only_those_are_called_that_operators_are_told_of(tmp_path: Path) -> None:
    called = run("serve", tmp_path, **SET_UP)
    assert "slack.com" in called.hosts
    assert {host for host in called.hosts if not is_among(host, TOLD)} == set()


def test_a_check_calls_slack_microsoft_and_the_mail_server(tmp_path: Path) -> None:
    called = run("check", tmp_path, **SET_UP)
    assert called.hosts == {
        "slack.com",
        "login.microsoftonline.com",
        "login.botframework.com",
        MAIL_SERVER,
    }
