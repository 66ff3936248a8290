import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.i18n import Translator

T = Translator()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ann \t\n Rees ", "Ann Rees"),
        ("Ann\u2028Rees\u0085Jones", "Ann Rees Jones"),
        ("\u202egnp.ydaer\u202c", "gnp.ydaer"),
        ("Ann\u200b\u2060\ufeffRees\u00ad", "AnnRees"),
        ("\x1b[2JAnn\x00\x07", "[2JAnn"),
        ("\ud800Ann\ue000\U000e0041", "Ann"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("<b>Ann</b> & *Rees* <!channel>", "<b>Ann</b> & *Rees* <!channel>"),  # whoever draws it escapes it
    ],
)
def test_a_line_loses_what_could_spoil_or_disguise_it(typed: str, kept: str) -> None:
    assert sanitise.one_line(typed) == kept


@given(st.text())
def test_a_line_is_printable_and_stays_as_it_is_when_cleaned_again(typed: str) -> None:
    line = sanitise.one_line(typed)
    assert sanitise.one_line(line) == line
    assert not {unicodedata.category(each) for each in line} & sanitise.UNSAFE_CATEGORIES
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Riverside Trust", " RIVERSIDE  trust"),
        ("Straße", "STRASSE"),
        ("Ａｎｎ", "ann"),
        ("A\u200bnn", "Ann"),
    ],
)
def test_names_that_people_take_for_the_same_have_one_key(one: str, other: str) -> None:
    assert sanitise.fold(one) == sanitise.fold(other)


def test_a_platforms_name_is_cut_and_never_refused() -> None:
    assert (sanitise.display_name("x" * 10_000), sanitise.display_name("\u200b\n")) == ("x" * 80, "")


@pytest.mark.parametrize("typed", ["ab", "x" * 80, "Ü2", " a b "])
def test_a_name_is_taken(typed: str) -> None:
    assert sanitise.validate_name(typed, T) == typed.strip()


@pytest.mark.parametrize("typed", ["", "a", "x" * 81, "x" * 10_000, "--", "\u202e\u200b", "\n\n"])
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="A name needs 2 to 80 characters, with at least one letter or number"):
        sanitise.validate_name(typed, T)


def test_a_paragraph_has_an_end() -> None:
    assert sanitise.validate_text(" why \n we ", T, 6) == "why we"
    with pytest.raises(Refusal, match="Use between 1 and 6 characters"):
        sanitise.validate_text("why we are", T, 6)
