"""Cards as lines of text, with a number before everything that can be pressed. Pure."""

from typing import assert_never

from adapters.text import data_lines
from bot.core.cards import (
    BulletList,
    Button,
    Buttons,
    Card,
    Chart,
    Example,
    Examples,
    Heading,
    KeyValues,
    Link,
    Part,
    ShareLink,
    SmallText,
    Table,
    Text,
    TextBox,
    plain,
)


def render_card(card: Card, public_url: str) -> tuple[list[str], list[str]]:
    """Return the lines of a card, and the sentences that its numbers stand for, from 1."""
    sentences: list[str] = []
    lines = ["", card.title]
    for part in card.parts:
        lines += _render_part(part, public_url, sentences)
    return lines, sentences


def _render_part(part: Part, public_url: str, sentences: list[str]) -> list[str]:
    match part:
        case Heading(words) | Text(words) | SmallText(words):
            lines = plain(words).splitlines()
        case KeyValues(rows):
            lines = [f"  {name}: {plain(value)}" for name, value in rows]
        case BulletList(items):
            lines = [f"  - {plain(item)}" for item in items]
        case Table() | Chart():
            lines = data_lines(part)
        case Buttons(options):
            lines = [f"  {_numbered(button.says, sentences)} {_label(button)}" for button in options]
        case Examples(rows):
            lines = [_example(row, sentences) for row in rows]
        case TextBox(label=label, says=says):
            lines = [f"  {_numbered(says, sentences)} {label}: type the number, then your words"]
        case Link(label, path):
            lines = [f"  {label}: {public_url}{path}"]
        case ShareLink():
            lines = part.with_address(public_url).splitlines()
        case _:  # never
            assert_never(part)
    return lines


def _example(row: Example, sentences: list[str]) -> str:
    number = f"{_numbered(row.sentence, sentences)} " if row.pressable else ""
    return f"  {number}{row.sentence}" + (f": {row.about}" if row.about else "")


def _label(button: Button) -> str:
    return f"{button.label}: {button.confirm}" if button.confirm else button.label


def _numbered(sentence: str, sentences: list[str]) -> str:
    sentences.append(sentence)
    return f"[{len(sentences)}]"
