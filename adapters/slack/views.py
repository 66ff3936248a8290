"""Modals and homes.

Somebody's own page within Slack: what waits for them, their partnerships, themselves."""

import json
from collections.abc import Sequence
from typing import Any

from adapters.slack import action_ids, block_kit, setup_views
from adapters.slack.action_ids import TextBoxValue
from adapters.slack.inbound import TYPED, ReplyTarget
from adapters.slack.render import NONE, VIEW, FilesByChart, render_blocks
from bot.core.cards import Card
from bot.core.models import Person
from bot.handlers.bot import Bot
from bot.handlers.views import CoordinatedRostersView, OverviewView
from bot.messages import general

View = dict[str, Any]
NAME = block_kit.plain("Accord", 24)
MOST_TYPED, MOST_LABEL, MOST_SUBMIT = 3_000, 2_000, 24


def modal(card: Card, public_url: str, pictures: FilesByChart = NONE) -> View:
    """A card to read and press. What is pressed in it takes its place."""
    shown = render_blocks([card], public_url, pictures, VIEW)
    return {"type": "modal", "callback_id": "card", "title": NAME, "blocks": shown}


def home(cards: Sequence[Card], public_url: str, pictures: FilesByChart = NONE) -> View:
    return {"type": "home", "blocks": render_blocks(cards, public_url, pictures, VIEW)}


def box(box: TextBoxValue, place: ReplyTarget) -> View:
    """A place to type. What is sent is answered where the box was opened."""
    typed = {
        "type": "plain_text_input",
        "action_id": TYPED,
        "multiline": box.most > 100,
        "max_length": max(1, min(box.most, MOST_TYPED)),
        "focus_on_load": True,
    }
    label = block_kit.plain(box.label, MOST_LABEL)
    return {
        "type": "modal",
        "callback_id": action_ids.BOX,
        "title": NAME,
        "submit": block_kit.plain(box.submit, MOST_SUBMIT),
        "private_metadata": json.dumps({"says": box.says, "place": place.kept()}, ensure_ascii=False),
        "blocks": [{"type": "input", "block_id": TYPED, "label": label, "element": typed}],
    }


async def home_view(bot: Bot, person: Person | None, language: str, public_url: str) -> View:
    """For somebody we do not know, what they can do about that."""
    t = bot.context.translator(person, language)
    if person is None:
        return home([general.menu(t, ())], public_url)
    view = home(await bot.view(person, OverviewView()), public_url)
    if await bot.view(person, CoordinatedRostersView()):
        view["blocks"] = [*view["blocks"][: VIEW.blocks - 2], block_kit.DIVIDER, setup_views.launcher_row(t)]
    return view
