"""Teams as a platform: sends cards through the connector, and knows where each tenant is reached."""

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from cachetools import LRUCache

from adapters.drawn_cards import DrawnCards
from adapters.teams.connector import TenantConnectors, encode
from adapters.teams.dialogs import parse_member
from adapters.teams.elements import Element
from adapters.teams.errors import not_installed
from adapters.teams.payloads import TeamsActivity, has_threads, text, thread_id, user_id
from adapters.teams.render import CardRenderer, has_mentions
from bot.core.cards import Card
from bot.core.errors import NotFound, SendFailed
from bot.core.models import Address
from bot.core.ports import Clock, Installation, Installations
from bot.delivery.threads import Threads
from bot.handlers.forms.model import ListedPerson

BELOW = "/"
MAX_REMEMBERED_CHATS = 10_000  # so that not every message costs two calls
MAX_REMEMBERED_TENANTS = 2_000  # the services of others are read again
SERVICE_URL_KEPT_FOR = timedelta(minutes=1)  # another process may learn of a change first


class ServiceUrls:
    """The URL of each tenant's service. Every activity names it; messages that we begin are sent there.

    https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages"""

    def __init__(self, installations: Installations, clock: Clock):
        self._installations, self._clock = installations, clock
        self._known: LRUCache[str, tuple[str, datetime]] = LRUCache(MAX_REMEMBERED_TENANTS)

    async def get(self, tenant: str) -> str:
        """Raises SendFailed if the app was never used in that tenant, or was removed from it."""
        url, until = self._known.get(tenant, ("", self._clock.now()))
        if self._clock.now() >= until:
            if not (url := await self._stored(tenant)):
                raise not_installed()
            self._remember(tenant, url)
        return url

    async def note(self, tenant: str, url: str) -> None:
        """Store the URL that an activity names, unless it is known."""
        known = self._known.get(tenant)
        if url != (known[0] if known else await self._stored(tenant)):
            await self._installations.keep(Installation(_installation_id(tenant), url))
        self._remember(tenant, url)

    async def _stored(self, tenant: str) -> str:
        with suppress(NotFound):  # encrypted under a secret key that is gone: as good as none
            if installation := await self._installations.get(_installation_id(tenant)):
                return installation.given
        return ""

    def _remember(self, tenant: str, url: str) -> None:
        self._known[tenant] = url, self._clock.now() + SERVICE_URL_KEPT_FOR


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message of ours: its chat, and its id there."""

    chat: Address
    id: str


class TeamsPlatform:
    """Implements ports.Platform. The id of a message in a thread names the one that starts it: `root/id`.

    `asking_messages` holds the message that asks now, by chat and thread key, where somebody made it another
    one than the outbox has sent. It is never stored: it tells who looked at their questions."""

    def __init__(
        self, connectors: TenantConnectors, services: ServiceUrls, threads: Threads, renderer: CardRenderer
    ):
        self._connectors, self._services, self._threads = connectors, services, threads
        self.renderer = renderer
        self._drawn = DrawnCards(lambda card, tenant: renderer.render_message(card, (), tenant), encode)
        self._chats: LRUCache[Address, str] = LRUCache(MAX_REMEMBERED_CHATS)
        self.asking_messages: LRUCache[tuple[Address, str], str] = LRUCache(MAX_REMEMBERED_CHATS)

    async def send(self, to: Address, card: Card, key: str) -> str:  # noqa: ARG002 - Teams keeps no keys
        service = await self._services.get(to.workspace)
        chat = await self._chat(service, to)

        async def send_below(root: str) -> str:
            id = await self._send_card(service, thread_id(chat, root), to.workspace, card)
            return f"{root}{BELOW}{id}" if root else id

        return await (self._threads.post(to, card, send_below) if has_threads(chat) else send_below(""))

    async def find(self, to: Address, key: str) -> str | None:  # noqa: ARG002 - a bot may not read a chat
        return None

    async def edit(self, to: Address, message: str, card: Card) -> None:
        connector, service = await self._connectors.of(to.workspace), await self._services.get(to.workspace)
        chat, rendered = await self._chat(service, to), self.renderer.render_message(card)
        asking = self.asking_messages.pop((Address("teams", to.workspace, chat), card.replaces), message)
        for id in dict.fromkeys((asking, message)):
            root, _, last = id.rpartition(BELOW)
            await connector.update(service, thread_id(chat, root), last, rendered)

    async def reply(self, activity: TeamsActivity, card: Card, below: Sequence[Element] = ()) -> SentMessage:
        """Show a card in the conversation of an activity. Raises SendFailed."""
        to = activity.service_url, activity.conversation, activity.tenant
        return SentMessage(activity.place, await self._send_card(*to, card, below))

    async def say(self, activity: TeamsActivity, words: str) -> SentMessage:
        """Show one line in the conversation of an activity. Raises SendFailed."""
        line = {"type": "message", "textFormat": "plain", "text": words}
        connector = await self._connectors.of(activity.tenant)
        id = await connector.send(activity.service_url, activity.conversation, line)
        return SentMessage(activity.place, id)

    async def reply_privately(self, to: Address, card: Card, below: Sequence[Element] = ()) -> SentMessage:
        """Show a card in a person's own chat. Raises SendFailed."""
        connector, service = await self._connectors.of(to.workspace), await self._services.get(to.workspace)
        chat, message = await self._chat(service, to), self.renderer.render_message(card, below)
        id = await connector.send(service, chat, message)
        return SentMessage(Address("teams", to.workspace, chat), id)

    async def _send_card(
        self, service: str, conversation: str, tenant: str, card: Card, below: Sequence[Element] = ()
    ) -> str:
        """Return the id of the message. Teams may not know somebody who is mentioned: then they are named."""
        connector = await self._connectors.of(tenant)
        message = (
            self.renderer.render_message(card, below, tenant) if below else self._drawn.json(card, tenant)
        )
        try:
            return await connector.send(service, conversation, message)
        except SendFailed as failed:
            if not (failed.permanent and has_mentions(card, tenant)):
                raise
            return await connector.send(service, conversation, self.renderer.render_message(card, below))

    async def find_user(self, tenant: str, entra_id: str) -> Address | None:
        """Return the address of a user who is known by their id in Entra, or None. Raises SendFailed, which
        is permanent if Accord may not write to them.

        Teams opens a chat by that id too, and lists who is in it under both.
        https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages"""
        connector, service = await self._connectors.of(tenant), await self._services.get(tenant)
        chat = await connector.open_chat(service, tenant, entra_id)
        async for member in connector.members(service, chat):
            if entra_id in {text(member, "aadObjectId").lower(), text(member, "objectId").lower()}:
                return parse_member(tenant, member).address
        return None

    async def people(self, tenant: str, conversation: str) -> AsyncIterator[ListedPerson]:
        """Yield everybody in a team or a chat. Raises SendFailed."""
        connector, service = await self._connectors.of(tenant), await self._services.get(tenant)
        async for member in connector.members(service, conversation):
            yield parse_member(tenant, member)

    async def _chat(self, service: str, to: Address) -> str:
        """Return the conversation at an address. That of a person is opened if it is not remembered."""
        if not (id := user_id(to.key)):
            return to.key
        if to not in self._chats:
            connector = await self._connectors.of(to.workspace)
            self._chats[to] = await connector.open_chat(service, to.workspace, id)
        return self._chats[to]


def _installation_id(tenant: str) -> str:
    return f"teams:{tenant}"
