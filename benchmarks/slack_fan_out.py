"""How fast due messages leave for Slack, against a bare loop that only sends them: the same payloads, with
Slack's own client, over one session."""

import asyncio
import time
from collections.abc import Iterable
from statistics import median
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from adapters.charts import Easel
from adapters.slack.clients import Clients, bare, session
from adapters.slack.pictures import Pictures
from adapters.slack.platform import KEY, Slack
from adapters.slack.render import message
from adapters.slack.tokens import OneToken
from benchmarks import Figure
from benchmarks.databases import BACKENDS
from benchmarks.fan_out import AT_ONCE, MESSAGES, sending
from benchmarks.loopback import wire
from bot.model import Address
from bot.talk.card import Card

PUBLIC = "https://accord.example.org"
Body = dict[str, Any]


class Noting(Slack):
    """Remembers what went through, and when the last of it did."""

    def __init__(self, clients: Clients):
        super().__init__(clients, Pictures(Easel()), PUBLIC)
        self.sent: list[Body] = []
        self.last_at = 0.0

    async def send(self, to: Address, card: Card, key: str) -> str:
        sent = await super().send(to, card, key)
        metadata = {"event_type": KEY, "event_payload": {"key": key}}
        self.sent.append({"channel": to.key, "metadata": metadata, **message(card, PUBLIC)})
        self.last_at = time.perf_counter()
        return sent


async def measure() -> list[Figure]:
    async with wire() as kept:
        return [await fan_out(backend, f"http://127.0.0.1:{kept.port}/api/") for backend in BACKENDS]


async def fan_out(backend: str, url: str) -> Figure:
    async with session() as shared:
        slack = Noting(Clients(shared, url, OneToken("xoxb-1")))
        _, settled = await sending(backend, slack)
        assert len(slack.sent) == MESSAGES
        client = bare(shared, url, "xoxb-1")
        alone = median([await bare_loop(client, slack.sent) for _ in range(3)])
    return Figure(f"messages a second to Slack, {backend}", MESSAGES / settled, MESSAGES / alone, 0.3)


async def bare_loop(client: AsyncWebClient, bodies: Iterable[Body]) -> float:
    rest = iter(bodies)

    async def send_some() -> None:
        for body in rest:
            await client.api_call("chat.postMessage", json=dict(body))

    begin = time.perf_counter()
    await asyncio.gather(*(send_some() for _ in range(AT_ONCE)))
    return time.perf_counter() - begin
