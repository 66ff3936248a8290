"""Settings for Teams are refused if they cannot work."""

import pytest
from pydantic import ValidationError

from adapters.teams.settings import TeamsSettings

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
    assert settings.token_endpoint == "https://login.microsoftonline.com/tenant/oauth2/v2.0/token"
    assert "a password" not in repr(settings)


def test_more_tenants_may_be_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_from(monkeypatch, **ENOUGH, ALLOWED_TENANTS="tenant, other ,")
    assert settings.trust.tenants == {"tenant": "app", "other": "app"}


@pytest.mark.parametrize("missing", ENOUGH)
def test_a_missing_setting_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    with pytest.raises(ValidationError, match=f"TEAMS_{missing} must be set too"):
        settings_from(monkeypatch, **{name: value for name, value in ENOUGH.items() if name != missing})


@pytest.mark.parametrize("name", ["OPENID_METADATA_URL", "TOKEN_URL"])
@pytest.mark.parametrize("url", ["http://login.example.org/token", "ftp://login.example.org", "here"])
def test_addresses_of_microsoft_must_be_encrypted(
    monkeypatch: pytest.MonkeyPatch, name: str, url: str
) -> None:
    with pytest.raises(ValidationError, match=r"must (begin with|be an address)"):
        settings_from(monkeypatch, **ENOUGH, **{name: url})
    assert settings_from(monkeypatch, **{name: "http://127.0.0.1:3000/token"}).wanted
