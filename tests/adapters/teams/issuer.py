"""A stand-in for Microsoft's issuer, which publishes its keys and signs tokens."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from pydantic import SecretStr

from adapters.teams.settings import TeamsSettings

APP, TENANT, SERVICE = "app-of-accord", "tenant-of-the-council", "https://smba.trafficmanager.net/uk/"

Claims = dict[str, Any]


def trusting(issuer: str, service: str, tenant: str = TENANT, hosts: str = "127.0.0.1") -> TeamsSettings:
    """Return settings in which these addresses stand for Microsoft's."""
    return TeamsSettings(
        app_id=APP,
        app_password=SecretStr("a password"),
        tenant_id=tenant,
        openid_metadata_url=f"{issuer}/description",
        token_url=f"{service}/token",
        allowed_service_hosts=hosts,
    )


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def published(*names: str, endorsements: object = ("msteams",)) -> dict[str, Any]:
    """Return a JSON Web Key Set."""
    keys = [json.loads(RSAAlgorithm.to_jwk(private_key(name).public_key())) for name in names]
    return {
        "keys": [
            {
                **key,
                "kid": name,
                "use": "sig",
                "endorsements": [*endorsements] if isinstance(endorsements, tuple) else endorsements,
            }
            for name, key in zip(names, keys, strict=True)
        ]
    }


def claims(now: datetime, **changed: Any) -> Claims:
    """Return the claims of Teams. A claim that is changed to None is left out."""
    at = int(now.timestamp())
    usual = {
        "iss": "https://api.botframework.com",
        "aud": APP,
        "nbf": at - 60,
        "exp": at + 3600,
        "serviceurl": SERVICE,
    }
    return {name: value for name, value in (usual | changed).items() if value is not None}


def signed(claimed: Claims, key: str = "first", alg: str = "RS256", **header: Any) -> str:
    named = {"kid": key, **header}
    return jwt.encode(claimed, private_key(key), alg, {k: v for k, v in named.items() if v is not None})


@dataclass
class Issuer:
    """Answers over HTTP as https://login.botframework.com does. `failing` holds the statuses to answer with
    first."""

    keys: dict[str, Any] = field(default_factory=lambda: published("first"))
    failing: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/description", self._description)
        app.router.add_get("/keys", self._keys)
        return app

    async def _description(self, request: web.Request) -> web.Response:
        self.asked.append("description")
        if self.failing:
            return web.Response(status=self.failing.pop(0))
        return web.json_response({"jwks_uri": str(request.url.with_path("/keys"))})

    async def _keys(self, _: web.Request) -> web.Response:
        self.asked.append("keys")
        return web.json_response(self.keys)
