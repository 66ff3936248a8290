"""Send messages to Slack that nobody asked for: questions, reminders, results."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import aiohttp
from cachetools import LRUCache
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.drawn_cards import DrawnCards
from adapters.slack.block_kit import fallback_text
from adapters.slack.clients import SlackClient
from adapters.slack.errors import UNDRAWN, UNTRUSTED, error_code, to_send_failed
from adapters.slack.files import SlackFiles
from adapters.slack.render import NONE, render_message
from bot.core.cards import Card
from bot.core.errors import SendFailed
from bot.core.models import Address
from bot.delivery.threads import Threads

CHANNELS = ("C", "G")  # how the ids of channels begin
KEY = "accord_delivery"  # the event type in the metadata of Accord's messages
POST, EDIT = "chat.postMessage", "chat.update"
NO_PREVIEW = {"unfurl_links": False, "unfurl_media": False}
RECENT = 15  # messages among which an earlier attempt is looked for: all that Slack shows to some apps
MAX_REFUSED_LOOKUPS = 3  # of one message
REMEMBERED = 1_000  # messages that were looked for
WAITS = (0.5, 1.0, 2.0)  # seconds in which Slack gets a new picture ready to be shown
SEND_ERRORS = (SlackClientError, aiohttp.ClientError, TimeoutError)
UNSEEN = {"missing_scope", "not_in_channel", "channel_not_found", "method_not_supported_for_channel_type"}


class ClientPool(Protocol):
    """Gives clients that share one session: a session for each call halves the rate."""

    async def of(self, workspace: str) -> SlackClient:
        """Return a client with the token of this workspace. Raises SendFailed."""

    async def reaches(self, workspace: str, own: str) -> bool:
        """Return True if people of a workspace can be written to; `own` is one in which Accord is."""

    def report_rejected(self, workspace: str) -> None:
        """Slack refused its token."""


class SlackPlatform:
    """Implements ports.Platform. A message's id is `channel:ts`."""

    def __init__(
        self,
        clients: ClientPool,
        files: SlackFiles,
        threads: Threads,
        public_url: str,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ):
        self._clients, self._files, self._threads = clients, files, threads
        self._public_url, self._sleep = public_url, sleep
        self._drawn = DrawnCards(lambda card, workspace: render_message(card, public_url, NONE, workspace))
        self._refused: LRUCache[str, int] = LRUCache(REMEMBERED)  # look-ups, by the key of the message

    async def send(self, to: Address, card: Card, key: str) -> str:
        client = await self._clients.of(to.workspace)
        fields = {"channel": to.key, "metadata": {"event_type": KEY, "event_payload": {"key": key}}}

        async def post(root: str) -> str:
            response = await self._show(client, to, card, fields | NO_PREVIEW | _below(root), POST)
            return f"{response['channel']}:{response['ts']}"

        return await (self._threads.post(to, card, post) if to.key.startswith(CHANNELS) else post(""))

    async def edit(self, to: Address, message: str, card: Card) -> None:
        channel, _, ts = message.partition(":")
        await self._show(await self._clients.of(to.workspace), to, card, {"channel": channel, "ts": ts}, EDIT)

    async def find(self, to: Address, key: str) -> str | None:
        """Find a message that may have been sent. Returns None also where Accord may not read: then a
        message may come twice, rather than not at all.

        Slack lets apps outside its Marketplace that others may install read once a minute. Only this message
        waits for that, not its workspace; after several refusals it counts as not found.
        https://docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps"""
        client = await self._clients.of(to.workspace)
        try:
            channel = await conversation(client, to.key)
            history = await client.conversations_history(
                channel=channel, limit=RECENT, include_all_metadata=True
            )
        except SEND_ERRORS as error:
            if error_code(error) in UNSEEN:
                return None
            failure = self._failed(to, error)
            if failure.retry_after is None:
                raise failure from error
            self._refused[key] = self._refused.get(key, 0) + 1
            if self._refused[key] > MAX_REFUSED_LOOKUPS:
                return None
            raise SendFailed("Slack does not let us look whether it arrived yet.") from error
        messages: list[dict[str, Any]] = history.get("messages", [])
        for message in messages:
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == KEY and metadata.get("event_payload", {}).get("key") == key:
                return f"{channel}:{message['ts']}"
        return None

    async def _show(
        self, client: SlackClient, to: Address, card: Card, fields: dict[str, Any], method: str
    ) -> dict[str, Any]:
        """Post a card, or edit a message, with the card's charts as soon as Slack has them ready; else
        without; at worst its words alone."""
        try:
            files = await self._upload(client, to, card)
            for wait in WAITS if files else ():
                message = render_message(card, self._public_url, files, to.workspace)
                try:
                    return await client.post(method, json.dumps(fields | message))
                except SlackApiError as error:
                    if error_code(error) != "invalid_blocks":
                        raise
                    await self._sleep(wait)
            try:
                return await client.post(method, _joined(fields, self._drawn.json(card, to.workspace)))
            except SlackApiError as error:
                if error_code(error) not in UNDRAWN:
                    raise
                words = {"text": fallback_text(card), "blocks": []}
                return await client.post(method, json.dumps(fields | words))
        except SEND_ERRORS as error:
            raise self._failed(to, error) from error

    async def _upload(self, client: SlackClient, to: Address, card: Card) -> Any:
        """Upload the charts of a card. Returns no files for a chart that Slack will never take, which is
        then shown as words. Raises what slack_sdk raises for an error that may pass."""
        try:
            return await self._files.of(client, to.workspace, card)
        except SEND_ERRORS as error:
            if to_send_failed(error).permanent and error_code(error) not in UNTRUSTED:
                return NONE
            raise

    def _failed(self, to: Address, error: Exception) -> SendFailed:
        if error_code(error) in UNTRUSTED:
            self._clients.report_rejected(to.workspace)
        return to_send_failed(error)


def _below(root: str) -> dict[str, Any]:
    """Return fields that post in a thread, and in the channel as well: else only people who open the thread
    would see it.
    https://docs.slack.dev/reference/methods/chat.postMessage#threads"""
    return {"thread_ts": root.partition(":")[2], "reply_broadcast": True} if root else {}


def _joined(fields: dict[str, Any], message: str) -> str:
    """Return a JSON object with these fields and those of a message, which is one already."""
    return f"{json.dumps(fields)[:-1]}, {message[1:]}"


async def conversation(client: SlackClient, key: str) -> str:
    """Return the id of a channel, or of the private chat with a person."""
    return await private_chat(client, key) if key.startswith(("U", "W")) else key


async def private_chat(client: SlackClient, user: str) -> str:
    """Return the id of the private chat with a person."""
    response = await client.conversations_open(users=user)
    return str(response["channel"]["id"])
