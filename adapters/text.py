"""A card as plain text: for the terminal, for notifications, for whoever cannot show more. Pure."""

from typing import assert_never

from bot.core.cards import BulletList, Buttons, Card, Chart, KeyValues, Link, Part, SmallText, Text, TextBox


def draw(card: Card, public_url: str = "") -> str:
    """The title and each part, with an empty line between. `public_url` is put before the paths of links."""
    return "\n\n".join([card.title, *("\n".join(_lines(part, public_url)) for part in card.parts)])


def _lines(part: Part, public_url: str) -> list[str]:
    match part:
        case Text(words) | SmallText(words):
            lines = [words]
        case KeyValues(rows):
            lines = [f"  {name}: {value}" if value else f"  {name}" for name, value in rows]
        case BulletList(items):
            lines = [f"  - {item}" for item in items]
        case Chart(title=title, alt=alt):
            lines = [title, alt]
        case Buttons(options):
            lines = [f"  [{option.label}] {option.says}" for option in options]
        case TextBox(label=label, says=says):
            lines = [f"  {label}: {says} …"]
        case Link(label, path):
            lines = [f"  {label}: {public_url}{path}"]
        case _:  # never
            assert_never(part)
    return lines
