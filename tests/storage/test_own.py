"""What only this Accord can read, find again or have written."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import AccordError, Missing
from storage.own import Own, kept_secret

OLD, NEW = "an old secret key", "a new secret key"
ADDRESS = "cerys@kitchen.example"


def test_what_is_hidden_is_read_again_in_its_place_also_once_the_secret_was_changed() -> None:
    hidden = Own((OLD,)).hide("box", ADDRESS)
    assert [Own(keys).reveal("box", hidden) for keys in ((OLD,), (NEW, OLD))] == [ADDRESS, ADDRESS]


def test_the_newest_secret_hides() -> None:
    assert Own((NEW,)).reveal("box", Own((NEW, OLD)).hide("box", ADDRESS)) == ADDRESS


@pytest.mark.parametrize(
    ("keys", "place", "cut"), [((NEW,), "box", None), ((OLD,), "another", None), ((OLD,), "box", 11)]
)
def test_nothing_else_opens_it(keys: tuple[str, ...], place: str, cut: int | None) -> None:
    with pytest.raises(Missing):
        Own(keys).reveal(place, Own((OLD,)).hide("box", ADDRESS)[:cut])


def test_what_is_hidden_does_not_tell_its_length_and_never_looks_the_same() -> None:
    own = Own((OLD,))
    hidden = [own.hide("box", words) for words in ("", "a@b.cd", ADDRESS, "x" * 254, ADDRESS)]
    assert {len(each) for each in hidden} == {284}
    assert len({*hidden}) == 5
    assert own.reveal("box", own.hide("box", "x" * 300)) == "x" * 300


def test_the_same_words_are_found_again_also_once_the_secret_was_changed() -> None:
    (kept,) = Own((OLD,)).hashes(ADDRESS)
    assert kept in Own((NEW, OLD)).hashes(ADDRESS)
    assert Own((NEW, OLD)).hashes(ADDRESS)[0] == Own((NEW,)).hashes(ADDRESS)[0]
    assert kept not in (*Own((OLD,)).hashes("other@kitchen.example"), *Own((NEW,)).hashes(ADDRESS))


def test_what_is_signed_is_known_for_its_purpose_also_once_the_secret_was_changed() -> None:
    signed = Own((OLD,)).sign("stop", "box.1")
    assert [Own(keys).signed("stop", signed) for keys in ((OLD,), (NEW, OLD))] == ["box.1", "box.1"]
    assert len(signed) == len("box.1") + 23


FORGED = ["box.1", "", ".", "box.2{}", "box.1.{}", "box.1{}x", "box.1{}\ud800", "ŵ{}"]


@pytest.mark.parametrize("forged", FORGED)
def test_nothing_else_is(forged: str) -> None:
    own = Own((OLD,))
    mark = own.sign("stop", "box.1").removeprefix("box.1")
    assert own.signed("stop", forged.format(mark)) is None
    assert own.signed("open", f"box.1{mark}") is None
    assert Own((NEW,)).signed("stop", f"box.1{mark}") is None


def test_processes_that_start_together_keep_the_same_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as threads:
        secrets = {*threads.map(kept_secret, [tmp_path / "data" / "secret"] * 20)}
    assert [len(each) for each in secrets] == [64]
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret"]


def test_where_a_secret_cannot_be_kept_nothing_starts(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(AccordError, match=r"Accord was not started: .*secret cannot be kept or read"):
        kept_secret(tmp_path / "data" / "secret")
