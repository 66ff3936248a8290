"""Decide where a reply is shown, and show it after the response to Slack. What it replies to is kept already,
so a reply that fails loses nothing else."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from enum import Enum, auto
from typing import Any, assert_never

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack import views
from adapters.slack.block_kit import truncate
from adapters.slack.files import SlackFiles
from adapters.slack.payloads import ReplyTarget
from adapters.slack.platform import SEND_ERRORS, WAITS, ClientPool
from adapters.slack.render import NONE, render_message
from adapters.slack.render import FilesByChart as Files
from adapters.slack.views import View
from bot.core.cards import Card, Chart, Link, Text
from bot.core.models import Address

MAX_REASON = 300  # characters


class ReplyMode(Enum):
    REPLACE_MESSAGE = auto()  # in place of the message that was pressed
    EPHEMERAL = auto()  # in the channel, seen by the sender alone, and not kept
    POST = auto()  # in the channel, for everybody there
    UPDATE_MODAL = auto()  # in the modal that was pressed
    OPEN_MODAL = auto()  # in a modal of its own, since a home has no place to reply


def reply_mode(place: ReplyTarget, card: Card, *, sealed: bool) -> ReplyMode:
    if place.view:
        return ReplyMode.UPDATE_MODAL
    if not place.channel:
        return ReplyMode.OPEN_MODAL
    if (place.alone or place.passing) and not card.refused and same_thread(place.matter, card.thread_key):
        return ReplyMode.REPLACE_MESSAGE
    if not place.alone:
        return ReplyMode.EPHEMERAL if card.private or card.refused else ReplyMode.POST
    return ReplyMode.EPHEMERAL if place.passing or is_ephemeral(card, sealed=sealed) else ReplyMode.POST


def same_thread(one: str, other: str) -> bool:
    """Return True if two thread keys name the same thing, even of two kinds: the question whether to join,
    and the welcome."""
    first, second = one.split(":")[1:2], other.split(":")[1:2]
    return bool(first) and first == second


def is_ephemeral(card: Card, *, sealed: bool) -> bool:
    """Return True for a card that must not be kept: replies to somebody's answers, except questions, and
    links that work once."""
    one_time = any(isinstance(part, Link) and part.one_time for part in card.parts)
    return one_time or (sealed and not card.check_in)


def refusal_reason(card: Card) -> str:
    """Return the reason of a refusal, as it is shown below a text box."""
    return truncate(" ".join(part.words for part in card.parts if isinstance(part, Text)), MAX_REASON)


class Responder:
    def __init__(
        self,
        clients: ClientPool,
        files: SlackFiles,
        session: aiohttp.ClientSession,
        public_url: str,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ):
        self.public_url = public_url
        self._clients, self._files, self._session, self._sleep = clients, files, session, sleep

    async def reply(self, place: ReplyTarget, card: Card, mode: ReplyMode) -> None:
        """Show a card with its charts, which Slack may take a moment to get ready; otherwise with words in
        their place. A modal has to open at once, so its charts follow."""
        has_charts = any(isinstance(part, Chart) for part in card.parts)
        if mode is ReplyMode.OPEN_MODAL:
            opened = await self.open_modal(place, views.modal(card, self.public_url))
            place, mode = replace(place, view=opened), ReplyMode.UPDATE_MODAL
            if not has_charts:
                return
        files = await self._upload(place.workspace, card) if has_charts else NONE
        for wait in WAITS if files else ():
            with suppress(*SEND_ERRORS):
                await self._show(place, card, mode, files)
                return
            await self._sleep(wait)
        await self._show(place, card, mode, NONE)

    async def _show(self, place: ReplyTarget, card: Card, mode: ReplyMode, files: Files) -> None:
        message = render_message(card, self.public_url, files)
        match mode:
            case ReplyMode.UPDATE_MODAL | ReplyMode.OPEN_MODAL:
                await self.update_modal(place, views.modal(card, self.public_url, files))
            case ReplyMode.REPLACE_MESSAGE:
                await self._post_to_url(place, message | {"replace_original": True})
            case ReplyMode.EPHEMERAL:
                await self._post_to_one(place, message)
            case ReplyMode.POST:
                await self._post_to_all(place, message)
            case _:  # never
                assert_never(mode)

    async def open_modal(self, place: ReplyTarget, view: View) -> str:
        """Open a modal, on top of the one that was pressed if any. Returns its id."""
        client = await self._clients.of(place.workspace)
        method = client.views_push if place.view else client.views_open
        response = await method(trigger_id=place.trigger, view=view)
        return str(response["view"]["id"])

    async def update_modal(self, place: ReplyTarget, view: View) -> None:
        client = await self._clients.of(place.workspace)
        await client.views_update(view_id=place.view, view=view)

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
        """Show a message that only the person who is answered sees."""
        if place.url:
            await self._post_to_url(
                place, message | {"response_type": "ephemeral", "replace_original": False}
            )
        else:
            to = {"channel": place.channel, "user": place.user}
            await self._call("chat.postEphemeral", place, to | _thread(place) | message)

    async def _post_to_all(self, place: ReplyTarget, message: dict[str, Any]) -> None:
        """Post in the thread of what is answered. Where only the sender saw that, Accord may not be in the
        channel, so the response URL posts it."""
        if place.url and (place.passing or not place.thread):
            await self._post_to_url(
                place, message | {"response_type": "in_channel", "replace_original": False}
            )
        else:
            to = {"channel": place.channel, "unfurl_links": False, "unfurl_media": False}
            thread = {} if place.alone else _thread(place)
            await self._call("chat.postMessage", place, to | thread | message)

    async def _call(self, method: str, place: ReplyTarget, body: dict[str, Any]) -> None:
        client = await self._clients.of(place.workspace)
        await client.api_call(method, json=body)

    async def _post_to_url(self, place: ReplyTarget, body: dict[str, Any]) -> None:
        async with self._session.post(place.url, json=body) as response:
            response.raise_for_status()

    async def _upload(self, workspace: str, card: Card) -> Files:
        with suppress(*SEND_ERRORS):
            return await self._files.of(await self._clients.of(workspace), workspace, card)
        return NONE


def _thread(place: ReplyTarget) -> dict[str, str]:
    return {"thread_ts": place.thread} if place.thread else {}


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
