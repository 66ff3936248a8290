"""Measures the processor time of sending due messages to Slack, against a bare loop that only sends them: the
same payloads, with Slack's own client, over one session."""

from collections.abc import Sequence
from typing import Any

from adapters.charts import ChartRenderer
from adapters.slack.clients import SlackClients, create_client, session
from adapters.slack.files import SlackFiles
from adapters.slack.platform import KEY, SlackPlatform
from adapters.slack.render import render_message
from adapters.slack.tokens import SingleTokenSource
from benchmarks import Figure
from benchmarks.databases import BACKENDS
from benchmarks.fan_out import FULL, Cost, Size, bare_loop, due, figure, send_due
from benchmarks.loopback import wire
from bot.core.cards import Card
from bot.core.models import Address
from bot.delivery.threads import Threads

PUBLIC = "https://accord.example.org"
Body = dict[str, Any]


class RecordingPlatform(SlackPlatform):
    """Records what it sends."""

    def __init__(self, clients: SlackClients, threads: Threads):
        super().__init__(clients, SlackFiles(ChartRenderer()), threads, PUBLIC)
        self.sent: list[tuple[Address, Card, str]] = []

    async def send(self, to: Address, card: Card, key: str) -> str:
        sent = await super().send(to, card, key)
        self.sent.append((to, card, key))
        return sent


async def measure(backends: Sequence[str] = BACKENDS, size: Size = FULL) -> list[Figure]:
    async with wire() as open_wire:
        url = f"http://127.0.0.1:{open_wire.port}/api/"
        return [await fan_out(backend, url, size) for backend in backends]


async def fan_out(backend: str, url: str, size: Size) -> Figure:
    accord, bare = list[Cost](), list[Cost]()
    async with session(url) as shared:
        client = create_client(shared, url, "xoxb-1")

        async def send(message: Body) -> None:
            await client.api_call("chat.postMessage", json=dict(message))

        for _ in range(size.turns):
            async with due(backend, size) as app_context:
                clients = SlackClients(shared, url, SingleTokenSource("xoxb-1"))
                slack = RecordingPlatform(clients, Threads(app_context.store))
                accord.append(await send_due(app_context, "slack", slack))
            assert len(slack.sent) == size.messages
            bare.append(await bare_loop(send, [body(*message) for message in slack.sent]))
    return figure("messages to Slack", backend, size, accord, bare, 0.45)


def body(to: Address, card: Card, key: str) -> Body:
    metadata = {"event_type": KEY, "event_payload": {"key": key}}
    return {"channel": to.key, "metadata": metadata, **render_message(card, PUBLIC)}
