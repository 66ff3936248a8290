"""Decide where a reply is shown, and show it after the response to Slack, in the first way that works. What
it replies to is kept already, so a reply that fails loses nothing else."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from enum import Enum, auto
from functools import partial
from typing import Any, NamedTuple, assert_never

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from adapters.answers import parse_answer
from adapters.slack import views
from adapters.slack.block_kit import truncate
from adapters.slack.errors import UNDRAWN, api_error, error_code, to_send_failed
from adapters.slack.files import SlackFiles
from adapters.slack.payloads import ReplyTarget
from adapters.slack.platform import EDIT, NO_PREVIEW, POST, SEND_ERRORS, WAITS, ClientPool, private_chat
from adapters.slack.render import NONE, render_message
from adapters.slack.render import FilesByChart as Files
from adapters.slack.views import View
from adapters.text import without_tables
from bot.core.cards import Card, Chart, Text, holds_secret, plain
from bot.core.errors import SendFailed
from bot.core.i18n import Translator
from bot.core.models import Address

MAX_REASON = 300  # characters
MAX_WAIT = timedelta(seconds=2)  # that Slack may ask for before one more try
POST_TO_ONE = "chat.postEphemeral"
REPLY_ERRORS = (*SEND_ERRORS, SendFailed)


class ShownMessage(NamedTuple):
    """A message that was shown, and stays."""

    channel: str
    ts: str


Way = Callable[[], Awaitable[ShownMessage | None]]
"""Shows a reply in one way. Returns the message that holds it, unless it is one that passes."""


class ReplyMode(Enum):
    REPLACE_MESSAGE = auto()  # in place of the message that was pressed
    EPHEMERAL = auto()  # in the channel, seen by the sender alone, and not kept
    POST = auto()  # in the channel, for everybody there
    UPDATE_MODAL = auto()  # in the modal that was pressed
    OPEN_MODAL = auto()  # in a modal of its own, since a home has no place to reply
    PRIVATE_CHAT = auto()  # in the chat with the sender, who is told so in the channel


def reply_mode(place: ReplyTarget, card: Card, *, sealed: bool, is_over: bool = False) -> ReplyMode:
    """Return where a reply is shown. `is_over` is True if what was pressed can be answered no more: then its
    buttons go."""
    if place.view:
        return ReplyMode.UPDATE_MODAL
    if not place.channel:
        return ReplyMode.OPEN_MODAL
    if card.private and card.check_in and place.message and not (place.alone or place.passing):
        return ReplyMode.PRIVATE_CHAT
    takes_place = is_over or (not card.refused and same_thread(place.matter, card.thread_key))
    if (place.alone or place.passing) and takes_place:
        return ReplyMode.REPLACE_MESSAGE
    if not place.alone:
        return ReplyMode.EPHEMERAL if card.private or card.refused else ReplyMode.POST
    # A command may be typed in the chat of two people, where a post would be read by the other.
    is_passing = place.passing or not place.message or is_ephemeral(card, sealed=sealed)
    return ReplyMode.EPHEMERAL if is_passing else ReplyMode.POST


def same_thread(one: str, other: str) -> bool:
    """Return True if two thread keys name the same thing, even of two kinds: the question whether to join,
    and the welcome."""
    first, second = one.split(":")[1:2], other.split(":")[1:2]
    return bool(first) and first == second


def is_ephemeral(card: Card, *, sealed: bool) -> bool:
    """Return True for a card that must not be kept: replies to somebody's answers, except questions, and
    secret addresses."""
    return holds_secret(card) or (sealed and not card.check_in)


def refusal_reason(card: Card) -> str:
    """Return the reason of a refusal, as it is shown below a text box."""
    return truncate(" ".join(plain(part.words) for part in card.parts if isinstance(part, Text)), MAX_REASON)


class Responder:
    def __init__(
        self,
        clients: ClientPool,
        files: SlackFiles,
        session: aiohttp.ClientSession,
        public_url: str,
        translate: Callable[[str], Translator],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ):
        self.public_url, self._translate = public_url, translate
        self._clients, self._files, self._session, self._sleep = clients, files, session, sleep

    async def reply(self, place: ReplyTarget, card: Card, mode: ReplyMode) -> ShownMessage | None:
        """Show a card with its charts, which Slack may take a moment to get ready; otherwise with words in
        their place. A modal has to open at once, so its charts follow. Returns the message that holds it now,
        if it is one that stays. Raises one of REPLY_ERRORS."""
        has_charts = any(isinstance(part, Chart) for part in card.parts)
        if mode is ReplyMode.OPEN_MODAL:
            with suppress(*REPLY_ERRORS):
                opened, _ = await self.open_modal(place, self.modal(card))
                if not has_charts:
                    return None
                place, mode = replace(place, view=opened), ReplyMode.UPDATE_MODAL
        files = await self._upload(place.workspace, card) if has_charts else NONE
        for wait in WAITS if files else ():
            try:
                return await self._show(place, card, mode, files)
            except SlackApiError as error:
                if error_code(error) not in UNDRAWN:
                    raise
                await self._sleep(wait)
        try:
            return await self._show(place, card, mode, NONE)
        except SlackApiError as error:
            if error_code(error) not in UNDRAWN or without_tables(card) == card:
                raise
            return await self._show(place, without_tables(card), mode, NONE)

    async def _show(
        self, place: ReplyTarget, card: Card, mode: ReplyMode, files: Files
    ) -> ShownMessage | None:
        """Show a card in the first way that works. Raises the error of the last."""
        *others, last = self._ways(place, card, mode, files)
        for way in others:
            try:
                return await self._try(way)
            except REPLY_ERRORS as error:
                if error_code(error) in UNDRAWN:  # it would be drawn the same in another way
                    raise
        return await self._try(last)

    async def _try(self, way: Way) -> ShownMessage | None:
        """Show a reply in one way, and once more if Slack asks to wait for a moment."""
        try:
            return await way()
        except SEND_ERRORS as error:
            wait = to_send_failed(error).retry_after
            if wait is None or wait > MAX_WAIT:
                raise
            await self._sleep(wait.total_seconds())
            return await way()

    def _ways(self, place: ReplyTarget, card: Card, mode: ReplyMode, files: Files) -> Sequence[Way]:
        """Return the ways in which a card can be shown, the best first. A response URL works for half an
        hour and five times; the other methods need a scope, and Accord in the channel."""
        message = render_message(card, self.public_url, files, place.workspace)
        to_one, to_all = (partial(show, place, message) for show in (self._post_to_one, self._post_to_all))
        by_url = partial(self._post_to_url, place, message)
        ways: list[Way]
        match mode:
            case ReplyMode.UPDATE_MODAL:
                view = self.modal(card, files)
                ways = [partial(self.update_modal, place, view), partial(self._post_to_chat, place, message)]
            case ReplyMode.OPEN_MODAL:
                ways = [partial(self._post_to_chat, place, message)]
            case ReplyMode.REPLACE_MESSAGE:
                ways = [partial(self._replace_by_url, place, message)] if place.url else []
                ways += [] if place.passing else [partial(self._edit, place, message)]
                ways += [to_all if place.alone else to_one]
            case ReplyMode.EPHEMERAL:
                ways = [partial(by_url, response_type="ephemeral")] if place.url else []
                ways += [to_one]
            case ReplyMode.POST:
                everywhere = [partial(by_url, response_type="in_channel")] if place.url else []
                # Where only the sender saw what is answered, Accord may not be in the channel.
                is_elsewhere = place.passing or not place.message
                ways = [*everywhere, to_all] if is_elsewhere else [to_all, *everywhere]
            case ReplyMode.PRIVATE_CHAT:
                ways = [partial(self._post_privately, place, message)]
            case _:  # never
                assert_never(mode)
        return ways

    def modal(self, card: Card, files: Files = NONE) -> View:
        """Return a modal with a card, which closes in the card's language."""
        return views.modal(card, self.public_url, views.close_label(self._translate(card.language)), files)

    async def open_modal(self, place: ReplyTarget, view: View) -> tuple[str, str]:
        """Open a modal, on top of the one that was pressed if any. Returns its id, and a hash that stands for
        what it shows."""
        client = await self._clients.of(place.workspace)
        method = client.views_push if place.view else client.views_open
        response = await method(trigger_id=place.trigger, view=view)
        return str(response["view"]["id"]), str(response["view"].get("hash", ""))

    async def update_modal(self, place: ReplyTarget, view: View, hash: str = "") -> None:
        """Change a modal; with a `hash`, only if it still shows what that stands for.
        https://docs.slack.dev/reference/methods/views.update#hash"""
        client = await self._clients.of(place.workspace)
        await client.views_update(view_id=place.view, view=view, **({"hash": hash} if hash else {}))

    async def publish_home(self, viewer: Address, view: View) -> None:
        client = await self._clients.of(viewer.workspace)
        await client.views_publish(user_id=viewer.key, view=view)

    async def is_member_of(self, place: ReplyTarget) -> bool:
        """Return True if Accord is in that channel; False also if Slack does not let it see the channel."""
        client = await self._clients.of(place.workspace)
        try:
            response = await client.conversations_info(channel=place.channel)
        except SlackApiError:
            return False
        channel: dict[str, Any] = response.get("channel", {})
        return channel.get("is_member") is True

    async def _post_to_one(self, place: ReplyTarget, message: dict[str, Any]) -> None:
        """Show a message that only the person who is answered sees: in a thread only if that exists.
        https://docs.slack.dev/reference/methods/chat.postEphemeral"""
        thread = {"thread_ts": place.thread} if place.thread else {}
        to = {"channel": place.channel, "user": place.user}
        await self._call(POST_TO_ONE, place, to | thread | message)

    async def _post_to_all(self, place: ReplyTarget, message: dict[str, Any]) -> ShownMessage:
        """Post in the thread of what is answered."""
        thread = {"thread_ts": place.reply_thread} if place.reply_thread else {}
        return await self._call(POST, place, {"channel": place.channel, **NO_PREVIEW} | thread | message)

    async def _post_to_chat(self, place: ReplyTarget, message: dict[str, Any]) -> None:
        """Show a message in the private chat, where Slack forgets it when it is opened again."""
        channel = await private_chat(await self._clients.of(place.workspace), place.user)
        await self._call(POST_TO_ONE, place, {"channel": channel, "user": place.user} | message)

    async def _post_privately(self, place: ReplyTarget, message: dict[str, Any]) -> ShownMessage:
        return await self._call(POST, place, {"channel": place.user, **NO_PREVIEW} | message)

    async def _replace_by_url(self, place: ReplyTarget, message: dict[str, Any]) -> ShownMessage | None:
        await self._post_to_url(place, message, replace_original=True)
        return None if place.passing else ShownMessage(place.channel, place.message)

    async def _edit(self, place: ReplyTarget, message: dict[str, Any]) -> ShownMessage:
        return await self._call(EDIT, place, {"channel": place.channel, "ts": place.message} | message)

    async def edit(self, workspace: str, message: ShownMessage, card: Card) -> None:
        """Put a card without charts in the place of an earlier message. Raises one of REPLY_ERRORS."""
        client = await self._clients.of(workspace)
        body = message._asdict() | render_message(card, self.public_url)
        await client.post(EDIT, json.dumps(body))

    async def _call(self, method: str, place: ReplyTarget, body: dict[str, Any]) -> ShownMessage:
        client = await self._clients.of(place.workspace)
        response = await client.post(method, json.dumps(body))
        return ShownMessage(str(response.get("channel", "")), str(response.get("ts", "")))

    async def _post_to_url(self, place: ReplyTarget, message: dict[str, Any], **how: Any) -> None:
        """Post to the response URL. Its errors are raised as those of the Web API are."""
        body = message | {"replace_original": False, **how}
        async with self._session.post(place.url, json=body, allow_redirects=False) as response:
            if response.status >= 300:
                raise api_error(parse_answer(await response.read()), response)

    async def _upload(self, workspace: str, card: Card) -> Files:
        with suppress(*SEND_ERRORS):
            return await self._files.of(await self._clients.of(workspace), workspace, card)
        return NONE


log = structlog.get_logger("slack")

FINISH_TIMEOUT = 5.0  # seconds for what is under way when we stop


class BackgroundTasks:
    """Runs calls after the response. One that fails is logged by the type of its error, and lost."""

    def __init__(self, timeout: float = FINISH_TIMEOUT) -> None:
        self._timeout = timeout
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, call: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(_call_safely(call))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Wait for the calls that are under way, and cancel those that take too long."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self._timeout)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


async def _call_safely(call: Coroutine[Any, Any, object]) -> None:
    try:
        await call
    except Exception as error:  # noqa: BLE001  the event itself is kept already
        log.warning("not shown", error=type(error).__name__)
