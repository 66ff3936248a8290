"""Shows replies, once what they reply to is kept. If that does not come off, nothing else is lost."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any, assert_never

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack import views
from adapters.slack.inbound import Place
from adapters.slack.pictures import Pictures
from adapters.slack.platform import TROUBLES, WAITS, Clients
from adapters.slack.render import NONE, message
from adapters.slack.render import Pictures as Files
from adapters.slack.replying import Way
from adapters.slack.views import View
from bot.core.cards import Card, Chart
from bot.core.models import Address


class Showing:
    def __init__(
        self,
        clients: Clients,
        pictures: Pictures,
        session: aiohttp.ClientSession,
        public_url: str,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ):
        self.public_url = public_url
        self._clients, self._pictures, self._session, self._sleep = clients, pictures, session, sleep

    async def reply(self, place: Place, card: Card, way: Way) -> None:
        """With its pictures, which Slack may take a moment to get ready; else their words say what they show.
        A modal has to open at once."""
        pictures = any(isinstance(part, Chart) for part in card.parts)
        if way is Way.OPEN:
            opened = await self.open(place, views.modal(card, self.public_url))
            place, way = replace(place, view=opened), Way.TURN
            if not pictures:
                return
        files = await self._files(place.workspace, card) if pictures else NONE
        for wait in WAITS if files else ():
            with suppress(*TROUBLES):
                await self._show(place, card, way, files)
                return
            await self._sleep(wait)
        await self._show(place, card, way, NONE)

    async def _show(self, place: Place, card: Card, way: Way, files: Files) -> None:
        shown = message(card, self.public_url, files)
        match way:
            case Way.TURN | Way.OPEN:
                await self.turn(place, views.modal(card, self.public_url, files))
            case Way.REPLACE:
                await self._answer(place, shown | {"replace_original": True})
            case Way.WHISPER:
                await self._whisper(place, shown)
            case Way.SAY:
                await self._say(place, shown)
            case _:  # never
                assert_never(way)

    async def open(self, place: Place, view: View) -> str:
        """A modal, upon the one that was pressed if any. Its id."""
        client = await self._clients.of(place.workspace)
        put = client.views_push if place.view else client.views_open
        answer = await put(trigger_id=place.trigger, view=view)
        return str(answer["view"]["id"])

    async def turn(self, place: Place, view: View) -> None:
        client = await self._clients.of(place.workspace)
        await client.views_update(view_id=place.view, view=view)

    async def home(self, who: Address, view: View) -> None:
        client = await self._clients.of(who.workspace)
        await client.views_publish(user_id=who.key, view=view)

    async def is_in(self, place: Place) -> bool:
        """Whether we are in that channel: not where Slack does not show it to us."""
        client = await self._clients.of(place.workspace)
        try:
            found = await client.conversations_info(channel=place.channel)
        except SlackApiError:
            return False
        channel: dict[str, Any] = found.get("channel", {})
        return channel.get("is_member") is True

    async def _whisper(self, place: Place, shown: dict[str, Any]) -> None:
        if place.url:
            await self._answer(place, shown | {"response_type": "ephemeral", "replace_original": False})
        else:
            to = {"channel": place.channel, "user": place.user}
            await self._call("chat.postEphemeral", place, to | _under(place) | shown)

    async def _say(self, place: Place, shown: dict[str, Any]) -> None:
        """Under what was said. Where only the speaker saw that, we may not be in the channel."""
        if place.url and (place.passing or not place.thread):
            await self._answer(place, shown | {"response_type": "in_channel", "replace_original": False})
        else:
            to = {"channel": place.channel, "unfurl_links": False, "unfurl_media": False}
            under = {} if place.alone else _under(place)
            await self._call("chat.postMessage", place, to | under | shown)

    async def _call(self, method: str, place: Place, body: dict[str, Any]) -> None:
        client = await self._clients.of(place.workspace)
        await client.api_call(method, json=body)

    async def _answer(self, place: Place, body: dict[str, Any]) -> None:
        async with self._session.post(place.url, json=body) as response:
            response.raise_for_status()

    async def _files(self, workspace: str, card: Card) -> Files:
        with suppress(*TROUBLES):
            return await self._pictures.of(await self._clients.of(workspace), workspace, card)
        return NONE


def _under(place: Place) -> dict[str, str]:
    return {"thread_ts": place.thread} if place.thread else {}
