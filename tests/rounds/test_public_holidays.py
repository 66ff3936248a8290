from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.i18n import Translator
from bot.rounds.public_holidays import parse_region, public_holidays, region_name
from tests.support.scenario import WELSH

EN, CY = Translator(), Translator("cy", catalogue=WELSH["cy"])


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("England", "GB-ENG"),
        ("wales", "GB-WLS"),
        ("  Scotland ", "GB-SCT"),
        ("northern ireland", "GB-NIR"),
        ("gb-sct", "GB-SCT"),
        ("Ireland", "IE"),
        ("New Zealand", "NZ"),
        ("Isle of Man", "IM"),
        ("de-by", "DE-BY"),
        ("DE", "DE"),
    ],
)
def test_a_region_is_known_by_its_name_and_its_code(text: str, region: str) -> None:
    assert parse_region(text, EN) == region


def test_a_region_is_found_in_the_speakers_language() -> None:
    assert [parse_region(text, CY) for text in ("Cymru", "Ffrainc", "Wales", "France")] == [
        "GB-WLS",
        "FR",
        "GB-WLS",
        "FR",
    ]


@pytest.mark.parametrize(
    "text", ["", "Atlantis", "GB", "UK", "United Kingdom", "GB-XX", "XX", "DE-", "-", "57"]
)
def test_an_ambiguous_or_unknown_text_is_no_region(text: str) -> None:
    with pytest.raises(ValueError, match="no region"):
        parse_region(text, EN)


@settings(deadline=None)
@given(st.text())
def test_any_text_parses_as_a_region_or_raises_value_error(text: str) -> None:
    try:
        region = parse_region(text, CY)
    except ValueError:
        return
    assert parse_region(region, EN) == region


@pytest.mark.parametrize(
    ("region", "name"),
    [("GB-SCT", "Scotland"), ("NZ", "New Zealand"), ("DE-BY", "Germany (BY)"), ("XX", "XX"), ("", "")],
)
def test_a_region_has_a_name(region: str, name: str) -> None:
    assert region_name(region, EN) == name


def test_a_region_has_a_name_in_welsh() -> None:
    assert [region_name(each, CY) for each in ("GB-WLS", "FR")] == ["Cymru", "Ffrainc"]


def test_scotland_is_not_england() -> None:
    second_of_january, easter_monday = date(2026, 1, 2), date(2026, 4, 6)
    kept = {
        region: [day in public_holidays(region) for day in (second_of_january, easter_monday)]
        for region in ("GB-ENG", "GB-WLS", "GB-SCT", "GB-NIR", "", "XX", "GB-XX")
    }
    assert kept == {
        "GB-ENG": [False, True],
        "GB-WLS": [False, True],
        "GB-SCT": [True, False],
        "GB-NIR": [False, True],
        "": [False, False],
        "XX": [False, False],
        "GB-XX": [False, False],
    }
