"""Checks an ID token: its signature, and what it says. Pure: the keys and the time are given.

https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation. PyJWT checks the signature alone: by
itself it accepts a token that never expires, and one for several audiences.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import compare_digest
from typing import Any

import jwt

LEEWAY = timedelta(minutes=1)  # between the clocks of two servers
MAX_AGE = timedelta(minutes=10)  # of a token that was issued for this very sign-in
MAX_KEYS = 100  # that are read, since each takes a tenth of a millisecond; Microsoft publishes about ten
TENANT = "{tenantid}"  # stands for the tenant in the issuer of Microsoft's description for many tenants


class InvalidIdToken(Exception):
    """An ID token that proves nothing. The message is for our log: it holds nothing of what was sent."""


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A public RSA key. It signs for `issuer` alone, if there is one."""

    key: Any
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class TokenPolicy:
    """The tokens that are accepted: of this issuer, for this client, with at least these claims. `{tenantid}`
    in the issuer stands for the token's claim `tid`."""

    issuer: str
    client_id: str
    required: frozenset[str] = frozenset()


def parse_keys(published: Any) -> dict[str, PublishedKey]:
    """Return the RSA keys of a JSON Web Key Set by their `kid`; those that cannot be read, or are not for
    signatures, are left out. Raises ValueError if there are too many."""
    listed = published.get("keys") if isinstance(published, dict) else None
    if not isinstance(listed, list) or len(listed) > MAX_KEYS:
        raise ValueError("There is no list of keys, or too many.")
    keys = {}
    for item in listed:
        try:
            key = jwt.PyJWK(item, algorithm="RS256")
        except (jwt.PyJWTError, TypeError, ValueError, AttributeError):
            continue
        issuer = item.get("issuer", "")
        if key.key_id and item.get("use", "sig") == "sig" and isinstance(issuer, str):
            keys[key.key_id] = PublishedKey(key.key, issuer)
    return keys


def key_id(token: str) -> str:
    """Return the id of the key that a token claims to be signed with. Raises InvalidIdToken."""
    try:
        header = jwt.get_unverified_header(f"{token.partition('.')[0]}..")  # the rest is decoded once, later
    except (jwt.PyJWTError, ValueError, UnicodeError) as error:
        raise InvalidIdToken("not a token") from error
    if header.get("alg") != "RS256" or "crit" in header:
        raise InvalidIdToken("signed in another way than with RS256")
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid:
        raise InvalidIdToken("names no key")
    return kid


def validate_id_token(
    token: str, key: PublishedKey | None, policy: TokenPolicy, nonce: str, now: datetime
) -> Mapping[str, Any]:
    """Return the claims of a token for this client and this sign-in. Raises InvalidIdToken."""
    if key is None:
        raise InvalidIdToken("signed with a key that is not published")
    claims = _claims(token, key)
    missing = {"sub", *policy.required} - {name for name, value in claims.items() if value not in (None, "")}
    if missing:
        raise InvalidIdToken(f"does not say {', '.join(sorted(missing))}")
    tenant = str(claims.get("tid", ""))
    if claims.get("iss") != policy.issuer.replace(TENANT, tenant):
        raise InvalidIdToken("issued by somebody else")
    if key.issuer and claims["iss"] != key.issuer.replace(TENANT, tenant):
        raise InvalidIdToken("signed with a key of another issuer")
    if claims.get("aud") not in (policy.client_id, [policy.client_id]):
        raise InvalidIdToken("meant for another client")
    if claims.get("azp", policy.client_id) != policy.client_id:
        raise InvalidIdToken("issued to another client")
    if not compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise InvalidIdToken("issued for another sign-in")
    _require_fresh(claims, now.timestamp())
    return claims


def _claims(token: str, key: PublishedKey) -> dict[str, Any]:
    unchecked = {f"verify_{claim}": False for claim in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")}
    try:
        return jwt.decode(token, key.key, algorithms=["RS256"], options=unchecked)  # type: ignore[arg-type]
    except (jwt.PyJWTError, ValueError) as error:
        raise InvalidIdToken("the signature does not fit") from error


def _require_fresh(claims: Mapping[str, Any], now: float) -> None:
    """Require that a token holds now, and was issued a moment ago."""
    leeway, issued, ends = LEEWAY.total_seconds(), _timestamp(claims, "iat"), _timestamp(claims, "exp")
    begins = _timestamp(claims, "nbf") if "nbf" in claims else issued
    if issued is None or ends is None or begins is None:
        raise InvalidIdToken("does not say when it was issued, or until when it holds")
    if max(issued, begins) > now + leeway:
        raise InvalidIdToken("holds later")
    if now >= ends + leeway:
        raise InvalidIdToken("has expired")
    if now - issued > (MAX_AGE + LEEWAY).total_seconds():
        raise InvalidIdToken("was issued too long ago")


def _timestamp(claims: Mapping[str, Any], name: str) -> float | None:
    """Return seconds since 1970. Python reads NaN and Infinity from JSON too, which are no moments."""
    value = claims.get(name)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and abs(value) < 1e12 else None  # type: ignore[arg-type]
