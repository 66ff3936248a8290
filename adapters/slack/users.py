"""Look up users in Slack: their names, time zones and languages, and who is in a channel."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from cachetools import LRUCache

from adapters.slack.errors import error_code, to_send_failed
from adapters.slack.events import human_address, user_seen
from adapters.slack.payloads import ReplyTarget, flag_at, list_at, text_at
from adapters.slack.platform import SEND_ERRORS, ClientPool
from bot.core.errors import SendFailed
from bot.core.events import Message, UserSeen
from bot.core.models import Address
from bot.handlers.forms.model import ListedPerson
from bot.language.commands import (
    AddMember,
    ConfirmMembership,
    FoundPartnership,
    JoinPartnership,
    StartPartnership,
)
from bot.language.parser import ParsedSentence

R = TypeVar("R")

PAGE = 200  # https://docs.slack.dev/apis/web-api/pagination recommends no more
MAX_USERS = 999  # in one portion of a list: https://docs.slack.dev/reference/methods/users.list
MAX_LOOKUPS = 80  # one by one; Slack allows 100 a minute, and a whole list in portions of hundreds
SIDE_BY_SIDE = 10
MAX_WAIT = timedelta(minutes=2)  # that Slack may ask for between two look-ups
MENTION = re.compile(r"slack:[^:\s]+:[^:\s]+")
LOOKUP_TIMEOUT = 1.0  # seconds, of the three that Slack has
REMEMBERED = 2_000
UNKNOWN = {"user_not_found", "users_not_found", "user_not_visible"}

Method = Callable[..., Awaitable[Any]]
"""A method of slack_sdk's client."""

INTRODUCTIONS = (StartPartnership, FoundPartnership, JoinPartnership, ConfirmMembership)
"""Commands that make their sender known to Accord, which keeps their name, zone and language from then on."""
NEED_PROFILES = (*INTRODUCTIONS, AddMember)


def portions(things: Sequence[R], most: int) -> Iterator[Sequence[R]]:
    """Yield the things, at most so many at a time."""
    return (things[start : start + most] for start in range(0, len(things), most))


class UserDirectory:
    """Looks users up, and remembers the last of them until Slack tells of a change."""

    def __init__(
        self,
        clients: ClientPool,
        timeout: float = LOOKUP_TIMEOUT,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ):
        self._clients, self._timeout, self._sleep = clients, timeout, sleep
        self._users: LRUCache[tuple[str, str], Any] = LRUCache(REMEMBERED)

    async def enrich(
        self, message: Message, parsed: ParsedSentence, place: ReplyTarget
    ) -> tuple[Message, ParsedSentence]:
        """Add the profile of the person who introduces themselves, or is added, by one of NEED_PROFILES.
        Returns both unchanged if Slack does not answer in time."""
        match parsed.command:
            case AddMember(who=mention) as command if MENTION.fullmatch(mention) and not message.mentions:
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

    async def channel_members(self, place: ReplyTarget) -> list[ListedPerson]:
        """Return the people in a channel, each at their own workspace; no bots. Raises what slack_sdk raises,
        and SendFailed."""
        client = await self._clients.of(place.workspace)
        pages = self._pages(client.conversations_members, channel=place.channel, limit=PAGE)
        return await self.people(place, [id async for page in pages for id in list_at(page, "members")])

    async def people(self, place: ReplyTarget, ids: Sequence[str]) -> list[ListedPerson]:
        """Return the people with these ids, without bots and closed accounts. Raises what slack_sdk raises,
        and SendFailed."""
        users = await self._users_by_id(place, ids)
        listed = [await self._listed(place, users[id]) for id in ids if id in users]
        return [person for person in listed if person]

    async def _listed(self, place: ReplyTarget, user: Any) -> ListedPerson | None:
        address = human_address(place.workspace, user, place.organisation)
        seen = user_seen("", place.workspace, user, place.organisation)
        if address is None or not isinstance(seen, UserSeen):
            return None
        guest = flag_at(user, "is_restricted") or flag_at(user, "is_ultra_restricted")
        reached = await self._clients.reaches(address.workspace, place.workspace)
        return ListedPerson(address, seen.name, seen.zone, seen.language, guest, not reached)

    async def _users_by_id(self, place: ReplyTarget, ids: Sequence[str]) -> dict[str, Any]:
        """Return Slack's records of these users: from the list of all users where there are many, and one by
        one. Those of other organisations are in no list, and an organisation has no list of its own."""
        client, workspace = await self._clients.of(place.workspace), place.workspace
        found = {id: self._users[workspace, id] for id in ids if (workspace, id) in self._users}
        missing = [id for id in ids if id not in found]
        if len(missing) > MAX_LOOKUPS and not workspace.startswith("E"):
            async for page in self._pages(client.users_list, limit=MAX_USERS, include_locale=True):
                found |= {user["id"]: user for user in list_at(page, "members")}
                if not (missing := [id for id in missing if id not in found]):
                    break
        for some in portions(missing, SIDE_BY_SIDE):
            calls = (self._patiently(client.users_info, user=id, include_locale=True) for id in some)
            for id, response in zip(some, await asyncio.gather(*calls), strict=True):
                if response:
                    found[id] = self._users[workspace, id] = response.get("user")
        return found

    async def _pages(self, method: Method, **fields: Any) -> AsyncIterator[Any]:
        """Yield the portions of a list: https://docs.slack.dev/apis/web-api/pagination"""
        cursor = ""
        while page := await self._patiently(method, **fields, **({"cursor": cursor} if cursor else {})):
            yield page
            if not (cursor := text_at(page.get("response_metadata"), "next_cursor")):
                return

    async def _patiently(self, method: Method, **fields: Any) -> Any:
        """Call a method, and again when Slack asks to wait; None for a user whom Slack does not show."""
        while True:
            try:
                return (await method(**fields)).data
            except SEND_ERRORS as error:
                if error_code(error) in UNKNOWN:
                    return None
                wait = to_send_failed(error).retry_after
                if wait is None or wait > MAX_WAIT:
                    raise
                await self._sleep(wait.total_seconds())

    async def profile(self, id: str, place: ReplyTarget, user: str) -> UserSeen | None:
        """Return what Slack knows of a user, as an event with this id; None if it does not answer in time."""
        record = await self._user(place.workspace, user)
        seen = user_seen(id, place.workspace, record, place.organisation)
        return seen if isinstance(seen, UserSeen) else None

    async def names(self, place: ReplyTarget, users: Sequence[str]) -> dict[str, str]:
        """Return the names of users by id, as far as Slack tells them in time."""
        profiles = await asyncio.gather(*(self.profile("", place, user) for user in users))
        return {user: profile.name for user, profile in zip(users, profiles, strict=True) if profile}

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
