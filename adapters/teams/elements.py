"""Elements of Adaptive Cards 1.5. Pure.

What people wrote goes into rich text wherever possible, for no client reads that as Markdown. Headings and
facts can only be Markdown, and are escaped: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from adapters.text import truncate as truncate_text

Element = dict[str, Any]
CONTENT = "application/vnd.microsoft.card.adaptive"

PARAGRAPH, LABEL, ALT = 6_000, 100, 2_000  # characters; Teams limits only the whole, ours leave room for it
# Characters of labels, and as many as are as wide as the edges of a button. At most six are in a row, as in
# Teams.
ROW_WIDTH, EDGES_WIDTH = 37, 5
ONE_LINE = 100  # characters up to which a box is one line high
BOX = "box"  # in the data of a button: the id of the box whose words it sends along
STYLES = {"primary": "positive", "danger": "destructive"}  # by the kind of a button; others have none

_EMPHASIS = re.compile(r"([*_])(?=.*\1)", re.DOTALL)
_LIST_MARK = re.compile(r"^(\s*(?:[-+*]|\d+[.)]|#+|>))(?=\s)", re.MULTILINE)
_WORD_JOINER = "\u2060"  # invisible; separates characters that mean something together


def truncate(text: str, most: int = PARAGRAPH) -> str:
    """Return at most `most` characters that can be sent, without controls of the writing direction."""
    return truncate_text(text.encode("utf-8", "replace").decode(), most)


def escape(text: str) -> str:
    """Return the text so that Markdown finds no link, list, emphasis, date or mention in it."""
    text = truncate(text)
    for markup in ("](", "{{", "<at>"):
        text = text.replace(markup, f"{markup[0]}{_WORD_JOINER}{markup[1:]}")
    text = _LIST_MARK.sub(rf"\1{_WORD_JOINER}", text)
    return _EMPHASIS.sub(r"\\\1", text)


def language(code: str) -> Element:
    """Return the language of a card. English names none: a card knows no regions, and dates in plain `en` are
    American, whereas a client that is told nothing uses its reader's own.

    https://adaptivecards.io/explorer/AdaptiveCard.html, https://github.com/microsoft/AdaptiveCards/pull/1177"""
    return {} if code in {"", "en"} else {"lang": code}


def heading(words: str) -> Element:
    return {
        "type": "TextBlock",
        "text": escape(words),
        "wrap": True,
        "weight": "Bolder",
        "size": "Medium",
        "style": "heading",
    }


def subheading(words: str) -> Element:
    return {"type": "TextBlock", "text": escape(words), "wrap": True, "weight": "Bolder"}


def text(words: str) -> list[Element]:
    """Return a block for each line: clients draw a line break within a block differently."""
    lines = truncate(words).split("\n")
    return [
        {
            "type": "RichTextBlock",
            "inlines": [{"type": "TextRun", "text": line or " "}],
            **({"spacing": "None"} if position else {}),
        }
        for position, line in enumerate(lines)
    ]


def marked_text(markup: str) -> list[Element]:
    """Return a block for each line of text with mentions or moments, whose words are escaped. Rich text has
    neither."""
    return [
        {
            "type": "TextBlock",
            "text": line or " ",
            "wrap": True,
            **({"spacing": "None"} if position else {}),
        }
        for position, line in enumerate(markup.split("\n"))
    ]


def mention(name: str) -> str:
    """Return the text that an entity of the card turns into a mention.
    https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#mention-support-within-adaptive-cards"""
    return f"<at>{name}</at>"


def mention_entity(id: str, name: str) -> Element:
    return {"type": "mention", "text": mention(name), "mentioned": {"id": id, "name": name}}


def moment(at: datetime) -> str:
    """Return a moment that each client shows in its reader's time zone.
    https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features#datetime-example"""
    utc = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{{{{DATE({utc}, SHORT)}}}} {{{{TIME({utc})}}}}"


def small_text(words: str) -> list[Element]:
    return _styled(words, {"isSubtle": True, "size": "Small"})


def warning(words: str) -> list[Element]:
    return _styled(words, {"color": "Attention", "weight": "Bolder"})


def _styled(words: str, style: Element) -> list[Element]:
    return [block | {"inlines": [run | style for run in block["inlines"]]} for block in text(words)]


def key_values(rows: Iterable[tuple[str, str]]) -> Element:
    """Names and values are escaped."""
    return {"type": "FactSet", "facts": [{"title": name, "value": value} for name, value in rows]}


def table(header: Sequence[str], rows: Iterable[Sequence[str]], is_numeric: Sequence[bool]) -> Element:
    """Return a table, whose first row is its header. Its words are not read as Markdown."""
    return {
        "type": "Table",
        "showGridLines": False,
        "columns": [{"width": 2 if position else 3} for position in range(len(header))],
        "rows": [
            {
                "type": "TableRow",
                "cells": [
                    _cell(words, is_right=numeric) for words, numeric in zip(row, is_numeric, strict=True)
                ],
            }
            for row in (header, *rows)
        ],
    }


def _cell(words: str, *, is_right: bool) -> Element:
    blocks = _styled(words, {"size": "Small"})
    blocks = [block | ({"horizontalAlignment": "Right"} if is_right else {}) for block in blocks]
    return {"type": "TableCell", "items": blocks}


def image(url: str, alt: str) -> Element:
    """Return a picture that can be enlarged, and is dark where Teams is. Older clients show the light one.

    https://adaptivecards.microsoft.com/?topic=Image"""
    return {
        "type": "Image",
        "url": url,
        "themedUrls": [{"theme": "Dark", "url": f"{url}&dark"}],
        "altText": truncate(alt, ALT),
        "size": "Stretch",
        "msteams": {"allowExpand": True},
    }


