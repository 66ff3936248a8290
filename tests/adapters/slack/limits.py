"""What Slack refuses, looked for in anything that we would send it. The numbers are slackblocks' own."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from slackblocks import _limits as most

LONGEST_INPUT = most.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX
MOST_CHECKBOXES = 10  # https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
ALTOGETHER = 11_000  # characters of a message: https://github.com/slackapi/bolt-js/issues/2867


def broken(shown: dict[str, Any]) -> list[str]:
    """Every limit that a message or a view is beyond; empty where Slack takes it."""
    return sorted(set(_whole(shown)) | {found for each in shown["blocks"] for found in _block(each)})


def _whole(shown: dict[str, Any]) -> Iterator[str]:
    blocks = shown["blocks"]
    yield from _view(shown) if "type" in shown else _message(shown)
    block_ids = Counter(each["block_id"] for each in blocks if "block_id" in each)
    action_ids = Counter(each["action_id"] for each in _objects(blocks) if "action_id" in each)
    yield from (f"twice {id}" for ids in (block_ids, action_ids) for id, many in ids.items() if many > 1)


def _message(message: dict[str, Any]) -> Iterator[str]:
    if not 0 < len(message["blocks"]) <= most.MESSAGE_BLOCKS_MAX_ITEMS:
        yield f"{len(message['blocks'])} blocks"
    if sum(each["type"] == "table" for each in message["blocks"]) > 1:
        yield "more than one table"
    if not message["text"].strip():
        yield "no text beside the blocks"
    texts = [each["text"] for each in _objects(message["blocks"]) if isinstance(each.get("text"), str)]
    if sum(map(len, texts)) > ALTOGETHER:
        yield "too many words"


def _view(view: dict[str, Any]) -> Iterator[str]:
    if not 0 < len(view["blocks"]) <= most.VIEW_BLOCKS_MAX_ITEMS:
        yield f"{len(view['blocks'])} blocks"
    for name in ("title", "submit", "close"):
        if name in view and not 0 < len(view[name]["text"]) <= most.VIEW_TITLE_MAX_LENGTH:
            yield f"long {name}"
    if len(view.get("private_metadata", "")) > most.VIEW_PRIVATE_METADATA_MAX_LENGTH:
        yield "long metadata"
    if any(each["type"] == "table" for each in view["blocks"]):
        yield "a table, which only messages have"
    if view["type"] == "modal" and "close" not in view:
        yield "nothing to close it with"
    if any(each["type"] == "input" for each in view["blocks"]) and "submit" not in view:
        yield "nothing to send it with"


def _block(block: dict[str, Any]) -> Iterator[str]:
    for each in _objects(block):
        yield from _object(each)
    if block["type"] not in BLOCKS:
        yield f"unknown block {block['type']}"
    elif not BLOCKS[block["type"]](block):
        yield block["type"]
    if len(block.get("block_id", "")) > most.BLOCK_ID_MAX_LENGTH:
        yield "long block_id"


BLOCKS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "actions": lambda it: 0 < len(it["elements"]) <= most.ACTIONS_ELEMENTS_MAX_ITEMS,
    "context": lambda it: 0 < len(it["elements"]) <= most.CONTEXT_ELEMENTS_MAX_ITEMS,
    "rich_text": lambda it: bool(it["elements"]) and all(each["elements"] for each in it["elements"]),
    "header": lambda it: len(it["text"]["text"]) <= most.HEADER_TEXT_MAX_LENGTH,
    "image": lambda it: 0 < len(it["alt_text"]) <= most.IMAGE_ALT_TEXT_MAX_LENGTH,
    "input": lambda it: len(it["label"]["text"]) <= most.INPUT_LABEL_MAX_LENGTH,
    "divider": lambda _: True,
    "table": lambda it: (
        0 < len(it["rows"]) <= most.TABLE_ROWS_MAX_ITEMS
        and len({len(row) for row in it["rows"]}) == 1
        and 0 < len(it["rows"][0]) <= most.TABLE_COLUMNS_MAX_ITEMS
        and len(it["column_settings"]) <= most.TABLE_COLUMN_SETTINGS_MAX_ITEMS
    ),
}


INLINE: dict[Any, Callable[[dict[str, Any]], bool]] = {
    "raw_text": lambda it: bool(it["text"]),
    "raw_number": lambda it: bool(it["text"]) and isinstance(it["value"], int | float),
    "user": lambda it: it["user_id"].startswith(("U", "W")),
    "date": lambda it: isinstance(it["timestamp"], int) and bool(it["fallback"]),
}


def _object(each: dict[str, Any]) -> Iterator[str]:
    kind = each.get("type")
    if kind in {"text", "plain_text"} and not 0 < len(each["text"]) <= most.TEXT_MAX_LENGTH:
        yield f"text of {len(each['text'])}"
    if kind in INLINE and not INLINE[kind](each):
        yield f"{kind}"
    if kind == "mrkdwn" or (kind == "plain_text" and each.get("emoji") is not False):
        yield "markup"
    if len(each.get("action_id", "")) > most.ACTION_ID_MAX_LENGTH:
        yield "long action_id"
    if kind == "plain_text_input" and not 1 <= each.get("max_length", 1) <= LONGEST_INPUT:
        yield "max_length"
    if kind == "button":
        yield from _button(each)
    if kind in {"static_select", "checkboxes", "multi_static_select"}:
        first = each.get("initial_option")
        chosen = each.get("initial_options", [first] if first else [])
        most_options = MOST_CHECKBOXES if kind == "checkboxes" else most.SELECT_OPTIONS_MAX_ITEMS
        yield from _options(each["options"], chosen, most_options)


def _button(button: dict[str, Any]) -> Iterator[str]:
    if len(button["text"]["text"]) > most.BUTTON_TEXT_MAX_LENGTH:
        yield "long label"
    if not 0 < len(button.get("value", "-")) <= most.BUTTON_VALUE_MAX_LENGTH:
        yield "value"
    if len(button.get("url", "")) > most.BUTTON_URL_MAX_LENGTH:
        yield "url"
    if button.get("style", "primary") not in {"primary", "danger"}:
        yield "style"
    if dialog := button.get("confirm"):
        longest = {
            "title": most.CONFIRMATION_TITLE_MAX_LENGTH,
            "text": most.CONFIRMATION_TEXT_MAX_LENGTH,
            "confirm": most.CONFIRMATION_CONFIRM_MAX_LENGTH,
            "deny": most.CONFIRMATION_DENY_MAX_LENGTH,
        }
        yield from (f"{part} of a dialog" for part in longest if len(dialog[part]["text"]) > longest[part])


def _options(options: list[dict[str, Any]], chosen: list[dict[str, Any]], most_options: int) -> Iterator[str]:
    if not most.SELECT_OPTIONS_MIN_ITEMS <= len(options) <= most_options:
        yield f"{len(options)} options"
    if len({each["value"] for each in options}) < len(options):
        yield "an option twice"
    if any(option not in options for option in chosen):
        yield "chosen and not offered"
    for each in options:
        if len(each["text"]["text"]) > most.OPTION_TEXT_MAX_LENGTH:
            yield "long option"
        if not 0 < len(each["value"]) <= most.OPTION_VALUE_MAX_LENGTH:
            yield "option's value"


def _objects(thing: Any) -> Iterator[dict[str, Any]]:
    if isinstance(thing, dict):
        yield thing
        for each in thing.values():
            yield from _objects(each)
    elif isinstance(thing, list):
        for each in thing:
            yield from _objects(each)
