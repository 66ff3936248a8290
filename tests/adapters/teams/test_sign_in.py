"""Signing in with Microsoft names the person whom Teams knows by that account."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from starlette.applications import Starlette

from adapters.teams.clouds import CloudName
from adapters.teams.integration import TeamsIntegration, open_teams
from adapters.teams.settings import TeamsSettings
from adapters.teams.tenant_commands import allow_tenant
from bot.chats import ChatServices
from bot.core.errors import SignInFailed
from bot.core.models import Address
from bot.core.ports import IdentityProvider, SignInAttempt
from storage.tenants import SqlTenants
from tests.adapters.oidc.provider import BACK, OpenIdProvider, returned_from
from tests.adapters.teams.conftest import Serve
from tests.adapters.teams.connector_service import Service, answering
from tests.adapters.teams.issuer import APP, TENANT, Issuer, trusting
from tests.adapters.teams.teams_user import TeamsUser
from tests.support.scenario import Scenario

ATTEMPT = SignInAttempt("state", "nonce", "verifier")
PARTNER, OID = "2c5f39cb-30b2-22e3-994f-1127e4ddb538", "0f1e-ben"


@pytest.fixture
def provider(scenario: Scenario) -> OpenIdProvider:
    return OpenIdProvider(scenario.clock, client=APP, secret="a password")


@pytest.fixture
async def microsoft(serve: Serve, provider: OpenIdProvider) -> str:
    return await serve(provider.app())


@pytest.fixture
async def settings(serve: Serve, service_url: str, microsoft: str) -> TeamsSettings:
    trusted = trusting(await serve(Issuer().app()), service_url)
    return trusted.model_copy(update={"sign_in": "on", "sign_in_url": f"{microsoft}/{{tenant}}/v2.0"})


@pytest.fixture
async def teams(
    settings: TeamsSettings, services: ChatServices, service: Service
) -> AsyncIterator[TeamsIntegration]:
    async with open_teams(settings, services, service.pause) as integration:
        yield integration


@pytest.fixture
async def sign_in(
    teams: TeamsIntegration, service: Service, service_url: str, scenario: Scenario
) -> IdentityProvider:
    """Sign-in where Ben has written to Accord before."""
    ben = TeamsUser(Starlette(routes=[*teams.routes]), service, service_url, scenario.clock)
    await ben.types("start partnership Harbour Together")
    service.chats[OID] = "a:1"
    assert teams.identity_provider is not None
    return teams.identity_provider


async def identified(
    sign_in: IdentityProvider, provider: OpenIdProvider, microsoft: str, tenant: str = TENANT, **claims: Any
) -> list[Address]:
    provider.claims = {"iss": f"{microsoft}/{tenant}/v2.0", "tid": tenant, "oid": OID} | claims
    async with aiohttp.ClientSession() as http:
        returned = await returned_from(http, await sign_in.authorization_url(ATTEMPT, BACK))
    return [*await sign_in.identify(ATTEMPT, returned["code"], BACK)]


@pytest.mark.parametrize("name", ["aadObjectId", "objectId"])
async def test_a_person_is_named_as_teams_knows_them(
    sign_in: IdentityProvider,
    provider: OpenIdProvider,
    microsoft: str,
    service: Service,
    scenario: Scenario,
    name: str,
) -> None:
    service.pages = [{"members": [{"id": "28:bot"}, {"id": "29:ben", name: OID.upper(), "tenantId": TENANT}]}]
    (address,) = await identified(sign_in, provider, microsoft)
    person = await scenario.bot.sessions.find_person(address)
    assert person is not None
    assert person.name == "Ben Price"


async def test_nobody_else_of_the_chat_is_signed_in(
    sign_in: IdentityProvider, provider: OpenIdProvider, microsoft: str, service: Service
) -> None:
    service.pages = [{"members": [{"id": "29:ben", "aadObjectId": "another"}, {"id": "29:eve"}]}]
    assert await identified(sign_in, provider, microsoft) == []


async def test_somebody_who_has_not_installed_accord_is_not_known(
    sign_in: IdentityProvider, provider: OpenIdProvider, microsoft: str, service: Service
) -> None:
    service.refused.add(OID)
    assert await identified(sign_in, provider, microsoft) == []


async def test_nobody_is_signed_in_while_teams_does_not_answer(
    sign_in: IdentityProvider, provider: OpenIdProvider, microsoft: str, service: Service
) -> None:
    service.next = [answering(503, {})]
    with pytest.raises(SignInFailed, match="could not be asked") as failed:
        await identified(sign_in, provider, microsoft)
    assert failed.value.temporary


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"tid": None}, "does not say"),
        ({"oid": None}, "does not say"),
        ({"nbf": None}, "does not say"),
        ({"tid": PARTNER}, "issued by somebody else"),
        ({"iss": None}, "issued by somebody else"),
        ({"tid": ["x"]}, "issued by somebody else"),
        ({"oid": [OID]}, "of no user"),
    ],
)
async def test_a_token_that_names_no_user_of_its_tenant_is_refused(
    sign_in: IdentityProvider,
    provider: OpenIdProvider,
    microsoft: str,
    claims: dict[str, Any],
    reason: str,
) -> None:
    with pytest.raises(SignInFailed, match=reason):
        await identified(sign_in, provider, microsoft, **claims)


async def test_a_tenant_that_is_not_allowed_is_refused_until_it_is(
    sign_in: IdentityProvider,
    provider: OpenIdProvider,
    microsoft: str,
    settings: TeamsSettings,
    scenario: Scenario,
) -> None:
    with pytest.raises(SignInFailed, match="not allowed"):
        await identified(sign_in, provider, microsoft, PARTNER)
    await allow_tenant(settings.trust, SqlTenants(scenario.store), PARTNER)
    await scenario.passes(minutes=1)
    provider.described = {"issuer": f"{microsoft}/{{tenantid}}/v2.0"}  # as Microsoft has it for all tenants
    provider.key_issuer = f"{microsoft}/{{tenantid}}/v2.0"
    assert await identified(sign_in, provider, microsoft, PARTNER) == []  # nobody has used Accord there
    provider.key_issuer = f"{microsoft}/{TENANT}/v2.0"


def test_sign_in_is_off_unless_it_is_switched_on(settings: TeamsSettings) -> None:
    public = "https://accord.example"
    assert settings.check(public).what == f"For one tenant, with sign-in, at {public}/api/messages."
    off = settings.model_copy(update={"sign_in": ""})
    assert (off.check(public).what, TeamsSettings().sign_in) == (
        f"For one tenant, at {public}/api/messages.",
        "",
    )


@pytest.mark.parametrize(
    ("cloud", "issuer"),
    [
        ("public", "https://login.microsoftonline.com/t/v2.0"),
        ("dod", "https://login.microsoftonline.us/t/v2.0"),
    ],
)
def test_each_cloud_has_its_issuer(cloud: CloudName, issuer: str) -> None:
    assert TeamsSettings(cloud=cloud).sign_in_issuer("t") == issuer
