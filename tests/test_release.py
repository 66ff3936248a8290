"""`make release` makes what operators install from one commit, and all of it runs without the checkout."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.ops.processes import fetch, running
from tests.test_locks import pinned

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "adapters", "storage", "prompts")
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
WHEEL = f"accord-{VERSION}-py3-none-any.whl"
SBOM = f"accord-{VERSION}.cdx.json"
DEPLOY = f"accord-{VERSION}-deploy.tar.gz"
SITE = "adapters/web/documentation_site/"  # made of docs/ by hatch_build.py
IMAGE = f"accord-{VERSION}-image.tar.gz"
DOCKER = """#!/bin/sh
case $1 in
  info) ;;
  build) printf '%s ' "$@" >"$0.told" ;;
  images) echo "400 MB" ;;
  save) [ "$2 $4" = "--output accord:VERSION" ] && echo "the image" >"$3" ;;
esac
""".replace("VERSION", VERSION)


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("ACCORD_", "PYTHON"))}
    return subprocess.run(
        command, cwd=cwd, env={**env, **environment}, check=False, capture_output=True, text=True
    )


def release(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return run("scripts/release", cwd=checkout, **{"IMAGE": "no", **environment})


def git(checkout: Path, *words: str) -> str:
    who = ("-c", "user.name=Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false")
    done = run("git", *who, *words, cwd=checkout)
    assert done.returncode == 0, done.stderr
    return done.stdout


def files() -> list[str]:
    """Return the files of this checkout that a commit would have."""
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    return [name for name in listed if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose last commit has the files of this checkout."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Everything")
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


@pytest.fixture(scope="module")
def docker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that answers as Docker does, and notes what it was told to build."""
    program = tmp_path_factory.mktemp("docker") / "docker"
    program.write_text(DOCKER)
    program.chmod(0o755)
    return program


@pytest.fixture(scope="module")
def dist(checkout: Path, docker: Path) -> Path:
    done = release(checkout, IMAGE="yes", PATH=f"{docker.parent}:{os.environ['PATH']}")
    assert done.returncode == 0, done.stderr
    return checkout / "dist"


