"""What the containers are told holds of the product that they hold."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from itertools import pairwise
from pathlib import Path
from typing import Any

import babel
import pytest
import typer
from compose_spec import PyOptions

from bot.__main__ import cli
from bot.environment import read_settings
from bot.settings import PREFIX, Settings
from tests.ops.processes import running, until

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
GUIDE = (ROOT / "docs" / "operate" / "containers.md").read_text()
OURS = ("web", "worker", "migrate")
SECONDS = re.compile(r"(\d+)s")
# What a process took after 400 charts was 330 MB.
NEEDED_MEGABYTES = 512


@pytest.fixture(scope="module")
def composed() -> dict[str, Any]:
    return read_compose("compose.yaml")


@pytest.fixture(scope="module")
def alone() -> dict[str, Any]:
    """One process on SQLite."""
    return read_compose("deploy/compose.sqlite.yaml")


@pytest.fixture(scope="module")
def processes(composed: dict[str, Any], alone: dict[str, Any]) -> list[dict[str, Any]]:
    """The services of both files that run Accord for long."""
    services = composed["services"]
    return [services["web"], services["worker"], alone["services"]["accord"]]


def read_compose(file: str) -> dict[str, Any]:
    """Raises ValueError where it is not as the Compose specification has it."""
    compose = PyOptions(apply_merge=True).from_yaml((ROOT / file).read_text())
    compose.validate()
    return compose.to_dict()


def command_of(service: dict[str, Any]) -> str:
    """Return the command of Accord. Raises SystemExit if the command line does not know it."""
    accord, command, *words = service["command"]
    assert accord == "accord"
    typer.main.get_command(cli).commands[command].make_context(command, words)  # type: ignore[attr-defined]
    return str(command)


def test_images_that_others_made_are_named_by_digest(composed: dict[str, Any]) -> None:
    (base,) = re.findall(r"^ARG BASE=(\S+)$", DOCKERFILE, re.MULTILINE)
    bases = {*re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)}
    assert bases == {"${BASE}", "dependencies"}
    others = [service["image"] for service in composed["services"].values() if "build" not in service]
    assert len(others) == 2
    for image in (base, *others):
        assert re.fullmatch(r"[a-z]+(:[\w.-]+)?@sha256:[0-9a-f]{64}", image)


def test_the_image_names_its_version_and_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    labels = dict(re.findall(r'org\.opencontainers\.image\.(\w+)="(.*?)"', DOCKERFILE))
    assert (labels["version"], labels["licenses"]) == (project["version"], project["license"])


def test_the_image_keeps_what_babel_knows_of_every_language_of_accord(tmp_path: Path) -> None:
    kept = re.findall(r"! -name '?([\w*]+\.dat)", DOCKERFILE)
    without = shutil.copytree(Path(babel.__file__).parent, tmp_path / "babel")
    for file in (without / "locale-data").iterdir():
        if not any(fnmatch(file.name, pattern) for pattern in kept):
            file.unlink()
    languages = ["en", "en_GB", *(file.parent.name for file in (ROOT / "prompts").glob("*/accord.po"))]
    reading = f"from babel.localedata import load; [print(repr(load(each))) for each in {languages}]"
    whole, cut = (
        subprocess.run(
            [sys.executable, "-c", reading],
            env={"PYTHONPATH": str(path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.splitlines()
        for path in (ROOT, tmp_path)
    )
    assert len(languages) >= 3
    assert cut == whole
    assert len([*(without / "locale-data").iterdir()]) < 150


def test_an_image_is_built_with_the_builder_that_works_here(tmp_path: Path) -> None:
    programs = {
        "docker": "exit 1",  # installed, and no engine runs
        "podman": 'case $1 in info) ;; images) echo "400 MB" ;; *) printf "%s\\n" "$@" >"$0.told" ;; esac',
        "buildah": "exit 1",
    }
    for name, does in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        [ROOT / "scripts/image", "accord:trial", "--network", "host"],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "BASE": "localhost/python"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "accord:trial: 400 MB, built with podman\n"
    build = " ".join((tmp_path / "podman.told").read_text().split())
    assert build.startswith("build --format docker --tag accord:trial --build-arg BASE=localhost/python ")
    assert build.endswith(" --network host .")


@pytest.mark.parametrize("service", OURS)
def test_every_service_says_what_the_command_line_knows(composed: dict[str, Any], service: str) -> None:
    assert command_of(composed["services"][service])


def test_one_process_on_sqlite_serves_and_works(alone: dict[str, Any]) -> None:
    (service,) = alone["services"].values()
    assert command_of(service) == "serve"
    assert "--no-worker" not in service["command"]
    assert not {"ACCORD_DATABASE_URL_FILE", "ACCORD_KEYS_URL_FILE"} & service["environment"].keys()


def test_data_and_keys_are_volumes_apart_and_no_backup_takes_the_keys(alone: dict[str, Any]) -> None:
    assert alone["services"]["accord"]["volumes"] == ["data:/data", "keys:/keys"]
    assert alone["volumes"]["keys"]["labels"] == {"org.accord.backup": "never"}
    assert "`org.accord.backup: never`" in GUIDE


def test_both_ways_run_accord_alike(composed: dict[str, Any], alone: dict[str, Any]) -> None:
    """They differ in what SQLite needs, and in the number of processes."""
    web, one = composed["services"]["web"], alone["services"]["accord"]
    differ = {
        "command",
        "build",
        "ports",
        "volumes",
        "depends_on",
        "tmpfs",
        "secrets",
        "environment",
        "deploy",
    }
    assert {key: web[key] for key in web.keys() - differ} == {key: one[key] for key in one.keys() - differ}
    assert one["environment"].items() <= web["environment"].items()
    assert {*one["secrets"]} <= {*web["secrets"]}


def test_every_process_of_accord_has_limits_and_time_to_stop(processes: list[dict[str, Any]]) -> None:
    for service in processes:
        limits = service["deploy"]["resources"]["limits"]
        assert int(limits["memory"].removesuffix("mb")) >= NEEDED_MEGABYTES
        assert service["ulimits"] == {"core": 0, "nofile": {"soft": 4096, "hard": 4096}}
        assert service["stop_grace_period"] == "40s"
        assert (service["restart"], service["read_only"], service["cap_drop"]) == (
            "unless-stopped",
            True,
            ["ALL"],
        )


def test_no_log_fills_the_disk(composed: dict[str, Any], alone: dict[str, Any]) -> None:
    for service in [*composed["services"].values(), *alone["services"].values()]:
        assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}


def test_the_command_without_compose_is_as_closed_as_compose(alone: dict[str, Any]) -> None:
    (command,) = re.findall(r"```\n(docker run .*?)```", GUIDE, re.DOTALL)
    arguments = shlex.split(command)
    service = alone["services"]["accord"]
    assert {"--read-only", "core=0", "nofile=4096:4096", "no-new-privileges"} <= {*arguments}
    options = dict(pairwise(arguments))
    assert options["--stop-timeout"] == SECONDS.findall(service["stop_grace_period"])[0]
    assert f"{options['--memory']}b" == service["deploy"]["resources"]["limits"]["memory"]
    assert options["--publish"] == "127.0.0.1:8000:8000"
    assert {"accord:/data", "accord-keys:/keys"} <= {*arguments}
    assert f"FORWARDED_ALLOW_IPS={default(service['environment']['FORWARDED_ALLOW_IPS'])}" in arguments


def default(value: str) -> str:
    """Return what stands behind :- in a variable of Compose."""
    return value.partition(":-")[2].removesuffix("}")


def test_the_image_holds_bytecode_that_does_not_depend_on_the_times_of_files() -> None:
    """Builders round them. Python would then compile everything again at each start, since nobody can write
    there. tests/test_image.py looks into the image."""
    assert DOCKERFILE.count(" install --no-compile ") == 2
    assert DOCKERFILE.count(" -m compileall -q -j 0 --invalidation-mode unchecked-hash ") == 2
    assert "PYTHONDONTWRITEBYTECODE" not in DOCKERFILE


@pytest.mark.parametrize("service", OURS)
def test_what_is_set_is_read(composed: dict[str, Any], service: str) -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {"FORWARDED_ALLOW_IPS"}
    assert {name.removesuffix("_FILE") for name in composed["services"][service]["environment"]} <= known


@pytest.mark.parametrize("service", OURS)
def test_platforms_are_set_up_in_one_file_that_is_in_no_commit(
    composed: dict[str, Any], service: str
) -> None:
    (file,) = composed["services"][service]["env_file"]
    assert file == {"path": "secrets/platforms.env", "required": False}
    assert file["path"] in GUIDE


def test_two_processes_answer_and_two_work_once_the_tables_are_there(composed: dict[str, Any]) -> None:
    services = composed["services"]
    assert [services[each]["deploy"]["replicas"] for each in ("web", "worker")] == [2, 2]
    for each in ("web", "worker"):
        assert services[each]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert {each: how["condition"] for each, how in services["migrate"]["depends_on"].items()} == {
        "database": "service_healthy",
        "keys": "service_healthy",
    }


def make_secrets(recipe: int, composed: dict[str, Any], folder: Path) -> dict[str, Path]:
    """Make secrets by one of the guide's recipes. Returns the file of each secret of Compose."""
    making = re.findall(r"```\n(mkdir -m 700 secrets\n.*?)```", GUIDE, re.DOTALL)
    assert len(making) == 2
    subprocess.run(["sh", "-euc", making[recipe]], cwd=folder, check=True)
    files = {name: folder / how["file"] for name, how in composed["secrets"].items()}
    assert {*files.values()} == {*(folder / "secrets").iterdir()}
    assert (folder / "secrets").stat().st_mode & 0o777 == 0o700
    return files


