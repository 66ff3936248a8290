import pytest

from bot.core.hub_paths import page_path, parse_hub_path


@pytest.mark.parametrize("path", [page_path("harbour"), page_path("harbour", "3"), "/p/h/rounds/3.csv"])
def test_a_page_of_the_hub_is_recognised(path: str) -> None:
    assert parse_hub_path(path) == path


LONG = "/p" + "/x" * 200


@pytest.mark.parametrize("text", ["", "/", "/p", "/p/..", "/p/x/..", "//p/x", "/p/x\n", "/p/x y", LONG])
def test_nothing_else_is(text: str) -> None:
    assert parse_hub_path(text) == ""
