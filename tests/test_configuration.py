"""The configuration reference is what the code says, and its examples work."""

import re

import pytest
from pydantic import ValidationError

from bot.environment import Environment
from scripts.configuration import CLASSES, DescribedSetting, describe_settings, render_example

SETTINGS = describe_settings()
KINDS = {kind.model_config["env_prefix"]: kind for kind in CLASSES}


def faults(name: str, value: str) -> list[str]:
    """Return what is wrong with a value of a setting by itself."""
    prefix, _, field = name.partition("_")
    kind: type[Environment] = KINDS[f"{prefix}_"]
    try:
        kind(**{field.lower(): value})
    except ValidationError as error:
        return [fault["msg"] for fault in error.errors() if fault["loc"]]
    return []


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_each_setting_is_described(setting: DescribedSetting) -> None:
    assert setting.subject
    assert setting.what.endswith(".")
    assert setting.kind
    assert not setting.kind.endswith(".")
    needed = re.findall(r"`([A-Z_]+)`", setting.needs)
    assert bool(needed) is bool(setting.needs)
    assert {*needed} <= {other.name for other in SETTINGS}


EXAMPLES = [
    (setting.name, setting.example)
    for setting in SETTINGS
    if setting.name.startswith(tuple(KINDS)) and "…" not in setting.example and setting.example
]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_examples_are_accepted(name: str, example: str) -> None:
    assert faults(name, example) == []


WHOLE_NUMBERS = [
    (setting.name, *map(int, numbers[0]))
    for setting in SETTINGS
    if (numbers := re.findall(r"^a whole number from (\d+) to (\d+)$", setting.kind))
]


@pytest.mark.parametrize(("name", "lowest", "highest"), WHOLE_NUMBERS)
def test_whole_numbers_have_the_limits_that_are_described(name: str, lowest: int, highest: int) -> None:
    accepted = [not faults(name, str(number)) for number in (lowest - 1, lowest, highest, highest + 1)]
    assert accepted == [False, True, True, False]


def test_secrets_are_not_in_the_example_file() -> None:
    names = {line.partition("=")[0] for line in render_example().splitlines() if "=" in line}
    assert {f"#{setting.name}" for setting in SETTINGS if setting.is_secret} & names == set()
