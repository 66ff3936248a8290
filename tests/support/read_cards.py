"""Functions that return what a card shows: its texts, rows, buttons and boxes."""

from collections.abc import Iterator
from dataclasses import replace

from adapters.text import without_tables
from bot.core.cards import (
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
    Text,
    TextBox,
    plain,
)


def buttons(card: Card) -> list[Button]:
    return [button for part in card.parts for button in _buttons(part)]


def _buttons(part: Part) -> Iterator[Button]:
    if isinstance(part, Buttons):
        yield from part.options
    if isinstance(part, Examples):
        yield from (Button(row.sentence, row.sentence) for row in part.rows if row.pressable)


def labels(card: Card) -> list[str]:
    return [button.label for button in buttons(card)]


def button_sentences(card: Card) -> dict[str, str]:
    """Return the sentence behind each button, by its label."""
    return {button.label: button.says for button in buttons(card)}


def says(card: Card, label: str) -> str:
    """Return the sentence behind a button."""
    return button_sentences(card)[label]


def boxes(card: Card) -> dict[str, str]:
    """Return the sentence that each text box begins, by its label."""
    return {part.label: part.says for part in card.parts if isinstance(part, TextBox)}


def facts(card: Card) -> dict[str, str]:
    rows = (row for part in without_tables(card).parts if isinstance(part, KeyValues) for row in part.rows)
    return {name: plain(value) for name, value in rows}


def examples(card: Card) -> dict[str, str]:
    """Return what each example of a card does, by the sentence."""
    return {row.sentence: row.about for part in card.parts if isinstance(part, Examples) for row in part.rows}


def items(card: Card) -> list[str]:
    """Return the items of all lists."""
    return [plain(item) for part in card.parts if isinstance(part, BulletList) for item in part.items]


def texts(card: Card) -> list[str]:
    return [plain(part.words) for part in card.parts if isinstance(part, Text)]


def headings(card: Card) -> list[str]:
    return [part.words for part in card.parts if isinstance(part, Heading)]


def small_print(card: Card) -> list[str]:
    return [part.words for part in card.parts if isinstance(part, SmallText)]


def link(card: Card) -> str:
    """Return the path of the card's one link."""
    (path,) = [part.path for part in card.parts if isinstance(part, Link)]
    return path


def link_to_share(card: Card) -> str:
    """Return the path of the card's one link to pass on."""
    (path,) = [part.path for part in card.parts if isinstance(part, ShareLink)]
    return path


def reason(card: Card) -> str:
    """Return the text of a refusal, and fail if the card is none."""
    assert card.title in {"Not done", "We did not understand that"}, card
    text, *more = texts(card)
    assert card.title == "We did not understand that" or not more, card
    return text


def words(card: Card) -> str:
    """Return all text of a card, a line each."""
    return "\n".join([card.title, *_lines(card)])


def shown(card: Card) -> str:
    """Return what a reader sees of a card: all its text, a line each, but of a chart the picture alone."""
    return words(replace(card, parts=tuple(part for part in card.parts if not isinstance(part, Chart))))


def _lines(card: Card) -> Iterator[str]:
    for part in without_tables(card).parts:
        match part:
            case Heading() | Text() | SmallText():
                yield plain(part.words)
            case KeyValues():
                yield from (f"{name}: {plain(value)}" for name, value in part.rows)
            case BulletList():
                yield from map(plain, part.items)
            case Buttons():
                yield from (button.label for button in part.options)
            case Examples():
                yield from (f"{row.sentence}: {row.about}" for row in part.rows)
            case TextBox():
                yield part.label
            case _:
                yield getattr(part, "alt", "") or part.label  # type: ignore[union-attr]
