"""What every payload of Slack's says in its own place: whose installation it is for, and who acted. Pure.

Nothing here fails, whatever the payload holds: what is missing, or of another kind, is empty.
"""

from collections.abc import Mapping
from typing import Any

from bot.core.models import Address

Payload = Mapping[str, Any]


def text(payload: Any, *path: str) -> str:
    """The words that lie there: `text(payload, "user", "id")`."""
    found = thing(payload, *path)
    return found if isinstance(found, str) else ""


def things(payload: Any, *path: str) -> list[Any]:
    found = thing(payload, *path)
    return found if isinstance(found, list) else []


def flag(payload: Any, *path: str) -> bool:
    """Slash commands are forms, and say `true` in words."""
    return thing(payload, *path) in (True, "true")


def thing(payload: Any, *path: str) -> Any:
    """Whatever lies there, or None."""
    for name in path:
        if not isinstance(payload, Mapping):
            return None
        payload = payload.get(name)
    return payload


def workspace(payload: Payload) -> str:
    """Whose installation this is for: an organisation's that installed Accord for all its workspaces, or a
    workspace's. In a channel that several organisations share, others' ids stand beside it:
    https://docs.slack.dev/apis/events-api#authorizations"""
    ours = next(iter(things(payload, "authorizations")), payload)
    if flag(ours, "is_enterprise_install"):
        return text(ours, "enterprise_id") or text(payload, "enterprise", "id")
    return _first(
        text(payload, "view", "app_installed_team_id"),
        text(payload, "team", "id"),
        text(ours, "team_id"),
        text(payload, "user", "team_id"),
    )


def enterprise(payload: Payload) -> str:
    """The organisation that our installation belongs to, where there is one."""
    ours = next(iter(things(payload, "authorizations")), payload)
    return _first(
        text(ours, "enterprise_id"), text(payload, "enterprise", "id"), text(payload, "team", "enterprise_id")
    )


def us(payload: Payload) -> str:
    """Our own user there."""
    return text(next(iter(things(payload, "authorizations")), None), "user_id")


def addresses(payload: Payload, user: str, team: str) -> tuple[Address, ...]:
    """Where somebody of the workspace `team` may be known from, the likeliest first. People of other
    organisations are known by their own workspace. Whether that is one of theirs, or one more of ours, not
    every payload says: then there are two."""
    here, auth = workspace(payload), next(iter(things(payload, "authorizations")), None)
    ours = {"", here, enterprise(payload), text(auth, "team_id"), text(payload, "context_team_id")}
    if team in ours:
        return (Address("slack", here, user),)
    stranger = flag(payload, "is_ext_shared_channel")
    likely_ours = here.startswith("E") or text(payload, "type") == "event_callback"
    places = (here, team) if likely_ours and not stranger else (team, here)
    return tuple(Address("slack", place, user) for place in places)


def _first(*found: str) -> str:
    return next((each for each in found if each), "")
