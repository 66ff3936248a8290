"""Whether a request truly comes from Teams, and may. Pure: the key and the time are given.

What a bot must check: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
Microsoft's own check for Python lets through a token that never expires, a body that names no service, and a
token of an emulator with any service at all, to which it then sends the bot's credentials. This one does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import jwt

from adapters.teams.payloads import mapping, text
from bot.settings import LOOPBACK

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
LEEWAY = timedelta(minutes=5)


class AuthError(Exception):
    """A request that is not acted on. `status` is 401 where we cannot tell who calls, and 403 where we can,
    and they may not. The message is for our log alone: it holds nothing of what was sent."""

    def __init__(self, status: int, reason: str):
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key of Microsoft's, and the channels that it may speak for."""

    key: Any
    endorsements: frozenset[str]


@dataclass(frozen=True, slots=True)
class TrustPolicy:
    """Whom this installation believes: calls for our app, from these tenants, which want their replies sent
    to one of these hosts."""

    app_id: str
    tenants: frozenset[str]
    service_hosts: frozenset[str]

    def serves(self, url: object) -> bool:
        """Whether our credentials may be sent there: over https, but for a stand-in on this machine."""
        try:
            parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
            port = parts.port
        except ValueError:
            return False
        if parts.username or parts.password or parts.query or parts.fragment:
            return False
        if parts.hostname not in self.service_hosts:
            return False
        if parts.hostname in LOOPBACK:
            return parts.scheme in {"http", "https"}
        return parts.scheme == "https" and port in {None, 443}


def parse_keys(published: Any) -> dict[str, SigningKey]:
    """The RSA keys of a JSON Web Key Set by their `kid`; what cannot be read is left out."""
    listed = published.get("keys") if isinstance(published, dict) else None
    found = {}
    for each in listed if isinstance(listed, list) else ():
        try:
            key = jwt.PyJWK(each, algorithm="RS256")
        except (jwt.PyJWTError, TypeError, ValueError, AttributeError):
            continue
        endorsements = each.get("endorsements")
        if key.key_id and isinstance(endorsements, list):
            found[key.key_id] = SigningKey(key.key, frozenset(filter(_is_text, endorsements)))
    return found


def bearer_token(authorization: str | None) -> str:
    """Raises Untrusted."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise AuthError(401, "no bearer token")
    return token


def key_id(token: str) -> str:
    """Which key a token says it was signed with. Raises Untrusted."""
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, UnicodeError) as error:
        raise AuthError(401, "not a token") from error
    if header.get("alg") != "RS256" or "crit" in header:
        raise AuthError(401, "signed in a way that Microsoft does not sign")
    if not _is_text(kid := header.get("kid")):
        raise AuthError(401, "names no key")
    return str(kid)


def validate_token(
    trust: TrustPolicy, token: str, key: SigningKey | None, activity: Any, now: datetime
) -> dict[str, Any]:
    """The activity, if all of it fits together: token, key and what came with them. Raises Untrusted."""
    if key is None:
        raise AuthError(401, "signed with a key that Microsoft does not publish")
    claims = _claims(token, key)
    _is_current(claims, now)
    if claims.get("iss") != ISSUER:
        raise AuthError(401, "issued by somebody else")
    if claims.get("aud") != trust.app_id:
        raise AuthError(401, "meant for another app")
    if not isinstance(activity, dict):
        raise AuthError(403, "no activity")
    _is_from_a_service(trust, claims, activity)
    if activity.get("channelId") != CHANNEL or CHANNEL not in key.endorsements:
        raise AuthError(403, "not from Teams")
    if not tenants_of(activity) or not tenants_of(activity) <= trust.tenants:
        raise AuthError(403, "from a tenant that is not allowed")
    return activity


def tenants_of(activity: Mapping[str, Any]) -> frozenset[str]:
    """Every tenant that an activity names. There should be one."""
    tenant = mapping(mapping(activity, "channelData"), "tenant")
    places = ((mapping(activity, "conversation"), "tenantId"), (tenant, "id"))
    return frozenset(text(holder, name) for holder, name in places if holder.get(name) is not None)


def _claims(token: str, key: SigningKey) -> dict[str, Any]:
    ours = {f"verify_{claim}": False for claim in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")}
    try:
        return jwt.decode(token, key.key, algorithms=["RS256"], options=ours)  # type: ignore[arg-type]
    except (jwt.PyJWTError, ValueError) as error:
        raise AuthError(401, "the signature does not fit") from error


def _is_current(claims: Mapping[str, Any], now: datetime) -> None:
    begins, ends, leeway = _seconds(claims.get("nbf")), _seconds(claims.get("exp")), LEEWAY.total_seconds()
    if begins is None or ends is None:
        raise AuthError(401, "does not say from when until when it holds")
    if not begins - leeway <= now.timestamp() < ends + leeway:
        raise AuthError(401, "held at another time")


def _is_from_a_service(trust: TrustPolicy, claims: Mapping[str, Any], activity: Mapping[str, Any]) -> None:
    claimed = claims.get("serviceurl")
    if not _is_text(claimed) or claimed != activity.get("serviceUrl"):
        raise AuthError(403, "token and activity name different services")
    if not trust.serves(claimed):
        raise AuthError(403, "from a service that is not allowed")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _seconds(value: object) -> float | None:
    """Since 1970. Python reads NaN and Infinity from JSON too, which are no moments."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and abs(value) < 1e12 else None  # type: ignore[arg-type]
