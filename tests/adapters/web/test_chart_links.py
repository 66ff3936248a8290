from datetime import UTC, datetime, timedelta

import pytest

from adapters.web.chart_links import ChartLinks

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def signed(path: str) -> str:
    return path.removeprefix("/charts/").removesuffix(".png")


def test_an_address_says_what_is_drawn_and_in_which_language() -> None:
    pictures = ChartLinks(["key"])
    assert pictures.read(signed(pictures.path("trend:r1", "cy", NOW)), NOW) == ("trend:r1", "cy")


def test_an_address_is_the_same_all_day() -> None:
    pictures = ChartLinks(["key"])
    assert pictures.path("trend:r1", "en", NOW) == pictures.path("trend:r1", "en", NOW + timedelta(hours=9))


def test_an_address_expires_after_ninety_days() -> None:
    pictures = ChartLinks(["key"])
    path = signed(pictures.path("trend:r1", "en", NOW))
    assert pictures.read(path, NOW + timedelta(days=90)) == ("trend:r1", "en")
    assert pictures.read(path, NOW + timedelta(days=91)) is None


@pytest.mark.parametrize("guess", ["trend:r1", "", "WyJ0cmVuZDpyMSIsImVuIiw3NDAwMDBd.AAAA"])
def test_an_address_cannot_be_made_by_others(guess: str) -> None:
    assert ChartLinks(["key"]).read(guess, NOW) is None
