"""What only this Accord can read, find again or have written."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.core.errors import AccordError, NotFound
from storage.secret_box import KeyedCrypto, load_or_create_secret

OLD, NEW = "an old secret key", "a new secret key"
ADDRESS = "cerys@kitchen.example"


def test_what_is_hidden_is_read_again_in_its_place_also_once_the_secret_was_changed() -> None:
    hidden = KeyedCrypto((OLD,)).encrypt("box", ADDRESS)
    assert [KeyedCrypto(keys).decrypt("box", hidden) for keys in ((OLD,), (NEW, OLD))] == [ADDRESS, ADDRESS]


def test_the_newest_secret_hides() -> None:
    assert KeyedCrypto((NEW,)).decrypt("box", KeyedCrypto((NEW, OLD)).encrypt("box", ADDRESS)) == ADDRESS


@pytest.mark.parametrize(
    ("keys", "place", "cut"), [((NEW,), "box", None), ((OLD,), "another", None), ((OLD,), "box", 11)]
)
def test_nothing_else_opens_it(keys: tuple[str, ...], place: str, cut: int | None) -> None:
    with pytest.raises(NotFound):
        KeyedCrypto(keys).decrypt(place, KeyedCrypto((OLD,)).encrypt("box", ADDRESS)[:cut])


def test_what_is_hidden_does_not_tell_its_length_and_never_looks_the_same() -> None:
    own = KeyedCrypto((OLD,))
    hidden = [own.encrypt("box", words) for words in ("", "a@b.cd", ADDRESS, "x" * 254, ADDRESS)]
    assert {len(each) for each in hidden} == {284}
    assert len({*hidden}) == 5
    assert own.decrypt("box", own.encrypt("box", "x" * 300)) == "x" * 300


def test_the_same_words_are_found_again_also_once_the_secret_was_changed() -> None:
    (kept,) = KeyedCrypto((OLD,)).lookup_hashes(ADDRESS)
    assert kept in KeyedCrypto((NEW, OLD)).lookup_hashes(ADDRESS)
    assert KeyedCrypto((NEW, OLD)).lookup_hashes(ADDRESS)[0] == KeyedCrypto((NEW,)).lookup_hashes(ADDRESS)[0]
    assert kept not in (
        *KeyedCrypto((OLD,)).lookup_hashes("other@kitchen.example"),
        *KeyedCrypto((NEW,)).lookup_hashes(ADDRESS),
    )


def test_what_is_signed_is_known_for_its_purpose_also_once_the_secret_was_changed() -> None:
    signed = KeyedCrypto((OLD,)).sign("stop", "box.1")
    assert [KeyedCrypto(keys).verify("stop", signed) for keys in ((OLD,), (NEW, OLD))] == ["box.1", "box.1"]
    assert len(signed) == len("box.1") + 23


FORGED = ["box.1", "", ".", "box.2{}", "box.1.{}", "box.1{}x", "box.1{}\ud800", "ŵ{}"]


@pytest.mark.parametrize("forged", FORGED)
def test_nothing_else_is(forged: str) -> None:
    own = KeyedCrypto((OLD,))
    mark = own.sign("stop", "box.1").removeprefix("box.1")
    assert own.verify("stop", forged.format(mark)) is None
    assert own.verify("open", f"box.1{mark}") is None
    assert KeyedCrypto((NEW,)).verify("stop", f"box.1{mark}") is None


def test_processes_that_start_together_keep_the_same_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as threads:
        secrets = {*threads.map(load_or_create_secret, [tmp_path / "data" / "secret"] * 20)}
    assert [len(each) for each in secrets] == [64]
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret"]


def test_where_a_secret_cannot_be_kept_nothing_starts(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(AccordError, match=r"Accord was not started: .*secret cannot be kept or read"):
        load_or_create_secret(tmp_path / "data" / "secret")
