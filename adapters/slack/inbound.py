"""From what Slack sends to what Accord hears. Pure: signatures are checked before, replies are shown after.

Nothing here fails, whatever is in a payload: what is not for us, or lacks what it needs, is None.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from adapters.slack import action_ids
from adapters.slack.action_ids import BOX, SAY, TextBoxValue
from adapters.slack.mrkdwn import to_plain_text
from adapters.slack.payloads import Payload, addresses, enterprise, flag, text, things, us, workspace
from bot.core.events import Message
from bot.core.models import Address

MENU = "menu"  # what is meant by calling us and saying nothing
TYPED = "typed"  # the block, and the field in it, that a box is typed into
WRITTEN = {"", "file_share", "thread_broadcast"}  # kinds of messages that somebody wrote, and did not edit


@dataclass(frozen=True, slots=True)
class ReplyTarget:
    """Where a reply can be shown, and to whom. `url` answers a press for half an hour, `trigger` opens a
    modal for three seconds. `alone`: nobody else reads here; `passing`: the message that was pressed is gone
    when Slack is opened anew. `matter` is what the card was about that was pressed. `organisation` owns
    the workspace, where it has several."""

    workspace: str
    user: str
    channel: str = ""
    thread: str = ""
    url: str = ""
    trigger: str = ""
    view: str = ""
    matter: str = ""
    alone: bool = False
    passing: bool = False
    organisation: str = ""

    def kept(self) -> dict[str, Any]:
        """For the private metadata of a modal: where what it takes is answered."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Any) -> Self | None:
        """What `kept` was made of."""
        try:
            place = cls(**kept)
        except TypeError:
            return None
        known = (place.workspace, place.user, place.channel, place.thread, place.url, place.view)
        return place if all(isinstance(each, str) for each in (*known, place.matter)) else None


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """Something that was said, where a reply is shown, and under what other address its speaker may be known
    instead."""

    said: Message
    place: ReplyTarget
    otherwise: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenTextBox:
    """A button that opens a box to type into."""

    box: TextBoxValue
    place: ReplyTarget


@dataclass(frozen=True, slots=True)
class OpenModal:
    """A button that opens one of our own modals, and where whoever pressed it may be known from."""

    modal: str
    who: tuple[Address, ...]
    place: ReplyTarget


def command(form: Payload) -> IncomingMessage | None:
    """A slash command. Only the speaker sees what they typed, wherever that was: as with a button."""
    team, user, channel = workspace(form), text(form, "user_id"), text(form, "channel_id")
    id = text(form, "trigger_id")
    if not (team and user and channel and id):
        return None
    said = to_plain_text(text(form, "text"), team) or MENU
    shared = not _is_direct(channel)
    place = ReplyTarget(
        team,
        user,
        channel,
        url=text(form, "response_url"),
        trigger=id,
        alone=not shared,
        organisation=enterprise(form),
    )
    who, *others = addresses(form, user, text(form, "team_id"))
    heard = Message(id, who, Address("slack", team, channel), said, shared, True, text(form, "user_name"))
    return IncomingMessage(heard, place, tuple(others))


def message(payload: Payload) -> IncomingMessage | None:
    """A mention in a channel, or what was written to us alone. What bots wrote, and edits, are nothing to
    us. Slack may tell of one message twice under two ids, so its own place and time are its id."""
    event: Any = payload.get("event")
    kind, channel, user, ts = (text(event, each) for each in ("type", "channel", "user", "ts"))
    direct = kind == "message" and text(event, "channel_type") == "im"
    ours = kind == "app_mention" or direct
    if not ours or "bot_id" in event or text(event, "subtype") not in WRITTEN:
        return None
    team, me = workspace(payload), us(payload)
    if not (team and channel and user and ts) or user == me:
        return None
    said = to_plain_text(text(event, "text"), team, me)
    if direct and not said:
        return None
    under = text(event, "thread_ts") or ("" if direct else ts)
    who, *others = addresses(payload, user, text(event, "user_team") or text(event, "team"))
    where = Address("slack", team, channel)
    heard = Message(f"{where}:{ts}", who, where, said or MENU, shared=not direct)
    place = ReplyTarget(team, user, channel, under, alone=direct, organisation=enterprise(payload))
    return IncomingMessage(heard, place, tuple(others))


def press(payload: Payload) -> IncomingMessage | OpenTextBox | OpenModal | None:
    """A button of ours; None for one that Slack itself acts on, and for what is none of ours."""
    action = next(iter(things(payload, "actions")), None)
    place, kind = _place(payload, action), action_ids.kind_of(text(action, "action_id"))
    value = text(action, "value")
    if place is None or not value:
        return None
    if kind == BOX:
        box = TextBoxValue.read(value)
        return OpenTextBox(box, place) if box else None
    if kind == action_ids.OPEN:
        who = addresses(payload, place.user, text(payload, "user", "team_id"))
        return OpenModal(value, who, place)
    return incoming(payload, place, place.trigger, value) if kind == SAY else None


def opened_home(payload: Payload) -> tuple[Address, ReplyTarget] | None:
    """Who looks at their home now."""
    event: Any = payload.get("event")
    user, team = text(event, "user"), workspace(payload)
    looks = text(event, "type") == "app_home_opened" and text(event, "tab") == "home"
    if not (looks and user and team):
        return None
    return addresses(payload, user, "")[0], ReplyTarget(team, user, organisation=enterprise(payload))


def box(payload: Payload) -> IncomingMessage | None:
    """A box was filled in. Where Slack shows an error it may be sent again, unchanged: so the modal and its
    state are its id."""
    view: Any = payload.get("view")
    kept = metadata(view)
    place, says = ReplyTarget.of(kept.get("place")), text(kept, "says")
    typed = text(view, "state", "values", TYPED, TYPED, "value")
    id = text(view, "id")
    if place is None or not (says and typed.strip() and id and text(payload, "user", "id")):
        return None
    return incoming(payload, place, f"{id}:{text(view, 'hash')}", f"{says} {typed}")


def incoming(payload: Payload, place: ReplyTarget, id: str, words: str) -> IncomingMessage:
    """What a button or a modal says for whoever used it."""
    user = text(payload, "user", "id")
    who, *others = addresses(payload, user, text(payload, "user", "team_id"))
    where = Address("slack", place.workspace, place.channel or place.user)
    name = text(payload, "user", "name")
    return IncomingMessage(Message(id, who, where, words, not place.alone, True, name), place, tuple(others))


def _place(payload: Payload, action: Any) -> ReplyTarget | None:
    team, user, trigger = workspace(payload), text(payload, "user", "id"), text(payload, "trigger_id")
    if not (team and user and trigger):
        return None
    channel = text(payload, "channel", "id") or text(payload, "container", "channel_id")
    passing = flag(payload, "container", "is_ephemeral")
    message = payload.get("message")
    return ReplyTarget(
        team,
        user,
        channel,
        thread=text(message, "thread_ts") or text(payload, "container", "message_ts"),
        url=text(payload, "response_url"),
        trigger=trigger,
        view=text(payload, "view", "id") if text(payload, "view", "type") == "modal" else "",
        matter=action_ids.thread_key_of(text(action, "block_id")),
        alone=not channel or _is_direct(channel),
        passing=passing,
        organisation=enterprise(payload),
    )


def _is_direct(channel: str) -> bool:
    return channel.startswith("D")


def metadata(view: Any) -> Mapping[str, Any]:
    """What a modal of ours was opened with."""
    try:
        found = json.loads(text(view, "private_metadata"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
