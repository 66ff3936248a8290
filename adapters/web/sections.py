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
        version = _version(home.partnerships, home.start)
        return cls(title, version, _draw(renderer, home.partnerships), start, is_home=True)

    @classmethod
    def of_channel(cls, renderer: HtmlCardRenderer, state: PartnershipState, title: str) -> Self:
        return cls(title, _version(state), _draw(renderer, [state]), None, is_home=False)


def _draw(renderer: HtmlCardRenderer, states: Sequence[PartnershipState]) -> Sequence[DrawnState]:
    return [
        DrawnState(state.partnership, renderer.card(state.card, LEVEL), state.is_answered) for state in states
    ]


def _version(*content: object) -> str:
    return sha256(repr(content).encode("utf-8", "replace")).hexdigest()[:8]
