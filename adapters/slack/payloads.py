"""Read what Slack sends: every field once, then the message, press or form in it. Pure.

Nothing here fails, whatever a payload holds: what is missing, or of another type, is empty, and a payload
that is not for Accord, or lacks what it needs, is None. Signatures are checked before.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple, Self

from adapters.slack import block_kit
from bot.core.events import Message
from bot.core.models import Address

MENU = "menu"  # the sentence of a command or mention without words
TYPED = "typed"  # the block of a text box, and the field in it
WRITTEN_BY_PEOPLE = {"", "file_share", "thread_broadcast"}  # subtypes of messages that are no edits
UNNAMED = {"", "privategroup", "directmessage"}
MARKUP = re.compile(r"<([^<>]+)>")


class Speaker(NamedTuple):
    """The user who acted, and the channel they acted in, as one kind of payload has them."""

    user: str
    team: str
    name: str
    channel: str


@dataclass(frozen=True, slots=True)
class SlackPayload:
    """The fields of an event, command, press or submitted form, as far as Accord reads them.

    `workspace` is the id of the installation that it is for: of an organisation that installed Accord for all
    its workspaces, or of a workspace. `organisation` is the Enterprise Grid organisation that it belongs to,
    if any. `own_teams` are all ids of this installation; in a channel that organisations share, ids of others
    stand beside them: https://docs.slack.dev/apis/events-api#authorizations"""

    workspace: str
    organisation: str
    own_teams: frozenset[str]
    bot_user: str  # Accord's own user there
    is_event: bool
    has_strangers: bool  # the channel is shared with another organisation
    speaker: Speaker
    channel: str
    channel_name: str  # where a command was typed; empty if it has none to be shown
    message_ts: str  # of the message that was pressed
    thread_ts: str  # of the thread that it is in, if any
    is_ephemeral: bool
    text: str  # of a command, or of the message that was pressed or chosen
    trigger: str
    response_url: str
    action_id: str
    block_id: str
    value: str
    view: Any
    event: Any
    event_id: str
    event_time: Any  # in seconds since 1970, by Slack's clock

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """Read the body of a request, or of a message over Socket Mode."""
        authorization, action = (
            next(iter(list_at(body, name)), None) for name in ("authorizations", "actions")
        )
        installed = body if authorization is None else authorization
        team, user, view, event, container = map(body.get, ("team", "user", "view", "event", "container"))
        team_id, grid_id = text_at(installed, "team_id"), text_at(installed, "enterprise_id")
        grid_id = grid_id or text_at(body, "enterprise", "id")
        organisation = grid_id or text_at(team, "enterprise_id")
        speaker = _speaker(body, user, event)
        if flag_at(installed, "is_enterprise_install"):
            workspace = grid_id
        else:
            workspace = text_at(view, "app_installed_team_id") or text_at(team, "id") or team_id
            workspace = workspace or (speaker.team if event is None else "")
        of_authorization = "" if authorization is None else team_id
        own_teams = {"", workspace, organisation, of_authorization, text_at(body, "context_team_id")}
        return cls(
            workspace=workspace,
            organisation=organisation,
            own_teams=frozenset(own_teams),
            bot_user=text_at(authorization, "user_id"),
            is_event=event is not None,
            has_strangers=flag_at(body, "is_ext_shared_channel"),
            speaker=speaker,
            channel=speaker.channel or text_at(container, "channel_id"),
            channel_name=_shown_name(text_at(body, "channel_name")),
            message_ts=text_at(container, "message_ts"),
            thread_ts=text_at(body, "message", "thread_ts") or text_at(container, "thread_ts"),
            is_ephemeral=flag_at(container, "is_ephemeral"),
            text=text_at(body, "text") or text_at(body, "message", "text"),
            trigger=text_at(body, "trigger_id"),
            response_url=text_at(body, "response_url"),
            action_id=text_at(action, "action_id"),
            block_id=text_at(action, "block_id"),
            value=text_at(action, "value") or text_at(action, "selected_option", "value"),
            view=view,
            event=event,
            event_id=text_at(body, "event_id"),
            event_time=body.get("event_time"),
        )

    def addresses(self) -> tuple[Address, ...]:
        """Return the addresses that the speaker may be known under, the likeliest first.

        People of other organisations are known by their own workspace. Not every payload says whether that is
        one of theirs or one more of ours: then there are two addresses."""
        user, team = self.speaker.user, self.speaker.team
        if team in self.own_teams:
            return (Address("slack", self.workspace, user),)
        likely_ours = self.workspace.startswith("E") or self.is_event
        teams = (self.workspace, team) if likely_ours and not self.has_strangers else (team, self.workspace)
        return tuple(Address("slack", team, user) for team in teams)


