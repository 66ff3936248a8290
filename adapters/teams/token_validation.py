"""Checks that a request comes from Teams and is allowed. Pure: the key and the time are given.

What a bot must check: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
Microsoft's own check for Python accepts a token that never expires, a body that names no service, and an
emulator's token with any service, to which it then sends the bot's credentials. This one does not.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeGuard
from urllib.parse import urlsplit

import jwt

from adapters.teams.clouds import CLOUDS
from adapters.teams.payloads import TeamsActivity
from bot.environment import LOOPBACK

CHANNEL = "msteams"
# Nothing that one reader of URLs drops and another keeps, such as a space; no password, query or fragment.
SERVICE_URL = re.compile(r"[A-Za-z0-9.:/_~%\[\]-]+")
TENANT_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
LEEWAY = timedelta(minutes=5)
MAX_KEYS = 100  # that are read, since each takes a tenth of a millisecond; Microsoft publishes about ten


class AuthError(Exception):
    """A request that is not acted on. `status` is 401 if we cannot tell who calls, and 403 if we can, but
    they may not. The message is for our log alone: it holds nothing of what was sent."""

    def __init__(self, status: int, reason: str):
        super().__init__(reason)
        self.status = status


class WrongAppError(AuthError):
    """A call that Microsoft signed for an app that is not ours."""

    def __init__(self) -> None:
        super().__init__(401, "meant for another app: check TEAMS_APP_ID")


class TenantRefused(AuthError):
    """A call that Microsoft signed, from a tenant that is not allowed. `tenant` is empty if it is no id.
    `app_id` is that of our app that was called."""

    def __init__(self, tenant: str, app_id: str):
        super().__init__(403, "from a tenant that is not allowed")
        self.tenant, self.app_id = tenant if TENANT_ID.fullmatch(tenant) else "", app_id


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key of Microsoft's, and the channels that it may speak for."""

    key: Any
    endorsements: frozenset[str]


@dataclass(frozen=True, slots=True)
class ValidToken:
    """The claims of a token that passed its check: our app that is called, the service that calls, and the
    channels it may speak for."""

    app_id: str
    service_url: str
    endorsements: frozenset[str]


@dataclass(frozen=True, slots=True)
class TrustPolicy:
    """The calls that this installation accepts: calls for one of our apps, from these tenants, with replies
    that go to one of these hosts. `tenants` holds the id of the app that each tenant may call."""

    app_ids: Sequence[str]
    tenants: Mapping[str, str]
    service_hosts: frozenset[str]
    issuer: str = CLOUDS["public"].issuer

    def allows_service(self, url: str) -> bool:
        """Return True if our credentials may be sent there: over https, except to this machine."""
        if not SERVICE_URL.fullmatch(url):
            return False
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return False
        if parts.hostname not in self.service_hosts:
            return False
        if parts.hostname in LOOPBACK:
            return parts.scheme in {"http", "https"}
        return parts.scheme == "https" and port in {None, 443}


def parse_keys(published: Any) -> dict[str, SigningKey]:
    """Return the RSA keys of a JSON Web Key Set by their `kid`; those that cannot be read are left out.
    Raises ValueError if there are too many."""
    listed = published.get("keys") if isinstance(published, dict) else None
    if isinstance(listed, list) and len(listed) > MAX_KEYS:
        raise ValueError("There are too many keys.")
    keys = {}
    for item in listed if isinstance(listed, list) else ():
        try:
            key = jwt.PyJWK(item, algorithm="RS256")
        except (jwt.PyJWTError, TypeError, ValueError, AttributeError):
            continue
        endorsements = item.get("endorsements")
        if key.key_id and isinstance(endorsements, list):
            keys[key.key_id] = SigningKey(key.key, frozenset(filter(_is_text, endorsements)))
    return keys