def test_the_secrets_that_the_guide_makes_are_those_that_are_asked_for_and_can_be_read(
    composed: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = make_secrets(1, composed, tmp_path)
    for name, value in composed["services"]["web"]["environment"].items():
        if name.endswith("_FILE"):
            monkeypatch.setenv(name, str(files[Path(value).name]))
    settings = read_settings(Settings)
    assert (
        settings.database
        == f"postgresql+asyncpg://accord:{files['database_password'].read_text().strip()}@database/accord"
    )
    assert (
        settings.keys
        == f"postgresql+asyncpg://accord:{files['keys_password'].read_text().strip()}@keys/accord"
    )
    assert len(settings.secrets) == 1


def test_the_secrets_of_one_process_are_those_that_are_asked_for(
    alone: dict[str, Any], tmp_path: Path
) -> None:
    files = make_secrets(0, alone, tmp_path)
    assert {len(file.read_text().strip()) for file in files.values()} == {64}


def test_secrets_are_in_no_commit() -> None:
    assert "/secrets/" in (ROOT / ".gitignore").read_text().splitlines()


def test_health_checks_find_out_whether_it_is_healthy(
    processes: list[dict[str, Any]], tmp_path: Path
) -> None:
    (in_image,) = re.findall(r"HEALTHCHECK .*? CMD (\[.*?\])\n", DOCKERFILE.replace("\\\n", ""), re.DOTALL)
    commands = [
        json.loads(in_image),
        *(service["healthcheck"]["test"][1:] for service in processes),
    ]
    with running("serve", DATA=str(tmp_path)) as accord:
        port = str(accord.port())
        until(f"http://127.0.0.1:{port}/readyz", (200, "ready"))
        checks = [
            [sys.executable, "-c", code.replace("8000", port)]
            for python, _, code in commands
            if python == "python"
        ]
        healthy = [passes(each, port) for each in checks]
        accord.stop()
        dead = [passes(each, port) for each in checks]
    assert (healthy, dead) == ([True] * 4, [False] * 4)


def passes(check: list[str], port: str) -> bool:
    done = subprocess.run(check, check=False, env={"ACCORD_PORT": port}, capture_output=True)
    return done.returncode == 0


def test_ports_are_those_that_it_listens_on(composed: dict[str, Any]) -> None:
    port = re.findall(r"ACCORD_PORT=(\d+)", DOCKERFILE)
    assert port == re.findall(r"EXPOSE (\d+)", DOCKERFILE)
    assert [str(each["target"]) for each in composed["services"]["web"]["ports"]] == port
    assert composed["services"]["worker"]["command"][-1] == port[0]


def test_prometheus_on_the_machine_reaches_each_process(composed: dict[str, Any]) -> None:
    example = (ROOT / "deploy" / "prometheus" / "prometheus.yaml").read_text()
    named = re.findall(r"- (127\.0\.0\.1:80\d\d)", example)
    published = []
    for service in (composed["services"]["web"], composed["services"]["worker"]):
        (port,) = service["ports"]
        first, last = map(int, port["published"].split("-"))
        assert last - first + 1 == service["deploy"]["replicas"]
        published += [f"{port['host_ip']}:{each}" for each in range(first, last + 1)]
    assert named == published


def test_keys_have_a_folder_that_becomes_no_anonymous_volume() -> None:
    """Docker gives the next container another one, without the keys of open rounds. Accord does not start
    before one is mounted there: tests/storage/test_keys_folder.py."""
    assert re.findall(r"ACCORD_KEYS_FOLDER=(\S+)", DOCKERFILE) == ["/keys"]
    assert re.findall(r"^VOLUME (.*)$", DOCKERFILE, re.MULTILINE) == ["/data"]
    assert "--volume accord:/data --volume accord-keys:/keys" in GUIDE


@pytest.mark.parametrize("service", [*OURS, "keys"])
def test_what_handles_keys_dumps_no_core(composed: dict[str, Any], service: str) -> None:
    assert composed["services"][service]["ulimits"]["core"] == 0
