import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.questions.rules import long_words, validate_own_question, wording_problems

T = Translator()


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("We make big decisions together.", ("decisions",)),
        ("My organisation knows what is expected.", ()),
        ("People are useful, careful and hopeful.", ()),
        ("Services changed.", ()),
        ("Strategic prioritisation", ("strategic", "prioritisation")),
    ],
)
def test_a_word_is_long_from_three_syllables_unless_everybody_uses_it(
    text: str, long: tuple[str, ...]
) -> None:
    assert long_words(text) == long


def test_a_question_may_be_as_long_as_a_phone_and_a_glance_allow() -> None:
    assert list(wording_problems("We do it. " * 4, "en")) == []
    assert list(wording_problems("We do it. " * 4 + "Yes.", "en")) == [
        "has 13 words, and at most 12 are read at a glance"
    ]
    assert list(wording_problems("x" * 90, "en")) == []
    assert list(wording_problems("x" * 91, "en")) == ["has 91 characters, and at most 90 fit a phone"]


def test_a_question_may_hold_one_long_word() -> None:
    assert list(wording_problems("We agree on strategic aims.", "en")) == []
    assert list(wording_problems("We agree on strategic priorities.", "en")) == [
        "has 2 long words (strategic, priorities), and at most 1 is plain"
    ]


def test_only_the_length_of_a_translation_is_judged() -> None:
    assert list(wording_problems("a " * 40, "cy")) == []
    assert list(wording_problems("a" * 91, "cy")) == ["has 91 characters, and at most 90 fit a phone"]


@pytest.mark.parametrize(
    "text", ["How fair was the budget decision?", "The budget is clear.", "Café 9?", "x" * 140]
)
def test_an_own_question_is_taken_as_it_is_without_the_space_around_it(text: str) -> None:
    assert validate_own_question(f"  {text}\n", T) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            " … ?",
            "A question needs words. Type for example: ask “How fair was the budget decision?”",
        ),
        (
            "How fair?\nHow clear?",
            "Your question has more than one line. Type it again in one line.",
        ),
        (
            "How \u202efair?",
            "Your question has a character that we cannot show. Type it again by hand.",
        ),
        (
            "x" * 141,
            "Your question has 141 characters. Shorten it to 140 or fewer.",
        ),
    ],
)
def test_an_own_question_is_refused_with_the_reason_and_what_to_say_instead(text: str, reason: str) -> None:
    with pytest.raises(Refusal) as raised:
        validate_own_question(text, T)
    assert str(raised.value) == reason


@given(st.text())
def test_whatever_is_said_an_own_question_is_refused_or_fit_to_show(text: str) -> None:
    try:
        asked = validate_own_question(text, T)
    except Refusal:
        return
    assert asked == text.strip()
    assert asked.isprintable()
    assert 0 < len(asked) <= 140
    assert validate_own_question(asked, T) == asked