def bearer_token(authorization: str | None) -> str:
    """Return the token in an Authorization header. Raises AuthError."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise AuthError(401, "no bearer token")
    return token


def key_id(token: str) -> str:
    """Return the id of the key that a token claims to be signed with. Raises AuthError."""
    try:
        header = jwt.get_unverified_header(f"{token.partition('.')[0]}..")  # the rest is decoded once, later
    except (jwt.PyJWTError, ValueError, UnicodeError) as error:
        raise AuthError(401, "not a token") from error
    if header.get("alg") != "RS256" or "crit" in header:
        raise AuthError(401, "signed in a way that Microsoft does not sign")
    if not _is_text(kid := header.get("kid")):
        raise AuthError(401, "names no key")
    return kid


def validate_token(trust: TrustPolicy, token: str, key: SigningKey | None, now: datetime) -> ValidToken:
    """Check a token's signature, time, issuer and audience. Raises AuthError."""
    if key is None:
        raise AuthError(401, "signed with a key that Microsoft does not publish")
    claims = _claims(token, key)
    _require_current(claims, now)
    if claims.get("iss") != trust.issuer:
        raise AuthError(401, "issued by somebody else")
    app_id = claims.get("aud")
    if not _is_text(app_id) or app_id not in trust.app_ids:
        raise WrongAppError
    service_url = claims.get("serviceurl")
    return ValidToken(app_id, service_url if _is_text(service_url) else "", key.endorsements)


def validate_activity(trust: TrustPolicy, token: ValidToken, activity: TeamsActivity | None) -> TeamsActivity:
    """Check that an activity fits its token and comes from one tenant, which is allowed. Return it with its
    service's URL in one form. Raises AuthError.

    In a shared channel somebody of another tenant may speak. Until we know how Teams names both tenants
    there, an activity that names two is refused."""
    if activity is None:
        raise AuthError(403, "no activity")
    if not token.service_url or token.service_url != activity.service_url:
        raise AuthError(403, "token and activity name different services")
    if not trust.allows_service(token.service_url):
        raise AuthError(403, "from a service that is not allowed")
    if activity.channel_id != CHANNEL or CHANNEL not in token.endorsements:
        raise AuthError(403, "not from Teams")
    if len(activity.tenants) > 1:
        raise AuthError(403, "names two tenants")
    app_id = trust.tenants.get(activity.tenant)
    if app_id is None:
        raise TenantRefused(activity.tenant, token.app_id)
    if app_id != token.app_id:
        raise AuthError(403, "from a tenant that uses another of our apps")
    return replace(activity, service_url=normalise_service(activity.service_url))


def normalise_service(url: str) -> str:
    """Return the URL of a service with its host in small letters, no default port, and one slash at its
    end."""
    parts = urlsplit(url)
    host = parts.netloc.lower()
    if parts.scheme == "https":
        host = host.removesuffix(":443")
    return f"{parts.scheme}://{host}{parts.path.rstrip('/')}/"


def _claims(token: str, key: SigningKey) -> dict[str, Any]:
    unchecked = {f"verify_{claim}": False for claim in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")}
    try:
        return jwt.decode(token, key.key, algorithms=["RS256"], options=unchecked)  # type: ignore[arg-type]
    except (jwt.PyJWTError, ValueError) as error:
        raise AuthError(401, "the signature does not fit") from error


def _require_current(claims: Mapping[str, Any], now: datetime) -> None:
    begins, ends, leeway = (
        _timestamp(claims.get("nbf")),
        _timestamp(claims.get("exp")),
        LEEWAY.total_seconds(),
    )
    if begins is None or ends is None:
        raise AuthError(401, "does not say from when until when it holds")
    if not begins - leeway <= now.timestamp() < ends + leeway:
        raise AuthError(401, "held at another time")


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value)


def _timestamp(value: object) -> float | None:
    """Return seconds since 1970. Python reads NaN and Infinity from JSON too, which are no moments."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and abs(value) < 1e12 else None  # type: ignore[arg-type]
