"""Settings for Teams are refused if they cannot work."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import ValidationError

from adapters.teams.clouds import TokenEndpoint
from adapters.teams.credentials import Certificate, ClientSecret, FederatedToken
from adapters.teams.settings import TeamsSettings
from bot.core.errors import AccordError
from bot.environment import read_settings
from tests.adapters.teams.entra import certificate, pem
from tests.support.fakes import SetClock

ENOUGH = {"APP_ID": "app", "APP_PASSWORD": "a password", "TENANT_ID": "tenant"}


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the settings of the person who runs the tests."""
    for name in TeamsSettings.model_fields:
        monkeypatch.delenv(f"TEAMS_{name.upper()}", raising=False)
        monkeypatch.delenv(f"TEAMS_{name.upper()}_FILE", raising=False)


def settings_from(monkeypatch: pytest.MonkeyPatch, **values: str) -> TeamsSettings:
    for name, value in values.items():
        monkeypatch.setenv(f"TEAMS_{name}", value)
    return TeamsSettings()


def test_without_settings_teams_is_off() -> None:
    assert not TeamsSettings().wanted


def test_three_things_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_from(monkeypatch, **ENOUGH)
    assert settings.wanted
    assert settings.trust.tenants == {"tenant": "app"}
    assert settings.trust.service_hosts == {"smba.trafficmanager.net"}
    assert settings.token_endpoint("tenant") == TokenEndpoint(
        "https://login.microsoftonline.com/tenant/oauth2/v2.0/token", "https://api.botframework.com/.default"
    )
    assert settings.metadata_url == "https://login.botframework.com/v1/.well-known/openidconfiguration"
    assert "a password" not in repr(settings)


def test_more_tenants_may_be_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_from(monkeypatch, **ENOUGH, ALLOWED_TENANTS="tenant, other ,")
    assert settings.trust.tenants == {"tenant": "app", "other": "app"}


@pytest.mark.parametrize("missing", ENOUGH)
def test_a_missing_setting_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    with pytest.raises(ValidationError, match=f"TEAMS_{missing} must be set too"):
        settings_from(monkeypatch, **{name: value for name, value in ENOUGH.items() if name != missing})


FURTHER = {"app_id": "second", "tenant_id": "Elsewhere", "password": "another password"}


def listing(*registrations: Mapping[str, object]) -> str:
    return json.dumps(registrations)


def test_further_registrations_have_their_own_tenants(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text("a third password\n")
    third = {
        "app_id": "third",
        "tenant_id": "far",
        "tenants": ["far", "Farther"],
        "password_file": f"{tmp_path}/password",
    }
    (tmp_path / "listed").write_text(listing(FURTHER, third))
    monkeypatch.setenv("TEAMS_REGISTRATIONS_FILE", f"{tmp_path}/listed")
    settings = settings_from(monkeypatch, **ENOUGH)
    assert [app.app_id for app in settings.apps] == list(settings.trust.app_ids) == ["app", "second", "third"]
    assert [app.credential for app in settings.apps] == [
        ClientSecret("a password"),
        ClientSecret("another password"),
        ClientSecret("a third password"),
    ]
    assert settings.trust.tenants == {
        "tenant": "app",
        "elsewhere": "second",
        "far": "third",
        "farther": "third",
    }
    assert settings.check("https://accord.example").what.startswith("For 4 tenants and 3 apps, at ")
    assert "another password" not in repr(settings)


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        ("{", "TEAMS_REGISTRATIONS cannot be used: Invalid JSON"),
        ("{}", "TEAMS_REGISTRATIONS cannot be used: it must be a list"),
        (
            listing({"app_id": "second"}),
            "TEAMS_REGISTRATIONS cannot be used: in entry 1, tenant_id is missing",
        ),
        (
            listing({**FURTHER, "app_id": ""}),
            "TEAMS_REGISTRATIONS cannot be used: in entry 1, app_id is empty",
        ),
        (
            listing(FURTHER, {**FURTHER, "secret": "x"}),
            "TEAMS_REGISTRATIONS cannot be used: in entry 2, secret is no setting of an app",
        ),
        (listing({**FURTHER, "password": ""}), "the app second needs one of password_file, certificate_file"),
        (
            listing({**FURTHER, "certificate_file": "/none"}),
            "the app second names /none, which cannot be read",
        ),
        (
            listing({**FURTHER, "federated_token_file": "/none"}),
            "the app second has several credentials. Give one: a secret, a certificate or a federated token",
        ),
        (listing({**FURTHER, "app_id": "app"}), "TEAMS_REGISTRATIONS lists the app app twice"),
        (
            listing({**FURTHER, "tenants": ["elsewhere", "Tenant"]}),
            "TEAMS_REGISTRATIONS lists the tenant tenant for two apps, app and second",
        ),
        (
            listing(FURTHER, {**FURTHER, "app_id": "third"}),
            "lists the tenant elsewhere for two apps, second and third",
        ),
    ],
)
def test_registrations_that_cannot_work_are_refused_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, listed: str, reason: str
) -> None:
    for name, value in ENOUGH.items():
        monkeypatch.setenv(f"TEAMS_{name}", value)
    monkeypatch.setenv("TEAMS_REGISTRATIONS", listed)
    with pytest.raises(AccordError) as refused:
        read_settings(TeamsSettings)
    assert reason in str(refused.value)
    assert "password" not in str(refused.value).replace("password_file", "")


