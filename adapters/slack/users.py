"""Who somebody is, as Slack knows them.

Who speaks, among the addresses that a payload leaves open."""

import asyncio
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from cachetools import LRUCache

from adapters.slack.events import human_address, user_seen
from adapters.slack.payloads import ReplyTarget
from adapters.slack.platform import SEND_ERRORS, ClientPool
from bot.core.errors import SendFailed
from bot.core.events import Message, UserSeen
from bot.core.models import Address, Person
from bot.handlers.bot import Bot
from bot.language.commands import AddMember, ConfirmMembership, JoinPartnership, StartPartnership
from bot.language.parser import ParsedSentence
from bot.membership import people

MAX_MEMBERS = 100  # people of a channel: https://docs.slack.dev/reference/methods/users.info#rate_limit
MENTION = re.compile(r"slack:[^:\s]+:[^:\s]+")
LOOKUP_TIMEOUT = 1.0  # seconds, of the three that Slack has
REMEMBERED = 2_000
INTRODUCTIONS = (StartPartnership, JoinPartnership, ConfirmMembership)
"""What makes somebody known to Accord, who keeps their name, zone and language from then on."""


class UserDirectory:
    """Remembers whom it looked at last, until Slack tells of a change."""

    def __init__(self, clients: ClientPool, patience: float = LOOKUP_TIMEOUT):
        self._clients, self._patience = clients, patience
        self._users: LRUCache[tuple[str, str], Any] = LRUCache(REMEMBERED)

    async def enrich(
        self, said: Message, parsed: ParsedSentence | None, place: ReplyTarget
    ) -> tuple[Message, ParsedSentence | None]:
        """With what Slack knows of whoever makes themselves known, or is added; as it is where Slack does not
        say in time."""
        match parsed:
            case ParsedSentence(command=command) if isinstance(command, INTRODUCTIONS):
                told = await self.profile(said.id, place, said.sender.key)
                if told:
                    said = replace(said, name=told.name, zone=told.zone, language=told.language)
            case ParsedSentence(command=AddMember(who=who) as add) if MENTION.fullmatch(who):
                if told := await self.profile(said.id, place, Address.parse(who).key):
                    meant = str(told.user)
                    said = replace(said, text=said.text.replace(who, meant), mentions=(told,))
                    parsed = replace(parsed, command=replace(add, who=meant))
        return said, parsed

    async def channel_members(self, place: ReplyTarget) -> tuple[Address, ...]:
        """The people in a channel, each at their own workspace, and no bots. None if Slack says none."""
        with suppress(*SEND_ERRORS, SendFailed):
            client = await self._clients.of(place.workspace)
            found = await client.conversations_members(channel=place.channel, limit=MAX_MEMBERS)
            ids: list[str] = found.get("members", [])
            told = await asyncio.gather(*(self._user(place.workspace, each) for each in ids))
            return tuple(
                who for user in told if (who := human_address(place.workspace, user, place.organisation))
            )
        return ()

    async def profile(self, id: str, place: ReplyTarget, user: str) -> UserSeen | None:
        told = user_seen(id, place.workspace, await self._user(place.workspace, user), place.organisation)
        return told if isinstance(told, UserSeen) else None

    def forget(self, user: str) -> None:
        for each in [each for each in self._users if each[1] == user]:
            del self._users[each]

    async def _user(self, workspace: str, user: str) -> Any:
        if (workspace, user) in self._users:
            return self._users[workspace, user]
        with suppress(*SEND_ERRORS, SendFailed):
            async with asyncio.timeout(self._patience):
                client = await self._clients.of(workspace)
                found = (await client.users_info(user=user, include_locale=True)).get("user")
                self._users[workspace, user] = found
                return found
        return None


async def find_speaker(bot: Bot, addresses: Sequence[Address]) -> tuple[Address, Person | None]:
    """The first that somebody is known under; where none is, the likeliest, which stands first."""
    async with bot.context.store.read_only() as db:
        for address in addresses:
            if person := await people.find_person(db, address):
                return address, person
    return addresses[0], None
