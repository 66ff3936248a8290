"""A stand-in for a provider of OpenID Connect, over HTTP: its description, keys and endpoints."""

import base64
import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import jwt
from aiohttp import web
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from adapters.oidc.client import code_challenge
from bot.core.ports import Clock
from tests.adapters.teams.issuer import private_key

CLIENT, SECRET, BACK = "accord-client", "a secret", "https://accord.example/back"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Granted:
    """What a code was given for."""

    challenge: str
    nonce: str
    redirect_uri: str


@dataclass
class OpenIdProvider:
    """`claims` are changed in each ID token, `described` in the description; None leaves one out. `sign`
    makes the token of its claims. `answers` holds what `description`, `keys` and `token` answer with first.
    `asked` are the paths in order."""

    clock: Clock
    client: str = CLIENT
    secret: str = SECRET
    claims: dict[str, Any] = field(default_factory=dict)
    described: dict[str, Any] = field(default_factory=dict)
    key_issuer: str = ""
    published: tuple[str, ...] = ("first",)
    sign: Callable[[dict[str, Any]], str] = field(default_factory=lambda: signed_with("first"))
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    declines: bool = False
    asked: list[str] = field(default_factory=list)
    exchanged: list[dict[str, str]] = field(default_factory=list)
    _codes: dict[str, Granted] = field(default_factory=dict)
    _given: int = 0

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{place:.*}.well-known/openid-configuration", self._description)
        app.router.add_get("/authorize", self._authorize)
        app.router.add_post("/token", self._token)
        app.router.add_get("/keys", self._keys)
        return app

    async def _description(self, request: web.Request) -> web.StreamResponse:
        if answer := await self._set_answer("description", request):
            return answer
        origin, place = str(request.url.origin()), request.match_info["place"].rstrip("/")
        described = {
            "issuer": f"{origin}/{place}".rstrip("/"),
            "authorization_endpoint": f"{origin}/authorize",
            "token_endpoint": f"{origin}/token",
            "jwks_uri": f"{origin}/keys",
        }
        return web.json_response(without_none(described | self.described))

    async def _keys(self, request: web.Request) -> web.StreamResponse:
        return await self._set_answer("keys", request) or web.json_response(
            key_set(*self.published, issuer=self.key_issuer)
        )

    async def _authorize(self, request: web.Request) -> web.StreamResponse:
        self.asked.append("authorize")
        asked = dict(request.query)
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        assert asked["client_id"] == self.client
        assert asked["scope"].split()[0] == "openid"
        self._given += 1
        code, back = f"code-{self._given}", asked["redirect_uri"]
        self._codes[code] = Granted(asked["code_challenge"], asked["nonce"], back)
        given = {"error": "access_denied"} if self.declines else {"code": code}
        raise web.HTTPFound(f"{back}?{urlencode(given | {'state': asked['state']})}")

    async def _token(self, request: web.Request) -> web.StreamResponse:
        fields = {name: str(value) for name, value in (await request.post()).items()}
        self.exchanged.append(fields)
        if answer := await self._set_answer("token", request):
            return answer
        granted = self._codes.pop(fields["code"], None)
        fits = granted and (
            granted.challenge == code_challenge(fields["code_verifier"])
            and granted.redirect_uri == fields["redirect_uri"]
            and fields["client_id"] == self.client
            and fields.get("client_secret") == self.secret
        )
        if granted is None or not fits:
            return web.json_response({"error": "invalid_grant"}, status=400)
        now = int(self.clock.now().timestamp())
        usual = {
            "iss": str(request.url.origin()),
            "aud": self.client,
            "sub": "somebody",
            "nonce": granted.nonce,
            "iat": now,
            "nbf": now,
            "exp": now + 3600,
        }
        token = self.sign(without_none(usual | self.claims))
        return web.json_response({"token_type": "Bearer", "access_token": "x", "id_token": token})

    async def _set_answer(self, path: str, request: web.Request) -> web.StreamResponse | None:
        self.asked.append(path)
        answers = self.answers.get(path)
        return await answers.pop(0)(request) if answers else None


async def returned_from(http: aiohttp.ClientSession, url: str) -> dict[str, str]:
    """Sign in at the provider's page, and return what it leads back with."""
    async with http.get(url, allow_redirects=False) as response:
        query = parse_qs(urlsplit(response.headers["Location"]).query)
    return {name: value for name, (value,) in query.items()}


def key_set(*names: str, issuer: str = "") -> dict[str, Any]:
    keys = [json.loads(RSAAlgorithm.to_jwk(private_key(name).public_key())) for name in names]
    more = {"issuer": issuer} if issuer else {}
    return {"keys": [{**key, "kid": name, **more} for name, key in zip(names, keys, strict=True)]}


def signed_with(key: str, kid: str | None = "", alg: str = "RS256", **header: Any) -> Callable[..., str]:
    named = {"kid": key if kid == "" else kid, **header}
    return lambda claims: jwt.encode(claims, private_key(key), alg, without_none(named))


def unsigned(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, None, "none", {"kid": "first"})  # type: ignore[arg-type]


def signed_with_the_public_key(claims: dict[str, Any]) -> str:
    """Return a token that a check accepts which takes the public key for a shared secret."""
    public = private_key("first").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    parts = [_encoded({"alg": "HS256", "kid": "first", "typ": "JWT"}), _encoded(claims)]
    signature = hmac.new(public, ".".join(parts).encode(), sha256).digest()
    return ".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=").decode()])


def without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _encoded(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()
