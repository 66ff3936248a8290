"""Socket Mode: what comes over a connection of our own is heard alike, and answered before we stop."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import WSMsgType, web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from adapters.slack.dispatcher import Dispatcher
from adapters.slack.payloads import SlackPayload
from adapters.slack.socket_mode import SocketModeConnection, socket_mode
from adapters.slack.tokens import SingleTokenSource
from bot.core.errors import Unavailable
from tests.adapters.slack.test_http import EVENT, Notes

COMMAND = {"command": "/accord", "team_id": "T1"}


class Slack:
    """Slack's side of it: gives an address, takes connections, hands out envelopes and notes what comes
    back."""

    def __init__(self) -> None:
        self.url = ""
        self.refuses = 0
        self.joined: asyncio.Queue[web.WebSocketResponse] = asyncio.Queue()
        self.answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def open(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer xapp-1"
        if self.refuses:
            self.refuses -= 1
            return web.json_response({"ok": False, "error": "invalid_auth"})
        return web.json_response({"ok": True, "url": f"{self.url}socket"})

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await self.joined.put(socket)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self.answers.put(json.loads(message.data))
        return socket


@asynccontextmanager
async def serving() -> AsyncIterator[Slack]:
    slack, app = Slack(), web.Application()
    app.router.add_post("/api/apps.connections.open", slack.open)
    app.router.add_get("/socket", slack.socket)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    try:
        yield slack
    finally:
        await runner.cleanup()


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with serving() as slack:
        yield slack


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def desk(notes: Notes) -> Dispatcher:
    return Dispatcher(notes, SingleTokenSource("xoxb-1"), AsyncWebClient())


def envelope(id: str, payload: dict[str, Any], kind: str = "events_api") -> str:
    return json.dumps({"envelope_id": id, "type": kind, "payload": payload, "accepts_response_payload": True})


async def test_what_comes_is_heard_and_answered_under_its_envelope(
    slack: Slack, desk: Dispatcher, notes: Notes
) -> None:
    async with socket_mode(desk, "xapp-1", AsyncWebClient(base_url=f"{slack.url}api/")):
        socket = await slack.joined.get()
        await socket.send_str(json.dumps({"type": "hello"}))
        await socket.send_str(envelope("e1", EVENT))
        assert await slack.answers.get() == {"envelope_id": "e1"}
        notes.reply = {"text": "Helo"}
        await socket.send_str(envelope("e2", COMMAND, "slash_commands"))
        assert await slack.answers.get() == {"envelope_id": "e2", "payload": {"text": "Helo"}}
    assert notes.heard == [("message", "T1"), ("command", "T1")]


async def test_what_could_not_be_kept_is_not_answered_and_so_sent_again(
    slack: Slack, desk: Dispatcher, notes: Notes
) -> None:
    async with socket_mode(desk, "xapp-1", AsyncWebClient(base_url=f"{slack.url}api/")):
        socket = await slack.joined.get()
        notes.raises = Unavailable("the disk is full")
        await socket.send_str(envelope("e1", EVENT))
        await socket.send_str(envelope("e2", {"type": "url_verification", "challenge": "c"}))
        assert (await slack.answers.get())["envelope_id"] == "e2"
    assert notes.heard == [("message", "T1")]


class Slow(Notes):
    """Hears, and takes its time over it."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.go = asyncio.Event(), asyncio.Event()

    async def message(self, payload: SlackPayload) -> None:
        self.began.set()
        await self.go.wait()
        await super().message(payload)


async def test_what_is_under_way_is_answered_before_we_stop(slack: Slack) -> None:
    notes = Slow()
    desk = Dispatcher(notes, SingleTokenSource("xoxb-1"), AsyncWebClient())
    async with socket_mode(desk, "xapp-1", AsyncWebClient(base_url=f"{slack.url}api/")):
        socket = await slack.joined.get()
        await socket.send_str(envelope("e1", EVENT))
        await notes.began.wait()
        asyncio.get_running_loop().call_soon(notes.go.set)
    assert await slack.answers.get() == {"envelope_id": "e1"}


async def test_where_slack_gives_no_connection_we_say_why(slack: Slack) -> None:
    slack.refuses = 2
    socket = SocketModeConnection("xapp-1", web_client=AsyncWebClient(base_url=f"{slack.url}api/"))
    with capture_logs() as logs:
        for _ in range(slack.refuses):
            with pytest.raises(SlackApiError):
                await socket.issue_new_wss_url()
        assert await socket.issue_new_wss_url()
        slack.refuses = 1
        with pytest.raises(SlackApiError):
            await socket.issue_new_wss_url()
    once = {"event": "no connection to Slack", "error": "invalid_auth", "log_level": "warning"}
    assert logs == [once | {"cure": "Run accord check."}] * 2
    await socket.close()  # type: ignore[no-untyped-call]


async def test_we_stop_when_told_though_there_is_none_yet(
    slack: Slack, desk: Dispatcher, notes: Notes
) -> None:
    slack.refuses = 1_000
    async with socket_mode(desk, "xapp-1", AsyncWebClient(base_url=f"{slack.url}api/")):
        pass
    assert notes.heard == []


async def test_a_connection_that_slack_ends_is_followed_by_another(
    slack: Slack, desk: Dispatcher, notes: Notes
) -> None:
    async with socket_mode(desk, "xapp-1", AsyncWebClient(base_url=f"{slack.url}api/")):
        first = await slack.joined.get()
        await first.send_str(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
        second = await slack.joined.get()
        await second.send_str(envelope("e1", EVENT))
        assert await slack.answers.get() == {"envelope_id": "e1"}
