"""Calls the Bot Connector, the API of Teams for bots.
https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference"""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import quote

import aiohttp

from adapters.answers import parse_answer
from adapters.teams.access_token import AccessTokenProvider
from adapters.teams.errors import connection_lost, refused_service, to_send_failed, too_large
from adapters.teams.tenants import AllowedTenants
from adapters.teams.token_validation import TrustPolicy

MAX_BYTES = 80 * 1024  # of a message; Teams refuses about 100 KB
PAGE_SIZE = 200  # members
TIMEOUT = aiohttp.ClientTimeout(total=8)  # less than the outbox has for one message

Activity = dict[str, Any]


class TenantConnectors:
    """Holds the connector of each app, by the app's id."""

    def __init__(self, connectors: Mapping[str, "Connector"], allowed: AllowedTenants):
        self._connectors, self._allowed = connectors, allowed

    async def of(self, tenant: str) -> "Connector":
        """Return the connector of the app that a tenant uses. Raises SendFailed if it may use none."""
        return self._connectors[await self._allowed.require(tenant)]


class Connector:
    """Uses one session for all calls. Our token is sent only to services that `trust` allows. Every method
    raises SendFailed."""

    def __init__(self, http: aiohttp.ClientSession, tokens: AccessTokenProvider, trust: TrustPolicy):
        self._http, self._tokens, self._trust = http, tokens, trust

    async def send(self, service: str, conversation: str, activity: Activity | str) -> str:
        """Send a message, which may be JSON already; return its id."""
        sent = await self._call(
            "POST", service, f"conversations/{_quoted(conversation)}/activities", activity
        )
        return str(sent.get("id", ""))

    async def update(self, service: str, conversation: str, id: str, activity: Activity) -> None:
        """Replace a message."""
        path = f"conversations/{_quoted(conversation)}/activities/{_quoted(id)}"
        await self._call("PUT", service, path, activity | {"id": id})

    async def open_chat(self, service: str, tenant: str, member: str) -> str:
        """Return the id of the personal chat with a member. It is created if there is none."""
        parameters = {
            "bot": {"id": f"28:{self._tokens.app_id}"},
            "members": [{"id": member}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
            "isGroup": False,
        }
        return str((await self._call("POST", service, "conversations", parameters)).get("id", ""))

    async def members(self, service: str, conversation: str) -> AsyncIterator[dict[str, Any]]:
        """Yield everybody in a chat or a team, page by page."""
        path, after = f"conversations/{_quoted(conversation)}/pagedmembers?pageSize={PAGE_SIZE}", ""
        while True:
            page = await self._call("GET", service, f"{path}{after}")
            for member in page.get("members") or ():
                yield member
            if not (token := page.get("continuationToken")):
                return
            after = f"&continuationToken={_quoted(token)}"

    async def _call(
        self, method: str, service: str, path: str, body: Activity | str | None = None
    ) -> dict[str, Any]:
        if not self._trust.allows_service(service):
            raise refused_service()
        data = None if body is None else (body if isinstance(body, str) else encode(body)).encode()
        if data and len(data) > MAX_BYTES:
            raise too_large()
        url = f"{service.rstrip('/')}/v3/{path}"
        answer = await self._try(method, url, data)
        if answer is None:  # the token was refused before its time
            answer = await self._try(method, url, data)
        if answer is None:
            raise to_send_failed(401, {}, None)
        return answer

    async def _try(self, method: str, url: str, data: bytes | None) -> dict[str, Any] | None:
        """Return the answer, or None if the token was refused."""
        token = await self._tokens.token()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json; charset=utf-8"}
        try:
            async with self._http.request(
                method, url, data=data, headers=headers, timeout=TIMEOUT, allow_redirects=False
            ) as response:
                if response.status == 401:
                    self._tokens.discard(token)
                    return None
                answer = parse_answer(await response.read())
                if response.status >= 300:
                    raise to_send_failed(response.status, answer, response.headers.get("Retry-After"))
                return answer
        except (aiohttp.ClientError, TimeoutError) as error:
            raise connection_lost(error) from error


def encode(activity: Activity) -> str:
    return json.dumps(activity, ensure_ascii=False)


def _quoted(id: str) -> str:
    return quote(id, safe="")
