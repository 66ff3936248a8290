"""An ID token proves who is there only if everything about it fits."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from adapters.oidc.client import OidcClient, OidcSettings
from adapters.oidc.description import WELL_KNOWN
from adapters.oidc.id_token import TokenPolicy
from bot.core.errors import SignInFailed
from bot.core.ports import SignInAttempt
from tests.adapters.oidc.provider import (
    BACK,
    CLIENT,
    SECRET,
    OpenIdProvider,
    key_set,
    returned_from,
    signed_with,
    signed_with_the_public_key,
    unsigned,
)
from tests.adapters.teams.connector_service import Held, a_page, answering, half, hang_up, nested
from tests.support.fakes import SetClock
from tests.support.patience import PATIENCE

ATTEMPT = SignInAttempt("a state", "a nonce", "a-verifier-of-at-least-forty-three-characters-0")
NOW = int(datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp())  # as the clock of all tests
PATIENT, BRIEF = (aiohttp.ClientTimeout(total=seconds) for seconds in (PATIENCE, 0.2))


def settings(issuer: str, url: str = "", **policy: Any) -> OidcSettings:
    return OidcSettings(
        (url or issuer) + WELL_KNOWN,
        issuer,
        "openid",
        TokenPolicy(issuer, CLIENT, **policy),
        lambda _endpoint, _now: {"client_secret": SECRET},
    )


@pytest.fixture
async def client(http: aiohttp.ClientSession, issuer: str, clock: SetClock) -> AsyncIterator[OidcClient]:
    client = OidcClient(http, settings(issuer), clock, PATIENT)
    yield client
    await client.close()


async def code(http: aiohttp.ClientSession, client: OidcClient) -> str:
    """Sign in at the provider's page, and return the code that it gives."""
    url = await client.authorization_url(ATTEMPT, BACK)
    returned = await returned_from(http, url)
    assert returned["state"] == ATTEMPT.state
    return returned["code"]


async def test_the_claims_of_a_token_are_returned(http: aiohttp.ClientSession, client: OidcClient) -> None:
    claims = await client.redeem_code(ATTEMPT, await code(http, client), BACK)
    assert (claims["sub"], claims["nonce"]) == ("somebody", ATTEMPT.nonce)


WRONG_CLAIMS: list[tuple[dict[str, Any], str]] = [
    ({"aud": "another"}, "meant for another client"),
    ({"aud": [CLIENT, "another"]}, "meant for another client"),
    ({"aud": None}, "meant for another client"),
    ({"aud": {CLIENT: 1}}, "meant for another client"),
    ({"azp": "another"}, "issued to another client"),
    ({"azp": ""}, "issued to another client"),
    ({"iss": "https://evil.example"}, "issued by somebody else"),
    ({"iss": None}, "issued by somebody else"),
    ({"nonce": "another"}, "issued for another sign-in"),
    ({"nonce": None}, "issued for another sign-in"),
    ({"sub": None}, "does not say sub"),
    ({"exp": None}, "does not say when"),
    ({"exp": "tomorrow"}, "does not say when"),
    ({"exp": float("nan")}, "does not say when"),
    ({"exp": True}, "does not say when"),
    ({"iat": None}, "does not say when"),
    ({"nbf": "now"}, "does not say when"),
    ({"exp": NOW - 61}, "has expired"),
    ({"iat": NOW + 61}, "holds later"),
    ({"nbf": NOW + 61}, "holds later"),
    ({"iat": NOW - 661, "nbf": NOW - 661}, "was issued too long ago"),
]


@pytest.mark.parametrize(("claims", "reason"), WRONG_CLAIMS)
async def test_a_token_that_says_something_wrong_is_refused(
    http: aiohttp.ClientSession,
    client: OidcClient,
    provider: OpenIdProvider,
    claims: dict[str, Any],
    reason: str,
) -> None:
    provider.claims = claims
    with pytest.raises(SignInFailed, match=reason) as failed:
        await client.redeem_code(ATTEMPT, await code(http, client), BACK)
    assert not failed.value.temporary


