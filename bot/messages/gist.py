"""Sums up a card in one line, for where it is folded. Pure."""

from bot.core.cards import Card, KeyValues, Text, plain
from bot.messages import summary

MAX_LENGTH = 140  # characters
MAX_SCORES = 3


def gist(card: Card) -> str:
    """Return the scores of a summary, else the beginning of the card's first paragraph; empty if it has
    neither."""
    if card.thread_key.startswith(summary.THREAD_PREFIX):
        rows = [row for part in card.parts if isinstance(part, KeyValues) for row in part.rows]
        scores = [f"{name} {_score(plain(value))}" for name, value in rows[:MAX_SCORES]]
        if scores:
            return " · ".join(scores)
    paragraphs = [plain(part.words) for part in card.parts if isinstance(part, Text)]
    return _shorten(paragraphs[0]) if paragraphs else ""


def _score(value: str) -> str:
    """Return the score without its range and remarks."""
    return value.partition(" · ")[0].partition(" (")[0]


def _shorten(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= MAX_LENGTH else f"{line[: MAX_LENGTH - 1].rstrip()}…"
