"""Who somebody is, as Slack knows them."""

import asyncio
import re
from contextlib import suppress
from dataclasses import replace
from typing import Any

from cachetools import LRUCache

from adapters.slack.events import human, met
from adapters.slack.inbound import Place
from adapters.slack.platform import TROUBLES, Clients
from bot.core.errors import SendFailed
from bot.core.events import Message, UserSeen
from bot.core.models import Address
from bot.language.commands import AddMember, ConfirmMembership, JoinPartnership, StartPartnership
from bot.language.parser import ParsedSentence

MOST_LOOKED_AT = 100  # people of a channel: https://docs.slack.dev/reference/methods/users.info#rate_limit
MENTION = re.compile(r"slack:[^:\s]+:[^:\s]+")
PATIENCE = 1.0  # seconds, of the three that Slack has
REMEMBERED = 2_000
MEETINGS = (StartPartnership, JoinPartnership, ConfirmMembership)
"""What makes somebody known to Accord, who keeps their name, zone and language from then on."""


class People:
    """Remembers whom it looked at last, until Slack tells of a change."""

    def __init__(self, clients: Clients, patience: float = PATIENCE):
        self._clients, self._patience = clients, patience
        self._users: LRUCache[tuple[str, str], Any] = LRUCache(REMEMBERED)

    async def introduced(
        self, said: Message, parsed: ParsedSentence | None, place: Place
    ) -> tuple[Message, ParsedSentence | None]:
        """With what Slack knows of whoever makes themselves known, or is added; as it is where Slack does not
        say in time."""
        match parsed:
            case ParsedSentence(command=command) if isinstance(command, MEETINGS):
                told = await self.known(said.id, place, said.sender.key)
                if told:
                    said = replace(said, name=told.name, zone=told.zone, language=told.language)
            case ParsedSentence(command=AddMember(who=who) as add) if MENTION.fullmatch(who):
                if told := await self.known(said.id, place, Address.parse(who).key):
                    meant = str(told.user)
                    said = replace(said, text=said.text.replace(who, meant), mentions=(told,))
                    parsed = replace(parsed, command=replace(add, who=meant))
        return said, parsed

    async def here(self, place: Place) -> tuple[Address, ...]:
        """The people in a channel, each at their own workspace, and no bots. None if Slack says none."""
        with suppress(*TROUBLES, SendFailed):
            client = await self._clients.of(place.workspace)
            found = await client.conversations_members(channel=place.channel, limit=MOST_LOOKED_AT)
            ids: list[str] = found.get("members", [])
            told = await asyncio.gather(*(self._user(place.workspace, each) for each in ids))
            return tuple(who for user in told if (who := human(place.workspace, user, place.organisation)))
        return ()

    async def known(self, id: str, place: Place, user: str) -> UserSeen | None:
        told = met(id, place.workspace, await self._user(place.workspace, user), place.organisation)
        return told if isinstance(told, UserSeen) else None

    def changed(self, user: str) -> None:
        for each in [each for each in self._users if each[1] == user]:
            del self._users[each]

    async def _user(self, workspace: str, user: str) -> Any:
        if (workspace, user) in self._users:
            return self._users[workspace, user]
        with suppress(*TROUBLES, SendFailed):
            async with asyncio.timeout(self._patience):
                client = await self._clients.of(workspace)
                found = (await client.users_info(user=user, include_locale=True)).get("user")
                self._users[workspace, user] = found
                return found
        return None
