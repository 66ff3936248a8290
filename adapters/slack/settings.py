"""The settings for Slack, all optional, and the check of them."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pydantic import SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from bot.environment import ON_OR_OFF, TESTS, Environment, OnOrOff, require_https_unless_local, setting
from bot.ops.doctor import Finding, ok, warning

if TYPE_CHECKING:
    from adapters.slack.integration import SlackIntegration
    from bot.chats import ChatServices, TrialServices

SUBJECT = "Slack"
API = "https://slack.com/api/"
NOTHING = SecretStr("")
BOT_TOKENS = ("xoxb-", "xoxe.xoxb-")  # the second kind is one that rotates
APP_TOKENS = ("xapp-",)
NOT_POSTED = warning(
    "Slack",
    "No trial message was posted: Slack is not set up.",
    "Set SLACK_BOT_TOKEN, or leave out --post-to.",
)


class SlackSettings(Environment):
    """Implements bot.app.ChatSettings.

    `SLACK_BOT_TOKEN` lets one workspace in; `SLACK_CLIENT_ID` and `SLACK_CLIENT_SECRET` let any in that
    installs the app. What Slack sends comes over HTTP, signed with `SLACK_SIGNING_SECRET`, or over Socket
    Mode, with `SLACK_APP_TOKEN`. With `SLACK_SIGN_IN` people sign in to our pages with Slack, which needs the
    client's id and secret beside a bot token too."""

    model_config = SettingsConfigDict(env_prefix="SLACK_")

    bot_token: SecretStr = setting(
        NOTHING,
        SUBJECT,
        "The *Bot User OAuth Token* of the app, for one workspace. Slack shows it under *Install App*.",
        "a token that begins with `xoxb-`",
        example="xoxb-…",
        needs="`SLACK_SIGNING_SECRET` or `SLACK_APP_TOKEN`",
    )
    signing_secret: SecretStr = setting(
        NOTHING,
        SUBJECT,
        "Proves what Slack sends over HTTPS. Slack shows it under *Basic Information*.",
        "text, as Slack shows it",
        example="5d41…",
        needs="`SLACK_BOT_TOKEN` or `SLACK_CLIENT_ID`, and `ACCORD_PUBLIC_URL`",
    )
    app_token: SecretStr = setting(
        NOTHING,
        SUBJECT,
        "Connects to Slack by Socket Mode, where Slack cannot reach this machine. Make it under *Basic"
        " Information*, *App-Level Tokens*, with `connections:write`.",
        "a token that begins with `xapp-`",
        example="xapp-…",
        needs="`SLACK_BOT_TOKEN` or `SLACK_CLIENT_ID`",
    )
    client_id: str = setting(
        "",
        SUBJECT,
        "The app's client ID, for many workspaces instead of `SLACK_BOT_TOKEN`, or for sign-in beside it.",
        "text, as Slack shows it",
        example="1234567890.1234567890",
        needs="`SLACK_CLIENT_SECRET`",
    )
    client_secret: SecretStr = setting(
        NOTHING,
        SUBJECT,
        "The secret that belongs to the client ID.",
        "text, as Slack shows it",
        example="8f14…",
        needs="`SLACK_CLIENT_ID`",
    )
    sign_in: OnOrOff = setting(
        "",
        SUBJECT,
        "Lets people sign in to Accord's pages with Slack.",
        ON_OR_OFF,
        example="on",
        needs="`SLACK_CLIENT_ID`, `SLACK_CLIENT_SECRET`, `ACCORD_PUBLIC_URL`",
    )
    api_url: str = setting(
        API,
        TESTS,
        "Takes the place of Slack's own address.",
        "an address that begins with `https://`, or with `http://` if it is this machine",
        example="http://127.0.0.1:8155/api/",
    )

    @property
    def wanted(self) -> bool:
        return bool(self.bot_token or self.client_id)

    @property
    def authorize_url(self) -> str:
        """The page on which Slack asks whether to install Accord."""
        return urljoin(self.api_url, "/oauth/v2/authorize")

    def check(self, public_url: str) -> Finding:
        """Return what `accord check` says about Slack."""
        if not self.wanted:
            return ok("Slack", "Not set up: SLACK_BOT_TOKEN is not set.")
        where = "one workspace" if self.bot_token else "any workspace that installs it"
        where += ", with sign-in" if self.sign_in else ""
        if self.app_token:
            return ok("Slack", f"For {where}, over Socket Mode.")
        if not public_url.startswith("https://"):
            return warning(
                "Slack",
                f"For {where}, over HTTP, but Slack cannot reach {public_url}.",
                "Set ACCORD_PUBLIC_URL to an https:// address, or SLACK_APP_TOKEN for Socket Mode.",
            )
        return ok("Slack", f"For {where}, over HTTP at {public_url}/slack/events.")

    async def try_out(self, services: "TrialServices") -> Sequence[Finding]:
        """Return what Slack says of the tokens, if it is set up."""
        if not self.wanted:
            return (NOT_POSTED,) if services.post_to else ()
        from adapters.slack.checks import try_slack

        return await try_slack(self, services)

    def open(self, services: "ChatServices") -> AbstractAsyncContextManager["SlackIntegration"]:
        """Import the integration, and open it until the end of the block."""
        from adapters.slack.integration import open_slack

        return open_slack(self, services)

    @field_validator("bot_token")
    @classmethod
    def _a_bots(cls, token: SecretStr) -> SecretStr:
        return _begins(token, BOT_TOKENS, "a bot's token, which begins with xoxb-")

    @field_validator("app_token")
    @classmethod
    def _an_apps(cls, token: SecretStr) -> SecretStr:
        return _begins(token, APP_TOKENS, "an app-level token, which begins with xapp-")

    @field_validator("api_url")
    @classmethod
    def _https_unless_local(cls, url: str) -> str:
        because = "because tokens travel to it; leave it out for Slack"
        return require_https_unless_local(url, f"such as {API}", because).rstrip("/") + "/"

    @model_validator(mode="after")
    def _nothing_is_missing(self) -> "SlackSettings":
        if missing := self._missing():
            raise ValueError(missing)
        return self

    def _missing(self) -> str:
        """Return what is missing or contradictory, or empty."""
        if bool(self.client_id) != bool(self.client_secret):
            lacking = "SLACK_CLIENT_SECRET" if self.client_id else "SLACK_CLIENT_ID"
            return f"{lacking} is missing: many workspaces need both SLACK_CLIENT_ID and SLACK_CLIENT_SECRET"
        if self.sign_in and not self.client_id:
            return "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are missing: SLACK_SIGN_IN needs both"
        if self.bot_token and self.client_id and not self.sign_in:
            return (
                "SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID for many:"
                " set one of them and leave out the other"
            )
        if self.wanted and not (self.signing_secret or self.app_token):
            return (
                "SLACK_SIGNING_SECRET is missing: without it nobody can tell what comes from Slack."
                " Where Slack cannot reach this machine, set SLACK_APP_TOKEN for Socket Mode in its place"
            )
        if not self.wanted and (self.signing_secret or self.app_token):
            return (
                "SLACK_BOT_TOKEN is missing: set it for one workspace, or SLACK_CLIENT_ID and"
                " SLACK_CLIENT_SECRET for many"
            )
        return ""


def _begins(token: SecretStr, ways: tuple[str, ...], what: str) -> SecretStr:
    if token and not token.get_secret_value().startswith(ways):
        raise ValueError(f"must be {what}; it is another kind of token")
    return token
