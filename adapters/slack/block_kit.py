"""The elements of Block Kit that Accord uses. Pure.

Words go into plain and rich text only, which Slack never reads as markup. Over-long words are cut, never
refused: a short card beats a lost one. The limits are Slack's: https://docs.slack.dev/reference/block-kit
Only the text beside the blocks is read as markup, and is escaped:
https://docs.slack.dev/messaging/formatting-message-text#escaping
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self, assert_never

from adapters.text import data_lines
from adapters.text import truncate as truncate_text
from bot.core.cards import (
    BulletList,
    Buttons,
    Card,
    Cell,
    Chart,
    Examples,
    Heading,
    KeyValues,
    Link,
    Number,
    Part,
    ShareLink,
    SmallText,
    Table,
    Text,
    TextBox,
    cell_words,
)
from bot.core.cards import plain as plain_words

Block = dict[str, Any]

HEADER, PARAGRAPH, LABEL, VALUE, URL, ALT = 150, 3_000, 75, 2_000, 3_000, 2_000
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_LABEL, PLACEHOLDER = 100, 300, 30, 150
IN_A_ROW = 25  # buttons
TABLE_ROWS, TABLE_COLUMNS, TABLE_CHARACTERS, CELL = 100, 20, 8_000, 500
DATE = "{date_long}, {time}"  # of a moment
DIVIDER: Block = {"type": "divider"}


def plain(words: str, most: int) -> Block:
    return {"type": "plain_text", "text": truncate(words, most), "emoji": False}


def header(words: str) -> Block:
    return {"type": "header", "text": plain(words, HEADER)}


def context(words: str) -> Block:
    return {"type": "context", "elements": [plain(words, PARAGRAPH)]}


def rich_text(elements: Sequence[Block]) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def line(elements: Sequence[Block]) -> Block:
    return {"type": "rich_text_section", "elements": list(elements)}


def text(words: str, *, bold: bool = False) -> Block:
    return {"type": "text", "text": words, **({"style": {"bold": True}} if bold else {})}


def user(id: str) -> Block:
    """Return a mention, of which the person is told."""
    return {"type": "user", "user_id": id}


def date(at: datetime, words: str) -> Block:
    """Return a moment that each reader sees in their own time zone, or in these words if a client cannot.
    https://docs.slack.dev/reference/block-kit/block-elements/date-element"""
    return {"type": "date", "timestamp": int(at.timestamp()), "format": DATE, "fallback": words}


def after(words: str, elements: Sequence[Block]) -> list[Block]:
    """Return the elements of a line with these words before them."""
    first, *rest = elements
    if first["type"] == "text":
        return [first | {"text": words + first["text"]}, *rest]
    return [text(words), *elements]


def bullets(lines: Iterable[Block]) -> Block:
    return {"type": "rich_text_list", "style": "bullet", "elements": list(lines)}


def table(part: Table) -> Block:
    """Return a table, whose first row is its header."""
    columns = range(len(part.header))
    settings = [{"align": "right"} if part.is_numeric(column) else {"is_wrapped": True} for column in columns]
    rows = [[_cell(cell) for cell in row] for row in (part.header, *part.rows)]
    return {"type": "table", "rows": rows, "column_settings": settings}


def _cell(cell: Cell) -> Block:
    words = truncate(cell_words(cell), CELL)
    if isinstance(cell, Number):
        return {"type": "raw_number", "value": cell.value, "text": words}
    return {"type": "raw_text", "text": words}


def fits_table(part: Table) -> bool:
    """Return True if Slack takes a table of this size: https://docs.slack.dev/reference/block-kit/blocks/table-block"""
    characters = sum(len(cell_words(cell)) for row in (part.header, *part.rows) for cell in row)
    rows, columns = len(part.rows) + 1, len(part.header)
    return rows <= TABLE_ROWS and columns <= TABLE_COLUMNS and characters <= TABLE_CHARACTERS


def image(file: str, alt: str) -> Block:
    """Return a picture that was uploaded to Slack. Its title is drawn in it."""
    return {"type": "image", "slack_file": {"id": file}, "alt_text": truncate(alt, ALT)}


