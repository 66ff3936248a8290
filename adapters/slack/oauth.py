"""How Slack gives us tokens: for a code, once somebody has let us in, and for a token that runs out.

https://docs.slack.dev/authentication/installing-with-oauth, https://docs.slack.dev/authentication/using-token-rotation
"""

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

PASSING = {"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
NOT_RENEWED = (
    "It was not sent: Slack no longer renews our access to this workspace. Install Accord there again."
)
NOT_YET = "It was not sent: our access to this Slack workspace could not be renewed just now."


@dataclass(frozen=True, slots=True)
class SlackGrant:
    """Who let us in: a workspace, or an organisation for all its workspaces."""

    workspace: str
    name: str
    token: SlackToken


class OAuthDenied(Exception):
    """Slack gave us nothing. Its own short word for why; empty where it did not answer."""


class SlackOAuth:
    def __init__(self, client: AsyncWebClient, client_id: str, client_secret: str, clock: Clock):
        self.client_id = client_id
        self._client, self._secret, self._clock = client, client_secret, clock

    async def let_in(self, code: str, redirect_uri: str) -> SlackGrant:
        """Raises Denied."""
        given = await self._ask(code=code, redirect_uri=redirect_uri)
        whose = "enterprise" if given.get("is_enterprise_install") is True else "team"
        if not (workspace := text_at(given, whose, "id")):
            raise OAuthDenied
        token = self._token(given, self._clock.now())
        return SlackGrant(workspace, text_at(given, whose, "name") or workspace, token)

    async def renewed(self, token: SlackToken) -> SlackToken:
        """Raises SendFailed."""
        try:
            given = await self._ask(grant_type="refresh_token", refresh_token=token.refresh)
            return self._token(given, token.since)
        except OAuthDenied as why:
            if str(why) and str(why) not in PASSING:
                raise SendFailed(NOT_RENEWED, failure=FailureReason.FORBIDDEN, permanent=True) from why
            raise SendFailed(NOT_YET) from why

    async def _ask(self, **how: str) -> Mapping[str, Any]:
        # Not by slack_sdk's `oauth_v2_access`, which signs in with what aiohttp 4 takes away. Its
        # AsyncTokenRotator calls that, reads a clock that no test can set, and needs more code around it: its
        # installation in, its error translated, its integer seconds out.
        ours = {"client_id": self.client_id, "client_secret": self._secret}
        try:
            answer = await self._client.api_call("oauth.v2.access", data=ours | how)
        except SEND_ERRORS as error:
            raise OAuthDenied(error_code(error)) from error
        return answer.data if isinstance(answer.data, dict) else {}

    def _token(self, given: Mapping[str, Any], since: datetime) -> SlackToken:
        access, refresh, lasts = (
            text_at(given, "access_token"),
            text_at(given, "refresh_token"),
            given.get("expires_in"),
        )
        if not access:
            raise OAuthDenied
        if refresh and isinstance(lasts, int):
            return SlackToken(access, since, refresh, self._clock.now() + timedelta(seconds=lasts))
        return SlackToken(access, since)
