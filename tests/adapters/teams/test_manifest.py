"""The app package is complete and accepted by Microsoft's schema."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from jsonschema_rs import Draft4Validator
from PIL import Image

from adapters.teams.manifest import MAX_COMMANDS, manifest, package
from bot.language.sentences import SENTENCES

APP = "8f4c2f3e-0d5a-4e0c-9d6e-0c9c0f1b2a3d"
HERE = "https://accord.example"
INSTALLED = Path(__file__).parents[3] / ".venv/stand_ins/node_modules/@microsoft/app-manifest"
SCHEMA = INSTALLED / "build/json-schemas/teams/v1.29/MicrosoftTeams.schema.json"


def test_the_package_is_complete_and_reproducible() -> None:
    archive = package(APP, HERE, "1.2.3")
    with ZipFile(BytesIO(archive)) as files:
        assert files.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(files.read("manifest.json")) == manifest(APP, HERE, "1.2.3")
        sizes = [Image.open(BytesIO(files.read(icon))).size for icon in ("color.png", "outline.png")]
    assert sizes == [(192, 192), (32, 32)]
    assert package(APP, HERE, "1.2.3") == archive


def test_its_commands_are_sentences_of_the_table() -> None:
    examples = tuple(f": {example}" for sentence in SENTENCES for example in sentence.examples)
    (bot,) = manifest(APP, HERE, "1.2.3")["bots"]
    for listed in bot["commandLists"]:
        titles = [command["title"] for command in listed["commands"]]
        assert len(titles) == len(set(titles)) <= MAX_COMMANDS
        assert all(command["description"].endswith(examples) for command in listed["commands"])
    personal, shared = bot["commandLists"]
    assert {"check-in", "status", "results"} < {command["title"] for command in personal["commands"]}
    assert {"ask", "post here", "schedule"} < {command["title"] for command in shared["commands"]}


def test_a_command_begins_its_example() -> None:
    for listed in manifest(APP, HERE, "1.2.3")["bots"][0]["commandLists"]:
        for command in listed["commands"]:
            assert f": {command['title']}" in command["description"]


def test_microsofts_schema_accepts_the_manifest() -> None:
    if not SCHEMA.exists():
        pytest.skip("MICROSOFT'S SCHEMA OF MANIFESTS IS NOT HERE: npm could not install it")
    schema = Draft4Validator(json.loads(SCHEMA.read_text("utf-8")))
    assert [*schema.iter_errors(manifest(APP, HERE, "1.2.3"))] == []
    (error,) = schema.iter_errors(manifest(APP, HERE, "1.2.3") | {"accentColor": "blue"})
    assert "blue" in error.message


def test_the_valid_domain_is_the_public_address() -> None:
    assert manifest(APP, HERE, "1.2.3")["validDomains"] == ["accord.example"]
