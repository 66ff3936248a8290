"""What can be told from the settings alone."""

from typing import Any

import pytest

from bot.ops.doctor import Finding, Level, check_settings
from bot.settings import Settings

SECRET = "0123456789abcdef0123456789abcdef"
SHARED: dict[str, Any] = {
    "database_url": "postgresql+asyncpg://accord@db/accord",
    "keys_url": "postgresql+asyncpg://accord@keys/accord",
}


def found(environment: dict[str, str] | None = None, **settings: Any) -> dict[str, Finding]:
    """By what each is about."""
    return {each.about: each for each in check_settings(Settings(**settings), environment or {})}


def test_on_ones_own_machine_all_is_well_but_that_nobody_else_can_come() -> None:
    levels = {about: each.level for about, each in found().items()}
    assert levels == {
        "address": Level.WARNING,
        "secret key": Level.OK,
        "metrics": Level.OK,
        "visitors": Level.OK,
    }


def test_set_up_for_others_all_is_well() -> None:
    settings = found(
        {"FORWARDED_ALLOW_IPS": "10.0.0.1", "ACCORD_SECRET_KEY_FILE": "/run/secrets/key", "PATH": "/bin"},
        public_url="https://accord.example.org",
        secret_key=SECRET,
        metrics_token=SECRET,
        host="0.0.0.0",
        **SHARED,
    )
    assert {each.level for each in settings.values()} == {Level.OK}
    assert settings["visitors"].what == "10.0.0.1 may say where they come from."


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
def test_what_would_go_wrong_is_said_with_its_cure(
    about: str, level: Level, settings: dict[str, Any], environment: dict[str, str]
) -> None:
    finding = found(environment, **settings)[about]
    assert (finding.level, bool(finding.cure)) == (level, True)


def test_behind_a_web_server_metrics_are_closed_without_a_token() -> None:
    assert "closed" in found(public_url="https://accord.example.org")["metrics"].what


@pytest.mark.parametrize(
    ("name", "cure"),
    [("ACCORD_PUBLC_URL", "Did you mean ACCORD_PUBLIC_URL?"), ("ACCORD_XYZZY", "Take it away.")],
)
def test_a_setting_that_nothing_reads_is_named(name: str, cure: str) -> None:
    finding = found({name: "x"})["settings"]
    assert (finding.what, finding.cure) == (f"{name} is set, and nothing reads it.", cure)


def test_no_secret_is_in_what_was_found() -> None:
    told = str(found(secret_key=SECRET, metrics_token=f"{SECRET}!", **SHARED))
    assert SECRET not in told
