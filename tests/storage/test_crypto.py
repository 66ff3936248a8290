"""Without the round's key an answer can be neither read nor tied to anybody; without a secret key, what is
encrypted cannot be read, found or forged."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import AccordError, NotFound
from bot.core.models import Answer
from storage.crypto import LONGEST_COMMENT, LONGEST_VALUE, ChaChaCrypto, load_or_create_secret

CRYPTO = ChaChaCrypto(("a secret key",))
KEY, ANOTHER = bytes(32), bytes([*range(32)])
OLD, NEW = "an old secret key", "a new secret key"
ADDRESS = "cerys@kitchen.example"
PLACE = ("round", b"sixteen bytes ab", "trust.reliable@1")

short = st.text(max_size=5).filter(lambda words: len(words.encode()) <= LONGEST_VALUE)
comments = st.text(max_size=500)


def sealed(words: str, place: tuple[str, bytes, str] = PLACE) -> Answer:
    return Answer(*place, CRYPTO.seal(KEY, place, words))


@given(short)
def test_a_sealed_answer_can_be_unsealed(words: str) -> None:
    assert CRYPTO.unseal(KEY, sealed(words)) == words


@given(comments)
def test_a_comment_of_500_characters_in_any_script_can_be_unsealed(words: str) -> None:
    assert CRYPTO.unseal(KEY, sealed(words, ("round", b"sixteen bytes ab", "comment"))) == words


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
def test_a_text_that_is_too_long_is_refused_and_not_cut(question: str, most: int) -> None:
    place = ("round", b"sixteen bytes ab", question)
    assert CRYPTO.unseal(KEY, sealed("x" * most, place)) == "x" * most
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
def test_an_answer_is_unsealed_only_in_its_place(moved: Answer) -> None:
    with pytest.raises(NotFound):
        CRYPTO.unseal(KEY, moved)


def test_another_key_unseals_nothing() -> None:
    with pytest.raises(NotFound):
        CRYPTO.unseal(ANOTHER, sealed("4"))


def test_a_pseudonym_depends_on_key_round_and_member() -> None:
    pseudonym = CRYPTO.pseudonym(KEY, "round", "member")
    assert pseudonym == CRYPTO.pseudonym(KEY, "round", "member")
    assert len(pseudonym) == 16
    others = [(ANOTHER, "round", "member"), (KEY, "rounds", "member"), (KEY, "round", "members")]
    shifted = [(KEY, "roundm", "ember"), (KEY, "roun", "dmember")]
    assert len({pseudonym, *(CRYPTO.pseudonym(*parts) for parts in others + shifted)}) == 6


def test_event_hashes_are_made_with_the_newest_secret_key() -> None:
    assert CRYPTO.event_hash("Ev1") == ChaChaCrypto(("a secret key", "an older one")).event_hash("Ev1")
    assert (
        len(
            {
                CRYPTO.event_hash("Ev1"),
                CRYPTO.event_hash("Ev2"),
                ChaChaCrypto(("a newer one", "a secret key")).event_hash("Ev1"),
            }
        )
        == 3
    )
    assert len(CRYPTO.event_hash("Ev1")) == 64


def test_encrypted_text_is_decrypted_also_after_a_change_of_secret() -> None:
    encrypted = ChaChaCrypto((OLD,)).encrypt("box", ADDRESS)
    assert [ChaChaCrypto(keys).decrypt("box", encrypted) for keys in ((OLD,), (NEW, OLD))] == [
        ADDRESS,
        ADDRESS,
    ]


def test_text_is_encrypted_with_the_newest_secret() -> None:
    assert ChaChaCrypto((NEW,)).decrypt("box", ChaChaCrypto((NEW, OLD)).encrypt("box", ADDRESS)) == ADDRESS


@pytest.mark.parametrize(
    ("keys", "place", "cut"), [((NEW,), "box", None), ((OLD,), "another", None), ((OLD,), "box", 11)]
)
def test_no_other_key_or_place_decrypts_it(keys: tuple[str, ...], place: str, cut: int | None) -> None:
    with pytest.raises(NotFound):
        ChaChaCrypto(keys).decrypt(place, ChaChaCrypto((OLD,)).encrypt("box", ADDRESS)[:cut])


def test_encrypted_text_does_not_tell_its_length_and_never_looks_the_same() -> None:
    crypto = ChaChaCrypto((OLD,))
    encrypted = [crypto.encrypt("box", words) for words in ("", "a@b.cd", ADDRESS, "x" * 254, ADDRESS)]
    assert {len(text) for text in encrypted} == {284}
    assert len({*encrypted}) == 5
    assert crypto.decrypt("box", crypto.encrypt("box", "x" * 300)) == "x" * 300


def test_lookup_hashes_find_the_same_words_after_a_change_of_secret() -> None:
    (kept,) = ChaChaCrypto((OLD,)).lookup_hashes(ADDRESS)
    assert kept in ChaChaCrypto((NEW, OLD)).lookup_hashes(ADDRESS)
    assert (
        ChaChaCrypto((NEW, OLD)).lookup_hashes(ADDRESS)[0] == ChaChaCrypto((NEW,)).lookup_hashes(ADDRESS)[0]
    )
    assert kept not in (
        *ChaChaCrypto((OLD,)).lookup_hashes("other@kitchen.example"),
        *ChaChaCrypto((NEW,)).lookup_hashes(ADDRESS),
    )


def test_a_signature_holds_for_its_purpose_after_a_change_of_secret() -> None:
    signed = ChaChaCrypto((OLD,)).sign("stop", "box.1")
    assert [ChaChaCrypto(keys).verify("stop", signed) for keys in ((OLD,), (NEW, OLD))] == ["box.1", "box.1"]
    assert len(signed) == len("box.1") + 23


FORGED = ["box.1", "", ".", "box.2{}", "box.1.{}", "box.1{}x", "box.1{}\ud800", "ŵ{}"]


@pytest.mark.parametrize("forged", FORGED)
def test_forged_signatures_are_refused(forged: str) -> None:
    crypto = ChaChaCrypto((OLD,))
    signature = crypto.sign("stop", "box.1").removeprefix("box.1")
    assert crypto.verify("stop", forged.format(signature)) is None
    assert crypto.verify("open", f"box.1{signature}") is None
    assert ChaChaCrypto((NEW,)).verify("stop", f"box.1{signature}") is None


def test_processes_that_start_together_keep_the_same_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as threads:
        secrets = {*threads.map(load_or_create_secret, [tmp_path / "data" / "secret"] * 20)}
    assert [len(secret) for secret in secrets] == [64]
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret"]


def test_a_secret_that_cannot_be_kept_raises(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(AccordError, match="Accord was not started: it cannot write or read "):
        load_or_create_secret(tmp_path / "data" / "secret")
