"""The locks pin what pyproject.toml asks for; no build tool gets to where Accord runs."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")
ENVIRONMENTS = [
    {
        "sys_platform": system,
        "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[system],
        "platform_python_implementation": python,
        "python_version": version,
    }
    for system in ("linux", "darwin", "win32")
    for python in ("CPython", "PyPy")
    for version in ("3.11", "3.12", "3.13", "3.14")
]


def pinned(lock: str) -> dict[str, str]:
    """Return the version of each package that a lock pins."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", (ROOT / lock).read_text(), re.MULTILINE))


def needed_by(names: list[str]) -> set[str]:
    """Return every package that these requirements bring in on any system, by the packages' own metadata."""
    todo = [Requirement(name) for name in names]
    seen: set[tuple[str, str]] = set()
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        for extra in {"", *requirement.extras}:
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            todo += [
                further
                for further in map(Requirement, declared_by(name))
                if not further.marker
                or any(further.marker.evaluate({**each, "extra": extra}) for each in ENVIRONMENTS)
            ]
    return {name for name, _ in seen}


def declared_by(name: str) -> list[str]:
    """Return what a package requires: nothing if it is only for other systems, and so not installed here."""
    try:
        return importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        return []


def test_requirements_lock_pins_what_runs_and_nothing_else() -> None:
    assert set(pinned("requirements.lock")) == needed_by(PROJECT["project"]["dependencies"])


@pytest.mark.parametrize("tool", ["hatchling", "editables", "pip", "uv", "pytest"])
def test_no_tool_gets_to_where_accord_runs(tool: str) -> None:
    assert tool not in pinned("requirements.lock")


def test_the_build_lock_pins_what_builds_and_nothing_else() -> None:
    assert set(pinned("requirements-build.lock")) == needed_by(PROJECT["dependency-groups"]["build"])


def test_a_package_has_one_version_in_all_locks() -> None:
    everything = pinned("requirements-dev.lock")
    for lock in LOCKS[:2]:
        assert pinned(lock).items() <= everything.items(), lock


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_versions_and_hashes_and_no_address(lock: str) -> None:
    """Whoever installs uses a registry of their own."""
    text = (ROOT / lock).read_text()
    for pin in re.split(r"\n(?=[a-z])", text)[1:]:
        assert re.fullmatch(
            r"[a-z0-9-]+==\S+( ; [^\\]+?)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n?)+", pin
        )
    assert "//" not in text
    assert not re.search(r"^\s*(-i|-f|-e|--\w*(index|find|trusted))", text, re.MULTILINE)
