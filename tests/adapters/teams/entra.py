"""A stand-in for Microsoft Entra's token endpoints, which verifies each credential as documented.

https://learn.microsoft.com/entra/identity-platform/certificate-credentials
https://learn.microsoft.com/entra/workload-id/workload-identity-federation
"""

import base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import jwt
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.adapters.teams.issuer import private_key
from tests.support.fakes import SetClock

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
BOT_SCOPE = "https://api.botframework.com/.default"
CLUSTER, SUBJECT = "https://cluster.example", "system:serviceaccount:accord:accord"
EXCHANGE = "api://AzureADTokenExchange"


def certificate(key: str, now: datetime, days: int = 365) -> x509.Certificate:
    """Return a certificate that its own key signed."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "accord")])
    builder = x509.CertificateBuilder(name, name, private_key(key).public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=days))
    return builder.sign(private_key(key), SHA256())


def pem(key: str, of: x509.Certificate) -> bytes:
    """Return a PEM file with a key and a certificate."""
    own = private_key(key).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return own + of.public_bytes(Encoding.PEM)


def federated_token(now: datetime, **changed: Any) -> str:
    """Return what a cluster writes into a file for the app that runs in it."""
    claims = {
        "iss": CLUSTER,
        "sub": SUBJECT,
        "aud": EXCHANGE,
        "nbf": now,
        "exp": now + timedelta(hours=1),
    }
    return jwt.encode(claims | changed, private_key("cluster"), "RS256")


@dataclass
class Entra:
    """`secrets` and `certificates` hold the credentials of apps by their ids, `federated` the apps that trust
    the cluster, and `homes` the tenant of each app. `given` are the apps that got a token, in order."""

    clock: SetClock
    url: str = ""
    homes: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    certificates: dict[str, x509.Certificate] = field(default_factory=dict)
    federated: set[str] = field(default_factory=set)
    given: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        return app

    async def _token(self, request: web.Request) -> web.Response:
        asked = {name: str(value) for name, value in (await request.post()).items()}
        app, tenant = asked.get("client_id", ""), request.match_info["tenant"]
        assert (asked["grant_type"], asked["scope"]) == ("client_credentials", BOT_SCOPE)
        if self.homes.get(app) != tenant:
            return _refused(700016)
        if code := self._fault(app, tenant, asked):
            return _refused(code)
        self.given.append(app)
        return web.json_response({"access_token": f"token of {app}", "expires_in": 3600})

    def _fault(self, app: str, tenant: str, asked: dict[str, str]) -> int:
        """Return the code of what is wrong with a credential, or 0."""
        if "client_assertion" not in asked:
            return 0 if asked.get("client_secret", "") == self.secrets.get(app) else 7000215
        assert asked["client_assertion_type"] == ASSERTION_TYPE
        assertion = asked["client_assertion"]
        try:
            if app in self.federated and jwt.get_unverified_header(assertion)["alg"] == "RS256":
                claims = self._verified(assertion, "cluster", "RS256", EXCHANGE)
                return 0 if (claims["iss"], claims["sub"]) == (CLUSTER, SUBJECT) else 700213
            return self._fault_of_certificate(app, f"{self.url}/{tenant}/oauth2/v2.0/token", assertion)
        except jwt.PyJWTError:
            return 700027

    def _fault_of_certificate(self, app: str, endpoint: str, assertion: str) -> int:
        uploaded = self.certificates.get(app)
        if uploaded is None:
            return 700027
        thumbprint = base64.urlsafe_b64encode(uploaded.fingerprint(SHA256())).rstrip(b"=").decode()
        header = jwt.get_unverified_header(assertion)
        if (header["alg"], header["typ"], header["x5t#S256"]) != ("PS256", "JWT", thumbprint):
            return 700027
        claims = jwt.decode(
            assertion,
            uploaded.public_key(),  # type: ignore[arg-type]  # any kind of key, for PyJWT
            algorithms=["PS256"],
            audience=endpoint,
            options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )
        now = self.clock.now().timestamp()
        if not claims["nbf"] <= now < claims["exp"] <= claims["nbf"] + 600:
            return 700024
        if claims["jti"] in self.seen or not claims["iss"] == claims["sub"] == app:
            return 700027
        self.seen.add(claims["jti"])
        return 0

    def _verified(self, token: str, key: str, alg: str, audience: str) -> dict[str, Any]:
        public = private_key(key).public_key()
        options: Any = {"verify_exp": False, "verify_nbf": False, "verify_iat": False}
        claims: dict[str, Any] = jwt.decode(
            token, public, algorithms=[alg], audience=audience, options=options
        )
        if not claims["nbf"] <= self.clock.now().timestamp() < claims["exp"]:
            raise jwt.ExpiredSignatureError
        return claims


def _refused(code: int) -> web.Response:
    body = {
        "error": "invalid_client",
        "error_description": f"AADSTS{code}: No.",
        "error_codes": [code],
    }
    return web.json_response(body, status=401)
