"""Signs people in to our pages with their Slack account.

https://docs.slack.dev/authentication/sign-in-with-slack. Slack's description names no PKCE: where it ignores
that, the secret, state and nonce protect a code.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from adapters.oidc.client import OidcClient, OidcSettings
from adapters.oidc.description import WELL_KNOWN
from adapters.oidc.id_token import TokenPolicy
from adapters.slack.settings import SlackSettings
from adapters.slack.tokens import TokenSource
from bot.core.errors import SignInFailed
from bot.core.models import Address
from bot.core.ports import Clock, SignInAttempt

TEAM, USER = "https://slack.com/team_id", "https://slack.com/user_id"
ORGANISATION = "https://slack.com/enterprise_id"  # of an Enterprise Grid, whose people may be known by it
SCOPE = "openid"


class SlackSignIn:
    """Implements ports.IdentityProvider, for the people of all workspaces that have installed Accord."""

    id, label = "slack", "Slack"

    def __init__(
        self, http: aiohttp.ClientSession, settings: SlackSettings, tokens: TokenSource, clock: Clock
    ):
        self._tokens = tokens
        api, secret = urlsplit(settings.api_url), settings.client_secret.get_secret_value()
        issuer = f"{api.scheme}://{api.netloc}"
        policy = TokenPolicy(issuer, settings.client_id, frozenset({TEAM, USER}))
        oidc = OidcSettings(
            issuer + WELL_KNOWN, issuer, SCOPE, policy, lambda _endpoint, _now: {"client_secret": secret}
        )
        self._client = OidcClient(http, oidc, clock)

    async def authorization_url(self, attempt: SignInAttempt, redirect_uri: str) -> str:
        return await self._client.authorization_url(attempt, redirect_uri)

    async def identify(self, attempt: SignInAttempt, code: str, redirect_uri: str) -> Sequence[Address]:
        claims = await self._client.redeem_code(attempt, code, redirect_uri)
        user = _text(claims, USER)
        workspaces = [_text(claims, TEAM), _text(claims, ORGANISATION)]
        installed = [id for id in workspaces if id and await self._tokens.is_installed(id)]
        if not installed or not user:
            raise SignInFailed("The ID token is of a workspace that has not installed Accord.")
        return [Address("slack", workspace, user) for workspace in workspaces if workspace]

    async def close(self) -> None:
        await self._client.close()


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""
