"""What Teams sends, read once into what we need of it. Pure.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-activities


What Teams tells of the places that Accord was let into. Pure.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from bot.core.events import ChannelClosed, ChannelRenamed
from bot.core.models import Address

PERSONAL = "personal"
_AT = re.compile(r"<at[^>]*>(.*?)</at>", re.IGNORECASE | re.DOTALL)
_THREAD = re.compile(r";messageid=\d+$")
_CHANNEL = ("@thread.tacv2", "@thread.skype")  # chats of groups, which have no threads, are `@thread.v2`
_SOMEBODY = "@"  # what the key of a person's address begins with, so that no place is taken for one


class MalformedActivity(Exception):
    """Signed by Microsoft, and yet not an activity as documented."""


@dataclass(frozen=True, slots=True)
class TeamsActivity:
    """`conversation` is where it was said: a personal chat, a group's, or a thread of a channel. `key` is the
    same without the thread: the place. `team` is the one that a channel belongs to. `mentioned` are the names
    of those whom the text names by their addresses. `value` is what a button carries."""

    id: str
    tenant: str
    service: str
    conversation: str
    scope: str
    team: str
    sender: str
    name: str
    text: str
    mentioned: Mapping[Address, str]
    value: Mapping[str, Any]
    zone: str
    language: str

    @property
    def key(self) -> str:
        return _THREAD.sub("", self.conversation)

    @property
    def who(self) -> Address:
        return user_address(self.tenant, self.sender)

    @property
    def where(self) -> Address:
        return Address("teams", self.tenant, self.key)

    @property
    def within(self) -> Address | None:
        return Address("teams", self.tenant, self.team) if self.team else None

    @property
    def shared(self) -> bool:
        return self.scope != PERSONAL

    @property
    def translator(self) -> str:
        """The language that their Teams is in: `cy` of `cy-GB`."""
        return self.language.partition("-")[0].lower()

    @property
    def event(self) -> str:
        """The same for a redelivery: an activity's id is its own within a conversation only."""
        return f"teams:{self.tenant}:{self.conversation}:{self.id}"

    @classmethod
    def read(cls, activity: Mapping[str, Any]) -> Self:
        """Raises Malformed."""
        conversation, sender = mapping(activity, "conversation"), mapping(activity, "from")
        data = mapping(activity, "channelData")
        of = text(conversation, "tenantId") or text(mapping(data, "tenant"), "id")
        needed = (
            text(activity, "id"),
            of,
            text(activity, "serviceUrl"),
            text(conversation, "id"),
            text(sender, "id"),
        )
        if not all(needed):
            raise MalformedActivity("An activity lacks its id, tenant, service, conversation or sender.")
        id, tenant, service, place, who = needed
        client = next((each for each in _entities(activity) if each.get("type") == "clientInfo"), {})
        return cls(
            id=id,
            tenant=tenant,
            service=service,
            conversation=place,
            scope=text(conversation, "conversationType") or PERSONAL,
            team=text(mapping(data, "team"), "id"),
            sender=who,
            name=text(sender, "name"),
            text=typed_text(activity, tenant),
            mentioned={who: name for who, name in _mentions(activity, tenant).values() if who},
            value=mapping(activity, "value"),
            zone=text(activity, "localTimezone") or text(client, "timezone"),
            language=text(activity, "locale") or text(client, "locale"),
        )


def typed_text(activity: Mapping[str, Any], tenant: str) -> str:
    """What somebody typed, without the mention of Accord; others who are mentioned become addresses.

    Not `TurnContext.remove_recipient_mention`, which takes the app's name out wherever it stands, and reads
    it as a regular expression."""
    meant = {at: str(who or "") for at, (who, _) in _mentions(activity, tenant).items()}

    def replaced(at: "re.Match[str]") -> str:
        return f" {meant.get(at[0], at[1])} "

    words = html.unescape(_AT.sub(replaced, text(activity, "text")))
    return re.sub(" +", " ", words.replace("\xa0", " ")).strip()


def _mentions(activity: Mapping[str, Any], tenant: str) -> dict[str, tuple[Address | None, str]]:
    """Who is meant by a mention as it is typed, and their name; None for Accord."""
    found = {}
    for each in _entities(activity):
        if each.get("type") == "mention":
            one = mapping(each, "mentioned")
            id = text(one, "id")
            who = None if id in {"", bot_id(activity)} else user_address(tenant, id)
            found[text(each, "text")] = who, text(one, "name")
    return found


def user_address(tenant: str, id: str) -> Address:
    """A person, by the id that Teams gives them towards our app."""
    return Address("teams", tenant, f"{_SOMEBODY}{id}")


def person_in(key: str) -> str:
    """The id of the person whose address this key is of, or empty."""
    return key.removeprefix(_SOMEBODY) if key.startswith(_SOMEBODY) else ""


def has_threads(key: str) -> bool:
    """Whether a place is a channel."""
    return key.endswith(_CHANNEL)


def thread_address(channel: str, message: str) -> str:
    """The conversation below a message of a channel, if any: else the channel itself."""
    return f"{channel};messageid={message}" if message else channel


def bot_id(activity: Mapping[str, Any]) -> str:
    """The id of our app in this place."""
    return text(mapping(activity, "recipient"), "id")


def _entities(activity: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    listed = activity.get("entities")
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def mapping(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What lies there, or nothing."""
    found = holder.get(name)
    return found if isinstance(found, dict) else {}


def text(holder: Mapping[str, Any], name: str) -> str:
    """What is written there, or nothing."""
    found = holder.get(name)
    return found if isinstance(found, str) else ""


ENDED = {"channelDeleted": "channel", "teamDeleted": "team", "teamHardDeleted": "team"}
# A private or shared one; out of any other goes who leaves its team.
OUT_OF_A_CHANNEL = "channelMemberRemoved"


def channel_changes(
    incoming: TeamsActivity, activity: Mapping[str, Any]
) -> Iterator[ChannelRenamed | ChannelClosed]:
    """A channel that was renamed or deleted, and a place that our app was taken out of. A team has the id of
    its first channel. Who leaves a team stays a member: the partnership is not the team."""
    data = mapping(activity, "channelData")
    kind = text(data, "eventType")
    if kind == "channelRenamed" and (where := _place(incoming, mapping(data, "channel"))):
        yield ChannelRenamed(incoming.event, where, text(mapping(data, "channel"), "name"))
    if kind in ENDED and (where := _place(incoming, mapping(data, ENDED[kind]))):
        yield ChannelClosed(incoming.event, where)
    removed = activity.get("membersRemoved")
    left = (
        [text(each, "id") for each in removed if isinstance(each, dict)] if isinstance(removed, list) else []
    )
    if bot_id(activity) in left:
        team = None if kind == OUT_OF_A_CHANNEL else incoming.within
        yield ChannelClosed(incoming.event, team or incoming.where)


def _place(incoming: TeamsActivity, named: Mapping[str, Any]) -> Address | None:
    id = text(named, "id")
    return Address("teams", incoming.tenant, id) if id else None
