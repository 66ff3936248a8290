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
