"""Modals and homes. Pure."""

import json
from collections.abc import Sequence
from typing import Any

from adapters.slack import kit, marks
from adapters.slack.inbound import TYPED, Place
from adapters.slack.marks import Box
from adapters.slack.render import NONE, VIEW, Pictures, blocks
from bot.core.cards import Card

View = dict[str, Any]
NAME = kit.plain("Accord", 24)
MOST_TYPED, MOST_LABEL, MOST_SUBMIT = 3_000, 2_000, 24


def modal(card: Card, public_url: str, pictures: Pictures = NONE) -> View:
    """A card to read and press. What is pressed in it takes its place."""
    shown = blocks([card], public_url, pictures, VIEW)
    return {"type": "modal", "callback_id": "card", "title": NAME, "blocks": shown}


def home(cards: Sequence[Card], public_url: str, pictures: Pictures = NONE) -> View:
    return {"type": "home", "blocks": blocks(cards, public_url, pictures, VIEW)}


def box(box: Box, place: Place) -> View:
    """A place to type. What is sent is answered where the box was opened."""
    typed = {
        "type": "plain_text_input",
        "action_id": TYPED,
        "multiline": box.most > 100,
        "max_length": max(1, min(box.most, MOST_TYPED)),
        "focus_on_load": True,
    }
    label = kit.plain(box.label, MOST_LABEL)
    return {
        "type": "modal",
        "callback_id": marks.BOX,
        "title": NAME,
        "submit": kit.plain(box.submit, MOST_SUBMIT),
        "private_metadata": json.dumps({"says": box.says, "place": place.kept()}, ensure_ascii=False),
        "blocks": [{"type": "input", "block_id": TYPED, "label": label, "element": typed}],
    }
