"""What in a line is an e-mail address, and what stands beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import email
from bot.core.models import Address, web_address


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("cerys@kitchen.example", ("", "cerys@kitchen.example")),
        ("Cerys@Kitchen.Example", ("", "Cerys@kitchen.example")),
        ("Cerys Puw <cerys@kitchen.example>", ("Cerys Puw", "cerys@kitchen.example")),
        ("cerys@kitchen.example (Cerys Puw)", ("Cerys Puw", "cerys@kitchen.example")),
        ("<mailto:cerys@kitchen.example|cerys@kitchen.example>", ("", "cerys@kitchen.example")),
        ("cerys@kitchen.example.", ("", "cerys@kitchen.example")),
        ("O'Brien.x+y@a-b.example", ("", "O'Brien.x+y@a-b.example")),
        ("siôn@bŷd.example", ("", "siôn@xn--bd-hva.example")),
    ],
)
def test_an_address_is_found_with_the_name_beside_it(text: str, meant: tuple[str, str]) -> None:
    assert email.parse_mailbox(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Cerys",
        "cerys@kitchen",
        "@kitchen.example",
        "cerys@-kitchen.example",
        "cerys@.example",
        "a..b@kitchen.example",
        ".a@kitchen.example",
        "a.@kitchen.example",
        "cerys@kitchen.example, dilys@kitchen.example",
        "cerys@kitchen.example @dilys",
        "ce\u202erys@kitchen.example",
        "ce\0rys@kitchen.example",
        f"{'a' * 65}@kitchen.example",
        f"ŵ@{'a' * 63}.{'ŵ' * 63}.example",
        f"{'ŵ' * 64}@{'.'.join(['a' * 60] * 3)}.example",
    ],
)
def test_what_is_no_address_or_more_than_one_is_not_taken_for_one(text: str) -> None:
    assert email.parse_mailbox(text) is None


@given(st.text())
def test_nothing_that_is_typed_can_break_a_line(text: str) -> None:
    found = email.parse_mailbox(text)
    assert found is None or not ({*"\r\n<>,;:"} & {*found[1]})


def test_an_address_anywhere_in_a_text_is_seen() -> None:
    assert email.contains_email_address("add cerys@kitchen.example to Cegin")
    assert not email.contains_email_address("meet @ 10.30")


def test_a_mailbox_is_an_address_whose_key_is_its_id() -> None:
    box = email.Mailbox("box", "cerys", b"", "", "")
    assert box.address == Address("mail", "accord", "box")
    assert [email.is_mailbox_address(each) for each in (box.address, web_address("box"), None)] == [
        True,
        False,
        False,
    ]
