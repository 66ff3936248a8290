"""Shows replies, once what they reply to is kept. If that does not come off, nothing else is lost.

What is shown once the reply has gone out: one call to Slack for each, and nothing hangs on it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any, assert_never

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack import views
from adapters.slack.files import SlackFiles
from adapters.slack.payloads import ReplyTarget
from adapters.slack.platform import SEND_ERRORS, WAITS, ClientPool
from adapters.slack.render import NONE, render_message
from adapters.slack.render import FilesByChart as Files
from adapters.slack.reply_policy import ReplyMode
from adapters.slack.views import View
from bot.core.cards import Card, Chart
from bot.core.models import Address


class Responder:
    def __init__(
        self,
        clients: ClientPool,
        pictures: SlackFiles,
        session: aiohttp.ClientSession,
        public_url: str,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ):
        self.public_url = public_url
        self._clients, self._pictures, self._session, self._sleep = clients, pictures, session, sleep

    async def reply(self, place: ReplyTarget, card: Card, way: ReplyMode) -> None:
        """With its pictures, which Slack may take a moment to get ready; else their words say what they show.
        A modal has to open at once."""
        pictures = any(isinstance(part, Chart) for part in card.parts)
        if way is ReplyMode.OPEN_MODAL:
            opened = await self.open_modal(place, views.modal(card, self.public_url))
            place, way = replace(place, view=opened), ReplyMode.UPDATE_MODAL
            if not pictures:
                return
        files = await self._files(place.workspace, card) if pictures else NONE
        for wait in WAITS if files else ():
            with suppress(*SEND_ERRORS):
                await self._show(place, card, way, files)
                return
            await self._sleep(wait)
        await self._show(place, card, way, NONE)

    async def _show(self, place: ReplyTarget, card: Card, way: ReplyMode, files: Files) -> None:
        shown = render_message(card, self.public_url, files)
        match way:
            case ReplyMode.UPDATE_MODAL | ReplyMode.OPEN_MODAL:
                await self.update_modal(place, views.modal(card, self.public_url, files))
            case ReplyMode.REPLACE_MESSAGE:
                await self._answer(place, shown | {"replace_original": True})
            case ReplyMode.EPHEMERAL:
                await self._whisper(place, shown)
            case ReplyMode.POST:
                await self._say(place, shown)
            case _:  # never
                assert_never(way)

    async def open_modal(self, place: ReplyTarget, view: View) -> str:
        """A modal, upon the one that was pressed if any. Its id."""
        client = await self._clients.of(place.workspace)
        put = client.views_push if place.view else client.views_open
        answer = await put(trigger_id=place.trigger, view=view)
        return str(answer["view"]["id"])

    async def update_modal(self, place: ReplyTarget, view: View) -> None:
        client = await self._clients.of(place.workspace)
        await client.views_update(view_id=place.view, view=view)

    async def publish_home(self, who: Address, view: View) -> None:
        client = await self._clients.of(who.workspace)
        await client.views_publish(user_id=who.key, view=view)

    async def is_in(self, place: ReplyTarget) -> bool:
        """Whether we are in that channel: not where Slack does not show it to us."""
        client = await self._clients.of(place.workspace)
        try:
            found = await client.conversations_info(channel=place.channel)
        except SlackApiError:
            return False
        channel: dict[str, Any] = found.get("channel", {})
        return channel.get("is_member") is True

    async def _whisper(self, place: ReplyTarget, shown: dict[str, Any]) -> None:
        if place.url:
            await self._answer(place, shown | {"response_type": "ephemeral", "replace_original": False})
        else:
            to = {"channel": place.channel, "user": place.user}
            await self._call("chat.postEphemeral", place, to | _under(place) | shown)

    async def _say(self, place: ReplyTarget, shown: dict[str, Any]) -> None:
        """Under what was said. Where only the speaker saw that, we may not be in the channel."""
        if place.url and (place.passing or not place.thread):
            await self._answer(place, shown | {"response_type": "in_channel", "replace_original": False})
        else:
            to = {"channel": place.channel, "unfurl_links": False, "unfurl_media": False}
            under = {} if place.alone else _under(place)
            await self._call("chat.postMessage", place, to | under | shown)

    async def _call(self, method: str, place: ReplyTarget, body: dict[str, Any]) -> None:
        client = await self._clients.of(place.workspace)
        await client.api_call(method, json=body)

    async def _answer(self, place: ReplyTarget, body: dict[str, Any]) -> None:
        async with self._session.post(place.url, json=body) as response:
            response.raise_for_status()

    async def _files(self, workspace: str, card: Card) -> Files:
        with suppress(*SEND_ERRORS):
            return await self._pictures.of(await self._clients.of(workspace), workspace, card)
        return NONE


def _under(place: ReplyTarget) -> dict[str, str]:
    return {"thread_ts": place.thread} if place.thread else {}


log = structlog.get_logger("slack")

FINISH_TIMEOUT = 5.0  # seconds for what is under way when we stop


class BackgroundTasks:
    """Starts calls and lets them be. One that fails is logged by its kind, and lost."""

    def __init__(self, patience: float = FINISH_TIMEOUT) -> None:
        self._patience = patience
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, call: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(_call_safely(call))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Wait for those under way, though not for ever."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self._patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


async def _call_safely(call: Coroutine[Any, Any, object]) -> None:
    try:
        await call
    except Exception as error:  # noqa: BLE001  whatever it is, the event itself was heard and kept
        log.warning("not shown", error=type(error).__name__)
