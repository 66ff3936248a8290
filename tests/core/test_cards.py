from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from bot.core.cards import (
    Button,
    Buttons,
    Card,
    Chart,
    Mention,
    RichText,
    Text,
    TextBox,
    Timestamp,
    join_words,
    plain,
)
from bot.core.models import Address


def test_cards_that_say_the_same_are_the_same() -> None:
    def card() -> Card:
        return Card("Hello", (Text("You."), Buttons((Button("Help", "help"),))), "ask:r1")

    assert card() == card()
    assert hash(card()) == hash(card())


def test_a_card_cannot_be_changed_once_it_is_composed() -> None:
    with pytest.raises(FrozenInstanceError):
        Card("Hello").title = "Good-bye"  # type: ignore[misc]


def test_nothing_is_private_about_nothing_and_boxes_are_for_a_comment_unless_said_otherwise() -> None:
    assert (Card("Hello").private, Card("Hello").thread_key) == (False, "")
    assert TextBox("Your comment", "comment k7f2", "Send").most == 500
    assert Chart("trend:r1", "", "", "", ()).language == "en"


BEN = Mention(Address("slack", "T1", "U1"), "Ben")
NINE = Timestamp(datetime(2026, 3, 16, 9, tzinfo=UTC), "Monday 16 March, 09:00, London time")


def test_rich_words_are_names_and_named_moments_where_nothing_else_can_be_shown() -> None:
    assert (
        plain(RichText(("By ", BEN, " on ", NINE, "."))) == "By Ben on Monday 16 March, 09:00, London time."
    )
    assert plain("Hello.") == "Hello."


def test_words_are_joined_with_what_is_rich_among_them() -> None:
    assert join_words("Hello.", "Bye.") == "Hello. Bye."
    assert join_words("Hello.", RichText((BEN, "!"))) == RichText(("Hello.", " ", BEN, "!"))
