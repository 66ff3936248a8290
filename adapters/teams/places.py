"""What Teams tells of the places that Accord was let into. Pure.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

from collections.abc import Iterator, Mapping
from typing import Any

from adapters.teams.incoming import Incoming, app, mapping, text
from bot.core.events import ChannelClosed, ChannelRenamed
from bot.core.models import Address

ENDED = {"channelDeleted": "channel", "teamDeleted": "team", "teamHardDeleted": "team"}
# A private or shared one; out of any other goes who leaves its team.
OUT_OF_A_CHANNEL = "channelMemberRemoved"


def changes(incoming: Incoming, activity: Mapping[str, Any]) -> Iterator[ChannelRenamed | ChannelClosed]:
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
    if app(activity) in left:
        team = None if kind == OUT_OF_A_CHANNEL else incoming.within
        yield ChannelClosed(incoming.event, team or incoming.where)


def _place(incoming: Incoming, named: Mapping[str, Any]) -> Address | None:
    id = text(named, "id")
    return Address("teams", incoming.tenant, id) if id else None
