"""Signing in with Slack names a person of a workspace that has installed Accord."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from adapters.slack.settings import SlackSettings
from adapters.slack.sign_in import SlackSignIn
from adapters.slack.tokens import InstallationTokens, SlackToken
from bot.core.errors import SignInFailed
from bot.core.models import Address
from bot.core.ports import SignInAttempt
from storage.crypto import SecretBox
from storage.installations import SqlInstallations
from tests.adapters.oidc.provider import BACK, CLIENT, SECRET, OpenIdProvider, returned_from
from tests.support.fakes import SetClock
from tests.support.scenario import Scenario

TEAM, USER, ORGANISATION = (f"https://slack.com/{name}" for name in ("team_id", "user_id", "enterprise_id"))
ATTEMPT = SignInAttempt("state", "nonce", "verifier")


async def no_renewal(token: SlackToken) -> SlackToken:
    raise AssertionError("No token is renewed to sign somebody in.")


@pytest.fixture
def provider(clock: SetClock) -> OpenIdProvider:
    return OpenIdProvider(clock)


@pytest.fixture
async def sign_in(
    provider: OpenIdProvider, scenario: Scenario, clock: SetClock
) -> AsyncIterator[SlackSignIn]:
    installations = SqlInstallations(scenario.store, SecretBox(("k" * 40,)))
    tokens = InstallationTokens(installations, clock, no_renewal)
    for workspace in ("T1", "E1"):
        await tokens.install(workspace, SlackToken("xoxb-1", clock.now()))
    async with TestServer(provider.app()) as server, aiohttp.ClientSession() as http:
        settings = SlackSettings(
            signing_secret=SecretStr("x"),
            client_id=CLIENT,
            client_secret=SecretStr(SECRET),
            sign_in="on",
            api_url=str(server.make_url("/api/")),
        )
        sign_in = SlackSignIn(http, settings, tokens, clock)
        yield sign_in
        await sign_in.close()


async def identified(sign_in: SlackSignIn, provider: OpenIdProvider, claims: dict[str, Any]) -> list[Address]:
    provider.claims = claims
    async with aiohttp.ClientSession() as http:
        returned = await returned_from(http, await sign_in.authorization_url(ATTEMPT, BACK))
    return [*await sign_in.identify(ATTEMPT, returned["code"], BACK)]


@pytest.mark.parametrize(
    ("claims", "addresses"),
    [
        ({TEAM: "T1", USER: "U1"}, [Address("slack", "T1", "U1")]),
        (
            {TEAM: "T2", ORGANISATION: "E1", USER: "U1"},
            [Address("slack", "T2", "U1"), Address("slack", "E1", "U1")],
        ),
    ],
)
async def test_a_person_is_named_by_workspace_and_user(
    sign_in: SlackSignIn, provider: OpenIdProvider, claims: dict[str, Any], addresses: list[Address]
) -> None:
    assert await identified(sign_in, provider, claims) == addresses


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({TEAM: "T2", USER: "U1"}, "has not installed Accord"),
        ({TEAM: "T2", ORGANISATION: "E2", USER: "U1"}, "has not installed Accord"),
        ({TEAM: ["T1"], USER: "U1"}, "has not installed Accord"),
        ({TEAM: "T1", USER: 7}, "has not installed Accord"),
        ({TEAM: "T1"}, "does not say"),
        ({USER: "U1", "email": "amira@council.example"}, "does not say"),
        ({TEAM: "T1", USER: "U1", "iss": "https://slack.com"}, "issued by somebody else"),
    ],
)
async def test_others_are_refused(
    sign_in: SlackSignIn, provider: OpenIdProvider, claims: dict[str, Any], reason: str
) -> None:
    with pytest.raises(SignInFailed, match=reason):
        await identified(sign_in, provider, claims)
