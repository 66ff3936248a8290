from dataclasses import FrozenInstanceError

import pytest

from bot.core.cards import Button, Buttons, Card, Chart, Text, TextBox


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
