"""Helpers for every adapter: a card as plain text, text cut to a length, and parts made simpler. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import assert_never

from bot.core.cards import (
    BasicPart,
    BulletList,
    Button,
    Buttons,
    Card,
    Chart,
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
    Words,
    cell_words,
    plain,
)

_DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def truncate(text: str, most: int) -> str:
    """Return at most `most` characters, which end in dots where text is missing. Characters that turn the
    direction of the text around them are left out."""
    text = _DIRECTION_MARKS.sub("", text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def basic_parts(part: Part) -> tuple[BasicPart, ...]:
    """Return what to draw where a row cannot hold a button: all rows of examples, then their buttons."""
    if not isinstance(part, Examples):
        return (part,)
    rows = KeyValues(tuple((row.sentence, row.about) for row in part.rows))
    return rows, Buttons(tuple(Button(row.sentence, row.sentence) for row in part.rows if row.pressable))


def words_of(card: Card) -> Iterator[Words]:
    """Yield the words of a card that may hold mentions and moments."""
    for part in card.parts:
        match part:
            case Text(words):
                yield words
            case BulletList(items):
                yield from items
            case KeyValues(rows):
                yield from (value for _, value in rows)


def table_rows(table: Table) -> KeyValues:
    """Return the rows of a table in words, for where no table can be drawn: each cell after the head of its
    column."""
    heads = table.header[1:]
    return KeyValues(
        tuple(
            (
                cell_words(name),
                " · ".join(
                    f"{head} {cell_words(cell)}"
                    for head, cell in zip(heads, cells, strict=True)
                    if cell_words(cell)
                ),
            )
            for name, *cells in table.rows
        )
    )


def _harm(button: Button) -> str:
    return f" ({button.confirm})" if button.confirm else ""


def data_lines(part: Table | Chart) -> list[str]:
    """Return a table or a chart in words."""
    if isinstance(part, Chart):
        return [part.title, part.alt]
    rows = ((name, plain(cells)) for name, cells in table_rows(part).rows)
    return [part.caption, *(f"  {name}: {cells}" for name, cells in rows)]


def without_tables(card: Card) -> Card:
    """Return the card with its tables in words."""
    parts = chain.from_iterable(
        (Text(part.caption), table_rows(part)) if isinstance(part, Table) else (part,) for part in card.parts
    )
    return replace(card, parts=tuple(parts))


def plain_card(card: Card) -> Card:
    """Return the card with mentions as names, and moments as they are named."""
    return replace(card, parts=tuple(map(_plain_part, card.parts)))


def _plain_part(part: Part) -> Part:
    match part:
        case Text(words):
            return Text(plain(words))
        case BulletList(items):
            return BulletList(tuple(map(plain, items)))
        case KeyValues(rows):
            return KeyValues(tuple((name, plain(value)) for name, value in rows))
        case _:
            return part


def draw(card: Card, public_url: str = "") -> str:
    """Return the title and each part, with empty lines between. `public_url` goes before paths of links."""
    return "\n\n".join([card.title, *("\n".join(_lines(part, public_url)) for part in card.parts)])


def _lines(part: Part, public_url: str) -> list[str]:
    match part:
        case Heading(words) | Text(words) | SmallText(words):
            lines = [plain(words)]
        case KeyValues(rows):
            lines = [f"  {name}: {plain(value)}" if value else f"  {name}" for name, value in rows]
        case BulletList(items):
            lines = [f"  - {plain(item)}" for item in items]
        case Table() | Chart():
            lines = data_lines(part)
        case Buttons(options):
            lines = [f"  [{option.label}] {option.says}{_harm(option)}" for option in options]
        case Examples(rows):
            lines = [f"  {row.sentence}: {row.about}" if row.about else f"  {row.sentence}" for row in rows]
        case TextBox(label=label, says=says):
            lines = [f"  {label}: {says} …"]
        case Link(label, path):
            lines = [f"  {label}: {public_url}{path}"]
        case ShareLink():
            lines = part.with_address(public_url).splitlines()
        case _:  # never
            assert_never(part)
    return lines
