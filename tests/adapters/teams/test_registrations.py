"""Several registrations share one deployment: each tenant is heard and answered through its own."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from adapters.teams.integration import TeamsIntegration
from adapters.teams.payloads import user_address
from adapters.teams.settings import TeamsSettings
from adapters.teams.tenant_commands import allow_tenant
from bot.chats import ChatServices, TrialServices
from bot.core.cards import Card
from storage.tenants import SqlTenants
from tests.adapters.teams.conftest import HERE, Serve
from tests.adapters.teams.connector_service import Service
from tests.adapters.teams.entra import Entra, certificate, federated_token, pem
from tests.adapters.teams.issuer import APP, TENANT, Issuer
from tests.adapters.teams.teams_user import TeamsUser, words
from tests.support.fakes import SetClock
from tests.support.scenario import Scenario

HOSPITAL_APP, HOSPITAL = "app-of-the-hospital", "tenant-of-the-hospital"
CHARITY_APP, CHARITY = "app-of-the-charity", "tenant-of-the-charity"
CLINIC = "2c5f39cb-30b2-22e3-994f-1127e4ddb538"


@dataclass
class Deployment:
    """Accord with a secret, a certificate and a federated token for three organisations."""

    settings: TeamsSettings
    entra: Entra
    integration: TeamsIntegration
    council: TeamsUser
    hospital: TeamsUser
    charity: TeamsUser


@pytest.fixture
async def deployment(
    scenario: Scenario,
    services: ChatServices,
    serve: Serve,
    service: Service,
    service_url: str,
    clock: SetClock,
    tmp_path: Path,
) -> AsyncIterator[Deployment]:
    entra = Entra(clock, homes={APP: TENANT, HOSPITAL_APP: HOSPITAL, CHARITY_APP: CHARITY})
    entra.url = await serve(entra.app())
    entra.secrets[APP] = "a password"
    entra.certificates[HOSPITAL_APP] = certificate("hospital", clock.now())
    entra.federated.add(CHARITY_APP)
    (tmp_path / "hospital.pem").write_bytes(pem("hospital", entra.certificates[HOSPITAL_APP]))
    (tmp_path / "token").write_text(federated_token(clock.now()))
    further = [
        {"app_id": HOSPITAL_APP, "tenant_id": HOSPITAL, "certificate_file": f"{tmp_path}/hospital.pem"},
        {"app_id": CHARITY_APP, "tenant_id": CHARITY, "federated_token_file": f"{tmp_path}/token"},
    ]
    settings = TeamsSettings(
        app_id=APP,
        app_password=SecretStr("a password"),
        tenant_id=TENANT,
        registrations=SecretStr(json.dumps(further)),
        openid_metadata_url=f"{await serve(Issuer().app())}/description",
        token_url=f"{entra.url}/{{tenant}}/oauth2/v2.0/token",
        allowed_service_hosts="127.0.0.1",
    )
    async with settings.open(services) as integration:
        app = Starlette(routes=[*integration.routes])
        council = TeamsUser(app, service, service_url, clock)
        hospital = replace(council, id="29:hana", home="a:2", tenant=HOSPITAL, app_id=HOSPITAL_APP)
        charity = replace(council, id="29:cai", home="a:3", tenant=CHARITY, app_id=CHARITY_APP)
        yield Deployment(settings, entra, integration, council, hospital, charity)


async def test_each_tenant_is_answered_with_the_token_of_its_own_app(
    deployment: Deployment, service: Service
) -> None:
    for user in (deployment.council, deployment.hospital, deployment.charity):
        assert words(await user.types("help"))
    assert service.bearers == [f"token of {app}" for app in (APP, HOSPITAL_APP, CHARITY_APP)]
    assert deployment.entra.given == [APP, HOSPITAL_APP, CHARITY_APP]


async def test_a_chat_is_opened_by_the_app_of_its_tenant(deployment: Deployment, service: Service) -> None:
    for user in (deployment.council, deployment.hospital, deployment.charity):
        await user.types("help")
        await deployment.integration.platform.send(user_address(user.tenant, user.id), Card("Hello"), "a key")
        opened = [body for _, path, body in service.asked if path == "/v3/conversations"][-1]
        assert (opened["bot"], opened["tenantId"]) == ({"id": f"28:{user.app_id}"}, user.tenant)
        assert service.bearers[-2:] == [f"token of {user.app_id}"] * 2


async def test_a_call_for_one_app_from_anothers_tenant_is_refused(
    deployment: Deployment, service: Service, scenario: Scenario
) -> None:
    users = (deployment.council, deployment.hospital, deployment.charity)
    for user in users:
        for other in users:
            stolen = replace(user, app_id=other.app_id)
            expected = 200 if other is user else 403
            assert (await stolen.sends(type="typing")).status_code == expected
    assert service.asked == []
    assert await SqlTenants(scenario.store).all() == []  # it is nobody who asks to be let in


async def test_a_tenant_is_allowed_for_the_app_that_it_called(
    deployment: Deployment, scenario: Scenario, service: Service
) -> None:
    clinic = replace(deployment.hospital, id="29:clio", home="a:4", tenant=CLINIC)
    assert (await clinic.sends(type="message", text="help")).status_code == 403
    await allow_tenant(deployment.settings.trust, SqlTenants(scenario.store), CLINIC)
    await scenario.passes(minutes=1)
    assert words(await clinic.types("help"))
    assert service.bearers == [f"token of {HOSPITAL_APP}"]
    wrong_app = replace(clinic, app_id=APP)
    assert (await wrong_app.sends(type="message", text="help")).status_code == 403


async def test_one_apps_wrong_credential_does_not_silence_the_others(
    deployment: Deployment, service: Service, clock: SetClock
) -> None:
    deployment.entra.certificates[HOSPITAL_APP] = certificate("renewed", clock.now())
    await deployment.hospital.sends(type="message", text="help")
    assert service.asked == []
    assert words(await deployment.council.types("help"))


async def test_accord_check_names_the_app_whose_credential_is_refused(
    deployment: Deployment, services: ChatServices, clock: SetClock
) -> None:
    trial = TrialServices(clock, services.chart_renderer, None, HERE)
    what = [finding.what for finding in await deployment.settings.try_out(trial)]
    assert [line for line in what if "a token for the app" in line] == [
        f"Microsoft gives Accord a token for the app {app}." for app in (APP, HOSPITAL_APP, CHARITY_APP)
    ]
    deployment.entra.certificates[HOSPITAL_APP] = certificate("renewed", clock.now())
    what = [finding.what for finding in await deployment.settings.try_out(trial)]
    assert f"App {HOSPITAL_APP}: The certificate is not one of the app's (AADSTS700027)." in what


async def test_accord_check_warns_before_a_certificate_ends(
    deployment: Deployment, services: ChatServices, clock: SetClock, tmp_path: Path
) -> None:
    deployment.entra.certificates[HOSPITAL_APP] = certificate("hospital", clock.now(), days=12)
    (tmp_path / "hospital.pem").write_bytes(pem("hospital", deployment.entra.certificates[HOSPITAL_APP]))
    settings = TeamsSettings.model_validate(deployment.settings.model_dump())
    findings = await settings.try_out(TrialServices(clock, services.chart_renderer, None, HERE))
    assert f"The certificate of the app {HOSPITAL_APP} ends in 12 days." in [each.what for each in findings]
