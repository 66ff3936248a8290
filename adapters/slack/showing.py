"""Shows replies, once what they reply to is kept: an attempt each, and if it is lost, nothing else is."""

from contextlib import suppress
from typing import Any, assert_never

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import views
from adapters.slack.inbound import Place
from adapters.slack.pictures import Pictures
from adapters.slack.platform import TROUBLES, Clients
from adapters.slack.render import Pictures as Files
from adapters.slack.render import message
from adapters.slack.replying import Way
from adapters.slack.views import View
from bot.model import Address
from bot.talk.card import Card, Chart


class Showing:
    def __init__(self, clients: Clients, pictures: Pictures, session: aiohttp.ClientSession, public_url: str):
        self.public_url = public_url
        self._clients, self._pictures, self._session = clients, pictures, session

    async def reply(self, place: Place, card: Card, way: Way) -> None:
        client = await self._clients.of(place.workspace)
        files = await self._files(client, place.workspace, card)
        match way:
            case Way.TURN:
                await self.turn(place, views.modal(card, self.public_url, files))
            case Way.OPEN:
                await self.open(place, views.modal(card, self.public_url, files))
            case Way.REPLACE:
                await self._answer(place, message(card, self.public_url, files) | {"replace_original": True})
            case Way.WHISPER:
                await self._whisper(client, place, message(card, self.public_url, files))
            case Way.SAY:
                await self._say(client, place, message(card, self.public_url, files))
            case _:
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

    async def _whisper(self, client: AsyncWebClient, place: Place, shown: dict[str, Any]) -> None:
        if place.url:
            await self._answer(place, shown | {"response_type": "ephemeral", "replace_original": False})
        else:
            to = {"channel": place.channel, "user": place.user}
            await client.api_call("chat.postEphemeral", json=to | _under(place) | shown)

    async def _say(self, client: AsyncWebClient, place: Place, shown: dict[str, Any]) -> None:
        """Under what was said. Where only the speaker saw that, we may not be in the channel."""
        if place.url and (place.passing or not place.thread):
            await self._answer(place, shown | {"response_type": "in_channel", "replace_original": False})
        else:
            to = {"channel": place.channel, "unfurl_links": False, "unfurl_media": False}
            under = {} if place.alone else _under(place)
            await client.api_call("chat.postMessage", json=to | under | shown)

    async def _answer(self, place: Place, body: dict[str, Any]) -> None:
        async with self._session.post(place.url, json=body) as response:
            response.raise_for_status()

    async def _files(self, client: AsyncWebClient, workspace: str, card: Card) -> Files:
        """None where Slack does not take them: then the words say what they show."""
        found: dict[Chart, str] = {}
        with suppress(*TROUBLES):
            found = await self._pictures.of(client, workspace, card)
        return found


def _under(place: Place) -> dict[str, str]:
    return {"thread_ts": place.thread} if place.thread else {}
