"""Parses the activities that Teams sends. Pure.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-activities
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from bot.core.events import ChannelClosed, ChannelRenamed
from bot.core.models import Address

PERSONAL = "personal"
USER_PREFIX = "@"  # begins the key of a person's address, so that it is never taken for a conversation's
CHANNEL_SUFFIXES = ("@thread.tacv2", "@thread.skype")  # group chats, without threads, end in `@thread.v2`
DELETED = {"channelDeleted": "channel", "teamDeleted": "team", "teamHardDeleted": "team"}
# From a private or shared channel. Whoever leaves a standard channel leaves its team.
REMOVED_FROM_CHANNEL = "channelMemberRemoved"

# No part of it runs over a "<", so that a text of many "<at>" is searched once and not once for each.
_MENTION = re.compile(r"<at[^<>]*>([^<]*)</at>", re.IGNORECASE)
_THREAD = re.compile(r";messageid=\d+$")


class MalformedActivity(Exception):
    """An activity that Microsoft signed but that is not as documented."""


@dataclass(frozen=True, slots=True)
class TeamsActivity:
    """An activity, parsed once for the token check, the SDK and the controller. A text that is absent or of
    another type is empty.

    `type`, `invoke` and `action` say what happened: a message, the invoke of that name, an installation
    that was added or removed. `tenants` are all that the activity names; there should be one. `reply_to`
    is the message that was pressed. `conversation` is a personal chat, a group chat or a thread of a
    channel. `team` is the id of the team it belongs to. `bot` is the app's own id there. `mentioned` are
    the names of the people whom the text names by their addresses. `value` is what a button carries.
    `change`, `channel`, `channel_name` and `removed` describe a change of a team: its kind, the channel
    it is about, and the ids of the members who were removed. It is `targeted` if nobody else in the channel
    sees it, as a slash command."""

    type: str
    invoke: str
    action: str
    channel_id: str
    service_url: str
    tenants: frozenset[str]
    id: str
    tenant: str
    reply_to: str
    conversation: str
    scope: str
    sender: str
    sender_name: str
    bot: str
    text: str
    mentioned: Mapping[Address, str]
    value: Mapping[str, Any]
    zone: str
    language: str
    team: str
    change: str
    channel: str
    channel_name: str
    removed: tuple[str, ...]
    targeted: bool

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> Self:
        """Read each name of an activity once. Raises nothing: `require_complete` says if it can be used."""
        conversation, sender, data = (
            mapping(raw, "conversation"),
            mapping(raw, "from"),
            mapping(raw, "channelData"),
        )
        channel, entities = mapping(data, "channel"), _mappings(raw.get("entities"))
        named_in = ((conversation, "tenantId"), (mapping(data, "tenant"), "id"))
        tenants = [text(holder, name) for holder, name in named_in if holder.get(name) is not None]
        tenant = next(filter(None, tenants), "")
        bot = text(mapping(raw, "recipient"), "id")
        mentions = _mentions(entities, tenant, bot)
        client = next((entity for entity in entities if entity.get("type") == "clientInfo"), {})
        return cls(
            type=text(raw, "type"),
            invoke=text(raw, "name"),
            action=text(raw, "action"),
            channel_id=text(raw, "channelId"),
            service_url=text(raw, "serviceUrl"),
            tenants=frozenset(tenants),
            id=text(raw, "id"),
            tenant=tenant,
            reply_to=text(raw, "replyToId"),
            conversation=text(conversation, "id"),
            scope=text(conversation, "conversationType"),
            sender=text(sender, "id"),
            sender_name=text(sender, "name"),
            bot=bot,
            text=_typed_text(text(raw, "text"), mentions),
            mentioned={user: name for user, name in mentions.values() if user},
            value=mapping(raw, "value"),
            zone=text(raw, "localTimezone") or text(client, "timezone"),
            language=text(raw, "locale") or text(client, "locale"),
            team=text(mapping(data, "team"), "id"),
            change=text(data, "eventType"),
            channel=text(channel, "id"),
            channel_name=text(channel, "name"),
            targeted=mapping(raw, "recipient").get("isTargeted") is True,
            removed=tuple(
                filter(None, (text(member, "id") for member in _mappings(raw.get("membersRemoved"))))
            ),
        )

    def require_invoke(self) -> Self:
        """Return the activity itself. Raises MalformedActivity if it lacks what every reply needs, or says
        nothing of what was pressed."""
        if not self.value:
            raise MalformedActivity("An invoke has no value.")
        return self.require_complete()

    def require_complete(self) -> Self:
        """Return the activity itself. Raises MalformedActivity if it lacks what every reply needs, or if an
        id is half a character, which cannot be stored."""
        if not all((self.id, self.tenant, self.service_url, self.conversation, self.sender)):
            raise MalformedActivity("An activity lacks its id, tenant, service, conversation or sender.")
        mentioned = (user.key for user in self.mentioned)
        ids = (self.id, self.conversation, self.sender, self.team, self.channel, *mentioned, *self.removed)
        if any("\ud800" <= character <= "\udfff" for character in "".join(ids)):
            raise MalformedActivity("An id holds half a character.")
        return self

    @property
    def key(self) -> str:
        """The conversation without its thread."""
        return _THREAD.sub("", self.conversation)

    @property
    def user(self) -> Address:
        """The address of the sender."""
        return user_address(self.tenant, self.sender)

    @property
    def place(self) -> Address:
        """The address of the chat or channel."""
        return Address("teams", self.tenant, self.key)

    @property
    def parent(self) -> Address | None:
        """The address of the team that a channel belongs to."""
        return Address("teams", self.tenant, self.team) if self.team else None

    @property
    def shared(self) -> bool:
        """True if others may be able to read the conversation: nothing says that it is personal."""
        return self.scope != PERSONAL

    @property
    def language_code(self) -> str:
        """The language of the sender's Teams: `cy` of `cy-GB`."""
        return self.language.partition("-")[0].lower()

    @property
    def event_id(self) -> str:
        """An id that a redelivery has too. An activity's own id is unique within its conversation only."""
        return f"teams:{self.tenant}:{self.conversation}:{self.id}"


