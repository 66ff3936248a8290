"""Where a reply is shown. Pure."""

from enum import Enum, auto

from adapters.slack.inbound import Place
from adapters.slack.words import clean
from bot.core.cards import Card, Link, Text

ONE_TIME = "/me/open/"  # how links begin that work once, for one person
MOST_REASON = 300  # characters
QUESTION = "ask:"  # what a card is about that belongs to a check-in


class Way(Enum):
    REPLACE = auto()  # in the place of what was pressed
    WHISPER = auto()  # where it was said, seen by the speaker alone, and not kept
    SAY = auto()  # where it was said, for whoever reads there
    TURN = auto()  # in the modal that was pressed
    OPEN = auto()  # in a modal of its own, since a home has no place to reply


def way(place: Place, card: Card, *, sealed: bool) -> Way:
    if place.view:
        return Way.TURN
    if not place.channel:
        return Way.OPEN
    if (place.alone or place.passing) and not card.refused and same_matter(place.matter, card.thread_key):
        return Way.REPLACE
    if not place.alone:
        return Way.WHISPER if card.private or card.refused else Way.SAY
    return Way.WHISPER if place.passing or passes(card, sealed=sealed) else Way.SAY


def same_matter(one: str, other: str) -> bool:
    """Whether two cards are about the same thing, of whatever kind: the question whether to join, and the
    welcome."""
    first, second = one.split(":")[1:2], other.split(":")[1:2]
    return bool(first) and first == second


def passes(card: Card, *, sealed: bool) -> bool:
    """What nobody keeps: replies that belong to somebody's answers, but for the questions, and ways in that
    work once."""
    return (sealed and not card.thread_key.startswith(QUESTION)) or any(
        isinstance(part, Link) and part.path.startswith(ONE_TIME) for part in card.parts
    )


def reason(card: Card) -> str:
    """Why it was refused, as it stands under a box."""
    return clean(" ".join(part.words for part in card.parts if isinstance(part, Text)), MOST_REASON)
