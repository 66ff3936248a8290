from gettext import NullTranslations

import pytest

from bot.core.i18n import Translator
from bot.membership.profiles import CHOICES, DEGREES, parse_choice


class _Shouted(NullTranslations):
    """A language in which everything is shouted."""

    def gettext(self, message: str) -> str:
        return f"{message}!"


@pytest.mark.parametrize(
    "said", ["one shared organisation", " One  Shared Organisation ", "5", "One shared organisation!"]
)
def test_an_option_is_parsed_from_its_words_or_its_number(said: str) -> None:
    assert parse_choice(DEGREES, said, Translator("cy", catalogue=_Shouted())) == "one shared organisation"


@pytest.mark.parametrize("said", ["0", "6", "", "shared", "-1"])
def test_other_text_is_no_option(said: str) -> None:
    assert parse_choice(DEGREES, said, Translator()) is None


def test_there_are_five_degrees_and_no_option_comes_twice() -> None:
    assert len(DEGREES) == 5
    assert all(len({*options}) == len(options) for options in CHOICES.values())
