"""Modals, and the home tab: a person's own page in Slack."""

import json
from collections.abc import Sequence
from typing import Any

from adapters.slack import block_kit
from adapters.slack.block_kit import OPEN, Block, TextBoxValue
from adapters.slack.payloads import TYPED, ReplyTarget
from adapters.slack.render import NONE, VIEW, FilesByChart, render_blocks
from bot.core.cards import Card
from bot.core.i18n import Translator
from bot.core.models import Person
from bot.handlers.bot import Bot
from bot.handlers.form_flow import FormFlow, without_controls
from bot.handlers.views import OverviewView
from bot.messages import general

View = dict[str, Any]
MOST_TYPED, MOST_LABEL, MOST_SUBMIT, MOST_TITLE = 3_000, 2_000, 24, 24
NAME = block_kit.plain("Accord", MOST_TITLE)


def modal(card: Card, public_url: str, close: str, files: FilesByChart = NONE) -> View:
    """Return a modal with a card, and the label of the button that closes it. The reply to a press in it
    replaces it."""
    title, blocks = take_title(card, render_blocks([card], public_url, files, VIEW))
    return {"type": "modal", "callback_id": "card", "title": title, "close": _label(close), "blocks": blocks}


def take_title(card: Card, blocks: list[Block]) -> tuple[Block, list[Block]]:
    """Return the title of a modal and its blocks: the card's own title, if it fits, which then is not said
    again below."""
    if len(card.title) <= MOST_TITLE and len(blocks) > 1 and blocks[0]["type"] == "header":
        return block_kit.plain(card.title, MOST_TITLE), blocks[1:]
    return NAME, blocks


def close_label(t: Translator) -> str:
    return t("Close")


def _label(words: str) -> Block:
    return block_kit.plain(words, MOST_SUBMIT)


def home(cards: Sequence[Card], public_url: str, files: FilesByChart = NONE) -> View:
    return {"type": "home", "blocks": render_blocks(cards, public_url, files, VIEW)}


def box(box: TextBoxValue, place: ReplyTarget, close: str, card: Card | None = None) -> View:
    """Return a modal to type into, below the words of a `card`. It is answered where it was opened."""
    field = {
        "type": "plain_text_input",
        "action_id": TYPED,
        "multiline": box.most > 100,
        "max_length": max(1, min(box.most, MOST_TYPED)),
        "focus_on_load": True,
    }
    label = block_kit.plain(box.label, MOST_LABEL)
    return {
        "type": "modal",
        "callback_id": block_kit.BOX,
        "title": label if len(box.label) <= MOST_TITLE else NAME,
        "close": _label(close),
        "submit": block_kit.plain(box.submit, MOST_SUBMIT),
        "private_metadata": json.dumps({"says": box.says, "place": place.kept()}, ensure_ascii=False),
        "blocks": [
            *(render_blocks([without_controls(card)], "", surface=VIEW) if card else ()),
            {"type": "input", "block_id": TYPED, "label": label, "element": field},
        ],
    }


def launcher_row(flow: FormFlow) -> Block:
    """Return the buttons that open the common forms, and a list of the others."""
    t, launchers = flow.t, flow.launchers
    elements = [
        block_kit.button(block_kit.action_id(OPEN, n), launcher.label, value=launcher.value)
        for n, launcher in enumerate(launchers.common)
    ]
    if launchers.others:
        elements.append(block_kit.select(f"{OPEN}:more", t("More forms…"), launchers.others))
    return block_kit.actions("set-up", elements)


async def home_view(bot: Bot, person: Person | None, language: str, public_url: str) -> View:
    """Return the home of a person; for somebody who is not known, what they can do about that."""
    t = bot.context.translator(person, language)
    if person is None:
        return home([general.menu(t, ())], public_url)
    view = home(await bot.view(person, OverviewView()), public_url)
    flow = await FormFlow.load(bot, [person.address])
    if flow.launchers:
        view["blocks"] = [*view["blocks"][: VIEW.blocks - 2], block_kit.DIVIDER, launcher_row(flow)]
    return view
