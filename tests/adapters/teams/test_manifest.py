"""The package that an administrator uploads."""

import json
from io import BytesIO
from zipfile import ZipFile

from PIL import Image

from adapters.teams.manifest import MOST_COMMANDS, manifest, package
from bot.talk.grammar import parse
from bot.talk.sentences import SENTENCES

APP = "8f4c2f3e-0d5a-4e0c-9d6e-0c9c0f1b2a3d"
HERE = "https://accord.example"


def test_the_package_holds_manifest_and_icons_and_is_the_same_each_time() -> None:
    made = package(APP, HERE, "1.2.3")
    with ZipFile(BytesIO(made)) as files:
        assert files.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(files.read("manifest.json")) == manifest(APP, HERE, "1.2.3")
        sizes = [Image.open(BytesIO(files.read(icon))).size for icon in ("color.png", "outline.png")]
    assert sizes == [(192, 192), (32, 32)]
    assert package(APP, HERE, "1.2.3") == made


def test_its_commands_are_sentences_of_the_table() -> None:
    patterns = {sentence.pattern for sentence in SENTENCES}
    (bot,) = manifest(APP, HERE, "1.2.3")["bots"]
    for listed in bot["commandLists"]:
        titles = [each["title"] for each in listed["commands"]]
        assert len(titles) == len(set(titles)) <= MOST_COMMANDS
        assert {each["description"].partition(": ")[2] for each in listed["commands"]} <= patterns
    personal, shared = bot["commandLists"]
    assert {"check-in", "status", "results"} < {each["title"] for each in personal["commands"]}
    assert {"ask", "post here", "schedule"} < {each["title"] for each in shared["commands"]}


def test_a_command_without_words_of_ones_own_is_understood_as_it_stands() -> None:
    for listed in manifest(APP, HERE, "1.2.3")["bots"][0]["commandLists"]:
        for each in listed["commands"]:
            pattern = each["description"].partition(": ")[2]
            assert "<" in pattern or parse(each["title"])


def test_teams_itself_would_take_it() -> None:
    made = manifest(APP, HERE, "1.2.3")
    assert len(made["description"]["short"]) <= 80
    assert made["validDomains"] == ["accord.example"]
