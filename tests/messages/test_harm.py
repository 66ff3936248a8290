"""What cannot be undone takes two presses, looks dangerous, and has a way out beside it."""

from collections.abc import Iterator
from typing import Any

import pytest

from adapters.slack.render import render_message
from adapters.teams.render import CardRenderer
from bot.core.cards import Button, Buttons, Card, TextBox
from bot.core.i18n import Translator
from bot.language.parser import parse
from tests.questions.product_bank import BANK
from tests.support.every_card import every_card
from tests.support.read_cards import buttons, texts

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


@pytest.mark.parametrize("name", CARDS)
def test_at_most_one_button_of_a_card_is_the_main_one(name: str) -> None:
    assert [button.kind for button in buttons(CARDS[name])].count("primary") <= 1


@pytest.mark.parametrize("name", CARDS)
def test_what_acts_at_once_is_the_main_thing_or_looks_like_danger(name: str) -> None:
    at_once = [button for button in buttons(CARDS[name]) if getattr(_command(button), "sure", "") == "now"]
    assert [button.label for button in at_once if button.kind == "secondary"] == []


@pytest.mark.parametrize("name", CARDS)
def test_what_cannot_be_undone_is_asked_about_before_it_is_done(name: str) -> None:
    """By a dialog of the button, by the card that it leads to, or by the card on which it stands."""
    acts = {*destroying(CARDS[name])}
    asks_first = [
        button
        for button in buttons(CARDS[name])
        if button.kind == "danger" and button not in acts and not button.confirm
    ]
    assert [button.label for button in asks_first if not _is_confirmed(button)] == []
    assert not acts or CARDS[name].title.endswith("?"), CARDS[name].title


@pytest.mark.parametrize("name", CARDS)
def test_a_dialog_has_a_way_out_in_its_own_language(name: str) -> None:
    assert [button.label for button in buttons(CARDS[name]) if button.confirm and not button.back] == []


@pytest.mark.parametrize("name", CARDS)
def test_slack_and_teams_show_what_is_main_and_what_is_danger(name: str) -> None:
    shown = {button.label: button for button in buttons(CARDS[name]) if button.kind != "secondary"}
    for drawn in _objects(render_message(CARDS[name], "")):
        if drawn.get("type") == "button" and (button := shown.get(drawn["text"]["text"])):
            assert (drawn["style"], "confirm" in drawn) == (button.kind, bool(button.confirm))
    for drawn in _objects(CardRenderer("", lambda _: "").render_card(CARDS[name])):
        if str(drawn.get("type")).startswith("Action.") and (button := shown.get(str(drawn.get("title")))):
            assert drawn["style"] == {"primary": "positive", "danger": "destructive"}[button.kind]


@pytest.mark.parametrize("name", CARDS)
def test_no_card_says_its_title_twice(name: str) -> None:
    title, first = CARDS[name].title, next(iter(texts(CARDS[name])), "")
    assert not first.casefold().startswith(title.casefold().rstrip("?.")), first


def _command(button: Button) -> object:
    parsed = parse(button.says)
    return parsed and parsed.command


def _is_confirmed(button: Button) -> bool:
    """Return True if the sentence leads to a card that asks first."""
    parsed = parse(button.says)
    return parsed is not None and parsed.sentence.confirmed


def _objects(thing: Any) -> Iterator[dict[str, Any]]:
    if isinstance(thing, dict):
        yield thing
    for inner in thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ():
        yield from _objects(inner)
