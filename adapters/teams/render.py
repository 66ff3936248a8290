"""A card as an Adaptive Card. Pure."""

import json
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any, assert_never

from adapters import text
from adapters.teams import elements
from adapters.teams.elements import Element
from bot.core.cards import (
    BulletList,
    Button,
    Buttons,
    Card,
    Chart,
    KeyValues,
    Link,
    Part,
    SmallText,
    Text,
    TextBox,
)

MOST = 56 * 1024  # bytes of a body: with all that stands around it, less than the connector sends

ChartUrl = Callable[[Chart], str]
"""The address at which Teams finds a chart, unguessable and only for a while; empty where there is none."""


def message(card: Card, drawn: Element) -> dict[str, Any]:
    """Its summary is what notifications show and what is read aloud first."""
    return {
        "type": "message",
        "summary": elements.truncate(card.title, elements.LABEL),
        "attachments": [{"contentType": elements.CONTENT, "content": drawn}],
    }


def adaptive_card(card: Card, public_url: str, picture: ChartUrl) -> Element:
    body = [elements.heading(card.title)] if card.title else []
    for place, part in enumerate(card.parts):
        body += _part(part, f"box{place}", public_url, picture)
    body = _fitting(body)
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "fallbackText": elements.truncate(text.draw(card, public_url)),
        "speak": elements.truncate(card.title),
        "msteams": {"width": "full"},
        "body": body,
    }


def _fitting(body: list[Element]) -> list[Element]:
    """As many as Teams takes in one message: a card that ends in dots beats one that is lost."""
    sizes = accumulate(len(json.dumps(element)) for element in body)
    fit = [element for element, size in zip(body, sizes, strict=True) if size <= MOST]
    return body if len(fit) == len(body) else [*fit, *elements.text("…")]


def _part(part: Part, box: str, public_url: str, picture: ChartUrl) -> list[Element]:
    drawn: list[Element]
    match part:
        case Text(words):
            drawn = elements.text(words)
        case SmallText(words):
            drawn = elements.small_text(words)
        case KeyValues(rows):
            drawn = [elements.key_values(rows)] if rows else []
        case BulletList(items):
            drawn = elements.bullet_list(items)
        case Chart():
            drawn = _chart(part, picture(part))
        case Buttons(options, scale):
            drawn = _buttons(options, scale=scale)
        case TextBox(label=label, says=says, submit=submit, most=most):
            drawn = [
                elements.box(box, label, most),
                elements.actions(elements.sentence_button(submit, says, box)),
            ]
        case Link(label, path):
            drawn = [elements.actions(elements.link_button(label, f"{public_url}{path}"))]
        case _:  # never
            assert_never(part)
    return drawn


def _chart(chart: Chart, url: str) -> list[Element]:
    """Where no picture can be fetched, what it shows is said."""
    if not url:
        return [*elements.text(chart.title), *elements.small_text(chart.alt)]
    return [elements.image(url, chart.alt), *elements.text(chart.title)]


def _buttons(options: Sequence[Button], *, scale: bool) -> list[Element]:
    """The points of a question stand one under the other, each as wide as its words, on a phone as on a
    desk; all others side by side."""
    drawn = [elements.sentence_button(option.label, option.says) for option in options]
    size = 1 if scale else elements.IN_A_ROW
    return [elements.actions(*drawn[i : i + size]) for i in range(0, len(drawn), size)]
