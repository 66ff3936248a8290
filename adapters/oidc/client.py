"""A client of OpenID Connect: authorization code with PKCE, and nothing else.

https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth, https://www.rfc-editor.org/rfc/rfc7636
"""

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import aiohttp

from adapters.http_json import read_json
from adapters.oidc.description import ProviderDescription, parse_description
from adapters.oidc.id_token import (
    InvalidIdToken,
    PublishedKey,
    TokenPolicy,
    key_id,
    parse_keys,
    validate_id_token,
)
from adapters.oidc.published import FETCH_ERRORS, PublishedCache
from bot.core.errors import SignInFailed
from bot.core.ports import Clock, SignInAttempt

TIMEOUT = aiohttp.ClientTimeout(total=5)  # of each request; somebody waits for it
MAX_BYTES = 2**18  # of an answer; Microsoft's have about 50 KB
DESCRIPTION = "description"  # the id of the only one

CredentialFields = Callable[[str, datetime], Mapping[str, str]]
"""Returns the fields that prove to a token endpoint who asks, at a moment. Raises OSError if a file cannot be
read."""


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """The provider as a client knows it beforehand. `issuer` is what the description must name."""

    description_url: str
    issuer: str
    scope: str
    policy: TokenPolicy
    credential: CredentialFields


class OidcClient:
    """Signs people in at one provider. Every method but `close` raises SignInFailed."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        settings: OidcSettings,
        clock: Clock,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ):
        self._http, self._settings, self._clock, self._timeout = http, settings, clock, timeout
        name = settings.issuer
        self._descriptions = PublishedCache(self._fetch_description, clock, f"the description of {name}")
        self._keys = PublishedCache(self._fetch_keys, clock, f"the signing keys of {name}")

    async def authorization_url(self, attempt: SignInAttempt, redirect_uri: str) -> str:
        """Return the page on which the provider asks who is there. It leads back to `redirect_uri`."""
        parameters = {
            "response_type": "code",
            "response_mode": "query",
            "client_id": self._settings.policy.client_id,
            "redirect_uri": redirect_uri,
            "scope": self._settings.scope,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": code_challenge(attempt.verifier),
            "code_challenge_method": "S256",
        }
        return f"{(await self._description()).authorization_endpoint}?{urlencode(parameters)}"

    async def redeem_code(self, attempt: SignInAttempt, code: str, redirect_uri: str) -> Mapping[str, Any]:
        """Exchange a code for an ID token, and return the claims of that."""
        token = await self._exchange(attempt, code, redirect_uri)
        try:
            key = await self._keys.get(key_id(token))
            policy, now = self._settings.policy, self._clock.now()
            return validate_id_token(token, key, policy, attempt.nonce, now)
        except InvalidIdToken as error:
            raise SignInFailed(f"The ID token was refused: {error}.") from error

    async def close(self) -> None:
        await asyncio.gather(self._descriptions.close(), self._keys.close())

    async def _description(self) -> ProviderDescription:
        if description := await self._descriptions.get(DESCRIPTION):
            return description
        raise SignInFailed("The provider's description cannot be fetched.", temporary=True)

    async def _fetch_description(self) -> Mapping[str, ProviderDescription]:
        published = await self._get_json(self._settings.description_url)
        return {DESCRIPTION: parse_description(published, self._settings.issuer)}

    async def _fetch_keys(self) -> Mapping[str, PublishedKey]:
        if description := await self._descriptions.get(DESCRIPTION):
            return parse_keys(await self._get_json(description.jwks_uri))
        raise ValueError("There is no description.")

    async def _get_json(self, url: str) -> Any:
        async with self._http.get(url, timeout=self._timeout, allow_redirects=False) as response:
            if response.status != 200:
                raise ValueError("The answer has another status than 200.")
            return await read_json(response, MAX_BYTES)

    async def _exchange(self, attempt: SignInAttempt, code: str, redirect_uri: str) -> str:
        """Return the ID token that the provider gives for a code."""
        url = (await self._description()).token_endpoint
        try:
            fields = {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": redirect_uri,
                "client_id": self._settings.policy.client_id,
                "code_verifier": attempt.verifier,
                **self._settings.credential(url, self._clock.now()),
            }
            async with self._http.post(
                url, data=fields, timeout=self._timeout, allow_redirects=False
            ) as response:
                status = response.status
                answer = await read_json(response, MAX_BYTES)
        except (*FETCH_ERRORS, OSError) as error:
            reason = f"The code could not be exchanged ({type(error).__name__})."
            raise SignInFailed(reason, temporary=True) from error
        token = answer.get("id_token") if isinstance(answer, dict) else None
        if status != 200 or not isinstance(token, str):
            is_busy = status == 429 or status >= 500
            raise SignInFailed(f"The provider gave no token (status {status}).", temporary=is_busy)
        return token


def code_challenge(verifier: str) -> str:
    """Return the challenge of a PKCE verifier, by the method S256."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
