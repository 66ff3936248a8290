"""Calls to the Bot Connector, which is Teams to a bot.
https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference"""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import aiohttp

from adapters.teams.access_token import AccessTokenProvider
from adapters.teams.errors import connection_lost, refused_service, to_send_failed, too_large
from adapters.teams.token_validation import TrustPolicy

LARGEST = 80 * 1024  # bytes; Teams refuses a message of about 100 KB
PAGE = 200  # people of a roster
PATIENCE = aiohttp.ClientTimeout(total=8)  # less than the outbox has with one message

Activity = dict[str, Any]


class Connector:
    """One session for all calls; a token of ours goes to nobody but the services that `trust` names."""

    def __init__(self, http: aiohttp.ClientSession, bearer: AccessTokenProvider, trust: TrustPolicy):
        self._http, self._bearer, self._trust = http, bearer, trust

    async def send(self, service: str, conversation: str, activity: Activity) -> str:
        """The id of the message. Raises SendFailed, as all of these do."""
        sent = await self._call(
            "POST", service, f"conversations/{_quoted(conversation)}/activities", activity
        )
        return str(sent.get("id", ""))

    async def open_chat(self, service: str, tenant: str, member: str) -> str:
        """The id of the personal chat with a member: a new one, or the one that there is."""
        asked = {
            "bot": {"id": f"28:{self._trust.app_id}"},
            "members": [{"id": member}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
            "isGroup": False,
        }
        return str((await self._call("POST", service, "conversations", asked)).get("id", ""))

    async def members(self, service: str, conversation: str) -> AsyncIterator[dict[str, Any]]:
        """Everybody in a chat or a team, page after page."""
        path, after = f"conversations/{_quoted(conversation)}/pagedmembers?pageSize={PAGE}", ""
        while True:
            page = await self._call("GET", service, f"{path}{after}")
            for each in page.get("members") or ():
                yield each
            if not (token := page.get("continuationToken")):
                return
            after = f"&continuationToken={_quoted(token)}"

    async def _call(
        self, method: str, service: str, path: str, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        if not self._trust.allows_service(service):
            raise refused_service()
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        if data and len(data) > LARGEST:
            raise too_large()
        url = f"{service.rstrip('/')}/v3/{path}"
        answer = await self._try(method, url, data)
        if answer is None:  # the token was not taken, though it should have been: once more with another
            answer = await self._try(method, url, data)
        if answer is None:
            raise to_send_failed(401, {}, None)
        return answer

    async def _try(self, method: str, url: str, data: bytes | None) -> dict[str, Any] | None:
        token = await self._bearer.token()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json; charset=utf-8"}
        try:
            async with self._http.request(
                method, url, data=data, headers=headers, timeout=PATIENCE, allow_redirects=False
            ) as response:
                if response.status == 401:
                    self._bearer.refused(token)
                    return None
                answer = _read(await response.read())
                if response.status >= 300:
                    raise to_send_failed(response.status, answer, response.headers.get("Retry-After"))
                return answer
        except (aiohttp.ClientError, TimeoutError) as error:
            raise connection_lost(error) from error


def _read(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:  # a gateway between us may answer with a page of its own
        return {}
    return answer if isinstance(answer, dict) else {}


def _quoted(id: str) -> str:
    return quote(id, safe="")
