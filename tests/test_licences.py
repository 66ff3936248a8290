"""Accord is licensed Apache 2.0, and so is free to be used with everything that it brings along."""

import hashlib
import importlib.metadata
import tomllib
from pathlib import Path

import pytest

from tests.test_locks import pinned

ROOT = Path(__file__).parent.parent
PERMISSIVE = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",  # asks only those who change its own files to publish them
    "PSF-2.0",
}
CLASSIFIERS = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: ISC License (ISCL)": "ISC",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
}
FOR_WINDOWS_ONLY = {"colorama": "BSD-3-Clause"}


def licence_of(package: str) -> str:
    """Return the licence that a package declares, as an SPDX expression if it can be told."""
    if package in FOR_WINDOWS_ONLY:
        return FOR_WINDOWS_ONLY[package]
    metadata = importlib.metadata.metadata(package).json
    classifiers = [each for each in metadata.get("classifier", []) if each.startswith("License ::")]
    return str(
        metadata.get("license_expression")
        or " AND ".join(CLASSIFIERS.get(each, each) for each in classifiers)
        or metadata.get("license", "")
    )


def is_permissive(expression: str) -> bool:
    """Return whether one of the licences that somebody may choose from lets everyone use a package."""
    return any(
        all(licence.strip("() ") in PERMISSIVE for licence in choice.split(" AND "))
        for choice in expression.split(" OR ")
    )


@pytest.mark.parametrize("package", pinned("requirements.lock"))
def test_what_runs_lets_everyone_use_it(package: str) -> None:
    assert is_permissive(licence_of(package)), licence_of(package)


@pytest.mark.parametrize("package", sorted(pinned("requirements.lock").keys() - FOR_WINDOWS_ONLY.keys()))
def test_what_runs_brings_the_text_of_its_licence(package: str) -> None:
    """Images pass libraries on, and with them the licences and notices in their folders."""
    files = [file.name.lower() for file in importlib.metadata.files(package) or ()]
    has_text = any(name.startswith(("licen", "copying")) for name in files)
    assert has_text or f"{package}, which is under" in (ROOT / "NOTICE").read_text()


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "GPL-3.0-only",
        "MIT AND AGPL-3.0-or-later",
        "License :: OSI Approved :: GNU General Public License (GPL)",
    ],
)
def test_a_licence_that_asks_for_more_is_noticed(expression: str) -> None:
    assert not is_permissive(expression)


def test_the_licence_is_apache_2_word_for_word() -> None:
    """The hash is that of https://www.apache.org/licenses/LICENSE-2.0.txt."""
    text = (ROOT / "LICENSE").read_bytes()
    assert (
        hashlib.sha256(text).hexdigest() == "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
    )


def test_the_project_names_its_licence_and_each_file_of_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["license"] == "Apache-2.0 AND OFL-1.1"
    assert all((ROOT / file).is_file() for file in project["license-files"])
    assert "Copyright 2026 The Accord authors" in (ROOT / "NOTICE").read_text()
