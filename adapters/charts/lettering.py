"""Words that fit into a picture. Pure."""

import re
from textwrap import wrap

NO_BREAK = "\N{NO-BREAK SPACE}"
WIDTHS = {"fijlrtI1.,:;!|'’()- " + NO_BREAK: 0.31, "mwMW%—": 0.88}  # of the size of the letters
CAPITAL, OTHER = 0.69, 0.6


def plain(words: str) -> str:
    """One line, without the characters that XML, and so a picture, cannot hold, nor those that turn text
    around."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def length(words: str, size: int) -> float:
    """How long a line is in Inter: up to a tenth too long, hardly ever too short."""
    return size * sum(_width(letter) for letter in words)


def wrapped(words: str, width: float, size: int) -> list[str]:
    """The fewest lines that fit into `width`, about equally long. Vega does not wrap. A number stays with its
    word ("5 January")."""
    words = re.sub(r"(\d) (?=[^\W\d])", rf"\1{NO_BREAK}", plain(words))
    if not words:
        return []
    most = max(8, int(len(words) * width / length(words, size)))
    fewest = wrap(words, most)
    shortest = max(len(words) // len(fewest), *map(len, words.split(" ")))  # a word stays whole
    evenly = (wrap(words, at) for at in range(shortest, most))
    return next((lines for lines in evenly if len(lines) == len(fewest)), fewest)


def _width(letter: str) -> float:
    other = CAPITAL if letter.isupper() else OTHER
    return next((width for letters, width in WIDTHS.items() if letter in letters), other)
