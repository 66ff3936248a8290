"""What Slack tells of people, places and itself, as Accord's events. Pure.

https://docs.slack.dev/reference/events
"""

from collections.abc import Callable
from typing import Any

from adapters.slack.payloads import Payload, enterprise, flag, text, things, us, workspace
from bot.core.events import (
    AppUninstalled,
    ChannelClosed,
    ChannelIdChanged,
    ChannelRenamed,
    Event,
    UserDeactivated,
    UserSeen,
)
from bot.core.models import Address

Read = Callable[[str, str, Any, Payload], Event | None]


def parse_event(payload: Payload) -> Event | None:
    """The event in it; None for what is nothing to us, or lacks what it needs."""
    event: Any = payload.get("event")
    id, team, reads = text(payload, "event_id"), workspace(payload), KINDS.get(text(event, "type"))
    return reads(id, team, event, payload) if reads and id and team else None


def user_seen(id: str, team: str, user: Any, organisation: str = "") -> UserSeen | UserDeactivated | None:
    """What Slack knows of a user: their account was closed, or what they are called and where they are.
    `organisation` is the one that our workspace `team` belongs to, if any."""
    if (who := _address(team, user, organisation)) is None:
        return None
    if flag(user, "deleted"):
        return UserDeactivated(id, who)
    name = text(user, "profile", "real_name") or text(user, "real_name") or text(user, "name")
    return UserSeen(id, who, who, name, text(user, "tz"), text(user, "locale"))


def human_address(team: str, user: Any, organisation: str = "") -> Address | None:
    """Where somebody is who can be asked: no bot, and nobody whose account is closed."""
    key = text(user, "id")
    out = flag(user, "is_bot") or flag(user, "deleted") or key == "USLACKBOT"
    return None if out else _address(team, user, organisation)


def _address(team: str, user: Any, organisation: str) -> Address | None:
    """People of other organisations are known by their own workspace."""
    key, theirs = text(user, "id"), text(user, "team_id")
    ours = organisation and organisation == text(user, "enterprise_user", "enterprise_id")
    where = team if ours or team.startswith("E") else theirs or team
    return Address("slack", where, key) if key else None


def _user(id: str, team: str, event: Any, payload: Payload) -> Event | None:
    return user_seen(id, team, event.get("user"), enterprise(payload))


def _renamed(id: str, team: str, event: Any, _: Payload) -> Event | None:
    channel, name = text(event, "channel", "id"), text(event, "channel", "name")
    return ChannelRenamed(id, Address("slack", team, channel), f"#{name}") if channel and name else None


def _moved(id: str, team: str, event: Any, _: Payload) -> Event | None:
    old, new = text(event, "old_channel_id"), text(event, "new_channel_id")
    return (
        ChannelIdChanged(id, Address("slack", team, old), Address("slack", team, new))
        if old and new
        else None
    )


def _shut(id: str, team: str, event: Any, _: Payload) -> Event | None:
    channel = text(event, "channel")
    return ChannelClosed(id, Address("slack", team, channel)) if channel else None


def _left(id: str, team: str, event: Any, payload: Payload) -> Event | None:
    me = us(payload)
    return _shut(id, team, event, payload) if me and text(event, "user") == me else None


def _removed(id: str, team: str, _event: Any, _: Payload) -> Event | None:
    return AppUninstalled(id, "slack", team)


def _revoked(id: str, team: str, event: Any, payload: Payload) -> Event | None:
    """Only those of bots: we hold no others."""
    return _removed(id, team, event, payload) if things(event, "tokens", "bot") else None


KINDS: dict[str, Read] = {
    "user_change": _user,
    "channel_rename": _renamed,
    "group_rename": _renamed,
    "channel_id_changed": _moved,
    "channel_deleted": _shut,
    "group_deleted": _shut,
    "channel_left": _shut,
    "group_left": _shut,
    "member_left_channel": _left,
    "app_uninstalled": _removed,
    "tokens_revoked": _revoked,
}
