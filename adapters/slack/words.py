"""Words for Slack, which stay words. Pure.

Blocks hold what people wrote as plain text, which Slack never reads as markup. Only the text beside them is
read so, and is escaped: https://docs.slack.dev/messaging/formatting-message-text#escaping
"""

import re
from typing import assert_never

from bot.core.cards import BulletList, Buttons, Card, Chart, KeyValues, Link, Part, SmallText, Text, TextBox

MOST_BESIDE = 3_500  # characters of the text beside blocks; Slack advises at most 4,000
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # would turn the words around it back to front


def clean(text: str, most: int) -> str:
    """At most so many characters, and at least one, since Slack takes no empty text."""
    text = _TURNING.sub("", text)
    return (text if len(text) <= most else text[: most - 1].rstrip() + "…") or "–"


def beside(card: Card) -> str:
    """The whole card as words: for notifications, and read aloud to whoever cannot see it."""
    told = "\n".join([card.title, *(line for part in card.parts for line in _lines(part))])
    return escaped(clean(told, MOST_BESIDE))


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _lines(part: Part) -> list[str]:
    match part:
        case Text(words) | SmallText(words):
            lines = [words]
        case KeyValues(rows):
            lines = [f"• {name}: {value}" if value else f"• {name}" for name, value in rows]
        case BulletList(items):
            lines = [f"• {item}" for item in items]
        case Chart(title=title, alt=alt):
            lines = [title, alt]
        case Buttons(options):
            lines = [" ".join(f"[{option.label}]" for option in options)]
        case TextBox(label=label) | Link(label=label):
            lines = [f"[{label}]"]
        case _:  # never
            assert_never(part)
    return lines
