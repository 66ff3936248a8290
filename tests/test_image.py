"""The image that buildah builds, looked into. Skipped where buildah does not work or has no base for it: set
BASE to an image that it has. IMAGE_OPTIONS go to buildah."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
TAG = "localhost/accord-under-test"
LOOK = """
import importlib.util, json, os
from importlib.metadata import distributions
from pathlib import Path

def is_compiled(file):
    compiled = Path(importlib.util.cache_from_source(str(file)))
    # It is used whatever the time of its source: https://peps.python.org/pep-0552/
    return compiled.exists() and compiled.read_bytes()[4:8] == bytes([1, 0, 0, 0])

ours = Path("/opt/accord")
print(json.dumps({
    "user": os.getuid(),
    "packages": sorted(each.metadata["Name"] for each in distributions()),
    "slow": [str(file) for file in ours.rglob("site-packages/**/*.py") if not is_compiled(file)],
    "writable": [str(each) for each in (ours, *ours.rglob("*")) if os.access(each, os.W_OK)],
    "folders": [os.access(each, os.W_OK) for each in ("/data", "/keys", "/etc", "/usr/local")],
    "licence": [str(each.relative_to(ours)) for each in ours.rglob("accord-*/licenses/LICENSE")],
}))
"""

pytestmark = pytest.mark.long


def buildah(*words: str) -> str:
    done = subprocess.run(["buildah", *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def container() -> Iterator[str]:
    (base,) = re.findall(r"^ARG BASE=(\S+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    try:
        buildah("pull", "--policy", "missing", os.environ.get("BASE", base))
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(
            f"NO IMAGE WAS BUILT: buildah is not here, does not work, or cannot get the base: {error}"
        )
    options = os.environ.get("IMAGE_OPTIONS", "").split()
    subprocess.run(
        [ROOT / "scripts/image", TAG, *options], env=os.environ | {"BUILDER": "buildah"}, check=True
    )
    made = buildah("from", TAG)
    yield made
    buildah("rm", made)
    buildah("rmi", TAG)


@pytest.fixture(scope="module")
def seen(container: str) -> Any:
    return json.loads(buildah("run", container, "--", "python", "-c", LOOK))


def test_it_holds_what_the_lock_pins_and_no_more(seen: Any) -> None:
    pinned = {*re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)}
    packages = {re.sub("[-_.]+", "-", name).lower() for name in seen["packages"]}
    assert packages - pinned == {"accord"}
    assert not packages & {"pip", "setuptools", "wheel", "hatchling", "mkdocs"}
    assert len(seen["licence"]) == 1


def test_it_writes_to_its_two_folders_alone(seen: Any) -> None:
    assert (seen["user"], seen["folders"], seen["writable"]) == (10001, [True, True, False, False], [])


def test_nothing_in_it_is_compiled_again_at_each_start(seen: Any) -> None:
    assert seen["slow"] == []


def test_it_draws_charts(container: str) -> None:
    checked = subprocess.run(
        ["buildah", "run", container, "--", "accord", "check", "--json"],
        check=False,
        capture_output=True,
        text=True,
    )
    levels = {found["about"]: found["level"] for found in json.loads(checked.stdout)}
    assert levels["charts"] == "OK"


def test_it_says_how_it_is_run(container: str) -> None:
    config = json.loads(buildah("inspect", container))["Docker"]["config"]
    assert config["User"] == "10001"
    assert config["Volumes"] == {"/data": {}}
    assert config["StopSignal"] == "SIGTERM"
    assert config["Healthcheck"]["Test"][0] == "CMD"
    assert config["Labels"]["org.opencontainers.image.title"] == "Accord"
