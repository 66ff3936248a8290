"""Slack as a platform: what Accord says unasked."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.block_kit import fallback_text
from adapters.slack.errors import UNDRAWN, UNTRUSTED, error_code, to_send_failed
from adapters.slack.files import SlackFiles
from adapters.slack.render import NONE, render_message
from bot.core.cards import Card
from bot.core.errors import SendFailed
from bot.core.models import Address
from bot.delivery.threads import Threads

CHANNELS = ("C", "G")  # how the ids of channels begin
KEY = "accord_delivery"  # the kind of metadata that our messages carry
RECENT = 100  # messages among which an earlier attempt is looked for
WAITS = (0.5, 1.0, 2.0)  # seconds in which Slack gets a new picture ready to be shown
SEND_ERRORS = (SlackClientError, aiohttp.ClientError, TimeoutError)
UNSEEN = {"missing_scope", "not_in_channel", "channel_not_found", "method_not_supported_for_channel_type"}


class ClientPool(Protocol):
    """All of one session, since a session a call halves the pace."""

    async def of(self, workspace: str) -> AsyncWebClient:
        """One that may speak in this workspace. Raises SendFailed."""

    def report_rejected(self, workspace: str) -> None:
        """Slack refused its token."""


class SlackPlatform:
    """Implements ports.Platform. A message's id is `channel:ts`."""

    def __init__(
        self,
        clients: ClientPool,
        pictures: SlackFiles,
        threads: Threads,
        public_url: str,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ):
        self._clients, self._pictures, self._threads = clients, pictures, threads
        self._public_url, self._sleep = public_url, sleep

    async def send(self, to: Address, card: Card, key: str) -> str:
        client = await self._clients.of(to.workspace)
        post = {"channel": to.key, "metadata": {"event_type": KEY, "event_payload": {"key": key}}}

        async def put(root: str) -> str:
            answer = await self._put(client, to, card, post | _below(root))
            return f"{answer['channel']}:{answer['ts']}"

        return await (self._threads.post(to, card, put) if to.key.startswith(CHANNELS) else put(""))

    async def find(self, to: Address, key: str) -> str | None:
        """None also where we may not look: then a message may come twice, rather than not at all."""
        client = await self._clients.of(to.workspace)
        try:
            channel = await _conversation(client, to.key)
            found = await client.conversations_history(
                channel=channel, limit=RECENT, include_all_metadata=True
            )
        except SEND_ERRORS as error:
            if error_code(error) in UNSEEN:
                return None
            raise self._failed(to, error) from error
        messages: list[dict[str, Any]] = found.get("messages", [])
        for each in messages:
            metadata = each.get("metadata") or {}
            if metadata.get("event_type") == KEY and metadata.get("event_payload", {}).get("key") == key:
                return f"{channel}:{each['ts']}"
        return None

    async def _put(self, client: AsyncWebClient, to: Address, card: Card, body: dict[str, Any]) -> Any:
        """With its pictures, as soon as Slack has them ready; else without; at worst its words alone."""
        try:
            pictures = await self._uploaded(client, to, card)
            for wait in WAITS if pictures else ():
                try:
                    return await _post(client, body | render_message(card, self._public_url, pictures))
                except SlackApiError as error:
                    if error_code(error) != "invalid_blocks":
                        raise
                    await self._sleep(wait)
            try:
                return await _post(client, body | render_message(card, self._public_url, NONE))
            except SlackApiError as error:
                if error_code(error) not in UNDRAWN:
                    raise
                return await _post(client, body | {"text": fallback_text(card), "blocks": []})
        except SEND_ERRORS as error:
            raise self._failed(to, error) from error

    async def _uploaded(self, client: AsyncWebClient, to: Address, card: Card) -> Any:
        """A picture that Slack will never take is said in words. Raises what slack_sdk raises where it may be
        tried again."""
        try:
            return await self._pictures.of(client, to.workspace, card)
        except SEND_ERRORS as error:
            if to_send_failed(error).permanent and error_code(error) not in UNTRUSTED:
                return NONE
            raise

    def _failed(self, to: Address, error: Exception) -> SendFailed:
        if error_code(error) in UNTRUSTED:
            self._clients.report_rejected(to.workspace)
        return to_send_failed(error)


def _below(root: str) -> dict[str, Any]:
    """In its thread, and in the channel as well: else only who opens the thread would see it.
    https://docs.slack.dev/reference/methods/chat.postMessage#threads"""
    return {"thread_ts": root.partition(":")[2], "reply_broadcast": True} if root else {}


async def _post(client: AsyncWebClient, body: dict[str, Any]) -> Any:
    return await client.api_call(
        "chat.postMessage", json=body | {"unfurl_links": False, "unfurl_media": False}
    )


async def _conversation(client: AsyncWebClient, key: str) -> str:
    """A channel, or the one that we talk with a person in."""
    if not key.startswith(("U", "W")):
        return key
    opened = await client.conversations_open(users=key)
    return str(opened["channel"]["id"])
