import pytest

from bot.core.i18n import Translator
from bot.language.phrases import match_phrase
from tests.support.scenario import WELSH

EN, CY = Translator(), Translator("cy", catalogue=WELSH["cy"])


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("tomorrow", "tomorrow"),
        ("this month|the month", "the month"),
        ("minute[s]|min[s]", "min"),
        ("minute[s]|min[s]", "minutes"),
        ("[the] last month", "last month"),
        ("[the] last month", "the last month"),
        ("month [past]", "month"),
        ("go[es|ne] [a|b c]", "gone b c"),
        ("1.5", "1.5"),
    ],
)
def test_a_phrase_matches_each_of_its_wordings(phrase: str, text: str) -> None:
    assert match_phrase(phrase, text, EN) == {}


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("tomorrow", ""),
        ("tomorrow", "tomorrow or so"),
        ("minute[s]|min[s]", "minutess"),
        ("[the] last month", "the  last month"),
        ("1.5", "1,5"),
    ],
)
def test_a_phrase_matches_no_other_text(phrase: str, text: str) -> None:
    assert match_phrase(phrase, text, EN) is None


def test_values_are_returned_by_their_names() -> None:
    phrase = "[the] [last] [{n}] rounds since {start}"
    values = {"n": r"\w+", "start": ".+"}
    assert match_phrase(phrase, "the last two rounds since 3 may", EN, **values) == {
        "n": "two",
        "start": "3 may",
    }
    assert match_phrase(phrase, "rounds since may", EN, **values) == {"n": "", "start": "may"}


def test_a_phrase_matches_in_english_and_in_the_readers_language() -> None:
    phrase = "since {start}"
    assert [
        match_phrase(phrase, text, t, start=".+") is not None
        for t in (EN, CY)
        for text in ("since may", "ers mai")
    ] == [True, False, True, True]
