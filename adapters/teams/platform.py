"""Teams as a platform: what is owed leaves through its connector."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime

from cachetools import LRUCache

from adapters.teams import render
from adapters.teams.connector import Connector
from adapters.teams.dialogs import parse_member
from adapters.teams.elements import Element
from adapters.teams.payloads import has_threads, thread_id, user_id
from adapters.teams.service_urls import ServiceUrls
from bot.core.cards import Card, Chart
from bot.core.models import Address
from bot.core.ports import Clock
from bot.delivery.threads import Threads
from bot.handlers.forms import ListedPerson

MOST_CHATS = 10_000  # remembered, so that not every message costs two calls


ChartUrl = Callable[[Chart, datetime], str]
"""The public address of a chart for a while, which nobody can guess; empty where Teams could not fetch it."""


class TeamsPlatform:
    """Implements ports.Platform."""

    def __init__(
        self,
        connector: Connector,
        services: ServiceUrls,
        threads: Threads,
        clock: Clock,
        public_url: str,
        picture: ChartUrl,
    ):
        self._connector, self._services, self._threads, self._clock = connector, services, threads, clock
        self._public_url, self._picture = public_url, picture
        self._chats: LRUCache[Address, str] = LRUCache(MOST_CHATS)

    async def send(self, to: Address, card: Card, key: str) -> str:  # noqa: ARG002 - Teams keeps no keys
        service = await self._services.of(to.workspace)
        chat, message = await self._chat(service, to), self._message(card)

        async def put(root: str) -> str:
            return await self._connector.send(service, thread_id(chat, root), message)

        return await (self._threads.post(to, card, put) if has_threads(chat) else put(""))

    async def find(self, to: Address, key: str) -> str | None:  # noqa: ARG002 - a bot may not read a chat
        return None

    async def answer(
        self, service: str, conversation: str, card: Card, below: Sequence[Element] = ()
    ) -> None:
        """Show a card where somebody has just spoken. Raises SendFailed."""
        await self._connector.send(service, conversation, self._message(card, below))

    async def whisper(self, to: Address, card: Card, below: Sequence[Element] = ()) -> None:
        """Show it to somebody alone. Raises SendFailed."""
        service = await self._services.of(to.workspace)
        await self.answer(service, await self._chat(service, to), card, below)

    async def people(self, tenant: str, place: str) -> AsyncIterator[ListedPerson]:
        """Everybody in a team or a chat. Raises SendFailed."""
        async for each in self._connector.members(await self._services.of(tenant), place):
            yield parse_member(tenant, each)

    def drawn(self, card: Card, below: Sequence[Element] = ()) -> Element:
        now = self._clock.now()
        drawn = render.adaptive_card(card, self._public_url, lambda chart: self._picture(chart, now))
        return drawn | {"body": [*drawn["body"], *below]}

    def _message(self, card: Card, below: Sequence[Element] = ()) -> Element:
        return render.message(card, self.drawn(card, below))

    async def _chat(self, service: str, to: Address) -> str:
        """The place itself, or the personal chat with somebody who is known by their id alone."""
        if not (id := user_id(to.key)):
            return to.key
        if to not in self._chats:
            self._chats[to] = await self._connector.converse(service, to.workspace, id)
        return self._chats[to]