def box(id: str, label: str, most: int) -> Element:
    return {
        "type": "Input.Text",
        "id": id,
        "label": truncate(label, LABEL),
        "isMultiline": most > ONE_LINE,
        "maxLength": most,
    }


def text_input(id: str, label: str, most: int, value: str, *, multiline: bool) -> Element:
    return box(id, label, most) | {"isMultiline": multiline, "value": value}


def choices(
    id: str, label: str, options: Sequence[Element], chosen: str, *, several: bool = False
) -> Element:
    """`options` have a title and a value each. Several chosen values are separated by commas."""
    return {
        "type": "Input.ChoiceSet",
        "id": id,
        "label": truncate(label, LABEL),
        "choices": list(options),
        "value": chosen,
        "isMultiSelect": several,
        "style": "expanded" if several else "compact",
        "wrap": True,
    }


def time_input(id: str, label: str, value: str) -> Element:
    return {"type": "Input.Time", "id": id, "label": truncate(label, LABEL), "value": value}


def date_input(id: str, label: str, value: str) -> Element:
    chosen = {"value": value} if value else {}
    return {"type": "Input.Date", "id": id, "label": truncate(label, LABEL), **chosen}


def submit(label: str, data: Element, kind: str = "secondary") -> Element:
    """Return a button for a dialog, where Teams does not support `Action.Execute`."""
    return {"type": "Action.Submit", "title": truncate(label, LABEL), "data": data, **_style(kind)}


def form_button(label: str, data: Element, kind: str = "secondary") -> Element:
    """Return a button that opens a dialog with the form that `data` names."""
    return submit(label, {"msteams": {"type": "task/fetch"}, **data}, kind)


def more_buttons(label: str, buttons: Sequence[Element]) -> Element:
    """Return a button that shows further buttons."""
    card = {"type": "AdaptiveCard", "body": action_rows(buttons)}
    return {"type": "Action.ShowCard", "title": truncate(label, LABEL), "card": card}


def sentence_button(label: str, says: str, box: str = "", kind: str = "secondary") -> Element:
    """Return a button that sends a sentence, followed by what is typed into a box. The card in the answer
    replaces this one. A client that does not know `Action.Execute` sends the same as a message."""
    common = {
        "title": truncate(label, LABEL),
        "data": {"says": says, **({BOX: box} if box else {})},
        "associatedInputs": "auto" if box else "none",
        **_style(kind),
    }
    return {
        "type": "Action.Execute",
        "verb": "say",
        **common,
        "fallback": {"type": "Action.Submit", **common},
    }


def confirmed_button(words: str, button: Element, kind: str) -> Element:
    """Return a button of the same label that opens what to consider, with the real button below it."""
    card = {"type": "AdaptiveCard", "body": text(words), "actions": [button]}
    return {"type": "Action.ShowCard", "title": button["title"], "card": card, **_style(kind)}


def link_button(label: str, url: str) -> Element:
    return {"type": "Action.OpenUrl", "title": truncate(label, LABEL), "url": url}


def actions(*buttons: Element) -> Element:
    return {"type": "ActionSet", "actions": list(buttons)}


def action_rows(buttons: Iterable[Element]) -> list[Element]:
    """Return buttons side by side, in rows that a phone shows whole: Teams for the desktop breaks a row, but
    on phones one scrolls sideways, and buttons at its end are not seen.

    https://github.com/microsoft/AdaptiveCards/issues/3516"""
    rows, left = list[list[Element]](), 0
    for button in buttons:
        width = len(button["title"]) + EDGES_WIDTH
        if width > left:
            rows, left = [*rows, []], ROW_WIDTH
        rows[-1].append(button)
        left -= width
    return [actions(*row) for row in rows]


def plain_lines(rendered: Iterable[Element]) -> Iterator[str]:
    """Yield what is written in elements, and the sentence or address of each button, for clients that cannot
    draw them."""
    for element in rendered:
        match element:
            case {"inlines": runs}:
                yield "".join(run["text"] for run in runs)
            case {"rows": rows}:
                yield from (" · ".join(plain_lines(cells(row))) for row in rows)
            case {"facts": facts}:
                yield from (f"{fact['title']}: {fact['value']}" for fact in facts)
            case {"actions": buttons}:
                yield from (f"[{button['title']}] {_target(button)}{_harm(button)}" for button in buttons)
            case {"text": words} | {"altText": words} | {"label": words}:
                yield words


def _harm(button: Element) -> str:
    """Return what is shown before a press counts, if anything."""
    match button:
        case {"card": {"body": [*body], "actions": [_]}}:
            return f" ({' '.join(plain_lines(body))})"
        case _:
            return ""


def cells(row: Element) -> list[Element]:
    """Return what the cells of a row of a table hold."""
    return [item for cell in row["cells"] for item in cell["items"]]


def spoken_lines(rendered: Iterable[Element]) -> Iterator[str]:
    """Yield what is written in elements, without the buttons, which are found by themselves."""
    return plain_lines(element for element in rendered if "actions" not in element)


def _target(button: Element) -> str:
    match button:
        case {"card": {"actions": [inner]}}:
            return _target(inner)
        case {"url": str(url)}:
            return url
        case _:
            return str(button["data"]["says"])


def _style(kind: str) -> Element:
    return {"style": STYLES[kind]} if kind in STYLES else {}
