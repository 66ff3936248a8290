"""What an operator is told of Slack."""

import pytest
from pydantic import SecretStr

from adapters.slack.settings import SlackSettings
from bot.ops.doctor import Level

HERE = "https://accord.example.org"


def settings(*, socket: bool = False, many: bool = False, wanted: bool = True) -> SlackSettings:
    one = {} if many or not wanted else {"bot_token": SecretStr("xoxb-1")}
    any_ = {"client_id": "1.2", "client_secret": SecretStr("secret")} if many else {}
    given = {"app_token": SecretStr("xapp-1")} if socket else {"signing_secret": SecretStr("signing")}
    return SlackSettings.model_validate({**one, **any_, **(given if wanted else {})})


@pytest.mark.parametrize(
    ("slack", "url", "level", "what"),
    [
        (settings(wanted=False), HERE, Level.OK, "Not set up: SLACK_BOT_TOKEN is not set."),
        (settings(socket=True), "http://127.0.0.1:8000", Level.OK, "For one workspace, over Socket Mode."),
        (settings(), HERE, Level.OK, f"For one workspace, over HTTP at {HERE}/slack/events."),
        (
            settings(many=True),
            "http://127.0.0.1:8000",
            Level.WARNING,
            "For any workspace that installs it, over HTTP, but Slack cannot reach http://127.0.0.1:8000.",
        ),
    ],
)
def test_it_says_how_slack_is_reached(slack: SlackSettings, url: str, level: Level, what: str) -> None:
    found = slack.check(url)
    assert (found.level, found.what) == (level, what)
