"""Keep every picture equally wide, and make words fit into it. Pure."""

import re
import textwrap
from typing import Any

from bot.core.sanitise import one_line

LEFT, RIGHT, EDGE = 26, 46, 20  # units for the scale, for the numbers at the right, and around it all


def width_strut(inner: int, left: int = LEFT, right: int = RIGHT) -> dict[str, Any]:
    """Return an invisible layer that keeps the room at both sides of a panel `inner` units wide, however long
    its numbers are."""
    across = {"x": {"value": -left}, "x2": {"value": inner + right}}
    flat = {"y": {"value": 0}, "y2": {"value": 0}}
    return {"data": {"values": [{}]}, "mark": {"type": "rect", "opacity": 0}, "encoding": {**across, **flat}}


NO_BREAK = "\N{NO-BREAK SPACE}"
LETTER_WIDTHS = {"fijlrtI1.,:;!|'’()- " + NO_BREAK: 0.31, "mwMW%—": 0.88}  # times the font size
CAPITAL_WIDTH, OTHER_WIDTH = 0.69, 0.6


def text_width(words: str, size: int) -> float:
    """Estimate the width of a line in Inter: up to a tenth too wide, hardly ever too narrow."""
    return size * sum(_width(letter) for letter in words)


def wrap(words: str, width: float, size: int) -> list[str]:
    """Return the fewest lines that fit into `width`, about equally long; Vega does not wrap. A number stays
    with its word ("5 January")."""
    words = re.sub(r"(\d) (?=[^\W\d])", rf"\1{NO_BREAK}", one_line(words))
    if not words:
        return []
    most = max(8, int(len(words) * width / text_width(words, size)))
    fewest = textwrap.wrap(words, most)
    shortest = max(len(words) // len(fewest), *map(len, words.split(" ")))  # a word stays whole
    candidates = (textwrap.wrap(words, length) for length in range(shortest, most))
    return next((lines for lines in candidates if len(lines) == len(fewest)), fewest)


def _width(letter: str) -> float:
    other = CAPITAL_WIDTH if letter.isupper() else OTHER_WIDTH
    return next((width for letters, width in LETTER_WIDTHS.items() if letter in letters), other)
