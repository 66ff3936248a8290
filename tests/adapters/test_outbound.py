"""Accord calls the hosts that it says it calls, and follows no redirect to another."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from adapters.charts.worker_process import draw, png
from adapters.outbound import HostRefused, is_among
from adapters.slack.clients import DISABLED_LOGGER, create_client, session
from adapters.slack.outbound import slack_hosts
from adapters.slack.socket_mode import SocketModeConnection
from adapters.teams.outbound import open_session
from adapters.teams.settings import TeamsSettings
from bot.core.cards import Chart
from tests.adapters.slack.slack_api import slack_api

HERE, ELSEWHERE = "127.0.0.1", "localhost"  # two names of hosts, as an HTTP client sees it


class RedirectingServer:
    """Redirects each request to the path `/end` of another host, or of its own. `ended` counts how many got
    there."""

    def __init__(self) -> None:
        self.ended, self.to, self.port = 0, ELSEWHERE, 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/end":
            self.ended += 1
            return web.json_response({"ok": True})
        return web.Response(status=307, headers={"Location": f"http://{self.to}:{self.port}/end"})


@pytest.fixture
async def redirecting() -> AsyncIterator[RedirectingServer]:
    server = RedirectingServer()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, HERE, 0)
    await site.start()
    server.port = runner.addresses[0][1]
    yield server
    await runner.cleanup()


async def test_slacks_client_follows_no_redirect_to_another_host(redirecting: RedirectingServer) -> None:
    url = f"http://{HERE}:{redirecting.port}/api/"
    async with session(url) as http:
        client = create_client(http, url, "xoxb-1")
        with pytest.raises(HostRefused):
            await client.auth_test()
        redirecting.to = HERE
        assert (await client.auth_test())["ok"] is True
    assert redirecting.ended == 1


async def test_a_session_with_microsoft_follows_no_redirect_to_another_host(
    redirecting: RedirectingServer,
) -> None:
    url = f"http://{HERE}:{redirecting.port}/metadata"
    settings = TeamsSettings(openid_metadata_url=url, token_url=url, sign_in_url=url)
    async with open_session(settings) as http:
        with pytest.raises(HostRefused):
            await http.get(url)
    assert redirecting.ended == 0


async def test_socket_mode_connects_to_no_other_host() -> None:
    async def name_another(*_: object) -> web.StreamResponse:
        return web.json_response({"ok": True, "url": f"wss://{ELSEWHERE}/link"})

    async with slack_api() as api, session(api.url) as http:
        api.failing["apps.connections.open"].append(name_another)
        client = create_client(http, f"{api.url}api/")
        connection = SocketModeConnection("xapp-1", logger=DISABLED_LOGGER, web_client=client)
        with pytest.raises(HostRefused), capture_logs():
            await connection.issue_new_wss_url()
        await connection.aiohttp_client_session.close()


@pytest.mark.parametrize(
    ("host", "may_be_called"),
    [
        ("slack.com", True),
        ("files.slack.com", True),
        ("notslack.com", False),
        ("slack.com.example.org", False),
        ("example.org", False),
        ("", False),
    ],
)
def test_slacks_hosts_are_its_own_and_those_below_it(host: str, *, may_be_called: bool) -> None:
    assert is_among(host, slack_hosts("https://slack.com/api/")) is may_be_called


def test_microsofts_hosts_are_those_of_the_cloud() -> None:
    assert TeamsSettings().hosts == {
        "smba.trafficmanager.net",
        "login.microsoftonline.com",
        "login.botframework.com",
    }


# Prints its port, then a dot for each connection, which it ends at once. It is a process of its own because
# the library that draws holds the interpreter lock.
LISTEN = """
import socket
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    listener.accept()[0].close()
    print(".", flush=True)
"""


class Listener:
    """Counts the connections to a port of this machine, from any process or library."""

    def __init__(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-c", LISTEN], stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        self.url = f"http://{HERE}:{int(self._process.stdout.readline())}/"

    def connections(self) -> int:
        """End the listener, and return how many connections there were."""
        return self.end().count(".")

    def end(self) -> str:
        self._process.kill()
        return "" if self._process.returncode else self._process.communicate()[0]


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.end()


@pytest.mark.parametrize(
    "described",
    [
        {"data": {"url": "{url}data.json"}, "mark": "point"},
        {
            "data": {"values": [{"at": "{url}picture.png"}]},
            "mark": "image",
            "encoding": {"url": {"field": "at"}},
        },
    ],
    ids=["data", "picture"],
)
def test_a_chart_cannot_load_an_address(described: Any, listener: Listener) -> None:
    described = json.loads(json.dumps(described).replace("{url}", listener.url))
    with suppress(ValueError):  # the library refuses it
        draw(described | {"$schema": "https://vega.github.io/schema/vega-lite/v6.json"})
    assert listener.connections() == 0


def test_an_address_in_the_words_of_a_chart_stays_words(listener: Listener) -> None:
    words = f'<image href="{listener.url}"/> url({listener.url}) &lt;image href={listener.url}'
    assert png(Chart("trend", words, words, words)).startswith(b"\x89PNG")
    assert listener.connections() == 0