def button(action_id: str, label: str, **more: str) -> Block:
    return {"type": "button", "action_id": action_id, "text": plain(label, LABEL), **more}


def select(action_id: str, label: str, options: Iterable[tuple[str, str]]) -> Block:
    """Return a list to choose one of these values from, each with its label."""
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(label, PLACEHOLDER),
        "options": [{"text": plain(text, LABEL), "value": value} for value, text in options],
    }


def confirmation(label: str, words: str, kind: str, back: str) -> Block:
    """Return the dialog that Slack shows before a press counts."""
    dialog = {
        "title": plain(label, CONFIRM_TITLE),
        "text": plain(words, CONFIRM_TEXT),
        "confirm": plain(label, CONFIRM_LABEL),
        "deny": plain(back, CONFIRM_LABEL),
    }
    return dialog | ({"style": "danger"} if kind == "danger" else {})


def actions(block_id: str, elements: Sequence[Block]) -> Block:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


MAX_FALLBACK = 3_500  # characters of the text beside blocks; Slack advises at most 4,000


def truncate(text: str, most: int) -> str:
    """Return at most `most` characters, and at least one, since Slack takes no empty text."""
    return truncate_text(text, most) or "–"


def fallback_text(card: Card) -> str:
    """Return the whole card as words, for notifications and screen readers."""
    text = "\n".join([card.title, *(line for part in card.parts for line in _lines(part))])
    return escape(truncate(text, MAX_FALLBACK))


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _lines(part: Part) -> list[str]:
    match part:
        case Heading(words) | Text(words) | SmallText(words):
            lines = [plain_words(words)]
        case KeyValues(rows):
            lines = [f"• {name}: {plain_words(value)}" if value else f"• {name}" for name, value in rows]
        case BulletList(items):
            lines = [f"• {plain_words(item)}" for item in items]
        case Table() | Chart():
            lines = data_lines(part)
        case Buttons(options):
            lines = [" ".join(f"[{option.label}]" for option in options)]
        case Examples(rows):
            lines = [f"• {row.sentence}: {row.about}" if row.about else f"• {row.sentence}" for row in rows]
        case TextBox(label=label) | Link(label=label):
            lines = [f"[{label}]"]
        case ShareLink(message=message):
            lines = [message]
        case _:  # never
            assert_never(part)
    return lines


# The ids and values of buttons, by which a press says what was pressed.
SAY, BOX, LINK, OPEN = "say", "box", "link", "open"  # the kinds of buttons; their action ids begin so
MAX_THREAD_KEY = 200  # characters of an id of a block, which has room for 255


def action_id(kind: str, number: int) -> str:
    return f"{kind}:{number}"


def kind_of(action_id: object) -> str:
    return str(action_id).partition(":")[0]


def block_id(thread_key: str, drawing: str, number: int) -> str:
    """Return an id that holds the thread key of its card, and a `drawing`, because Slack wants another id
    whenever a message is drawn again: https://docs.slack.dev/reference/block-kit/blocks/actions-block"""
    return f"{thread_key[:MAX_THREAD_KEY]}~{drawing}~{number}"


def thread_key_of(block_id: object) -> str:
    """Return the thread key of the card that was pressed, or empty."""
    thread_key, *rest = str(block_id).rsplit("~", 2)
    return thread_key if len(rest) == 2 else ""


@dataclass(frozen=True, slots=True)
class TextBoxValue:
    """The value of a button that opens a text box as a modal. What is typed is appended to `says`."""

    label: str
    says: str
    submit: str
    most: int

    @classmethod
    def of(cls, box: TextBox) -> Self:
        return cls(box.label, box.says, box.submit, box.most)

    def value(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def read(cls, value: object) -> Self | None:
        """Parse what `value` returned; None for anything else."""
        try:
            fields: Any = json.loads(str(value))
            box = cls(**fields)
        except (TypeError, ValueError):
            return None
        texts = (box.label, box.says, box.submit)
        return box if all(isinstance(text, str) for text in texts) and isinstance(box.most, int) else None