@pytest.mark.parametrize(
    "claims", [{"aud": [CLIENT]}, {"azp": CLIENT}, {"nbf": None}, {"iat": NOW + 59, "nbf": NOW + 59}]
)
async def test_what_the_standard_allows_is_accepted(
    http: aiohttp.ClientSession, client: OidcClient, provider: OpenIdProvider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    assert await client.redeem_code(ATTEMPT, await code(http, client), BACK)


WRONG_SIGNATURES: list[tuple[Callable[..., str], str]] = [
    (unsigned, "signed in another way"),
    (signed_with_the_public_key, "signed in another way"),
    (signed_with("first", alg="RS512"), "signed in another way"),
    (signed_with("first", crit=["exp"], exp=1), "not a token"),
    (signed_with("second"), "not published"),
    (signed_with("second", kid="first"), "the signature does not fit"),
    (signed_with("first", kid=None), "names no key"),
    (lambda claims: "nonsense", "not a token"),
    (lambda claims: "é.é.é", "not a token"),
    (lambda claims: signed_with("first")(claims)[:-4], "the signature does not fit"),
]


@pytest.mark.parametrize(("sign", "reason"), WRONG_SIGNATURES)
async def test_a_token_that_is_signed_wrongly_is_refused(
    http: aiohttp.ClientSession,
    client: OidcClient,
    provider: OpenIdProvider,
    sign: Callable[..., str],
    reason: str,
) -> None:
    provider.sign = sign
    with pytest.raises(SignInFailed, match=reason):
        await client.redeem_code(ATTEMPT, await code(http, client), BACK)


async def test_an_unknown_key_is_fetched_once(
    http: aiohttp.ClientSession, client: OidcClient, provider: OpenIdProvider, clock: SetClock
) -> None:
    await client.redeem_code(ATTEMPT, await code(http, client), BACK)
    provider.published, provider.sign = ("first", "second"), signed_with("second")
    clock.move(timedelta(seconds=1))
    assert await client.redeem_code(ATTEMPT, await code(http, client), BACK)
    provider.sign = signed_with("third")
    for _ in range(3):  # an invented one causes no fetch for each token
        with pytest.raises(SignInFailed):
            await client.redeem_code(ATTEMPT, await code(http, client), BACK)
    assert provider.asked.count("keys") == 2
    assert provider.asked.count("description") == 1


async def test_keys_that_cannot_be_used_are_left_out(
    http: aiohttp.ClientSession, client: OidcClient, provider: OpenIdProvider
) -> None:
    good, *_ = key_set("first")["keys"]
    unusable = [7, {}, {"kty": "EC"}, good | {"use": "enc"}, good | {"issuer": 7}, good | {"n": "é"}]
    provider.answers["keys"] = [answering(200, {"keys": [*unusable, good]})]
    assert await client.redeem_code(ATTEMPT, await code(http, client), BACK)


async def test_a_key_for_another_use_signs_nothing(
    http: aiohttp.ClientSession, client: OidcClient, provider: OpenIdProvider
) -> None:
    (key,) = key_set("first")["keys"]
    provider.answers["keys"] = [answering(200, {"keys": [key | {"use": "enc"}]})]
    with pytest.raises(SignInFailed, match="not published"):
        await client.redeem_code(ATTEMPT, await code(http, client), BACK)


async def test_a_key_of_another_issuer_signs_nothing(
    http: aiohttp.ClientSession, client: OidcClient, provider: OpenIdProvider
) -> None:
    provider.key_issuer = "https://evil.example"
    with pytest.raises(SignInFailed, match="a key of another issuer"):
        await client.redeem_code(ATTEMPT, await code(http, client), BACK)


async def test_claims_that_the_provider_must_give_are_required(
    http: aiohttp.ClientSession, issuer: str, clock: SetClock, provider: OpenIdProvider
) -> None:
    client = OidcClient(http, settings(issuer, required=frozenset({"oid", "nbf"})), clock, PATIENT)
    provider.claims = {"oid": "", "nbf": None}
    with pytest.raises(SignInFailed, match="does not say nbf, oid"):
        await client.redeem_code(ATTEMPT, await code(http, client), BACK)
    await client.close()


async def test_a_code_counts_once(http: aiohttp.ClientSession, client: OidcClient) -> None:
    given = await code(http, client)
    await client.redeem_code(ATTEMPT, given, BACK)
    with pytest.raises(SignInFailed, match="status 400") as failed:
        await client.redeem_code(ATTEMPT, given, BACK)
    assert not failed.value.temporary


@pytest.mark.parametrize(
    ("attempt", "back"),
    [(ATTEMPT, f"{BACK}/elsewhere"), (SignInAttempt("a state", "a nonce", "another verifier"), BACK)],
)
async def test_a_code_is_of_use_to_no_other_client(
    http: aiohttp.ClientSession, client: OidcClient, attempt: SignInAttempt, back: str
) -> None:
    given = await code(http, client)
    with pytest.raises(SignInFailed, match="status 400"):
        await client.redeem_code(attempt, given, back)


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"authorization_endpoint": "https://evil.example/authorize"},
        {"token_endpoint": "https://evil.example/token"},
        {"jwks_uri": "http://127.0.0.1:1/keys"},
        {"jwks_uri": "//evil.example/keys"},
        {"token_endpoint": None},
        {"token_endpoint": 7},
    ],
)
async def test_a_description_that_leads_elsewhere_is_refused(
    client: OidcClient, provider: OpenIdProvider, described: dict[str, Any]
) -> None:
    provider.described = described
    with pytest.raises(SignInFailed, match="description cannot be fetched"):
        await client.authorization_url(ATTEMPT, BACK)


