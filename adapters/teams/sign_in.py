"""Signs people in to our pages with the Microsoft account that they use in Teams.

https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference: `tid` and `oid` together name a
person. Teams calls them by another id towards each app, so it is asked for that.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp

from adapters.oidc.client import OidcClient, OidcSettings
from adapters.oidc.description import WELL_KNOWN
from adapters.oidc.id_token import TENANT, TokenPolicy
from adapters.teams.platform import TeamsPlatform
from adapters.teams.settings import TeamsSettings
from adapters.teams.tenants import AllowedTenants
from bot.core.errors import SendFailed, SignInFailed
from bot.core.models import Address
from bot.core.ports import Clock, SignInAttempt

# Microsoft's name for all tenants but personal accounts.
# https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#find-your-apps-openid-configuration-document-uri
ANY_TENANT = "organizations"
SCOPE = "openid profile"  # without the second, the token has no `oid`
REQUIRED = frozenset({"tid", "oid", "nbf"})


class MicrosoftSignIn:
    """Implements ports.IdentityProvider, for the people of all tenants that are allowed."""

    id, label = "microsoft", "Microsoft"

    def __init__(
        self,
        http: aiohttp.ClientSession,
        settings: TeamsSettings,
        allowed: AllowedTenants,
        platform: TeamsPlatform,
        clock: Clock,
    ):
        self._allowed, self._platform = allowed, platform
        self._home = settings.apps[0].tenant.lower()
        # An app of one tenant is refused at the address for all of them.
        self._of_home = OidcClient(http, _oidc_settings(settings, self._home, self._home), clock)
        self._of_any = OidcClient(http, _oidc_settings(settings, ANY_TENANT, TENANT), clock)

    async def authorization_url(self, attempt: SignInAttempt, redirect_uri: str) -> str:
        return await (await self._client()).authorization_url(attempt, redirect_uri)

    async def identify(self, attempt: SignInAttempt, code: str, redirect_uri: str) -> Sequence[Address]:
        claims = await (await self._client()).redeem_code(attempt, code, redirect_uri)
        tenant, user = _text(claims, "tid"), _text(claims, "oid")
        if tenant not in (await self._allowed.trust()).tenants or not user:
            raise SignInFailed("The ID token is of a tenant that is not allowed, or of no user.")
        try:
            address = await self._platform.find_user(tenant, user)
        except SendFailed as failed:
            if failed.permanent:  # such as somebody who has not installed Accord
                return ()
            raise SignInFailed("Teams could not be asked who this is.", temporary=True) from failed
        return (address,) if address else ()

    async def close(self) -> None:
        await self._of_home.close()
        await self._of_any.close()

    async def _client(self) -> OidcClient:
        tenants = (await self._allowed.trust()).tenants.keys()
        return self._of_home if tenants <= {self._home} else self._of_any


def _oidc_settings(settings: TeamsSettings, place: str, tenant: str) -> OidcSettings:
    """Return the settings for the address of one tenant, or of any. `tenant` is what the issuer has there."""
    app = settings.apps[0]
    return OidcSettings(
        settings.sign_in_issuer(place) + WELL_KNOWN,
        settings.sign_in_issuer(tenant),
        SCOPE,
        TokenPolicy(settings.sign_in_issuer(TENANT), app.app_id, REQUIRED),
        lambda endpoint, now: app.credential.fields(app.app_id, endpoint, now),
    )


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims[name]
    return value.lower() if isinstance(value, str) else ""
