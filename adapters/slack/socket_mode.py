"""Socket Mode, where Slack cannot reach this machine: payloads come over a connection that Accord opens.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import structlog
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.outbound import HostRefused, is_among
from adapters.slack.clients import DISABLED_LOGGER
from adapters.slack.dispatcher import Dispatcher
from adapters.slack.errors import error_code
from adapters.slack.outbound import slack_hosts

FINISH_TIMEOUT = 5  # seconds for what is under way when Accord stops

log = structlog.get_logger("slack")


class SocketModeConnection(SocketModeClient):
    """Slack's own client, which reconnects for ever; this one logs when it cannot, once for each error. It
    connects to no host but Slack's."""

    logged_error = ""

    async def issue_new_wss_url(self) -> str:
        try:
            url = await super().issue_new_wss_url()
            _require_slacks_host(url, self.web_client.base_url)
        except Exception as error:
            name = error_code(error) or type(error).__name__
            if name != self.logged_error:
                log.warning("no connection to Slack", error=name, cure="Run accord check.")
            self.logged_error = name
            raise
        self.logged_error = ""
        return url


def _require_slacks_host(url: str, api_url: str) -> None:
    if not is_among(urlsplit(url).hostname or "", slack_hosts(api_url)):
        raise HostRefused("Slack names a host that is not its own.")


@asynccontextmanager
async def socket_mode(dispatcher: Dispatcher, app_token: str, client: AsyncWebClient) -> AsyncIterator[None]:
    """Stay connected, or try to, until the end of the block. Payloads that are under way then are answered
    first; Slack sends later ones again, to another process or to the next."""
    socket = SocketModeConnection(app_token, logger=DISABLED_LOGGER, web_client=client)
    under_way: set[asyncio.Task[None]] = set()

    async def respond(_: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        response = await dispatcher.dispatch(request.payload)
        await send_async_response(socket, request, response, time.time())

    async def start(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        task = asyncio.create_task(respond(client, request))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        await task

    socket.socket_mode_request_listeners.append(start)
    connecting = asyncio.create_task(socket.connect())  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        receiving = (connecting, socket.message_receiver, socket.message_processor)
        ended = [task for task in receiving if task and task.cancel()]
        await asyncio.wait([*ended, *under_way], timeout=FINISH_TIMEOUT)
        await socket.close()  # type: ignore[no-untyped-call]
