"""Decide where a reply is shown. Pure."""

from enum import Enum, auto

from adapters.slack.block_kit import truncate
from adapters.slack.payloads import ReplyTarget
from bot.core.cards import Card, Link, Text

MAX_REASON = 300  # characters


class ReplyMode(Enum):
    REPLACE_MESSAGE = auto()  # in place of the message that was pressed
    EPHEMERAL = auto()  # in the channel, seen by the sender alone, and not kept
    POST = auto()  # in the channel, for everybody there
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
    """Return True if two thread keys name the same thing, even of two kinds: the question whether to join,
    and the welcome."""
    first, second = one.split(":")[1:2], other.split(":")[1:2]
    return bool(first) and first == second


def is_ephemeral(card: Card, *, sealed: bool) -> bool:
    """Return True for a card that must not be kept: replies to somebody's answers, except questions, and
    links that work once."""
    one_time = any(isinstance(part, Link) and part.one_time for part in card.parts)
    return one_time or (sealed and not card.check_in)


def refusal_reason(card: Card) -> str:
    """Return the reason of a refusal, as it is shown below a text box."""
    return truncate(" ".join(part.words for part in card.parts if isinstance(part, Text)), MAX_REASON)
