"""Cards as JSON: what everybody of a round is asked alike is drawn once, and each invitation put in. Pure."""

import json
from collections.abc import Callable
from typing import Any

from cachetools import LRUCache

from bot.core.cards import ANY_INVITATION, Card, with_invitation

REMEMBERED = 512  # of some kilobytes each: a claim takes messages of as many rounds in turn

Draw = Callable[[Card, str], Any]
"""Draws a card for the people of a workspace, who can be mentioned in it."""


class DrawnCards:
    """Remembers the first questions of rounds, without the id of whose they are."""

    def __init__(self, draw: Draw, encode: Callable[[Any], str] = json.dumps):
        self._draw, self._encode = draw, encode
        self._any_invitation = encode(ANY_INVITATION)[1:-1]
        self._drawn: LRUCache[tuple[Card, str], str] = LRUCache(REMEMBERED)

    def json(self, card: Card, workspace: str) -> str:
        """Return the JSON of a card, as it is drawn for a workspace."""
        invitation = card.check_in
        if not (len(invitation) == len(ANY_INVITATION) and invitation.isascii() and invitation.isalnum()):
            return self._encode(self._draw(card, workspace))
        shared = with_invitation(card, ANY_INVITATION)
        if (drawn := self._drawn.get((shared, workspace))) is None:
            drawn = self._drawn[shared, workspace] = self._encode(self._draw(shared, workspace))
        return drawn.replace(self._any_invitation, invitation)