def test_a_cloud_that_does_not_exist_is_refused_with_those_that_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEAMS_CLOUD", "mars")
    with pytest.raises(AccordError, match=r"^TEAMS_CLOUD must be 'public', 'gcc', 'gcc-high' or 'dod'$"):
        read_settings(TeamsSettings)


def test_registrations_need_a_first_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError, match=r"TEAMS_APP_ID and .* and TEAMS_TENANT_ID must be set too"):
        settings_from(monkeypatch, REGISTRATIONS=listing(FURTHER))


def test_a_certificate_or_a_federated_token_replaces_the_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clock: SetClock
) -> None:
    file = tmp_path / "own.pem"
    file.write_bytes(pem("own", certificate("own", clock.now())))
    enough = {"APP_ID": "app", "TENANT_ID": "tenant"}
    monkeypatch.setenv("TEAMS_CERTIFICATE_FILE", f"{file}")
    settings = settings_from(monkeypatch, **enough)
    assert isinstance(settings.apps[0].credential, Certificate)
    assert "PRIVATE" not in repr(settings)
    with pytest.raises(ValidationError, match="TEAMS_APP_ID has several credentials"):
        settings_from(monkeypatch, **ENOUGH)
    monkeypatch.delenv("TEAMS_APP_PASSWORD")
    file.write_text("no certificate")
    with pytest.raises(ValidationError, match="has a certificate file that cannot be used: it must"):
        settings_from(monkeypatch, **enough)
    monkeypatch.delenv("TEAMS_CERTIFICATE_FILE")
    settings = settings_from(monkeypatch, **enough, FEDERATED_TOKEN_FILE="/run/token")
    assert settings.apps[0].credential == FederatedToken(Path("/run/token"))


@pytest.mark.parametrize(
    ("cloud", "host", "issuer", "login"),
    [
        ("public", "smba.trafficmanager.net", "https://api.botframework.com", "login.microsoftonline.com"),
        (
            "gcc",
            "smba.infra.gcc.teams.microsoft.com",
            "https://api.botframework.com",
            "login.microsoftonline.com",
        ),
        (
            "gcc-high",
            "smba.infra.gov.teams.microsoft.us",
            "https://api.botframework.us",
            "login.microsoftonline.us",
        ),
        (
            "dod",
            "smba.infra.dod.teams.microsoft.us",
            "https://api.botframework.us",
            "login.microsoftonline.us",
        ),
    ],
)
def test_a_cloud_sets_all_of_its_addresses(
    monkeypatch: pytest.MonkeyPatch, cloud: str, host: str, issuer: str, login: str
) -> None:
    settings = settings_from(monkeypatch, **ENOUGH, CLOUD=cloud)
    endpoint = settings.token_endpoint("tenant")
    assert (settings.trust.issuer, *settings.trust.service_hosts) == (issuer, host)
    assert endpoint == TokenEndpoint(f"https://{login}/tenant/oauth2/v2.0/token", f"{issuer}/.default")
    assert (".azure.us/" in settings.metadata_url) is issuer.endswith(".us")
    with pytest.raises(ValidationError):
        settings_from(monkeypatch, CLOUD="moon")


@pytest.mark.parametrize("name", ["OPENID_METADATA_URL", "TOKEN_URL"])
@pytest.mark.parametrize("url", ["http://login.example.org/token", "ftp://login.example.org", "here"])
def test_addresses_of_microsoft_must_be_encrypted(
    monkeypatch: pytest.MonkeyPatch, name: str, url: str
) -> None:
    with pytest.raises(ValidationError, match=r"must (begin with|be an address)"):
        settings_from(monkeypatch, **ENOUGH, **{name: url})
    assert settings_from(monkeypatch, **{name: "http://127.0.0.1:3000/token"}).wanted


def test_the_app_names_its_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        settings_from(monkeypatch, **ENOUGH, DEVELOPER_NAME="Harbour Council").developer_name
        == "Harbour Council"
    )
    with pytest.raises(ValidationError, match="must have 1 to 32 characters"):
        settings_from(monkeypatch, **ENOUGH, DEVELOPER_NAME="x" * 33)


@pytest.mark.parametrize(("given", "on"), [("on", True), ("off", False), ("", False)])
def test_slash_commands_are_off_unless_switched_on(
    monkeypatch: pytest.MonkeyPatch, given: str, on: bool
) -> None:
    assert bool(settings_from(monkeypatch, **ENOUGH, SLASH_COMMANDS=given).slash_commands) is on
    with pytest.raises(ValidationError, match="Set it to on, or leave it out"):
        settings_from(monkeypatch, **ENOUGH, SLASH_COMMANDS="perhaps")
