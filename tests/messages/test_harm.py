"""What cannot be undone takes two presses, looks dangerous, and has a way out beside it."""

from collections.abc import Iterator

import pytest

from bot.core.cards import Button, Buttons, Card, TextBox
from bot.core.i18n import Translator
from bot.language.parser import parse
from tests.questions.product_bank import BANK
from tests.support.every_card import every_card
from tests.support.read_cards import buttons

CARDS = every_card(Translator(), BANK)
DESTRUCTIVE = ("account.forgetting", "membership.confirm_remove", "membership.leaving", "partnership.ending")


def destroying(card: Card) -> Iterator[Button]:
    """The dangerous buttons of a card that act when they are pressed."""
    for button in buttons(card):
        parsed = parse(button.says)
        acts = not button.confirm and getattr(parsed and parsed.command, "sure", "") == "now"
        if button.kind == "danger" and acts:
            yield button


@pytest.mark.parametrize("name", [name for name, card in CARDS.items() if [*destroying(card)]])
def test_beside_what_destroys_there_is_a_way_out(name: str) -> None:
    (group,) = [
        part.options
        for part in CARDS[name].parts
        if isinstance(part, Buttons) and {*part.options} & {*destroying(CARDS[name])}
    ]
    assert [button.kind for button in group][1:] == ["secondary"]


@pytest.mark.parametrize("name", DESTRUCTIVE)
def test_what_destroys_looks_like_danger(name: str) -> None:
    boxes = [part for part in CARDS[name].parts if isinstance(part, TextBox)]
    assert any(box.dangerous for box in boxes) or "danger" in {each.kind for each in buttons(CARDS[name])}
