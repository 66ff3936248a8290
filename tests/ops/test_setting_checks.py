"""Findings from the settings alone."""

from pathlib import Path
from typing import Any

import certifi
import pytest

from bot.ops.doctor import Finding, Level, check_settings
from bot.settings import Settings

SECRET = "0123456789abcdef0123456789abcdef"
SHARED: dict[str, Any] = {
    "database_url": "postgresql+asyncpg://accord@db/accord",
    "keys_url": "postgresql+asyncpg://accord@keys/accord",
}


def found(environment: dict[str, str] | None = None, **settings: Any) -> dict[str, Finding]:
    """Return the findings by their subject."""
    return {each.about: each for each in check_settings(Settings(**settings), environment or {})}


def test_default_settings_warn_only_about_the_address() -> None:
    levels = {about: each.level for about, each in found().items()}
    assert levels == {
        "address": Level.WARNING,
        "secret key": Level.OK,
        "metrics": Level.OK,
        "visitors": Level.OK,
    }


def test_complete_settings_are_reported_as_ok() -> None:
    settings = found(
        {"FORWARDED_ALLOW_IPS": "10.0.0.1", "ACCORD_SECRET_KEY_FILE": "/run/secrets/key", "PATH": "/bin"},
        public_url="https://accord.example.org",
        secret_key=SECRET,
        metrics_token=SECRET,
        host="0.0.0.0",
        **SHARED,
    )
    assert {each.level for each in settings.values()} == {Level.OK}
    assert settings["visitors"].what == "Their addresses are taken from 10.0.0.1."


@pytest.mark.parametrize(
    ("about", "level", "settings", "environment"),
    [
        ("address", Level.ERROR, {"host": "0.0.0.0"}, {}),
        ("secret key", Level.ERROR, {"secret_key": "ab" * 16}, {}),
        ("secret key", Level.ERROR, SHARED, {}),
        ("visitors", Level.WARNING, {}, {"FORWARDED_ALLOW_IPS": "*"}),
        ("visitors", Level.WARNING, {"host": "0.0.0.0"}, {}),
    ],
)
def test_a_wrong_setting_is_reported_with_its_cure(
    about: str, level: Level, settings: dict[str, Any], environment: dict[str, str]
) -> None:
    finding = found(environment, **settings)[about]
    assert (finding.level, bool(finding.cure)) == (level, True)


def test_metrics_behind_a_proxy_need_a_token() -> None:
    assert "closed" in found(public_url="https://accord.example.org")["metrics"].what


@pytest.mark.parametrize(
    ("name", "cure"),
    [("ACCORD_PUBLC_URL", "Did you mean ACCORD_PUBLIC_URL?"), ("ACCORD_XYZZY", "Remove it.")],
)
def test_an_unknown_setting_is_reported(name: str, cure: str) -> None:
    finding = found({name: "x"})["settings"]
    assert (finding.what, finding.cure) == (f"{name} is set, but there is no such setting.", cure)


def test_findings_contain_no_secret() -> None:
    told = str(found(secret_key=SECRET, metrics_token=f"{SECRET}!", **SHARED))
    assert SECRET not in told


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_certificates_that_cannot_be_read_are_an_error(content: str | None, tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    if content:
        file.write_text(content)
    finding = found({"SSL_CERT_FILE": str(file)})["settings"]
    assert finding.level is Level.ERROR
    assert finding.what.startswith(f"SSL_CERT_FILE is {file}, which holds no certificates")
    assert "settings" not in found({"SSL_CERT_FILE": certifi.where()})
