"""What Teams sends, read once into what we need of it. Pure.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-activities
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from bot.core.models import Address

PERSONAL = "personal"
_AT = re.compile(r"<at[^>]*>(.*?)</at>", re.IGNORECASE | re.DOTALL)
_THREAD = re.compile(r";messageid=\d+$")
_CHANNEL = ("@thread.tacv2", "@thread.skype")  # chats of groups, which have no threads, are `@thread.v2`
_SOMEBODY = "@"  # what the key of a person's address begins with, so that no place is taken for one


class Malformed(Exception):
    """Signed by Microsoft, and yet not an activity as documented."""


@dataclass(frozen=True, slots=True)
class Incoming:
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
        return somebody(self.tenant, self.sender)

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
            raise Malformed("An activity lacks its id, tenant, service, conversation or sender.")
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
            text=typed(activity, tenant),
            mentioned={who: name for who, name in _mentions(activity, tenant).values() if who},
            value=mapping(activity, "value"),
            zone=text(activity, "localTimezone") or text(client, "timezone"),
            language=text(activity, "locale") or text(client, "locale"),
        )


def typed(activity: Mapping[str, Any], tenant: str) -> str:
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
            who = None if id in {"", app(activity)} else somebody(tenant, id)
            found[text(each, "text")] = who, text(one, "name")
    return found


def somebody(tenant: str, id: str) -> Address:
    """A person, by the id that Teams gives them towards our app."""
    return Address("teams", tenant, f"{_SOMEBODY}{id}")


def person_in(key: str) -> str:
    """The id of the person whose address this key is of, or empty."""
    return key.removeprefix(_SOMEBODY) if key.startswith(_SOMEBODY) else ""


def has_threads(key: str) -> bool:
    """Whether a place is a channel."""
    return key.endswith(_CHANNEL)


def below(channel: str, message: str) -> str:
    """The conversation below a message of a channel, if any: else the channel itself."""
    return f"{channel};messageid={message}" if message else channel


def app(activity: Mapping[str, Any]) -> str:
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
