"""The pieces of Adaptive Cards 1.5 that we use. Pure.

What people wrote goes into rich text wherever it may, which no client reads as Markdown. Headings and facts
can only be Markdown, and are defused: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

Element = dict[str, Any]
CONTENT = "application/vnd.microsoft.card.adaptive"

PARAGRAPH, LABEL, ALT = 6_000, 100, 2_000  # characters; Teams limits only the whole, ours leave room for it
IN_A_ROW = 5  # buttons; Teams draws at most six side by side
ONE_LINE = 100  # characters up to which a box is one line high
BOX = "box"  # in what a button carries: the id of the box whose words it sends along

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # would turn the words around it back to front
_EMPHASIS = re.compile(r"([*_])(?=.*\1)", re.DOTALL)
_LISTED = re.compile(r"^(\s*(?:[-+*]|\d+[.)]|#+|>))(?=\s)", re.MULTILINE)
_JOINER = "\u2060"  # takes no room, and keeps apart what would mean something together


def truncate(text: str, most: int = PARAGRAPH) -> str:
    text = _TURNING.sub("", text).encode("utf-8", "replace").decode()
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def escape(text: str) -> str:
    """Words that mean the same to a reader, and no link, list, emphasis or date to Markdown."""
    text = truncate(text).replace("](", f"]{_JOINER}(").replace("{{", f"{{{_JOINER}{{")
    text = _LISTED.sub(rf"\1{_JOINER}", text)
    return _EMPHASIS.sub(r"\\\1", text)


def heading(words: str) -> Element:
    return _block(escape(words)) | {"weight": "Bolder", "size": "Medium", "style": "heading"}


def text(words: str) -> list[Element]:
    """A block a line: a line break within one is not drawn alike everywhere."""
    lines = truncate(words).split("\n")
    return [
        {
            "type": "RichTextBlock",
            "inlines": [{"type": "TextRun", "text": line or " "}],
            **({"spacing": "None"} if place else {}),
        }
        for place, line in enumerate(lines)
    ]


def small_text(words: str) -> list[Element]:
    small = {"isSubtle": True, "size": "Small"}
    return [each | {"inlines": [run | small for run in each["inlines"]]} for each in text(words)]


def bullet_list(items: Iterable[str]) -> list[Element]:
    return [each for item in items for each in text(f"• {item}")]


def key_values(rows: Sequence[tuple[str, str]]) -> Element:
    return {
        "type": "FactSet",
        "facts": [{"title": escape(name), "value": escape(value)} for name, value in rows],
    }


def image(url: str, alt: str) -> Element:
    return {"type": "Image", "url": url, "altText": truncate(alt, ALT), "size": "Stretch"}


def box(id: str, label: str, most: int) -> Element:
    return {
        "type": "Input.Text",
        "id": id,
        "label": truncate(label, LABEL),
        "isMultiline": most > ONE_LINE,
        "maxLength": most,
    }


def choices(
    id: str, label: str, options: Sequence[Element], chosen: str, *, several: bool = False
) -> Element:
    """`options` have a title and a value each. Several that are chosen have commas between them."""
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


def time(id: str, label: str, chosen: str) -> Element:
    return {"type": "Input.Time", "id": id, "label": truncate(label, LABEL), "value": chosen}


def submit(label: str, data: Element) -> Element:
    """For dialogs, which know no `AddAction.Execute`."""
    return {"type": "Action.Submit", "title": truncate(label, LABEL), "data": data}


def sentence_button(label: str, says: str, box: str = "") -> Element:
    """A button, which sends along what is typed into a box. The card that comes back in the answer takes the
    place of this one. A client that does not know `AddAction.Execute` sends the same as a message."""
    common = {
        "title": truncate(label, LABEL),
        "data": {"says": says, **({BOX: box} if box else {})},
        "associatedInputs": "auto" if box else "none",
    }
    return {
        "type": "Action.Execute",
        "verb": "say",
        **common,
        "fallback": {"type": "Action.Submit", **common},
    }


def link_button(label: str, url: str) -> Element:
    return {"type": "Action.OpenUrl", "title": truncate(label, LABEL), "url": url}


def actions(*buttons: Element) -> Element:
    return {"type": "ActionSet", "actions": list(buttons)}


def plain_lines(rendered: Iterable[Element]) -> Iterator[str]:
    """Yield what is written in elements, and the sentence or address of each button, for clients that cannot
    draw them."""
    for element in rendered:
        match element:
            case {"inlines": runs}:
                yield "".join(run["text"] for run in runs)
            case {"facts": facts}:
                yield from (f"{fact['title']}: {fact['value']}" for fact in facts)
            case {"actions": buttons}:
                yield from (f"[{button['title']}] {_target(button)}" for button in buttons)
            case {"text": words} | {"altText": words} | {"label": words}:
                yield words


def _target(button: Element) -> str:
    return str(button.get("url") or button["data"]["says"])


def _block(words: str) -> Element:
    return {"type": "TextBlock", "text": words, "wrap": True}