def parse_body(body: bytes) -> TeamsActivity | None:
    """Return the activity in a request's body, or None if it holds none."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return TeamsActivity.parse(raw) if isinstance(raw, dict) else None


def channel_changes(activity: TeamsActivity) -> Iterator[ChannelRenamed | ChannelClosed]:
    """Yield a channel that was renamed or deleted, and a place that the app was removed from.

    A team has the id of its first channel. A person who leaves a team stays a member of the partnership."""
    if activity.change == "channelRenamed" and activity.channel:
        channel = Address("teams", activity.tenant, activity.channel)
        yield ChannelRenamed(activity.event_id, channel, activity.channel_name)
    deleted = {"channel": activity.channel, "team": activity.team}.get(DELETED.get(activity.change, ""))
    if deleted:
        yield ChannelClosed(activity.event_id, Address("teams", activity.tenant, deleted))
    if activity.bot in activity.removed:
        team = None if activity.change == REMOVED_FROM_CHANNEL else activity.parent
        yield ChannelClosed(activity.event_id, team or activity.place)


def user_address(tenant: str, id: str) -> Address:
    """Return a person's address. The id is the one that Teams gives them towards this app."""
    return Address("teams", tenant, f"{USER_PREFIX}{id}")


def user_id(key: str) -> str:
    """Return the person's id if this is the key of a person's address, else an empty text."""
    return key.removeprefix(USER_PREFIX) if key.startswith(USER_PREFIX) else ""


def has_threads(key: str) -> bool:
    """Return True if this is the key of a channel."""
    return key.endswith(CHANNEL_SUFFIXES)


def thread_id(channel: str, message: str) -> str:
    """Return the conversation below a message of a channel, or the channel itself without a message."""
    return f"{channel};messageid={message}" if message else channel


def mapping(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the object under this name, or an empty one."""
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def button_data(holder: Mapping[str, Any], *texts: str) -> Mapping[str, Any]:
    """Return the data of the button that an invoke is about; empty if it has none. Raises MalformedActivity
    if it is no object, or if one of its `texts` is no text."""
    data = holder.get("data", {})
    if not isinstance(data, dict) or any(not isinstance(data.get(name, ""), str) for name in texts):
        raise MalformedActivity("The data of an invoke is not as Teams documents it.")
    return data


def text(holder: Mapping[str, Any], name: str) -> str:
    """Return the text under this name, or an empty one."""
    value = holder.get(name)
    return value if isinstance(value, str) else ""


Mentions = Mapping[str, tuple[Address | None, str]]
"""The address and name that a mention in a text stands for; the app itself has no address."""


def _mentions(entities: Iterable[Mapping[str, Any]], tenant: str, bot: str) -> Mentions:
    mentions = {}
    for entity in entities:
        if entity.get("type") == "mention":
            mentioned = mapping(entity, "mentioned")
            id = text(mentioned, "id")
            user = None if id in {"", bot} else user_address(tenant, id)
            mentions[text(entity, "text")] = user, text(mentioned, "name")
    return mentions


def _typed_text(markup: str, mentions: Mentions) -> str:
    """Return a text without the mention of the app, and with addresses for the others who are mentioned.

    `TurnContext.remove_recipient_mention` is no help: it removes the app's name everywhere, and reads it as a
    regular expression."""

    def replacement(mention: "re.Match[str]") -> str:
        if mention[0] not in mentions:
            return f" {mention[1]} "
        user, _ = mentions[mention[0]]
        return f" {user or ''} "

    typed = html.unescape(_MENTION.sub(replacement, markup))
    return re.sub(" +", " ", typed.replace("\xa0", " ")).strip()


def _mappings(listed: Any) -> list[Mapping[str, Any]]:
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
