"""A client for each workspace, over one session."""

from datetime import datetime

import aiohttp
import pytest
from structlog.testing import capture_logs

from adapters.slack.clients import REMEMBERED, SlackClients, create_client, session
from adapters.slack.settings import API
from bot.core.errors import SendFailed
from tests.adapters.slack.slack_api import lost, slack_api


class Changing:
    """Implements adapters.slack.tokens.Tokens: a token for whoever has a name in it."""

    many = True

    def __init__(self) -> None:
        self.of, self.doubted = {"T1": "xoxb-1"}, list[str]()

    async def is_installed(self, workspace: str) -> bool:
        return workspace in self.of

    async def get(self, workspace: str) -> str:
        if workspace not in self.of:
            raise SendFailed("not installed", permanent=True)
        return self.of[workspace]

    def report_rejected(self, workspace: str) -> None:
        self.doubted.append(workspace)

    async def forget(self, workspace: str, at: datetime) -> bool:
        raise NotImplementedError


async def test_it_is_the_same_for_as_long_as_its_token_is() -> None:
    tokens = Changing()
    async with session(API) as shared:
        clients = SlackClients(shared, API, tokens)
        first = await clients.of("T1")
        assert (await clients.of("T1") is first, first.token, first.session is shared) == (
            True,
            "xoxb-1",
            True,
        )
        tokens.of["T1"] = "xoxb-2"
        assert (await clients.of("T1")).token == "xoxb-2"
        with pytest.raises(SendFailed):
            await clients.of("T2")
        with capture_logs() as log:
            clients.report_rejected("T1")
            clients.report_rejected("T1")
        assert tokens.doubted == ["T1", "T1"]
        assert [line["event"] for line in log] == ["Slack refuses the token of a workspace"]


async def test_what_is_remembered_by_workspace_is_bounded() -> None:
    tokens = Changing()
    async with session(API) as shared:
        clients = SlackClients(shared, API, tokens)
        with capture_logs() as log:
            for number in range(10_000):
                tokens.of[f"T{number}"] = f"xoxb-{number}"
                in_flight = await clients.of(f"T{number}")
                clients.report_rejected(f"T{number}")
        assert (len(clients._made), len(clients._rejected), len(log)) == (REMEMBERED, REMEMBERED, 10_000)
        assert in_flight.session is shared
        assert (await clients.of("T0")).token == "xoxb-0"


async def test_replies_to_a_response_url_go_through_the_proxy_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with slack_api() as api:
        monkeypatch.setenv("HTTPS_PROXY", api.url)
        url = api.response_url().replace(api.url, "http://slack.invalid/")
        async with session(url) as shared, shared.post(url, json={"text": "Hello"}) as response:
            assert response.status == 200
        assert api.answers == [{"text": "Hello"}]


async def test_nothing_is_repeated_behind_our_back() -> None:
    async with slack_api(**{"xoxb-1": "T1"}) as api, session(api.url) as shared:
        api.failing["chat.postMessage"].append(lost)
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await create_client(shared, f"{api.url}api/", "xoxb-1").chat_postMessage(
                channel="C1", text="once"
            )
        assert len(api.to("C1")) == 1
