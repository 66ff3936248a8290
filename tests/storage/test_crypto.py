"""Without the round's key an answer can be neither read nor tied to anybody."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import NotFound
from bot.core.models import Answer
from storage.crypto import LONGEST_COMMENT, LONGEST_VALUE, ChaChaCrypto

SEALS = ChaChaCrypto(("a secret key",))
KEY, ANOTHER = bytes(32), bytes([*range(32)])
PLACE = ("round", b"sixteen bytes ab", "trust.reliable@1")

short = st.text(max_size=5).filter(lambda words: len(words.encode()) <= LONGEST_VALUE)
comments = st.text(max_size=500)


def sealed(words: str, place: tuple[str, bytes, str] = PLACE) -> Answer:
    return Answer(*place, SEALS.seal(KEY, place, words))


@given(short)
def test_what_was_sealed_can_be_unsealed(words: str) -> None:
    assert SEALS.unseal(KEY, sealed(words)) == words


@given(comments)
def test_so_can_a_comment_of_500_characters_in_any_script(words: str) -> None:
    assert SEALS.unseal(KEY, sealed(words, ("round", b"sixteen bytes ab", "comment"))) == words


@given(short, short)
def test_all_answers_are_equally_long(one: str, other: str) -> None:
    assert len(sealed(one).sealed) == len(sealed(other).sealed) == 12 + 16 + 16


@given(comments)
def test_all_comments_are_equally_long(words: str) -> None:
    assert len(sealed(words, ("round", b"sixteen bytes ab", "comment")).sealed) == 12 + 2_048 + 16


def test_the_same_answer_never_looks_the_same() -> None:
    assert len({sealed("4").sealed for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("question", "most"), [("trust.reliable@1", LONGEST_VALUE), ("comment", LONGEST_COMMENT)]
)
def test_what_is_too_long_is_refused_and_not_cut(question: str, most: int) -> None:
    place = ("round", b"sixteen bytes ab", question)
    assert SEALS.unseal(KEY, sealed("x" * most, place)) == "x" * most
    with pytest.raises(ValueError, match="too long"):
        sealed("x" * (most + 1), place)


@pytest.mark.parametrize(
    "moved",
    [
        replace(sealed("4"), round="another"),
        replace(sealed("4"), pseudonym=b"somebody else's!"),
        replace(sealed("4"), question="trust.open@1"),
        replace(sealed("4"), sealed=sealed("4").sealed[:-1]),
        replace(sealed("4"), sealed=b""),
    ],
    ids=["round", "pseudonym", "question", "cut", "empty"],
)
def test_a_seal_opens_only_where_it_was_made(moved: Answer) -> None:
    with pytest.raises(NotFound):
        SEALS.unseal(KEY, moved)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(NotFound):
        SEALS.unseal(ANOTHER, sealed("4"))


def test_a_pseudonym_is_one_members_in_one_round_under_one_key() -> None:
    mine = SEALS.pseudonym(KEY, "round", "member")
    assert mine == SEALS.pseudonym(KEY, "round", "member")
    assert len(mine) == 16
    others = [(ANOTHER, "round", "member"), (KEY, "rounds", "member"), (KEY, "round", "members")]
    shifted = [(KEY, "roundm", "ember"), (KEY, "roun", "dmember")]
    assert len({mine, *(SEALS.pseudonym(*each) for each in others + shifted)}) == 6


def test_an_event_is_known_by_a_hash_that_only_the_newest_secret_key_makes() -> None:
    assert SEALS.event_hash("Ev1") == ChaChaCrypto(("a secret key", "an older one")).event_hash("Ev1")
    assert (
        len(
            {
                SEALS.event_hash("Ev1"),
                SEALS.event_hash("Ev2"),
                ChaChaCrypto(("a newer one", "a secret key")).event_hash("Ev1"),
            }
        )
        == 3
    )
    assert len(SEALS.event_hash("Ev1")) == 64