@pytest.fixture(scope="module")
def installed(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment that has what was released, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    uv = Path(sys.prefix) / "bin" / "uv"
    environment = folder / "venv"
    into = ("pip", "install", "--python", environment / "bin" / "python")
    for command in (
        ("venv", "--python", sys.executable, environment),
        (*into, "--require-hashes", "--requirement", dist / "requirements.lock"),
        (*into, "--no-deps", dist / WHEEL),
    ):
        done = run(uv, *command, cwd=folder)
        assert done.returncode == 0, done.stderr
    return environment / "bin"


def test_there_are_a_wheel_its_lock_what_is_in_it_an_image_and_checksums(dist: Path) -> None:
    names = {WHEEL, "requirements.lock", DEPLOY, SBOM, IMAGE, "SHA256SUMS"}
    assert {path.name for path in dist.iterdir()} == names
    assert (dist / "requirements.lock").read_bytes() == (ROOT / "requirements.lock").read_bytes()
    assert run("sha256sum", "--check", "--strict", "SHA256SUMS", cwd=dist).returncode == 0
    assert len((dist / "SHA256SUMS").read_text().splitlines()) == 5


def test_the_files_to_copy_are_in_an_archive(dist: Path) -> None:
    with tarfile.open(dist / DEPLOY) as archive:
        archived = {member.name for member in archive if member.isfile()}
    ours = {str(file.relative_to(ROOT)) for file in (ROOT / "deploy").rglob("*") if file.is_file()}
    assert archived == ours | {"compose.yaml"}


def test_the_guide_names_what_there_is_and_the_version_that_is_supported(dist: Path) -> None:
    guide = (ROOT / "docs" / "releases.md").read_text()
    assert [path.name for path in dist.iterdir() if f"| `{path.name}` |" not in guide] == []
    assert f"\n| {VERSION.rpartition('.')[0]} | " in guide


def test_the_image_is_built_from_the_files_of_the_commit(checkout: Path, docker: Path, dist: Path) -> None:
    build = docker.with_suffix(".told").read_text()
    assert build.startswith(f"build --tag accord:{VERSION} ")
    assert f"--label org.opencontainers.image.revision={git(checkout, 'rev-parse', 'HEAD').strip()} " in build
    assert gzip.decompress((dist / IMAGE).read_bytes()) == b"the image\n"


@pytest.mark.long
def test_a_tagged_commit_gives_the_same_files_somewhere_else(
    checkout: Path, dist: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    git(tmp_path, "clone", "--quiet", str(checkout), str(elsewhere))
    (elsewhere / ".venv").symlink_to(sys.prefix)
    git(elsewhere, "tag", f"v{VERSION}")
    mask = os.umask(0o077)
    try:
        done = release(elsewhere)
    finally:
        os.umask(mask)
    assert (done.returncode, f"Accord {VERSION}, at its tag v{VERSION}" in done.stdout) == (0, True)
    assert "No image was built" in done.stdout
    there, here = ((folder / "SHA256SUMS").read_text() for folder in (elsewhere / "dist", dist))
    assert there.splitlines() == [line for line in here.splitlines() if not line.endswith(IMAGE)]


def test_the_wheel_holds_what_runs_and_nothing_else(dist: Path) -> None:
    with ZipFile(dist / WHEEL) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
        metadata = wheel.read(f"accord-{VERSION}.dist-info/METADATA").decode()
        licences = {name.partition("/licenses/")[2] for name in wheel.namelist() if "/licenses/" in name}
    site = {name for name in names if name.startswith(SITE)}
    pages = [name for name in files() if name.startswith("docs/") and name.endswith(".md")]
    assert len([name for name in site if name.endswith("/index.html")]) == len(pages)
    names -= site
    assert names == {name for name in files() if name.startswith(PACKAGES) and not name.endswith("README.md")}
    assert {name.rpartition(".")[2] for name in names} == {
        *("py", "toml", "po", "html", "css", "js", "svg", "png", "ttf", "txt", "mako")
    }
    assert licences == {"LICENSE", "NOTICE", "adapters/charts/fonts/OFL.txt"}
    assert f"\nVersion: {VERSION}\n" in metadata


def test_what_was_released_runs_where_there_is_no_checkout(installed: Path, tmp_path: Path) -> None:
    version = run(installed / "accord", "--version", cwd=tmp_path)
    assert (version.returncode, version.stdout) == (0, f"accord {VERSION}\n")
    check = run(installed / "accord", "check", "--json", cwd=tmp_path)
    assert check.returncode == 0, check.stderr
    with running("serve", program=(str(installed / "accord"),), folder=tmp_path) as accord:
        status, page = fetch(f"http://127.0.0.1:{accord.port()}/about")
        assert accord.stop() == 0
    assert (status, f"Accord {VERSION}" in page) == (200, True)


def test_the_list_has_every_package_of_the_lock_and_accord(dist: Path) -> None:
    listed = sbom(dist)
    main = listed["metadata"]["component"]
    assert (main["name"], main["version"], main["type"]) == ("accord", VERSION, "application")
    assert {each["name"]: each["version"] for each in listed["components"]} == pinned("requirements.lock")
    depended = {name for each in listed["dependencies"] for name in each["dependsOn"]}
    assert {each["bom-ref"] for each in listed["components"]} - depended == {
        "pkg:pypi/colorama@" + pinned("requirements.lock")["colorama"]
    }, "only what Windows alone needs is needed by nothing here"


def test_the_list_has_hashes_and_licences(dist: Path) -> None:
    lock = (dist / "requirements.lock").read_text()
    for component in sbom(dist)["components"]:
        hashes = [each["content"] for each in component["externalReferences"][0]["hashes"]]
        assert hashes
        assert all(f"sha256:{each}" in lock for each in hashes)
        assert component.get("licenses") or component["name"] == "colorama"


def test_the_list_tells_nothing_of_the_machine_that_made_it(dist: Path) -> None:
    text = (dist / SBOM).read_text()
    assert set(re.findall(r"https?://[^/\"]+/simple", text)) == {"https://pypi.org/simple"}
    assert not [path for path in (str(ROOT), sys.prefix, "file:") if path in text]


def sbom(dist: Path) -> dict[str, Any]:
    return dict(json.loads((dist / SBOM).read_text()))


def test_what_is_in_no_commit_is_not_released(checkout: Path, dist: Path) -> None:
    before = (dist / "SHA256SUMS").read_text()
    stray = checkout / "bot" / "stray.py"
    stray.touch()
    try:
        done = release(checkout)
    finally:
        stray.unlink()
    assert done.returncode == 1
    assert "Nothing was released: there are changes that are in no commit." in done.stderr
    assert (dist / "SHA256SUMS").read_text() == before


@pytest.mark.long
def test_nothing_is_released_if_the_image_cannot_be_built(checkout: Path, dist: Path, tmp_path: Path) -> None:
    before = (dist / "SHA256SUMS").read_text()
    (tmp_path / "docker").write_text("#!/bin/sh\n[ $1 = info ]\n")
    (tmp_path / "docker").chmod(0o755)
    done = release(checkout, IMAGE="yes", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert done.returncode == 1
    assert "Nothing was released: docker could not build the image." in done.stderr
    assert (dist / "SHA256SUMS").read_text() == before


def test_the_tag_of_another_version_is_refused(checkout: Path, dist: Path) -> None:
    git(checkout, "tag", "v99.0.0")
    try:
        done = release(checkout)
    finally:
        git(checkout, "tag", "--delete", "v99.0.0")
    assert done.returncode == 1
    assert f"this commit has the tag v99.0.0, and pyproject.toml says {VERSION}" in done.stderr
