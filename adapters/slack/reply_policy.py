"""Where a reply is shown. Pure."""

from enum import Enum, auto

from adapters.slack.block_kit import truncate
from adapters.slack.payloads import ReplyTarget
from bot.core.cards import Card, Link, Text

MAX_REASON = 300  # characters


class ReplyMode(Enum):
    REPLACE_MESSAGE = auto()  # in the place of what was pressed
    EPHEMERAL = auto()  # where it was said, seen by the speaker alone, and not kept
    POST = auto()  # where it was said, for whoever reads there
    UPDATE_MODAL = auto()  # in the modal that was pressed
    OPEN_MODAL = auto()  # in a modal of its own, since a home has no place to reply


def reply_mode(place: ReplyTarget, card: Card, *, sealed: bool) -> ReplyMode:
    if place.view:
        return ReplyMode.UPDATE_MODAL
    if not place.channel:
        return ReplyMode.OPEN_MODAL
    if (place.alone or place.passing) and not card.refused and same_thread(place.matter, card.thread_key):
        return ReplyMode.REPLACE_MESSAGE
    if not place.alone:
        return ReplyMode.EPHEMERAL if card.private or card.refused else ReplyMode.POST
    return ReplyMode.EPHEMERAL if place.passing or is_ephemeral(card, sealed=sealed) else ReplyMode.POST


def same_thread(one: str, other: str) -> bool:
    """Whether two cards are about the same thing, of whatever kind: the question whether to join, and the
    welcome."""
    first, second = one.split(":")[1:2], other.split(":")[1:2]
    return bool(first) and first == second


def is_ephemeral(card: Card, *, sealed: bool) -> bool:
    """What nobody keeps: replies that belong to somebody's answers, but for the questions, and ways in that
    work once."""
    one_time = any(isinstance(part, Link) and part.one_time for part in card.parts)
    return one_time or (sealed and not card.check_in)


def refusal_reason(card: Card) -> str:
    """Why it was refused, as it stands under a box."""
    return truncate(" ".join(part.words for part in card.parts if isinstance(part, Text)), MAX_REASON)
