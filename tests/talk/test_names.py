import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.talk import names
from bot.talk.tongue import Tongue

T = Tongue()


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
    assert names.line(typed) == kept


@given(st.text())
def test_a_line_is_printable_and_stays_as_it_is_when_cleaned_again(typed: str) -> None:
    line = names.line(typed)
    assert names.line(line) == line
    assert not {unicodedata.category(each) for each in line} & names.UNFIT
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
    assert names.key(one) == names.key(other)


def test_a_platforms_name_is_cut_and_never_refused() -> None:
    assert (names.called("x" * 10_000), names.called("\u200b\n")) == ("x" * 80, "")


@pytest.mark.parametrize("typed", ["ab", "x" * 80, "Ü2", " a b "])
def test_a_name_is_taken(typed: str) -> None:
    assert names.name(typed, T) == typed.strip()


@pytest.mark.parametrize("typed", ["", "a", "x" * 81, "x" * 10_000, "--", "\u202e\u200b", "\n\n"])
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="a name has 2 to 80 characters, with a letter or a digit among them"):
        names.name(typed, T)


def test_a_paragraph_has_an_end() -> None:
    assert names.paragraph(" why \n we ", T, 6) == "why we"
    with pytest.raises(Refusal, match="I can keep 1 to 6 characters of it"):
        names.paragraph("why we are", T, 6)
