"""Read the events in which Slack tells of people, channels and the app itself. Pure.

https://docs.slack.dev/reference/events
"""

from collections.abc import Callable
from typing import Any

from adapters.slack.payloads import SlackPayload, flag_at, list_at, text_at
from bot.core.events import (
    AppUninstalled,
    ChannelClosed,
    ChannelIdChanged,
    ChannelJoined,
    ChannelRenamed,
    Event,
    UserDeactivated,
    UserSeen,
)
from bot.core.models import Address

Reader = Callable[[SlackPayload], Event | None]


def parse_event(payload: SlackPayload) -> Event | None:
    """Return the event in it; None for one that Accord has no use for, or that lacks what it needs."""
    read = READERS.get(text_at(payload.event, "type"))
    return read(payload) if read and payload.event_id and payload.workspace else None


def user_seen(
    id: str, workspace: str, user: Any, organisation: str = ""
) -> UserSeen | UserDeactivated | None:
    """Return what Slack's record of a user says: that their account was closed, or their name and locale.

    `organisation` is the one that our own `workspace` belongs to, if any."""
    if (address := _user_address(workspace, user, organisation)) is None:
        return None
    if flag_at(user, "deleted"):
        return UserDeactivated(id, address)
    name = text_at(user, "profile", "real_name") or text_at(user, "real_name") or text_at(user, "name")
    return UserSeen(id, address, address, name, text_at(user, "tz"), text_at(user, "locale"))


def human_address(workspace: str, user: Any, organisation: str = "") -> Address | None:
    """Return the address of somebody who can be asked; None for bots and closed accounts."""
    is_bot = flag_at(user, "is_bot") or text_at(user, "id") == "USLACKBOT"
    return None if is_bot or flag_at(user, "deleted") else _user_address(workspace, user, organisation)


def _user_address(workspace: str, user: Any, organisation: str) -> Address | None:
    """Return the address that somebody is known under: people of other organisations by their workspace."""
    key, own_workspace = text_at(user, "id"), text_at(user, "team_id")
    is_colleague = organisation and organisation == text_at(user, "enterprise_user", "enterprise_id")
    known_at = workspace if is_colleague or workspace.startswith("E") else own_workspace or workspace
    return Address("slack", known_at, key) if key else None


def _user_change(payload: SlackPayload) -> Event | None:
    user = payload.event.get("user")
    return user_seen(payload.event_id, payload.workspace, user, payload.organisation)


def _channel_rename(payload: SlackPayload) -> Event | None:
    channel, name = text_at(payload.event, "channel", "id"), text_at(payload.event, "channel", "name")
    return (
        ChannelRenamed(payload.event_id, _channel(payload, channel), f"#{name}") if channel and name else None
    )


def _channel_id_changed(payload: SlackPayload) -> Event | None:
    old, new = text_at(payload.event, "old_channel_id"), text_at(payload.event, "new_channel_id")
    if not (old and new):
        return None
    return ChannelIdChanged(payload.event_id, _channel(payload, old), _channel(payload, new))


def _channel_closed(payload: SlackPayload) -> Event | None:
    return ChannelClosed(payload.event_id, _channel(payload, payload.channel)) if payload.channel else None


def _member_left(payload: SlackPayload) -> Event | None:
    """The channel is closed to Accord if it is Accord that left."""
    user = payload.speaker.user
    return _channel_closed(payload) if user and user == payload.bot_user else None


def _member_joined(payload: SlackPayload) -> Event | None:
    """It is Accord itself that joined: Slack also tells of everybody else.
    https://docs.slack.dev/reference/events/member_joined_channel"""
    if not payload.channel or not payload.bot_user or payload.speaker.user != payload.bot_user:
        return None
    inviter = text_at(payload.event, "inviter")
    added_by = Address("slack", payload.workspace, inviter) if inviter else None
    return ChannelJoined(payload.event_id, _channel(payload, payload.channel), added_by)


def _app_uninstalled(payload: SlackPayload) -> Event | None:
    return AppUninstalled(payload.event_id, "slack", payload.workspace)


def _tokens_revoked(payload: SlackPayload) -> Event | None:
    """Only tokens of bots count: Accord holds no others."""
    return _app_uninstalled(payload) if list_at(payload.event, "tokens", "bot") else None


def _channel(payload: SlackPayload, id: str) -> Address:
    return Address("slack", payload.workspace, id)


READERS: dict[str, Reader] = {
    "user_change": _user_change,
    "channel_rename": _channel_rename,
    "group_rename": _channel_rename,
    "channel_id_changed": _channel_id_changed,
    "channel_deleted": _channel_closed,
    "group_deleted": _channel_closed,
    "channel_archive": _channel_closed,
    "group_archive": _channel_closed,
    "channel_left": _channel_closed,
    "group_left": _channel_closed,
    "member_left_channel": _member_left,
    "member_joined_channel": _member_joined,
    "app_uninstalled": _app_uninstalled,
    "tokens_revoked": _tokens_revoked,
}
