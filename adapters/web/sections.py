"""The parts of a page that may change while somebody looks at it: what waits, and how things stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple, Self

from markupsafe import Markup

from adapters.web.render import HtmlCardRenderer
from bot.handlers.views import Home, MyPartnership, PartnershipState

LEVEL = 3  # of the heading of a card


class WaitingSection(NamedTuple):
    """The cards that wait for somebody. `version` changes when they do."""

    version: str
    cards: Sequence[Markup]

    @classmethod
    def render(cls, renderer: HtmlCardRenderer, home: Home) -> Self:
        return cls(_version(home.waiting), [renderer.card(card, LEVEL) for card in home.waiting])


class DrawnState(NamedTuple):
    """The state of a partnership as HTML. `is_answered` is True if its open check-in puts no question any
    more."""

    place: MyPartnership
    card: Markup
    is_answered: bool


@dataclass(frozen=True, slots=True)
class StateSection:
    """The part that shows how somebody's partnerships stand; `start` is the card for somebody who has none.
    `version` changes when they do. `is_home` is True on their own page, where what waits stands beside it."""

    title: str
    version: str
    partnerships: Sequence[DrawnState]
    start: Markup | None
    is_home: bool

    @classmethod
    def of_home(cls, renderer: HtmlCardRenderer, home: Home, title: str) -> Self:
        start = renderer.card(home.start, LEVEL) if home.start else None
        return cls(title, *_draw(renderer, home, home.partnerships), start, is_home=True)

    @classmethod
    def of_channel(cls, renderer: HtmlCardRenderer, home: Home, title: str, partnership: str) -> Self:
        states = [state for state in home.partnerships if state.partnership.partnership == partnership]
        return cls(title, *_draw(renderer, home, states), None, is_home=False)


def _draw(
    renderer: HtmlCardRenderer, home: Home, states: Sequence[PartnershipState]
) -> tuple[str, Sequence[DrawnState]]:
    """Return the version of these states, and each as HTML."""
    unanswered = {card.check_in for card in home.waiting}
    is_answered = [
        bool(state.partnership.waiting) and state.partnership.waiting not in unanswered for state in states
    ]
    drawn = [
        DrawnState(place, renderer.card(card, LEVEL), answered)
        for (place, card), answered in zip(states, is_answered, strict=True)
    ]
    return _version(states, is_answered, home.start), drawn


def _version(*content: object) -> str:
    return sha256(repr(content).encode("utf-8", "replace")).hexdigest()[:8]
