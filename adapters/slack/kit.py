"""The pieces of Block Kit that we use. Pure.

Words go into plain and rich text only, which Slack never reads as markup. Over-long words are cut, never
refused: a short card beats a lost one. The limits are Slack's: https://docs.slack.dev/reference/block-kit
"""

from collections.abc import Iterable, Sequence
from typing import Any

from adapters.slack.words import clean

Block = dict[str, Any]

HEADER, PARAGRAPH, LABEL, VALUE, URL, ALT = 150, 3_000, 75, 2_000, 3_000, 2_000
IN_A_ROW = 25  # buttons
DIVIDER: Block = {"type": "divider"}


def plain(words: str, most: int) -> Block:
    return {"type": "plain_text", "text": clean(words, most), "emoji": False}


def header(words: str) -> Block:
    return {"type": "header", "text": plain(words, HEADER)}


def context(words: str) -> Block:
    return {"type": "context", "elements": [plain(words, PARAGRAPH)]}


def rich(elements: Sequence[Block]) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def line(*runs: tuple[str, bool]) -> Block:
    """Runs of words, each bold or not."""
    bold = {"style": {"bold": True}}
    return {
        "type": "rich_text_section",
        "elements": [{"type": "text", "text": words, **(bold if strong else {})} for words, strong in runs],
    }


def bullets(lines: Iterable[Block]) -> Block:
    return {"type": "rich_text_list", "style": "bullet", "elements": list(lines)}


def image(file: str, title: str, alt: str) -> Block:
    """A picture that lies at Slack already."""
    shown = {"type": "image", "slack_file": {"id": file}, "alt_text": clean(alt, ALT)}
    return shown | {"title": plain(title, ALT)}


def button(action_id: str, label: str, **more: str) -> Block:
    return {"type": "button", "action_id": action_id, "text": plain(label, LABEL), **more}


def actions(block_id: str, elements: Sequence[Block]) -> Block:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}
