"""Messages shown in one terminal."""

import re
from collections.abc import Callable

from adapters.terminal.render import render_card
from bot.core.cards import Card
from bot.core.models import Address

NUMBERED = re.compile(r"(?P<number>[1-9]\d?)(?:\s+(?P<words>.+))?")


class TerminalPlatform:
    """Implements ports.Platform. Remembers what the numbers of the newest card stand for."""

    def __init__(self, show: Callable[[str], None], public_url: str):
        self._show, self._public_url = show, public_url
        self._sentences: list[str] = []
        self._sent: set[str] = set()

    async def send(self, to: Address, card: Card, key: str) -> str:  # noqa: ARG002 - there is one terminal
        self.show_card(card)
        self._sent.add(key)
        return key

    async def find(self, to: Address, key: str) -> str | None:  # noqa: ARG002
        return key if key in self._sent else None

    async def edit(self, to: Address, message: str, card: Card) -> None:
        """Do nothing: what was printed stays."""

    def show_card(self, card: Card) -> None:
        lines, self._sentences = render_card(card, self._public_url)
        self._show("\n".join(lines))

    def read_line(self, line: str) -> tuple[str, bool]:
        """Return the sentence of a typed line, and whether it presses something of the newest card."""
        typed = NUMBERED.fullmatch(line)
        if typed and int(typed["number"]) <= len(self._sentences):
            return f"{self._sentences[int(typed['number']) - 1]} {typed['words'] or ''}".strip(), True
        return line, False
