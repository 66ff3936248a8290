import re

from storage.ids import WORDS, RandomIds

IDS = RandomIds()


def test_an_id_has_16_letters_and_digits_and_none_comes_twice() -> None:
    ids = {IDS.new() for _ in range(10_000)}
    assert len(ids) == 10_000
    assert all(re.fullmatch(r"[a-z2-7]{16}", id) for id in ids)


def test_a_code_is_three_different_words_with_four_digits() -> None:
    codes = {IDS.code() for _ in range(1_000)}
    assert len(codes) > 990
    for code in codes:
        first, number, *others = code.split("-")
        assert len({first, *others} & {*WORDS}) == 3
        assert re.fullmatch(r"\d{4}", number)


def test_words_are_short_plain_and_distinct() -> None:
    assert len({*WORDS}) == len(WORDS) >= 128
    assert all(re.fullmatch(r"[a-z]{3,8}", word) for word in WORDS)


def test_shuffling_keeps_all_items_in_any_order() -> None:
    things = ("a", "b", "c")
    orders = {tuple(IDS.shuffled(things)) for _ in range(1_000)}
    assert {tuple(sorted(order)) for order in orders} == {things}
    assert len(orders) == 6
