"""`accord check` says if Teams is set up."""

import pytest

from adapters.teams.settings import TeamsSettings
from bot.ops.doctor import Level

HERE = "https://accord.example.org"
NEEDED = {"app_id": "an app", "app_password": "a password", "tenant_id": "one"}


@pytest.mark.parametrize(
    ("given", "url", "level", "what"),
    [
        ({}, HERE, Level.OK, "Not set up: TEAMS_APP_ID is not set."),
        (NEEDED, HERE, Level.OK, f"For one tenant, at {HERE}/api/messages."),
        (
            {**NEEDED, "allowed_tenants": "one, two"},
            "http://127.0.0.1:8000",
            Level.WARNING,
            "For 2 tenants, but Teams cannot reach http://127.0.0.1:8000.",
        ),
    ],
)
def test_the_check_says_how_teams_reaches_accord(
    given: dict[str, str], url: str, level: Level, what: str
) -> None:
    finding = TeamsSettings.model_validate(given).check(url)
    assert (finding.level, finding.what) == (level, what)
