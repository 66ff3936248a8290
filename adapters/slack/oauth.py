"""Exchange an OAuth code, or a refresh token, for an access token.

https://docs.slack.dev/authentication/installing-with-oauth,
https://docs.slack.dev/authentication/using-token-rotation"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.errors import error_code
from adapters.slack.payloads import text_at
from adapters.slack.platform import SEND_ERRORS
from adapters.slack.tokens import SlackToken
from bot.core.errors import FailureReason, SendFailed
from bot.core.ports import Clock

TEMPORARY = {"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
NOT_RENEWED = (
    "It was not sent: Slack no longer renews our access to this workspace. Install Accord there again."
)
NOT_YET = "It was not sent: our access to this Slack workspace could not be renewed just now."


@dataclass(frozen=True, slots=True)
class SlackGrant:
    """The token of a workspace, or of an organisation that installed Accord for all its workspaces.
    `installer` is the id of the user who agreed, if Slack says it."""

    workspace: str
    name: str
    token: SlackToken
    installer: str = ""


class OAuthDenied(Exception):
    """Slack gave no token. Its text is Slack's error code; empty if Slack did not answer."""


class SlackOAuth:
    def __init__(self, client: AsyncWebClient, client_id: str, client_secret: str, clock: Clock):
        self.client_id = client_id
        self._client, self._secret, self._clock = client, client_secret, clock

    async def exchange_code(self, code: str, redirect_uri: str) -> SlackGrant:
        """Exchange the code of somebody who agreed to install Accord. Raises OAuthDenied."""
        response = await self._request(code=code, redirect_uri=redirect_uri)
        grantor = "enterprise" if response.get("is_enterprise_install") is True else "team"
        if not (workspace := text_at(response, grantor, "id")):
            raise OAuthDenied
        token = self._token(response, self._clock.now())
        name, installer = text_at(response, grantor, "name"), text_at(response, "authed_user", "id")
        return SlackGrant(workspace, name or workspace, token, installer)

    async def renew(self, token: SlackToken) -> SlackToken:
        """Exchange a token that expires. Raises SendFailed."""
        try:
            response = await self._request(grant_type="refresh_token", refresh_token=token.refresh)
            return self._token(response, token.since)
        except OAuthDenied as denied:
            if str(denied) and str(denied) not in TEMPORARY:
                raise SendFailed(NOT_RENEWED, failure=FailureReason.FORBIDDEN, permanent=True) from denied
            raise SendFailed(NOT_YET) from denied

    async def _request(self, **fields: str) -> Mapping[str, Any]:
        # Not by slack_sdk's `oauth_v2_access`, which signs in with what aiohttp 4 takes away. Its
        # AsyncTokenRotator calls that, reads a clock that no test can set, and needs more code around it: its
        # installation in, its error translated, its integer seconds out.
        client = {"client_id": self.client_id, "client_secret": self._secret}
        try:
            response = await self._client.api_call("oauth.v2.access", data=client | fields)
        except SEND_ERRORS as error:
            raise OAuthDenied(error_code(error)) from error
        return response.data if isinstance(response.data, dict) else {}

    def _token(self, response: Mapping[str, Any], since: datetime) -> SlackToken:
        access, refresh = text_at(response, "access_token"), text_at(response, "refresh_token")
        seconds = response.get("expires_in")
        if not access:
            raise OAuthDenied
        if refresh and isinstance(seconds, int):
            return SlackToken(access, since, refresh, self._clock.now() + timedelta(seconds=seconds))
        return SlackToken(access, since)