async def redirected(_: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": "/elsewhere"})


async def too_large(_: web.Request) -> web.StreamResponse:
    return web.json_response({"x": "y" * 2**19})


@pytest.mark.parametrize(
    "answer", [answering(503), a_page, half, nested, redirected, too_large, answering(200, [])]
)
async def test_a_provider_that_is_ill_is_tried_again_later(
    http: aiohttp.ClientSession, client: OidcClient, provider: OpenIdProvider, clock: SetClock, answer: Any
) -> None:
    provider.answers["description"] = [answer]
    with pytest.raises(SignInFailed) as failed:
        await client.authorization_url(ATTEMPT, BACK)
    assert failed.value.temporary
    clock.move(timedelta(minutes=1))
    assert await client.redeem_code(ATTEMPT, await code(http, client), BACK)


@pytest.mark.parametrize(
    ("answer", "is_temporary"),
    [
        (answering(503, {}), True),
        (answering(429, {}), True),
        (answering(200, {"ok": False}), False),
        (answering(200, []), False),
        (answering(200, {"id_token": 7}), False),
        *((answer, True) for answer in (a_page, half, hang_up, nested, redirected, too_large)),
    ],
)
async def test_a_code_that_cannot_be_exchanged_signs_nobody_in(
    http: aiohttp.ClientSession,
    client: OidcClient,
    provider: OpenIdProvider,
    answer: Any,
    is_temporary: bool,
) -> None:
    given = await code(http, client)
    provider.answers["token"] = [answer]
    with pytest.raises(SignInFailed) as failed:
        await client.redeem_code(ATTEMPT, given, BACK)
    assert failed.value.temporary is is_temporary


@pytest.mark.parametrize("path", ["description", "keys", "token"])
async def test_nobody_waits_for_a_provider_that_hangs(
    http: aiohttp.ClientSession, issuer: str, clock: SetClock, provider: OpenIdProvider, path: str
) -> None:
    """Whatever else takes longer than this client waits fails it in the same way."""
    held, hasty = Held(), OidcClient(http, settings(issuer), clock, BRIEF)
    provider.answers[path] = [held]
    with pytest.raises(SignInFailed):
        await hasty.redeem_code(ATTEMPT, await code(http, hasty), BACK)
    held.released.set()
    await hasty.close()


@pytest.mark.parametrize("answer", [answering(200, {"keys": [{}] * 101}), answering(200, {}), answering(500)])
async def test_without_keys_nobody_is_signed_in(
    http: aiohttp.ClientSession, client: OidcClient, provider: OpenIdProvider, answer: Any
) -> None:
    provider.answers["keys"] = [answer]
    with pytest.raises(SignInFailed, match="not published"):
        await client.redeem_code(ATTEMPT, await code(http, client), BACK)


async def test_many_who_sign_in_together_share_one_fetch(
    http: aiohttp.ClientSession, client: OidcClient, provider: OpenIdProvider
) -> None:
    urls = await asyncio.gather(*(client.authorization_url(ATTEMPT, BACK) for _ in range(20)))
    assert (len(urls), provider.asked) == (20, ["description"])
