"""What an operator sets for Slack, refused where it cannot work."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from adapters.slack.settings import SlackSettings

ONE = {"BOT_TOKEN": "xoxb-1", "SIGNING_SECRET": "signing"}
MANY = {"CLIENT_ID": "1.2", "CLIENT_SECRET": "secret", "SIGNING_SECRET": "signing"}
SOCKET = {"BOT_TOKEN": "xoxb-1", "APP_TOKEN": "xapp-1"}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever whoever runs the tests has set."""
    for name in SlackSettings.model_fields:
        monkeypatch.delenv(f"SLACK_{name.upper()}", raising=False)
        monkeypatch.delenv(f"SLACK_{name.upper()}_FILE", raising=False)


def told(monkeypatch: pytest.MonkeyPatch, **values: str) -> SlackSettings:
    for name, value in values.items():
        monkeypatch.setenv(f"SLACK_{name}", value)
    return SlackSettings()


def refused(monkeypatch: pytest.MonkeyPatch, **values: str) -> str:
    with pytest.raises(ValidationError) as error:
        told(monkeypatch, **values)
    (fault,) = error.value.errors()
    return " ".join([*map(str, fault["loc"]), fault["msg"].removeprefix("Value error, ")])


def test_nothing_need_be_set_and_then_slack_is_not_wanted() -> None:
    settings = SlackSettings()
    assert (settings.wanted, settings.api_url) == (False, "https://slack.com/api/")
    assert settings.authorize_url == "https://slack.com/oauth/v2/authorize"


@pytest.mark.parametrize(
    "values",
    [ONE, MANY, SOCKET, ONE | SOCKET, MANY | {"SIGN_IN": "on"}, ONE | MANY | {"SIGN_IN": "on"}],
    ids=["one", "many", "socket", "both", "sign-in for many", "sign-in for one"],
)
def test_enough_is_enough(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    assert told(monkeypatch, **values).wanted


def test_secrets_may_come_from_files_and_are_not_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text("xoxb-1\n")
    settings = told(monkeypatch, BOT_TOKEN_FILE=str(tmp_path / "token"), SIGNING_SECRET="signing")
    assert settings.bot_token.get_secret_value() == "xoxb-1"
    assert {"xoxb-1", "signing"} & {*repr(settings).split("'")} == set()


@pytest.mark.parametrize(
    ("values", "begins"),
    [
        ({"CLIENT_ID": "1.2", "SIGNING_SECRET": "s"}, "SLACK_CLIENT_SECRET is missing: "),
        ({"CLIENT_SECRET": "x", "SIGNING_SECRET": "s"}, "SLACK_CLIENT_ID is missing: "),
        (ONE | MANY, "SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID for many: "),
        (ONE | {"SIGN_IN": "on"}, "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are missing: "),
        (MANY | {"SIGN_IN": "yes"}, "sign_in is “yes”. Set it to on, or leave it out"),
        (ONE | MANY | {"SIGN_IN": "off"}, "SLACK_BOT_TOKEN is for one workspace, "),
        ({"BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET is missing: "),
        ({"CLIENT_ID": "1.2", "CLIENT_SECRET": "x"}, "SLACK_SIGNING_SECRET is missing: "),
        ({"SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN is missing: "),
        ({"APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN is missing: "),
        (ONE | {"BOT_TOKEN": "xoxp-1"}, "bot_token must be a bot's token, which begins with xoxb-; "),
        (SOCKET | {"APP_TOKEN": "xoxb-1"}, "app_token must be an app-level token, which begins with xapp-; "),
        ({"API_URL": "http://slack.example/api/"}, "api_url must begin with https://, "),
        ({"API_URL": "slack.com/api"}, "api_url must be an address such as https://slack.com/api/"),
        ({"API_URL": "https:///api"}, "api_url must be an address such as https://slack.com/api/"),
    ],
)
def test_half_of_it_is_refused_with_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], begins: str
) -> None:
    assert refused(monkeypatch, **values)[: len(begins)] == begins


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_a_stand_in_may_run_on_this_machine(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    settings = told(monkeypatch, API_URL=f"http://{host}:3000/api")
    assert settings.api_url == f"http://{host}:3000/api/"
    assert settings.authorize_url == f"http://{host}:3000/oauth/v2/authorize"
