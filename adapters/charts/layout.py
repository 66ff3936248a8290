"""What makes every picture equally wide. Pure.

Words that fit into a picture. Pure."""

import re
import textwrap
from typing import Any

from bot.core.sanitise import one_line

LEFT, RIGHT, EDGE = 26, 46, 20  # units for the scale, for the numbers at the right, and around it all


def width_strut(inner: int) -> dict[str, Any]:
    """A layer that keeps the room at both sides of a panel `inner` units wide, whatever its numbers."""
    across = {"x": {"value": -LEFT}, "x2": {"value": inner + RIGHT}}
    flat = {"y": {"value": 0}, "y2": {"value": 0}}
    return {"data": {"values": [{}]}, "mark": {"type": "rect", "opacity": 0}, "encoding": {**across, **flat}}


NO_BREAK = "\N{NO-BREAK SPACE}"
WIDTHS = {"fijlrtI1.,:;!|'’()- " + NO_BREAK: 0.31, "mwMW%—": 0.88}  # of the size of the letters
CAPITAL, OTHER = 0.69, 0.6


def text_width(words: str, size: int) -> float:
    """How long a line is in Inter: up to a tenth too long, hardly ever too short."""
    return size * sum(_width(letter) for letter in words)


def wrap(words: str, width: float, size: int) -> list[str]:
    """The fewest lines that fit into `width`, about equally long. Vega does not wrap. A number stays with its
    word ("5 January")."""
    words = re.sub(r"(\d) (?=[^\W\d])", rf"\1{NO_BREAK}", one_line(words))
    if not words:
        return []
    most = max(8, int(len(words) * width / text_width(words, size)))
    fewest = textwrap.wrap(words, most)
    shortest = max(len(words) // len(fewest), *map(len, words.split(" ")))  # a word stays whole
    evenly = (textwrap.wrap(words, at) for at in range(shortest, most))
    return next((lines for lines in evenly if len(lines) == len(fewest)), fewest)


def _width(letter: str) -> float:
    other = CAPITAL if letter.isupper() else OTHER
    return next((width for letters, width in WIDTHS.items() if letter in letters), other)
