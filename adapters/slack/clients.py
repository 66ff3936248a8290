"""Clients of Slack's Web API, one for each workspace, over one session."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import aiohttp
import structlog
from cachetools import LRUCache
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env
from slack_sdk.web.async_client import AsyncWebClient

from adapters.answers import parse_answer
from adapters.outbound import only_hosts
from adapters.slack.errors import api_error
from adapters.slack.outbound import slack_hosts
from adapters.slack.tokens import TokenSource

REMEMBERED = 2_000  # workspaces; another client is quickly made
TIMEOUT = aiohttp.ClientTimeout(total=10)
JSON = "application/json;charset=utf-8"

# Slack's libraries log what people said. Accord logs what is worth a line itself.
DISABLED_LOGGER = logging.getLogger("slack's own")
DISABLED_LOGGER.disabled = True

log = structlog.get_logger("slack")


@asynccontextmanager
async def session(api_url: str) -> AsyncIterator[aiohttp.ClientSession]:
    """Open the one session for all calls: a new one for each call halves what can be sent in a second. It
    keeps no cookies, which would be those of all workspaces, and uses the proxy that slack_sdk uses. It calls
    no host but the API's and those below it."""
    proxy, no_cookies = load_http_proxy_from_env(DISABLED_LOGGER), aiohttp.DummyCookieJar()
    guard = only_hosts(slack_hosts(api_url))
    async with aiohttp.ClientSession(
        timeout=TIMEOUT, cookie_jar=no_cookies, proxy=proxy, middlewares=(guard,)
    ) as opened:
        yield opened


class SlackClient(AsyncWebClient):
    """Slack's own client, which posts messages by aiohttp alone: slack_sdk takes half as long again."""

    async def post(self, method: str, body: str) -> dict[str, Any]:
        """Call a method with a JSON object; return the answer. Raises what slack_sdk and aiohttp raise."""
        headers = self.headers | {"Authorization": f"Bearer {self.token}", "Content-Type": JSON}
        url, http = f"{self.base_url}{method}", cast("aiohttp.ClientSession", self.session)
        async with http.post(url, data=body.encode(), headers=headers, allow_redirects=False) as response:
            answer = parse_answer(await response.read())
            if response.status != 200 or answer.get("ok") is not True:
                raise api_error(answer, response)
            return answer


def create_client(session: aiohttp.ClientSession, api_url: str, token: str = "") -> SlackClient:
    """Return a client that does not retry: a message whose response was lost may have arrived."""
    return SlackClient(
        token=token or None, base_url=api_url, session=session, retry_handlers=[], logger=DISABLED_LOGGER
    )


class SlackClients:
    """Implements adapters.slack.platform.ClientPool."""

    def __init__(self, session: aiohttp.ClientSession, api_url: str, tokens: TokenSource):
        self._session, self._api_url, self._tokens = session, api_url, tokens
        self._made: LRUCache[str, SlackClient] = LRUCache(REMEMBERED)
        self._rejected: LRUCache[str | None, bool] = LRUCache(REMEMBERED)

    async def of(self, workspace: str) -> SlackClient:
        token = await self._tokens.get(workspace)
        client = self._made.get(workspace)
        if client is None or client.token != token:
            client = self._made[workspace] = create_client(self._session, self._api_url, token)
        return client

    async def reaches(self, workspace: str, own: str) -> bool:
        return workspace == own or (self._tokens.many and await self._tokens.is_installed(workspace))

    def report_rejected(self, workspace: str) -> None:
        """Read the token again before it is used next. Each token that Slack refuses is logged once."""
        token = self._made[workspace].token if workspace in self._made else None
        if token not in self._rejected:
            self._rejected[token] = True
            log.error("Slack refuses the token of a workspace", workspace=workspace, cure="Run accord check.")
        self._tokens.report_rejected(workspace)
