"""Look up users in Slack: their names, time zones and languages, and who is in a channel."""

import asyncio
import re
from contextlib import suppress
from dataclasses import replace
from typing import Any

from cachetools import LRUCache

from adapters.slack.events import human_address, user_seen
from adapters.slack.payloads import ReplyTarget
from adapters.slack.platform import SEND_ERRORS, ClientPool
from bot.core.errors import SendFailed
from bot.core.events import Message, UserSeen
from bot.core.models import Address
from bot.language.commands import (
    AddMember,
    ConfirmMembership,
    FoundPartnership,
    JoinPartnership,
    StartPartnership,
)
from bot.language.parser import ParsedSentence

MAX_MEMBERS = 100  # people of a channel: https://docs.slack.dev/reference/methods/users.info#rate_limit
MENTION = re.compile(r"slack:[^:\s]+:[^:\s]+")
LOOKUP_TIMEOUT = 1.0  # seconds, of the three that Slack has
REMEMBERED = 2_000
INTRODUCTIONS = (StartPartnership, FoundPartnership, JoinPartnership, ConfirmMembership)
"""Commands that make their sender known to Accord, which keeps their name, zone and language from then on."""
NEED_PROFILES = (*INTRODUCTIONS, AddMember)


class UserDirectory:
    """Looks users up, and remembers the last of them until Slack tells of a change."""

    def __init__(self, clients: ClientPool, timeout: float = LOOKUP_TIMEOUT):
        self._clients, self._timeout = clients, timeout
        self._users: LRUCache[tuple[str, str], Any] = LRUCache(REMEMBERED)

    async def enrich(
        self, message: Message, parsed: ParsedSentence, place: ReplyTarget
    ) -> tuple[Message, ParsedSentence]:
        """Add the profile of the person who introduces themselves, or is added, by one of NEED_PROFILES.
        Returns both unchanged if Slack does not answer in time."""
        match parsed.command:
            case AddMember(who=mention) as command if MENTION.fullmatch(mention):
                if profile := await self.profile(message.id, place, Address.parse(mention).key):
                    address = str(profile.user)
                    text = message.text.replace(mention, address)
                    message = replace(message, text=text, mentions=(profile,))
                    parsed = replace(parsed, command=replace(command, who=address))
            case command if isinstance(command, INTRODUCTIONS):
                if profile := await self.profile(message.id, place, message.sender.key):
                    name, zone, language = profile.name, profile.zone, profile.language
                    message = replace(message, name=name, zone=zone, language=language)
        return message, parsed

    async def channel_members(self, place: ReplyTarget) -> tuple[Address, ...]:
        """Return the people in a channel, each at their own workspace; no bots. Empty if Slack does not
        answer."""
        with suppress(*SEND_ERRORS, SendFailed):
            client = await self._clients.of(place.workspace)
            members = await client.conversations_members(channel=place.channel, limit=MAX_MEMBERS)
            ids: list[str] = members.get("members", [])
            users = await asyncio.gather(*(self._user(place.workspace, id) for id in ids))
            addresses = (human_address(place.workspace, user, place.organisation) for user in users)
            return tuple(address for address in addresses if address)
        return ()

    async def profile(self, id: str, place: ReplyTarget, user: str) -> UserSeen | None:
        """Return what Slack knows of a user, as an event with this id; None if it does not answer in time."""
        record = await self._user(place.workspace, user)
        seen = user_seen(id, place.workspace, record, place.organisation)
        return seen if isinstance(seen, UserSeen) else None

    def forget(self, user: str) -> None:
        for key in [key for key in self._users if key[1] == user]:
            del self._users[key]

    async def _user(self, workspace: str, user: str) -> Any:
        """Return Slack's record of a user, or None."""
        if (workspace, user) in self._users:
            return self._users[workspace, user]
        with suppress(*SEND_ERRORS, SendFailed):
            async with asyncio.timeout(self._timeout):
                client = await self._clients.of(workspace)
                record = (await client.users_info(user=user, include_locale=True)).get("user")
                self._users[workspace, user] = record
                return record
        return None
