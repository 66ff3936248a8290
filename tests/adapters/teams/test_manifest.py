"""The app package is complete and accepted by Microsoft's schema."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from jsonschema_rs import Draft4Validator
from PIL import Image

from adapters.teams.manifest import (
    MAX_COMMANDS,
    MAX_DESCRIPTION,
    SLASH,
    AppDetails,
    localisation,
    manifest,
    package,
    package_version,
)
from bot.app import load_catalogues
from bot.core.i18n import Translator, Translators
from bot.language.parser import parse
from bot.language.sentences import SENTENCES
from bot.settings import ServiceLinks
from scripts import outline_icon

APP = AppDetails("8f4c2f3e-0d5a-4e0c-9d6e-0c9c0f1b2a3d", "https://accord.example", "1.2.3")
WITH_SLASH = replace(APP, slash_commands=True)
WELSH = {"cy": Translators(load_catalogues())(language="cy")}
INSTALLED = Path(__file__).parents[3] / ".venv/stand_ins/node_modules/@microsoft/app-manifest"
SCHEMAS = INSTALLED / "build/json-schemas/teams"


def schema(version: str, name: str = "MicrosoftTeams.schema.json") -> Draft4Validator:
    if not SCHEMAS.exists():
        pytest.skip("MICROSOFT'S SCHEMA OF MANIFESTS IS NOT HERE: npm could not install it")
    return Draft4Validator(json.loads((SCHEMAS / version / name).read_text("utf-8")))


def command_lists(app: AppDetails) -> list[dict[str, Any]]:
    (bot,) = manifest(app)["bots"]
    return bot["commandLists"]  # type: ignore[no-any-return]


def titles(listed: dict[str, Any]) -> list[str]:
    return [command["title"] for command in listed["commands"]]


def test_the_package_is_complete_and_reproducible() -> None:
    archive = package(APP, WELSH)
    with ZipFile(BytesIO(archive)) as files:
        assert files.namelist() == ["manifest.json", "cy.json", "color.png", "outline.png"]
        assert json.loads(files.read("manifest.json")) == manifest(APP, ["cy"])
        assert json.loads(files.read("cy.json")) == localisation(WELSH["cy"], APP)
    assert package(APP, WELSH) == archive


def test_a_command_says_what_it_does_and_shows_no_grammar() -> None:
    for listed in command_lists(WITH_SLASH):
        assert len(titles(listed)) == len({*titles(listed)}) <= MAX_COMMANDS
        for command in listed["commands"]:
            assert not {*'<>[]|"'} & {*command["description"]}, command
            assert len(command["description"]) <= MAX_DESCRIPTION


def test_what_anybody_may_need_is_listed_in_the_private_chat() -> None:
    personal, shared = map(titles, command_lists(APP))
    assert {"help", "join", "menu", "my data", "leave", "check-in", "results"} <= {*personal}
    assert {"help", "check-in", "post here", "action"} <= {*shared}
    assert not {"cancel", "retry", "rebase", "close"} & {*shared}


def test_a_listed_command_is_understood_as_it_is_or_with_words_after_it() -> None:
    for listed in command_lists(WITH_SLASH):
        for command in listed["commands"]:
            example = command["description"].partition(": ")[2]
            assert parse(example or command["title"]), command


def test_slash_commands_are_left_out_unless_they_are_switched_on() -> None:
    assert "supportsTargetedMessages" not in manifest(APP)["bots"][0]
    assert len(command_lists(APP)) == 2
    assert manifest(WITH_SLASH)["bots"][0]["supportsTargetedMessages"] is True
    assert command_lists(WITH_SLASH)[2]["triggers"] == ["slash"]


def test_slash_commands_show_neither_answers_nor_links() -> None:
    """Administrators can export what one person sees in a channel. These are answered in the private chat."""
    offered = [sentence for sentence in SENTENCES if sentence.command in SLASH]
    assert [sentence.pattern for sentence in offered if sentence.sealed or not sentence.private] == []
    assert not {"check-in", "hub", "invite", "comments", "new link for"} & {
        *titles(command_lists(WITH_SLASH)[2])
    }


@pytest.mark.parametrize("app", [APP, WITH_SLASH])
@pytest.mark.parametrize("version", ["v1.29", "v1.30", "vDevPreview"])
def test_microsofts_schema_accepts_the_manifest(app: AppDetails, version: str) -> None:
    number = version.removeprefix("v")
    own = manifest(app, ["cy"]) | {"manifestVersion": "devPreview" if number == "DevPreview" else number}
    assert [*schema(version).iter_errors(own)] == []


def test_microsofts_schema_finds_what_is_wrong() -> None:
    (error,) = schema("v1.29").iter_errors(manifest(APP) | {"accentColor": "blue"})
    assert "blue" in error.message


def test_microsofts_schema_accepts_the_welsh() -> None:
    welsh = localisation(WELSH["cy"], WITH_SLASH)
    assert [*schema("v1.29", "MicrosoftTeams.Localization.schema.json").iter_errors(welsh)] == []


def test_the_welsh_has_every_text_of_the_manifest() -> None:
    """Each key names a text of the manifest, and each text differs from the English."""
    welsh, english = (localisation(t, WITH_SLASH) for t in (WELSH["cy"], Translator()))
    same = {key for key in welsh if welsh[key] == english[key]}
    assert same == {"$schema", "name.short", "name.full"}
    lists = command_lists(WITH_SLASH)
    described = [command["description"] for listed in lists for command in listed["commands"]]
    keys = [key for key in english if key.startswith("bots")]
    assert [english[key] for key in keys] == described
    assert keys[-1] == "bots[0].commandLists[2].commands[6].description"


def test_the_addresses_are_the_operators_own_where_they_are_set() -> None:
    ours = manifest(APP)["developer"]
    assert ours == {
        "name": "Accord",
        "websiteUrl": APP.public_url,
        "privacyUrl": f"{APP.public_url}/privacy",
        "termsOfUseUrl": APP.public_url,
    }
    links = ServiceLinks("https://a.example/p", "https://a.example/s", "https://a.example/t")
    assert manifest(replace(APP, developer="Harbour Council", links=links))["developer"] == {
        "name": "Harbour Council",
        "websiteUrl": "https://a.example/s",
        "privacyUrl": "https://a.example/p",
        "termsOfUseUrl": "https://a.example/t",
    }


def test_it_is_offered_in_shared_and_private_channels() -> None:
    assert manifest(APP)["supportsChannelFeatures"] == "tier1"


def test_a_package_that_is_made_later_is_an_upgrade_whatever_the_release() -> None:
    """So nobody has to remember to raise a number when the package changes."""
    made_at = datetime(2026, 11, 30, 10, 59, tzinfo=UTC)
    versions = [
        package_version("0.1.0", made_at),
        package_version("0.1.0", made_at + timedelta(hours=1)),
        package_version("0.1.12", made_at + timedelta(days=1)),
        package_version("0.2.0", made_at + timedelta(days=2)),
    ]
    assert versions == ["0.1.8002", "0.1.8003", "0.1.8026", "0.2.8050"]


def test_the_valid_domain_is_the_public_address() -> None:
    assert manifest(APP)["validDomains"] == ["accord.example"]


def pixels_of(icon: str) -> tuple[tuple[int, int], dict[tuple[int, int], tuple[int, ...]]]:
    """Return the size of an icon, and its pixels (red, green, blue, alpha) by position."""
    with ZipFile(BytesIO(package(APP, {}))) as files:
        image = Image.open(BytesIO(files.read(icon))).convert("RGBA")
    width, height = image.size
    data = image.tobytes()
    places = ((x, y) for y in range(height) for x in range(width))
    return image.size, {place: tuple(data[4 * at : 4 * at + 4]) for at, place in enumerate(places)}


def test_the_outline_is_white_wherever_it_can_be_seen() -> None:
    size, pixels = pixels_of("outline.png")
    assert size == (32, 32)
    assert {pixel[:3] for pixel in pixels.values() if pixel[3]} == {(255, 255, 255)}
    assert {pixels[corner][3] for corner in ((0, 0), (31, 31))} == {0}


def test_the_outline_is_drawn_from_the_mark() -> None:
    drawn = outline_icon.draw(outline_icon.MARK.read_text("utf-8"))
    assert drawn.tobytes() == Image.open(outline_icon.ICON).convert("RGBA").tobytes()


def test_the_colour_icon_fills_its_square_and_keeps_the_mark_inside() -> None:
    """Teams rounds the square off, and asks for a mark of at most 120 pixels in its middle."""
    size, pixels = pixels_of("color.png")
    assert size == (192, 192)
    assert {pixel[3] for pixel in pixels.values()} == {255}
    marked = [place for place, pixel in pixels.items() if pixel != pixels[0, 0]]
    assert all(36 <= position < 156 for place in marked for position in place)
