"""Reads what a provider of OpenID Connect says about itself. Pure.

https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.environment import require_https_unless_local

WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class ProviderDescription:
    """The addresses at which people sign in, a code is exchanged, and the keys are."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


def parse_description(published: Any, issuer: str) -> ProviderDescription:
    """Return the description of this issuer. Raises ValueError if it is another's, or if it leads to another
    host than the issuer's: then somebody else could take codes, or sign."""
    if not isinstance(published, dict) or published.get("issuer") != issuer:
        raise ValueError("The description is of another issuer.")
    host = urlsplit(issuer).netloc
    return ProviderDescription(
        _endpoint(published, "authorization_endpoint", host),
        _endpoint(published, "token_endpoint", host),
        _endpoint(published, "jwks_uri", host),
    )


def _endpoint(published: dict[str, Any], name: str, host: str) -> str:
    url = published.get(name)
    if not isinstance(url, str) or urlsplit(url).netloc != host:
        raise ValueError(f"{name} is not at the issuer's host.")
    return require_https_unless_local(url, "that begins with https://", "because trust rests on it")
