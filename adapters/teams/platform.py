"""Teams as a platform: what is owed leaves through its connector."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from adapters.teams.connector import Connector
from adapters.teams.incoming import person_in
from adapters.teams.render import activity
from adapters.teams.services import Services
from bot.model import Address
from bot.ports import Clock
from bot.talk.card import Card, Chart

MOST_CHATS = 10_000  # remembered, so that not every message costs two calls


Picture = Callable[[Chart, datetime], str]
"""The public address of a chart for a while, which nobody can guess; empty where Teams could not fetch it."""


class Teams:
    """Implements bot.ports.Platform."""

    def __init__(
        self, connector: Connector, services: Services, clock: Clock, public_url: str, picture: Picture
    ):
        self._connector, self._services, self._clock = connector, services, clock
        self._public_url, self._picture = public_url, picture
        self._chats: OrderedDict[Address, str] = OrderedDict()

    async def send(self, to: Address, card: Card, key: str) -> str:  # noqa: ARG002 - Teams keeps no keys
        service = await self._services.of(to.workspace)
        return await self._connector.send(service, await self._chat(service, to), self.draw(card))

    async def update(self, to: Address, message: str, card: Card) -> None:
        service = await self._services.of(to.workspace)
        await self._connector.update(service, await self._chat(service, to), message, self.draw(card))

    async def find(self, to: Address, key: str) -> str | None:  # noqa: ARG002 - a bot may not read a chat
        return None

    async def answer(self, service: str, conversation: str, card: Card) -> None:
        """Show a card where somebody has just spoken. Raises SendFailed."""
        await self._connector.send(service, conversation, self.draw(card))

    def draw(self, card: Card) -> dict[str, object]:
        """The card as an activity."""
        now = self._clock.now()
        return activity(card, self._public_url, lambda chart: self._picture(chart, now))

    async def _chat(self, service: str, to: Address) -> str:
        """The place itself, or the personal chat with somebody who is known by their id alone."""
        if not (id := person_in(to.key)):
            return to.key
        if to not in self._chats:
            self._chats[to] = await self._connector.converse(service, to.workspace, id)
            if len(self._chats) > MOST_CHATS:
                self._chats.popitem(last=False)
        return self._chats[to]