@dataclass(frozen=True, slots=True)
class ReplyTarget:
    """The place in which a reply can be shown, and its reader.

    `message` is what was typed or pressed, and `thread` the thread that it was in, if any: what only its
    reader sees is shown in no other. `url` answers a press for half an hour, `trigger` opens a modal for
    three seconds. `alone`: nobody else reads there; `passing`: the message that was pressed is gone when
    Slack is opened again. `matter` is the thread key of the card that was pressed. `organisation` owns the
    workspace, where it has several."""

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
    message: str = ""

    @property
    def reply_thread(self) -> str:
        """The thread in which everybody reads a reply: below the message itself, if that was in none."""
        return self.thread or ("" if self.alone or self.passing else self.message)

    def kept(self) -> dict[str, Any]:
        """Return it for the private metadata of a modal, whose submission is answered there."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Any) -> Self | None:
        """Restore what `kept` returned; None if it is anything else."""
        try:
            target = cls(**kept)
        except TypeError:
            return None
        texts = (getattr(target, name.name) for name in fields(cls) if name.type is str)
        return target if all(isinstance(text, str) for text in texts) else None


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """A sentence, and where its reply is shown."""

    message: Message
    place: ReplyTarget


def command(payload: SlackPayload) -> IncomingMessage | None:
    """Read a slash command. Only its sender sees it, wherever they typed it: as with a button."""
    team, speaker, channel, id = payload.workspace, payload.speaker, payload.channel, payload.trigger
    if not (team and speaker.user and channel and id):
        return None
    text = to_plain_text(payload.text, team) or MENU
    shared = not _is_direct(channel)
    target = ReplyTarget(
        team,
        speaker.user,
        channel,
        url=payload.response_url,
        trigger=id,
        alone=not shared,
        organisation=payload.organisation,
    )
    sender, *others = payload.addresses()
    place = Address("slack", team, channel)
    name = payload.channel_name
    message = Message(
        id, sender, place, text, shared, True, speaker.name, place_name=name, otherwise=tuple(others)
    )
    return IncomingMessage(message, target)


def message(payload: SlackPayload) -> IncomingMessage | None:
    """Read a mention in a channel, or a private message; None for what bots wrote, and for edits.

    Slack may send one message twice under two event ids, so its own place and time are its id."""
    event, team, user = payload.event, payload.workspace, payload.speaker.user
    kind, ts, channel = text_at(event, "type"), text_at(event, "ts"), payload.channel
    direct = kind == "message" and text_at(event, "channel_type") == "im"
    if not (direct or kind == "app_mention") or "bot_id" in event:
        return None
    if text_at(event, "subtype") not in WRITTEN_BY_PEOPLE:
        return None
    if not (team and channel and user and ts) or user == payload.bot_user:
        return None
    text = to_plain_text(text_at(event, "text"), team, payload.bot_user)
    if direct and not text:
        return None
    sender, *others = payload.addresses()
    place = Address("slack", team, channel)
    message = Message(
        f"{place}:{ts}", sender, place, text or MENU, shared=not direct, otherwise=tuple(others)
    )
    target = ReplyTarget(
        team,
        user,
        channel,
        text_at(event, "thread_ts"),
        alone=direct,
        organisation=payload.organisation,
        message=ts,
    )
    return IncomingMessage(message, target)


def pressed_at(payload: SlackPayload) -> ReplyTarget | None:
    """Return where the reply to a press is shown; None for a button that says nothing, such as a link."""
    user, channel = payload.speaker.user, payload.channel
    if not (payload.workspace and user and payload.trigger and payload.value):
        return None
    return ReplyTarget(
        payload.workspace,
        user,
        channel,
        thread=payload.thread_ts if payload.thread_ts != payload.message_ts else "",
        url=payload.response_url,
        trigger=payload.trigger,
        view=text_at(payload.view, "id") if text_at(payload.view, "type") == "modal" else "",
        matter=block_kit.thread_key_of(payload.block_id),
        alone=not channel or _is_direct(channel),
        passing=payload.is_ephemeral,
        organisation=payload.organisation,
        message=payload.message_ts,
    )


def pressed_sentence(payload: SlackPayload) -> IncomingMessage | None:
    """Read the press of a button that says a sentence."""
    target = pressed_at(payload)
    return incoming(payload, target, target.trigger, payload.value) if target else None


def filled_text_box(payload: SlackPayload) -> IncomingMessage | None:
    """Read a text box that was submitted. It may be sent again, unchanged, where Slack shows an error: so the
    modal and its state are its id."""
    view = payload.view
    opened_with = metadata(view)
    target, says = ReplyTarget.of(opened_with.get("place")), text_at(opened_with, "says")
    typed = text_at(view, "state", "values", TYPED, TYPED, "value")
    id = text_at(view, "id")
    if target is None or not (says and typed.strip() and id and payload.speaker.user):
        return None
    return incoming(payload, target, f"{id}:{text_at(view, 'hash')}", f"{says} {typed}")


def opened_home(payload: SlackPayload) -> tuple[Address, ReplyTarget] | None:
    """Return who looks at their home, and as whom they are answered; None for another tab."""
    team, user = payload.workspace, payload.speaker.user
    if not (team and user and text_at(payload.event, "tab") == "home"):
        return None
    return Address("slack", team, user), ReplyTarget(team, user, organisation=payload.organisation)


def incoming(payload: SlackPayload, place: ReplyTarget, id: str, words: str) -> IncomingMessage:
    """Return what a button or a modal says for the person who used it."""
    sender, *others = payload.addresses()
    at = Address("slack", place.workspace, place.channel or place.user)
    message = Message(
        id, sender, at, words, not place.alone, True, payload.speaker.name, otherwise=tuple(others)
    )
    return IncomingMessage(message, place)


def metadata(view: Any) -> Mapping[str, Any]:
    """Return what a modal of ours was opened with."""
    try:
        opened_with = json.loads(text_at(view, "private_metadata"))
    except (ValueError, RecursionError):
        return {}
    return opened_with if isinstance(opened_with, dict) else {}


def to_plain_text(text: str, workspace: str, bot_user: str = "") -> str:
    """Return the words that Slack's markup stands for. Other people who are mentioned become addresses;
    mentions of `bot_user` are dropped.
    https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages"""
    plain = MARKUP.sub(lambda mark: _plain_mark(mark[1], workspace, bot_user), text)
    plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return " ".join(plain.split(" ")).strip()


def text_at(payload: Any, *path: str) -> str:
    """Return the text at a path: `text_at(payload, "user", "id")`."""
    value = value_at(payload, *path)
    return value if isinstance(value, str) else ""


def list_at(payload: Any, *path: str) -> list[Any]:
    """Return the list at a path."""
    value = value_at(payload, *path)
    return value if isinstance(value, list) else []


def flag_at(payload: Any, *path: str) -> bool:
    """Return True for a true value at a path. Slash commands are forms, and spell it out."""
    return value_at(payload, *path) in (True, "true")


def value_at(payload: Any, *path: str) -> Any:
    """Return whatever is at a path, or None."""
    for name in path:
        if not isinstance(payload, dict):  # a tenth of the time that Mapping takes
            return None
        payload = payload.get(name)
    return payload


def _speaker(body: Mapping[str, Any], user: Any, event: Any) -> Speaker:
    """Read who acted: events, interactions and commands each say it in a way of their own."""
    if event is not None:
        team = text_at(event, "user_team") or text_at(event, "team")
        return Speaker(text_at(event, "user"), team, "", text_at(event, "channel"))
    if user is not None:
        channel = text_at(body, "channel", "id")
        return Speaker(text_at(user, "id"), text_at(user, "team_id"), text_at(user, "name"), channel)
    return Speaker(*(text_at(body, name) for name in ("user_id", "team_id", "user_name", "channel_id")))


def _shown_name(channel_name: str) -> str:
    """Return the name of a channel as people see it. Slack keeps that of a private one to itself."""
    return f"#{channel_name}" if channel_name not in UNNAMED else ""


def _is_direct(channel: str) -> bool:
    return channel.startswith("D")


def _plain_mark(mark: str, workspace: str, bot_user: str) -> str:
    """Return the words for one mark: a mention, a channel, a group or a link."""
    inside, _, label = mark.partition("|")
    if inside.startswith("@"):
        return "" if inside[1:] == bot_user else str(Address("slack", workspace, inside[1:]))
    if inside.startswith("#"):
        return f"#{label or inside[1:]}"
    if inside.startswith("!"):
        return label or f"@{inside[1:].partition('^')[0]}"
    return label if inside == f"mailto:{label}" else inside
